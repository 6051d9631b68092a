import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pynews.errors import RetryLaterError
from pynews.model import Consent, Subscriber, SubscriberStatus, subscriber_id
from pynews.store import Subscribers

KEY = b"a key for tests, thirty-two bytes"
NOON = datetime(2021, 11, 2, 12, 0, tzinfo=UTC)
COMMON = Consent("2021-05-20", "joining form", "Send me the newsletter.")
OWN = Consent("2021-09-14", "letter from the Librarian of Exampleton", "As in the letter.")


def librarian(consent: Consent = COMMON, **fields: str) -> Subscriber:
    return Subscriber(
        id=subscriber_id(KEY, "librarian@example.org"),
        email="librarian@example.org",
        status=SubscriberStatus.ACTIVE,
        consent=consent,
        first_name=fields.get("first_name", "Librarianna"),
        last_name="Exampleton",
        organisation="Library of Exampleton",
        groups=("exampletonians",),
        language="cy",
    )


def others(count: int) -> list[Subscriber]:
    return [
        Subscriber(
            id=subscriber_id(KEY, f"role{number}@example.org"),
            email=f"role{number}@example.org",
            status=SubscriberStatus.ACTIVE,
            consent=COMMON,
            groups=("members",),
        )
        for number in range(count)
    ]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir())).lower()


def test_an_erased_person_leaves_no_bytes_in_any_file(tmp_path: Path):
    """Imported, changed and changed again among many, so that old pages hold old words."""
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        store.add_all([*others(3_000), librarian()], dry_run=False)
        store.add_all([librarian(OWN, first_name="Librariella")], dry_run=False)
        store.suppress("librarian@example.org", "wrote from Exampleton", NOON)
        assert b"librarian@example.org" in bytes_of(tmp_path)
        assert store.erase("librarian@example.org", NOON)
        left = bytes_of(tmp_path)
    for trace in (b"librari", b"exampleton", b"librarian@"):
        assert trace not in left
    assert b"role7@example.org" in left
    assert b"librari" not in bytes_of(tmp_path)


def test_bytes_that_an_earlier_change_left_in_the_file_go_as_well(tmp_path: Path):
    """A page that splits, or another tool, leaves copies that no deletion reaches."""
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY) as store:
        store.add_all([*others(100), librarian()], dry_run=False)
        by_hand = sqlite3.connect(path, isolation_level=None)
        by_hand.execute("PRAGMA secure_delete = OFF")
        by_hand.execute("DELETE FROM person WHERE first_name <> ''")
        by_hand.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        by_hand.close()
        assert b"librarianna" in bytes_of(tmp_path)
        store.erase("librarian@example.org", NOON)
        assert b"librarianna" not in bytes_of(tmp_path)


def test_what_stays_of_an_erased_person_names_nobody(tmp_path: Path):
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        store.add_all([*others(3), librarian()], dry_run=False)
        store.add_all([librarian(OWN)], dry_run=False)
        store.suppress("librarian@example.org", "complaint", NOON)
        store.erase("librarian@example.org", NOON)
        assert store.export("librarian@example.org").as_dict() == {
            "subscriber": {
                "id": subscriber_id(KEY, "librarian@example.org"),
                "email": "",
                "status": "erased",
                "consent": {"at": "2021-09-14", "source": "", "text": ""},
                "first_name": "",
                "last_name": "",
                "organisation": "",
                "groups": (),
                "language": "",
            },
            "consents": (
                {"at": "2021-05-20", "source": "joining form", "text": "Send me the newsletter."},
                {"at": "2021-09-14", "source": "", "text": ""},
            ),
            "history": (
                {"at": "2021-11-02T12:00:00+00:00", "status": "suppressed", "reason": ""},
                {"at": "2021-11-02T12:00:00+00:00", "status": "erased", "reason": ""},
            ),
        }


def test_words_that_went_with_one_person_never_come_back_as_those_of_another(tmp_path: Path):
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        store.add_all([librarian(OWN)], dry_run=False)
        store.erase("librarian@example.org", NOON)
        store.add_all(others(1), dry_run=False)
        consents = store.export("librarian@example.org").consents
    assert consents == (Consent("2021-09-14", "", ""),)


def test_erasing_twice_changes_nothing_and_is_no_error(tmp_path: Path):
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        store.add_all([librarian()], dry_run=False)
        assert store.erase("librarian@example.org", NOON)
        assert not store.erase("LIBRARIAN@example.org", NOON)
        assert len(store.export("librarian@example.org").history) == 1


def test_a_stranger_can_ask_never_to_be_written_to(tmp_path: Path):
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        assert store.erase("librarian@example.org", NOON)
        assert store.add_all([librarian()], dry_run=False).kept_away == 1
    assert b"librarian" not in bytes_of(tmp_path)


def test_an_erased_person_may_come_back_by_their_own_wish(tmp_path: Path):
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as store:
        store.add_all([librarian()], dry_run=False)
        store.erase("librarian@example.org", NOON)
        store.welcome(librarian(OWN), NOON)
        assert store.get("librarian@example.org") == librarian(OWN)


def test_while_another_reads_old_pages_erasing_says_so_and_can_be_finished(tmp_path: Path):
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY, busy_seconds=0.05) as store:
        store.add_all([*others(100), librarian()], dry_run=False)
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        with pytest.raises(RetryLaterError, match="still reads old pages"):
            store.erase("librarian@example.org", NOON)
        found = store.get("librarian@example.org")
        assert found is not None
        assert found.status is SubscriberStatus.ERASED
        reader.execute("ROLLBACK")
        reader.close()
        assert not store.erase("librarian@example.org", NOON)
        assert b"librarian" not in bytes_of(tmp_path)
