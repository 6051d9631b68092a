"""An edition and a recipient become one message."""

from pynews.pack.form import Form, message_ref
from pynews.pack.letter import compile_form, edition_digest

__all__ = ["Form", "compile_form", "edition_digest", "message_ref"]
