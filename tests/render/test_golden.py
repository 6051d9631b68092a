"""What readers get, kept as files: a change shows in the difference and is read by a person.

``make golden`` (``pytest --golden``, or ``PYNEWS_GOLDEN=write pytest tests/render``)
rewrites them.
"""

import os
from pathlib import Path

import pytest

from pynews.model import Invitation, Issue, Publication
from pynews.render import Renderer

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    asked = request.config.getoption("--golden", default=False)
    return bool(asked) or os.environ.get("PYNEWS_GOLDEN") == "write"


@pytest.mark.parametrize("month", ["november", "june"])
def test_issue_is_printed_as_its_golden_files_say(
    renderer: Renderer,
    november: Issue,
    june: Issue,
    publication: Publication,
    invitation: Invitation,
    month: str,
    *,
    rewrite: bool,
):
    issue, invitations = {"november": (november, (invitation,)), "june": (june, ())}[month]
    edition = renderer.render(issue, publication=publication, invitations=invitations)
    notify = renderer.render_notify(issue, publication=publication, invitations=invitations)
    made = {
        f"{month}.html": edition.html + "\n",
        f"{month}.txt": edition.text,
        f"{month}.web.html": edition.web,
        f"{month}.notify.md": notify,
    }
    for name, content in made.items():
        if rewrite:
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / name).write_text(content, encoding="utf-8", newline="\n")
        assert content == (GOLDEN / name).read_text(encoding="utf-8"), name
