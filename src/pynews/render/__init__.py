"""An issue becomes an edition: HTML, plain text, web page."""

from pynews.render.renderer import Renderer
from pynews.render.site import ArchiveIssue, Contents
from pynews.render.sites import SiteRenderer
from pynews.render.templates import Templates
from pynews.render.theme import Palette, Theme, find_theme, load_theme

__all__ = [
    "ArchiveIssue",
    "Contents",
    "Palette",
    "Renderer",
    "SiteRenderer",
    "Templates",
    "Theme",
    "find_theme",
    "load_theme",
]
