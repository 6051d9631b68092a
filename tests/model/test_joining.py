"""What only members may open stands on no page for everybody, however it is spelled."""

from datetime import UTC, datetime

import pytest

from pynews.model import Event, Origin, When, without_join

JOIN = "https://zoom.example/j/9?pwd=a_b&x=1"
SPELLINGS = (
    JOIN,
    "HTTPS://Zoom.Example/j/9?pwd=a_b&x=1",
    "http://www.zoom.example/j/9",
    "zoom.example/j/9",
    r"https://zoom.example/j/9?pwd=a\_b&amp;x=1",
    r"https\://zoom\.example/j/9",
    "https://zoom.example/j/9?pwd=another",
    "https://zoom.example/j/9/",
    "https://zoom.example/j/9#success",
    "https%3A%2F%2Fzoom.example%2Fj%2F9%3Fpwd%3Da_b",
    "https:&#47;&#x2f;zoom.example&#47;j&#47;9",
)


def event(join: str = JOIN, **said: str) -> Event:
    when = When(datetime(2021, 12, 7, 12, tzinfo=UTC), None, "UTC")
    return Event(
        id="clinic", when=when, origin=Origin("a.md", 1), join=join, **{"title": "C", **said}
    )


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_the_joining_address_is_left(spelling: str) -> None:
    told = event(
        title=f"Clinic {spelling}",
        where=spelling,
        register=f"https://example.org/to?url={spelling}",
        organiser=f"Us ({spelling})",
        description=f"Come: <{spelling}>, [in]({spelling}) or {spelling}.",
    )
    shown = without_join(told)
    assert (shown.join, shown.where, shown.register) == ("", "", "")
    assert (shown.title, shown.organiser) == (
        "Clinic (see the newsletter)",
        "Us ((see the newsletter))",
    )
    assert "zoom" not in shown.description.lower()
    assert "pwd" not in shown.description
    assert shown.description.startswith("Come: <(see the newsletter)>, [in](")


def test_other_addresses_stay() -> None:
    words = (
        "See https://zoom.example/j/91, https://zoom.example/help and https://zoom.example/j/9-a"
    )
    shown = without_join(event(description=words, register="https://zoom.example/w/9"))
    assert (shown.description, shown.register) == (words, "https://zoom.example/w/9")


def test_a_query_alone_names_no_other_page_of_its_host() -> None:
    words = "https://example.org/rules, https://example.org/?room=8, https://example.org/?room=9"
    shown = without_join(event("https://example.org/?room=9", description=words))
    assert shown.description == (
        "https://example.org/rules, https://example.org/?room=8, (see the newsletter)"
    )


def test_an_event_without_such_an_address_is_the_same() -> None:
    told = event("", description=JOIN)
    assert without_join(told) is told
