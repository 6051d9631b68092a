"""CSS is written into the elements it means, and nothing else changes."""

from pynews.render.inline.engines import css_inline_inliner, premailer_inliner
from pynews.render.inline.selecting import Given, with_attributes
from pynews.render.inline.splice import Inliner

__all__ = ["Given", "Inliner", "css_inline_inliner", "premailer_inliner", "with_attributes"]
