"""An edition in a notebook: the message in a frame that runs and fetches nothing."""

import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import pynews
from pynews import serve
from pynews.errors import SourceError

from .conftest import Desk


def test_a_notebook_shows_the_edition_of_the_folder_it_lies_in(desk: Desk):
    assert pynews.build is serve.build
    shown = serve.build("2021-11", folder=desk.issue.parent)
    assert (shown.issue, shown.subject) == (
        "2021-11",
        "First community event: Tuesday 16 November",
    )
    assert "Dear members," in shown.text
    html = shown._repr_html_()
    assert html.startswith('<iframe sandbox title="First community event')
    assert "Content-Security-Policy" in unescape(html)
    assert "Dear members," not in repr(shown)


def test_what_cannot_be_built_says_why(desk: Desk):
    desk.change(desk.event, "start: 2021-11-16", "start: soon")
    with pytest.raises(SourceError, match="soon"):
        pynews.build(folder=desk.root)


def test_there_is_nothing_else_at_the_door():
    with pytest.raises(AttributeError, match="nothing"):
        _ = pynews.nothing


def test_the_frame_shows_the_message_and_asks_nobody(browser: Browser, desk: Desk, tmp_path: Path):
    place = tmp_path / "notebook.html"
    place.write_text(serve.build(folder=desk.root)._repr_html_(), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(place.as_uri())
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Dear members,")
    assert [url for url in asked if not re.match("file:|about:|data:", url)] == []
    page.close()
