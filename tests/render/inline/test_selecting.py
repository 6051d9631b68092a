"""Attributes reach the elements that a selector means, and nothing else changes."""

import pytest

from pynews.errors import TemplateError
from pynews.render.inline import with_attributes

PAGE = (
    '<!doctype html><html><body><!--[if mso]><p class="a"><![endif]-->'
    '<p class="a" title="old">caf&eacute; <b>x</b></p><p class=b>{{ y }}</p></body></html>'
)


def test_what_a_selector_means_gets_the_attributes():
    given = [(".a, .b", (("data-id", "4"),)), ("p > b", (("lang", 'en "GB" & <x>'),))]
    assert with_attributes(PAGE, given) == PAGE.replace(
        '<p class="a" title', '<p data-id="4" class="a" title'
    ).replace("<p class=b", '<p data-id="4" class=b').replace(
        "<b>", '<b lang="en &quot;GB&quot; &amp; &lt;x&gt;">'
    )


def test_an_attribute_that_is_there_is_replaced():
    assert 'class="a" title="new">' in with_attributes(PAGE, [(".a", (("title", "new"),))])


def test_nothing_meant_changes_nothing():
    assert with_attributes(PAGE, [(".nobody", (("title", "x"),))]) == PAGE


@pytest.mark.parametrize(
    ("selector", "name"),
    [("p[", "x"), ("", "x"), ("p:nonsense", "x"), ("p", "on click"), ("p", "")],
)
def test_what_cannot_be_read_is_told(selector: str, name: str):
    with pytest.raises(TemplateError):
        with_attributes(PAGE, [(selector, ((name, "1"),))])
