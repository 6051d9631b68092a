"""An issue becomes an edition: HTML, plain text, web page."""

from pynews.render.renderer import Renderer
from pynews.render.templates import Templates
from pynews.render.theme import Palette, Theme, find_theme, load_theme

__all__ = ["Palette", "Renderer", "Templates", "Theme", "find_theme", "load_theme"]
