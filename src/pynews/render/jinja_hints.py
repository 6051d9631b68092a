"""What to do about what Jinja says: its complaints name the fault and seldom the mend."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from jinja2 import Environment, StrictUndefined
from jinja2.utils import missing

__all__ = ["Unknown", "hint_for", "near", "without_suggestion"]

_TAGS = (
    *("block", "call", "extends", "filter", "for", "from", "if", "import", "include", "macro"),
    *("raw", "set", "with", "else", "elif", "endblock", "endfor", "endif", "endmacro", "endset"),
)
_ASKING = "; did you mean "
_HINTS = (
    (r"Unexpected end of template", "close what was opened, such as {% if %} with {% endif %}"),
    (r"unexpected char", "look for a quote or bracket that is opened and not closed"),
    (r"expected (?:token|name)", "look for something left out between {{ or {% and its end"),
    (r"is not callable", "leave out the parentheses: this is a value, not a function"),
    (r"unsafe", "themes can print what page and theme hold, and nothing beyond it"),
    (r"but for numbers", "write the text as it shall be printed"),
    (r"includes itself", "take the include out, or put it behind an {% if %} that ends"),
    (r"4 MB|counts beyond", "look for loops inside loops"),
    (r"division by zero", "ask first whether the number is zero: {% if n %}"),
)
_OPEN = re.compile(r"innermost block that needs to be closed is '(\w+)'")
_ANYTHING = "look at what stands between {{ and }}, or {% and %}, in this line"


class Unknown(StrictUndefined):
    """A name that templates do not know; the complaint says what they may have meant."""

    @property
    def _undefined_message(self) -> str:
        name, owner = str(self._undefined_name), self._undefined_obj
        if self._undefined_hint or owner is missing:
            told = self._undefined_hint or f"'{name}' is undefined"
            return told + _asking(near(name, ("page", "theme")))
        known = owner if isinstance(owner, dict) else dir(owner)
        told = f"a {type(owner).__name__.lower()} has no '{name}'"
        return told + _asking(near(name, (each for each in known if not each.startswith("_"))))


def hint_for(what: str, environment: Environment) -> str:
    """Return what to do about a complaint."""
    if found := re.search(_OPEN, what):
        return f"write {{% end{found[1]} %}} to close it"
    for kind, known in (
        ("tag", _TAGS),
        ("filter", environment.filters),
        ("test", environment.tests),
    ):
        found = re.search(rf"(?:unknown {kind}|No {kind} named) '(\w+)'", what)
        if found and (meant := near(found[1], known)):
            return f"did you mean {meant}"
    for pattern, hint in _HINTS:
        if re.search(pattern, what):
            return hint
    return _ANYTHING


def near(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like `name`, or nothing."""
    return next(iter(get_close_matches(name, tuple(known), n=1)), "")


def without_suggestion(message: str) -> tuple[str, str]:
    """Return a complaint about an unknown name, and the suggestion cut off it."""
    what, _, meant = message.partition(_ASKING)
    return what, f"did you mean {meant}? " if meant else ""


def _asking(meant: str) -> str:
    return f"{_ASKING}{meant}" if meant else ""
