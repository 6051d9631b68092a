"""The preview shows an issue as each of its readers gets it."""

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from pynews import serve

from .conftest import Caller, Desk

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

LETTER = "\n\n{{ for leeds }}\nOnly Leeds reads this.\n{{ end }}\n"
WELSH = "---\nsubject: Ein newyddion\npreheader: Newydd.\n---\nAnnwyl {{ first_name or 'pawb' }},\n"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk whose issue has a part for Leeds and is written in Welsh as well."""
    folder: Path = desk.project.root / "newsletters" / "2021-11"
    with (folder / "issue.md").open("a", encoding="utf-8") as issue:
        issue.write(LETTER)
    (folder / "issue.cy.md").write_text(WELSH, encoding="utf-8")
    return desk


def file(caller: Caller, name: str, who: str, look: str = "") -> str:
    asked = {"issue": "2021-11", "name": name, "as": who, "look": look}
    status, _, body = caller.ask(f"/api/file?{urlencode(asked)}")
    assert status == 200
    return body.decode()


def test_each_letter_is_offered_and_shown(preview: serve.Preview):
    caller = Caller(preview.url)
    status, _, body = caller.ask("/api/proof?issue=2021-11&as=%3Dcy")
    assert status == 200
    about = json.loads(body)["about"]
    assert about["subject"] == "Ein newyddion"
    assert about["variants"] == [
        ["for-leeds", "For leeds"],
        ["cy", "In cy"],
        ["cy+for-leeds", "In cy for leeds"],
    ]
    for name in ("email.html", "email.txt"):
        assert "Only Leeds reads this." not in file(caller, name, "")
        assert "Only Leeds reads this." in file(caller, name, "=for-leeds")
        assert "Annwyl pawb" in file(caller, name, "=cy")
        assert "Annwyl" not in file(caller, name, "=nobody")
    assert "Annwyl pawb" in file(caller, "email.html", "=cy", "dark")
    assert "Annwyl" not in file(caller, "web.html", "=cy", "dark")


def test_a_reader_is_chosen_from_the_list_and_stays_when_a_file_is_saved(
    page: "Page", preview: serve.Preview, desk: Desk
):
    from playwright.sync_api import expect

    page.goto(preview.url)
    reader = page.locator("select[name=as]")
    expect(reader.locator("option")).to_have_text(
        ["No first name", "With a first name", "For leeds", "In cy", "In cy for leeds"]
    )
    frame = page.frame_locator("iframe").first
    expect(frame.get_by_text("Only Leeds reads this.")).to_have_count(0)
    reader.select_option("=for-leeds")
    expect(frame.get_by_text("Only Leeds reads this.")).to_be_visible()
    issue = desk.project.root / "newsletters" / "2021-11" / "issue.md"
    words = issue.read_text(encoding="utf-8").replace("Only Leeds reads this.", "Leeds alone.")
    issue.write_text(words, encoding="utf-8")
    expect(frame.get_by_text("Leeds alone.")).to_be_visible()
    expect(reader).to_have_value("=for-leeds")
    words = words.replace("for leeds", "for york")
    issue.write_text(words, encoding="utf-8")
    expect(reader.locator("option")).to_have_text(
        ["No first name", "With a first name", "For york", "In cy", "In cy for york"]
    )
