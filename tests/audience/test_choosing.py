from pathlib import Path

from pynews.audience import import_subscribers, recipients, survey
from pynews.model import Reason
from pynews.store import Subscribers

KEY = b"a key for tests, thirty-two bytes"
EXAMPLE = Path(__file__).parents[2] / "subscribers.example.csv"


def test_the_example_list_comes_in_and_its_members_get_the_issue(tmp_path: Path):
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        report = import_subscribers(store, EXAMPLE, key=KEY, consent_source="", dry_run=False)
        audience = survey(store, "members and not leeds")
        people = list(recipients(store, "members and not leeds"))
    assert report.added == 5
    assert audience.count == 3
    assert dict(audience.held_back) == {Reason.NOT_ADDRESSED: 2}
    assert {person.email for person in people} == {
        "editor@example.org",
        "chair@example.org",
        "developer@example.org",
    }
    assert [person.subscriber for person in people] == sorted(p.subscriber for p in people)
