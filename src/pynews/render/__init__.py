"""An issue becomes an edition: HTML, plain text, web page."""

from pynews.render.renderer import Renderer
from pynews.render.theme import find_theme

__all__ = ["Renderer", "find_theme"]
