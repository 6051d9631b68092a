"""What MJML knows: its elements, their attributes, types and children."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = [
    "COMMON_ATTRIBUTES",
    "Component",
    "accepts",
    "allowed_parents",
    "components",
    "explain",
    "heeded",
]

COMMON_ATTRIBUTES = ("css-class", "mj-class")
# What MJML heeds and does not allow.
_UNLISTED = {
    "mj-group": ("padding", "padding-left", "padding-right"),
    "mj-image": ("full-width",),
    "mj-navbar": ("container-background-color",),
}


@dataclass(frozen=True, slots=True)
class Component:
    """One MJML element.

    Arguments:
        name: the tag, such as ``mj-text``.
        attributes: attribute name to type, as MJML spells types: ``string``,
            ``color``, ``integer``, ``boolean``, ``enum(a,b)``, ``unit(px,%){1,4}``.
        children: tags that may stand directly inside.
        ending: whether it holds HTML or text rather than MJML elements.
    """

    name: str
    attributes: dict[str, str]
    children: tuple[str, ...]
    ending: bool


@cache
def components() -> dict[str, Component]:
    """Return every MJML element by its tag; from components.json, read once."""
    return {
        name: Component(name, row["attributes"], tuple(row["children"]), row["ending"])
        for name, row in _table()["components"].items()
    }


@cache
def heeded(tag: str) -> frozenset[str]:
    """Return the attributes that have an effect on an element, allowed or not."""
    return frozenset((*components()[tag].attributes, *_UNLISTED.get(tag, ())))


@cache
def allowed_parents(tag: str) -> tuple[str, ...]:
    """Return the tags that `tag` may stand in, in alphabetical order."""
    return tuple(sorted(name for name, each in components().items() if tag in each.children))


def accepts(kind: str, value: str) -> bool:
    """Say whether `value` is of MJML's type `kind`; see `Component.attributes`."""
    return kind == "string" or bool(_pattern(kind).search(value))


def explain(kind: str) -> str:
    """Return what the type `kind` accepts, for a hint that a person reads."""
    name, options, count = _parts(kind)
    if name == "enum":
        return "one of " + ", ".join(option for option in options if option)
    if name.startswith("unit"):
        units = " or ".join(option for option in options if option and option != "auto")
        auto = ", or auto" if "auto" in options else ""
        many = f"{count.replace(',', ' to ')} amounts" if count else "an amount"
        return f"{many} in {units}{auto}"
    return {
        "color": "a colour such as #005eb8, rgb(0, 94, 184) or a CSS colour name",
        "integer": "a whole number",
        "boolean": "true or false",
    }.get(name, "any text")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    name, options, count = _parts(kind)
    if name == "enum":
        return re.compile(rf"\A(?:{'|'.join(map(re.escape, options))})\Z")
    if name.startswith("unit"):
        units = "|".join(re.escape(option) for option in options if option != "auto")
        digits = r"[-\d.,]+" if name == "unitWithNegative" else r"[\d.,]+"
        auto = "|auto" if "auto" in options else ""
        amount = rf"(?:(?:{digits}(?:{units})|0{auto}) ?)"
        return re.compile(rf"\A{amount}{{{count or '1'}}}\Z")
    return re.compile(_simple()[name])


@cache
def _simple() -> dict[str, str]:
    names = "|".join(_table()["colours"])
    number = r"\s*[\d.]+%?\s*"
    colour = (
        rf"(?i)rgba?\({number}(?:,{number}){{2,3}}\)"
        rf"|\A#(?:[0-9a-f]{{3}}){{1,2}}\Z|\A(?:{names})\Z"
    )
    return {"color": colour, "integer": r"\d", "boolean": r"\A(?:true|false)\Z", "string": ""}


def _parts(kind: str) -> tuple[str, tuple[str, ...], str]:
    found = re.match(r"(\w+)(?:\(([^)]*)\))?(?:\{([\d,]+)\})?", kind)
    if found is None:  # the table is ours: a type is never anything else
        raise AssertionError(kind)
    return found[1], tuple((found[2] or "").split(",")), found[3] or ""


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_name("components.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
