"""The side doors: the editor's preview (local), the members' pages (public), notebooks."""

from pynews.serve.editor import Preview, export_preview, preview
from pynews.serve.notebook import Shown, build

__all__ = ["Preview", "Shown", "build", "export_preview", "preview"]
