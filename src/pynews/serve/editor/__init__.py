"""The editor's preview: a web app on this machine that follows every saved file."""

from pynews.serve.editor.bundle import export_preview
from pynews.serve.editor.running import Preview, preview

__all__ = ["Preview", "export_preview", "preview"]
