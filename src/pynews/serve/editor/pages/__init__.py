"""What each page of the preview shows, as values that become JSON."""

from pynews.serve.editor.pages.issue import proof_tree, readable, reader_of
from pynews.serve.editor.pages.project import project_tree

__all__ = ["project_tree", "proof_tree", "readable", "reader_of"]
