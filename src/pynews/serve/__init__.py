"""The side doors: the editor's preview (local), the members' pages (public)."""

from pynews.serve.editor import Preview, export_preview, preview

__all__ = ["Preview", "export_preview", "preview"]
