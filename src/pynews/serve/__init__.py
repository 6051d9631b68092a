"""The side doors: the editor's preview (local), the members' pages (public)."""

from pynews.serve.editor import Preview, preview

__all__ = ["Preview", "preview"]
