"""An edition and a recipient become one message."""

from pynews.pack.form import Form, message_ref
from pynews.pack.forms import Forms, Told, digest_of_all
from pynews.pack.letter import compile_form, edition_digest, unsubscribe_address
from pynews.pack.reading import Reading, read_as

__all__ = [
    "Form",
    "Forms",
    "Reading",
    "Told",
    "compile_form",
    "digest_of_all",
    "edition_digest",
    "message_ref",
    "read_as",
    "unsubscribe_address",
]
