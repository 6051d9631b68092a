"""MJML text becomes safe final HTML; what is wrong with it is told with its place."""

from pynews.render.mjml.fault import Fault
from pynews.render.mjml.html import Locate, to_html
from pynews.render.mjml.validate import validate

__all__ = ["Fault", "Locate", "to_html", "validate"]
