"""Attributes are given to the elements that a CSS selector means; nothing else changes."""

import re
from collections.abc import Iterable

from pynews.errors import TemplateError
from pynews.render.inline.candidates import Tag, blanked, candidates
from pynews.render.inline.splice import MARK, marked, with_attribute

__all__ = ["Given", "with_attributes"]

Given = tuple[str, tuple[tuple[str, str], ...]]
"""A CSS selector, and name and value of each attribute for the elements it means."""
_NAME = re.compile(r"[A-Za-z_:][\w:.-]*")


def with_attributes(html: str, given: Iterable[Given]) -> str:
    """Return `html` with the attributes that `given` says, those that are there replaced.

    Raises:
        TemplateError: a selector or a name that cannot be read.
    """
    page = blanked(html)
    tags = candidates(page, "*{}")
    wanted: dict[int, dict[str, str]] = {}
    for selector, attributes in given:
        for number in _meant(page, tags, selector):
            wanted.setdefault(number, {}).update(_named(attributes))
    parts, position = [], 0
    for number, values in sorted(wanted.items()):
        tag = tags[number]
        start = html[tag.start : tag.end]
        for name, value in values.items():
            start = with_attribute(start, tag.name_end - tag.start, name, value)
        parts += [html[position : tag.start], start]
        position = tag.end
    return "".join(parts) + html[position:]


def _named(attributes: Iterable[tuple[str, str]]) -> dict[str, str]:
    found = dict(attributes)
    for name in found:
        if not _NAME.fullmatch(name):
            raise TemplateError(
                f'"{name}" cannot be the name of an attribute',
                hint='write <mj-html-attribute name="data-id">1</mj-html-attribute>',
            )
    return found


def _meant(page: str, tags: tuple[Tag, ...], selector: str) -> list[int]:
    from lxml.cssselect import SelectorError
    from lxml.html import document_fromstring

    try:
        found = document_fromstring(marked(page, tags)).cssselect(selector)
    except SelectorError as error:
        raise TemplateError(
            f'"{selector}" is no CSS selector: {error}', hint='write <mj-selector path=".class a">'
        ) from error
    numbers = [each.get(MARK) for each in found]
    return [int(number) for number in numbers if number]
