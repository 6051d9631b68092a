import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pynews.errors import CredentialsError, ProjectError, RetryLaterError, SourceError
from pynews.model import (
    Consent,
    ImportReport,
    Subscriber,
    SubscriberStatus,
    normalised_address,
    subscriber_id,
)
from pynews.store import Subscribers, connect

KEY = b"a key for tests, thirty-two bytes"
NOON = datetime(2021, 11, 2, 12, 0, tzinfo=UTC)
FORM = Consent("2021-05-20", "joining form", "Send me the newsletter.")
ACTIVE, PENDING = SubscriberStatus.ACTIVE, SubscriberStatus.PENDING
UNSUBSCRIBED, SUPPRESSED = SubscriberStatus.UNSUBSCRIBED, SubscriberStatus.SUPPRESSED
ERASED = SubscriberStatus.ERASED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Subscribers]:
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as opened:
        yield opened


def person(address: str, status: SubscriberStatus = ACTIVE, **fields: object) -> Subscriber:
    some = Subscriber(id=subscriber_id(KEY, address), email=address, status=status, consent=FORM)
    return replace(some, **fields)


def take(store: Subscribers, *people: Subscriber) -> ImportReport:
    return store.add_all(people, dry_run=False)


def status_of(store: Subscribers, address: str) -> SubscriberStatus:
    found = store.get(address)
    assert found is not None
    return found.status


def test_a_subscriber_is_found_by_any_spelling_of_the_address(store: Subscribers):
    editor = person("Editor@Example.org", first_name="Editor", groups=("members", "leeds"))
    take(store, editor)
    assert store.get(" editor@EXAMPLE.org ") == editor
    assert store.get("chair@example.org") is None


def test_an_international_domain_is_one_address_in_both_its_forms(store: Subscribers):
    take(store, person("editor@xn--bcher-kva.example"))
    assert status_of(store, "editor@Bücher.example") is ACTIVE
    assert store.get("editor@bucher.example") is None


def test_two_domains_that_look_alike_to_old_rules_stay_two():
    assert normalised_address("a@faß.example") != normalised_address("a@fass.example")
    assert normalised_address("a@faß.example") == normalised_address("a@xn--fa-hia.example")


def test_a_domain_without_an_ascii_form_is_still_compared():
    assert normalised_address("A@" + "ü" * 80) == "a@" + "ü" * 80


def test_what_is_imported_twice_is_unchanged(store: Subscribers):
    people = [person(f"role{number}@example.org") for number in range(7)]
    assert take(store, *people) == ImportReport(added=7, changed=0, unchanged=0)
    assert take(store, *people) == ImportReport(added=0, changed=0, unchanged=7)


def test_somebody_without_any_evidence_is_unchanged_the_second_time(store: Subscribers):
    bare = person("editor@example.org", consent=Consent("", "", ""))
    take(store, bare)
    assert take(store, bare).unchanged == 1
    assert store.export("editor@example.org").consents == ()


def test_an_import_changes_what_it_says_and_keeps_what_it_leaves_empty(store: Subscribers):
    take(store, person("editor@example.org", first_name="Editor", groups=("members",)))
    report = take(store, person("editor@example.org", last_name="In Chief", language="en-GB"))
    assert (report.added, report.changed) == (0, 1)
    assert store.get("editor@example.org") == person(
        "editor@example.org",
        first_name="Editor",
        last_name="In Chief",
        groups=("members",),
        language="en-GB",
    )


def test_a_dry_run_says_what_would_happen_and_changes_nothing(store: Subscribers):
    take(store, person("editor@example.org"))
    report = store.add_all(
        [person("editor@example.org", first_name="Editor"), person("chair@example.org")],
        dry_run=True,
    )
    assert report == ImportReport(added=1, changed=1, unchanged=0)
    assert [found.first_name for found in store.each()] == [""]


@pytest.mark.parametrize("gone", [UNSUBSCRIBED, SUPPRESSED, ERASED])
def test_an_import_never_brings_anybody_back(store: Subscribers, gone: SubscriberStatus):
    editor = person("editor@example.org", first_name="Editor")
    take(store, editor)
    if gone is UNSUBSCRIBED:
        store.unsubscribe(editor.id, NOON)
    elif gone is SUPPRESSED:
        store.suppress(editor.email, "complaint", NOON)
    else:
        store.erase(editor.email, NOON)
    before = store.get(editor.email)
    report = take(store, replace(editor, first_name="Somebody"), person("chair@example.org"))
    assert (report.added, report.kept_away) == (1, 1)
    assert store.get(editor.email) == before
    assert before is not None
    assert before.status is gone


@pytest.mark.parametrize("gone", [UNSUBSCRIBED, SUPPRESSED])
def test_who_is_listed_as_gone_goes(store: Subscribers, gone: SubscriberStatus):
    take(store, person("editor@example.org"))
    report = store.add_all([person("editor@example.org", gone)], dry_run=False, at=NOON)
    assert report.changed == 1
    record = store.export("editor@example.org")
    assert [(change.at, change.status, change.reason) for change in record.history] == [
        ("2021-11-02T12:00:00+00:00", gone, "import")
    ]


def test_who_is_listed_as_gone_and_unknown_is_remembered(store: Subscribers):
    take(store, person("editor@example.org", UNSUBSCRIBED))
    assert take(store, person("editor@example.org")).kept_away == 1
    assert status_of(store, "editor@example.org") is UNSUBSCRIBED


def test_a_suppression_outweighs_an_earlier_goodbye(store: Subscribers):
    take(store, person("editor@example.org", UNSUBSCRIBED))
    assert take(store, person("editor@example.org", SUPPRESSED)).changed == 1
    assert take(store, person("editor@example.org", UNSUBSCRIBED)).kept_away == 1
    assert status_of(store, "editor@example.org") is SUPPRESSED


def test_a_sign_up_of_somebody_active_does_not_make_them_wait_again(store: Subscribers):
    take(store, person("editor@example.org"))
    assert take(store, person("editor@example.org", PENDING)).unchanged == 1
    assert status_of(store, "editor@example.org") is ACTIVE


def test_somebody_waiting_becomes_active_by_a_list_with_evidence(store: Subscribers):
    take(store, person("editor@example.org", PENDING))
    assert take(store, person("editor@example.org")).changed == 1
    assert status_of(store, "editor@example.org") is ACTIVE


def test_of_two_rows_with_one_address_the_first_is_taken(store: Subscribers):
    report = take(
        store,
        person("editor@example.org", first_name="First", row=2),
        person("chair@example.org", row=3),
        person("EDITOR@example.org", first_name="Second", row=4),
    )
    assert report.added == 2
    assert report.refused == ((4, "the same address as in row 2"),)
    found = store.get("editor@example.org")
    assert found is not None
    assert found.first_name == "First"


def test_of_two_rows_with_one_address_the_goodbye_is_taken(store: Subscribers):
    report = take(
        store,
        person("editor@example.org", row=2),
        person("editor@example.org", row=3),
        person("editor@example.org", UNSUBSCRIBED, row=4),
    )
    assert {row for row, _ in report.refused} == {2, 3}
    assert status_of(store, "editor@example.org") is UNSUBSCRIBED


def test_a_list_that_repeats_itself_without_end_is_refused(store: Subscribers):
    with pytest.raises(SourceError, match="over 10,000 rows repeat an address"):
        store.add_all((person("editor@example.org") for _ in range(10_002)), dry_run=False)
    assert store.totals().total == 0


def test_a_list_that_breaks_off_changes_nothing(store: Subscribers):
    def broken() -> Iterator[Subscriber]:
        yield person("editor@example.org")
        raise SourceError("the file ended")

    with pytest.raises(SourceError, match="the file ended"):
        store.add_all(broken(), dry_run=False)
    assert store.totals().total == 0
    assert take(store, person("chair@example.org")).added == 1


def test_what_is_not_approved_changes_nothing(store: Subscribers):
    seen: list[ImportReport] = []

    def refuse(report: ImportReport) -> None:
        seen.append(report)
        raise SourceError("not this one")

    with pytest.raises(SourceError, match="not this one"):
        store.add_all([person("editor@example.org")], dry_run=False, approve=refuse)
    assert seen == [ImportReport(added=1, changed=0, unchanged=0)]
    assert store.totals().total == 0


def test_nobody_can_be_imported_as_erased(store: Subscribers):
    with pytest.raises(ValueError, match="erased"):
        take(store, person("editor@example.org", ERASED))


def test_who_leaves_while_a_list_comes_in_has_left(store: Subscribers, tmp_path: Path):
    editor = person("editor@example.org")
    take(store, editor)

    def slowly() -> Iterator[Subscriber]:
        yield replace(editor, first_name="Editor")
        with Subscribers.open(tmp_path / "pynews.db", key=KEY) as door:
            assert door.unsubscribe(editor.id, NOON)
        yield person("chair@example.org")

    report = store.add_all(slowly(), dry_run=False)
    assert (report.added, report.changed, report.kept_away) == (1, 0, 1)
    assert status_of(store, "editor@example.org") is UNSUBSCRIBED


def test_who_leaves_between_comparing_and_taking_over_has_left(tmp_path: Path):
    """Another process leaves in the moment before the lock; the comparison is made again."""
    path = tmp_path / "pynews.db"
    editor = person("editor@example.org")
    with Subscribers.open(path, key=KEY) as store:
        take(store, editor)
        blocker = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        blocker.execute("BEGIN IMMEDIATE")
        reports: list[ImportReport] = []
        importing = threading.Thread(
            target=lambda: reports.append(take(store, replace(editor, first_name="Editor")))
        )
        importing.start()
        # Whether the importer waits already or not, it must come to the same end.
        blocker.execute("UPDATE subscriber SET status = 'unsubscribed'")
        blocker.execute("UPDATE list_state SET changes = changes + 1")
        blocker.execute("COMMIT")
        importing.join(30)
        blocker.close()
        assert [report.kept_away for report in reports] == [1]
        assert status_of(store, "editor@example.org") is UNSUBSCRIBED


def test_leaving_takes_effect_at_once_and_only_once(store: Subscribers):
    editor = person("editor@example.org")
    take(store, editor)
    assert store.unsubscribe(editor.id, NOON)
    assert status_of(store, editor.email) is UNSUBSCRIBED
    assert not store.unsubscribe(editor.id, NOON)
    assert len(store.export(editor.email).history) == 1


def test_leaving_is_remembered_of_somebody_the_list_has_lost(store: Subscribers):
    editor = person("editor@example.org")
    assert store.unsubscribe(editor.id, NOON)
    assert take(store, editor).kept_away == 1


def test_what_is_stronger_is_never_undone_by_what_is_weaker(store: Subscribers):
    editor = person("editor@example.org")
    take(store, editor)
    assert store.suppress_id(editor.id, "hard bounce", NOON)
    assert not store.unsubscribe(editor.id, NOON)
    assert status_of(store, editor.email) is SUPPRESSED
    assert store.erase(editor.email, NOON)
    assert not store.suppress(editor.email, "complaint", NOON)
    assert status_of(store, editor.email) is ERASED


def test_an_address_nobody_knows_is_suppressed_without_being_kept(store: Subscribers):
    assert store.suppress("chair@example.org", "asked by telephone", NOON)
    found = store.get("chair@example.org")
    assert found == replace(
        person("", SUPPRESSED, consent=Consent("", "", "")),
        id=subscriber_id(KEY, "chair@example.org"),
    )


def test_somebody_comes_back_by_their_own_wish(store: Subscribers):
    editor = person("editor@example.org", groups=("members",))
    take(store, editor)
    store.unsubscribe(editor.id, NOON)
    again = replace(editor, consent=Consent("2021-12-01", "sign-up page", "Send it again."))
    store.welcome(again, NOON)
    assert store.get(editor.email) == again
    record = store.export(editor.email)
    assert record.consents == (FORM, again.consent)
    assert [change.status for change in record.history] == [UNSUBSCRIBED, ACTIVE]


def test_somebody_new_is_welcome_too(store: Subscribers):
    store.welcome(person("editor@example.org"), NOON)
    assert status_of(store, "editor@example.org") is ACTIVE


def test_what_somebody_prefers_is_kept_but_not_of_the_erased(store: Subscribers):
    editor, chair = person("editor@example.org"), person("chair@example.org")
    take(store, editor, chair)
    store.erase(chair.email, NOON)
    for each in (editor, chair):
        store.prefer(each.id, groups=("leeds",), language="cy")
    assert store.get(editor.email) == replace(editor, groups=("leeds",), language="cy")
    gone = store.get(chair.email)
    assert gone is not None
    assert (gone.groups, gone.language) == ((), "")


def test_consent_is_a_history_and_its_newest_counts(store: Subscribers):
    later = Consent("2021-09-14", "sign-up sheet", "Send me the newsletter.")
    take(store, person("editor@example.org"))
    take(store, person("editor@example.org", consent=later))
    take(store, person("editor@example.org"))
    found = store.get("editor@example.org")
    assert found is not None
    assert found.consent == later
    assert store.export("editor@example.org").consents == (FORM, later)


def test_the_export_is_plain_values(store: Subscribers):
    take(store, person("editor@example.org", first_name="Editor", groups=("members",)))
    store.suppress("editor@example.org", "complaint", NOON)
    assert store.export("editor@example.org").as_dict() == {
        "subscriber": {
            "id": subscriber_id(KEY, "editor@example.org"),
            "email": "editor@example.org",
            "status": "suppressed",
            "consent": {
                "at": "2021-05-20",
                "source": "joining form",
                "text": "Send me the newsletter.",
            },
            "first_name": "Editor",
            "last_name": "",
            "organisation": "",
            "groups": ("members",),
            "language": "",
        },
        "consents": (
            {"at": "2021-05-20", "source": "joining form", "text": "Send me the newsletter."},
        ),
        "history": (
            {"at": "2021-11-02T12:00:00+00:00", "status": "suppressed", "reason": "complaint"},
        ),
    }


def test_the_export_of_a_stranger_says_that_nothing_is_held(store: Subscribers):
    assert store.export("editor@example.org").as_dict() == {
        "subscriber": None,
        "consents": (),
        "history": (),
    }


def test_everybody_is_told_in_order_over_many_pages(store: Subscribers):
    people = {person(f"role{number}@example.org") for number in range(2_500)}
    take(store, *people)
    in_order = sorted(people, key=lambda each: each.id)
    assert list(store.each()) == in_order
    assert list(store.each(after=in_order[1_999].id)) == in_order[2_000:]
    assert list(store.active_ids(lambda _: True)) == [each.id for each in in_order]


def test_a_long_row_of_ids_is_looked_up_in_pieces(store: Subscribers):
    people = [person(f"role{number}@example.org") for number in range(1_500)]
    take(store, *people)
    asked = [each.id for each in people] * 2 + ["nobody"]
    assert store.by_ids(asked) == {each.id: each for each in people}
    assert store.by_ids([]) == {}


def test_the_list_may_be_changed_while_it_is_read(store: Subscribers):
    people = [person(f"role{number}@example.org") for number in range(1_200)]
    take(store, *people)
    for each in store.each():
        store.unsubscribe(each.id, NOON)
    assert store.totals().by_status[UNSUBSCRIBED] == 1_200


def test_totals_name_every_status(store: Subscribers):
    take(store, person("editor@example.org"), person("chair@example.org", UNSUBSCRIBED))
    totals = store.totals()
    assert dict(totals.by_status) == {
        PENDING: 0,
        ACTIVE: 1,
        UNSUBSCRIBED: 1,
        SUPPRESSED: 0,
        ERASED: 0,
    }
    assert totals.total == 2


def test_groups_are_counted_among_the_active_and_known_from_everybody(store: Subscribers):
    take(
        store,
        person("editor@example.org", groups=("members", "leeds")),
        person("chair@example.org", groups=("members", "leeds")),
        person("analyst@example.org"),
        person("developer@example.org", UNSUBSCRIBED, groups=("york",)),
    )
    assert dict(store.group_counts()) == {(): 1, ("members", "leeds"): 2}
    assert store.known_groups() == ("leeds", "members", "york")


def test_answers_about_one_moment_do_not_see_what_others_write(store: Subscribers, tmp_path: Path):
    take(store, person("editor@example.org"))
    with Subscribers.open(tmp_path / "pynews.db", key=KEY) as other:
        with store.unchanging():
            assert store.totals().total == 1
            take(other, person("chair@example.org"))
            assert store.totals().total == 1
        assert store.totals().total == 2


def test_another_key_is_refused_once_somebody_is_on_the_list(tmp_path: Path):
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY):
        pass
    with Subscribers.open(path, key=b"another") as store:
        store.add_all(
            [replace(person("a@example.org"), id=subscriber_id(b"another", "a@example.org"))],
            dry_run=False,
        )
    with pytest.raises(CredentialsError, match="another key") as raised:
        Subscribers.open(path, key=KEY)
    assert raised.value.problems[0].where == str(path)


def test_a_dry_run_does_not_settle_the_key(tmp_path: Path):
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY) as store:
        store.add_all([person("editor@example.org")], dry_run=True)
    Subscribers.open(path, key=b"another").close()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path):
    path = tmp_path / "pynews.db"
    path.write_bytes(b"email,first_name\n" * 200)
    with pytest.raises(ProjectError, match="not a database"):
        Subscribers.open(path, key=KEY)
    assert path.read_bytes() == b"email,first_name\n" * 200


def test_the_database_of_another_program_is_left_alone(tmp_path: Path):
    path = tmp_path / "pynews.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (address TEXT)")
    other.close()
    with pytest.raises(ProjectError, match="belongs to another program"):
        Subscribers.open(path, key=KEY)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ProjectError, match="unable to open"):
        Subscribers.open(tmp_path / "nowhere" / "pynews.db", key=KEY)


def test_a_list_written_by_a_later_version_is_refused(tmp_path: Path):
    path = tmp_path / "pynews.db"
    Subscribers.open(path, key=KEY).close()
    later = sqlite3.connect(path)
    later.execute("UPDATE store_part SET version = 99 WHERE name = 'subscribers'")
    later.commit()
    later.close()
    with pytest.raises(ProjectError, match="version 99"):
        Subscribers.open(path, key=KEY)


def test_threads_that_unsubscribe_at_the_same_time_lose_nobody(store: Subscribers):
    people = [person(f"role{number}@example.org") for number in range(200)]
    take(store, *people)

    def leave(some: list[Subscriber]) -> None:
        for each in some:
            store.unsubscribe(each.id, NOON)

    threads = [threading.Thread(target=leave, args=(people[part::4],)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert store.totals().by_status[UNSUBSCRIBED] == 200


LEAVE_AND_SAY_SO = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pynews.store import Subscribers, connect

with Subscribers.open(Path(sys.argv[1]), key=sys.argv[2].encode()) as store:
    for subscriber in [each.id for each in store.each()]:
        store.unsubscribe(subscriber, datetime.now(UTC))
        print(subscriber, flush=True)
"""


def test_a_kill_loses_nobody_whose_leaving_was_answered(tmp_path: Path):
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY) as store:
        take(store, *(person(f"role{number}@example.org") for number in range(5_000)))
        command = [sys.executable, "-c", LEAVE_AND_SAY_SO, str(path), KEY.decode()]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            answered = [process.stdout.readline().strip() for _ in range(100)]
            process.kill()
            answered += process.stdout.read().split("\n")[:-1]
        assert 100 <= len(answered) < 5_000
        statuses = {each.status for each in store.by_ids(answered).values()}
        assert statuses == {UNSUBSCRIBED}


IMPORT_AND_SAY_SO = """
import sys
from pathlib import Path
from pynews.model import Consent, Subscriber, SubscriberStatus, subscriber_id
from pynews.store import Subscribers

key = sys.argv[2].encode()
people = (
    Subscriber(subscriber_id(key, address), address, SubscriberStatus.ACTIVE, Consent("", "x", ""))
    for address in (f"role{number}@example.org" for number in range(20_000))
)
with Subscribers.open(Path(sys.argv[1]), key=key) as store:
    store.add_all(people, dry_run=False, approve=lambda report: print(report.added, flush=True))
"""


def test_an_import_that_is_killed_took_over_everybody_or_nobody(tmp_path: Path):
    path = tmp_path / "pynews.db"
    command = [sys.executable, "-c", IMPORT_AND_SAY_SO, str(path), KEY.decode()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "20000\n"
        process.kill()
    with Subscribers.open(path, key=KEY) as store:
        assert store.totals().total in {0, 20_000}
        assert take(store, person("editor@example.org")).added == 1


@pytest.mark.parametrize("groups", [("members;leeds",), ("members", "")])
def test_what_is_no_name_of_a_group_is_refused(store: Subscribers, groups: tuple[str, ...]):
    with pytest.raises(ValueError, match="no names of groups"):
        take(store, person("editor@example.org", groups=groups))
    assert store.totals().total == 0


def test_a_writer_that_waits_too_long_is_told_to_try_again(tmp_path: Path):
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY, busy_seconds=0.05) as store:
        take(store, person("editor@example.org"))
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(RetryLaterError, match="busy"):
            store.unsubscribe(subscriber_id(KEY, "editor@example.org"), NOON)
        blocker.execute("ROLLBACK")
        blocker.close()
        assert store.unsubscribe(subscriber_id(KEY, "editor@example.org"), NOON)


def test_other_parts_share_the_file_and_count_their_own_versions(tmp_path: Path):
    path = tmp_path / "pynews.db"
    tables = ("CREATE TABLE one (id TEXT) STRICT;\n", "CREATE TABLE two (id TEXT) STRICT;\n")
    with Subscribers.open(path, key=KEY) as store:
        take(store, person("editor@example.org"))
        for known in (tables[:1], tables, tables):
            connect(path, migrations=known, part="another part").close()
        with pytest.raises(ProjectError, match="another part in this database has version 2"):
            connect(path, migrations=tables[:1], part="another part")
        assert status_of(store, "editor@example.org") is ACTIVE


@pytest.mark.parametrize("words", ["'); DROP TABLE person; --", "a;b", 'x" OR 1=1', "%_", "\u202e"])
def test_words_that_look_like_sql_are_words(store: Subscribers, words: str):
    editor = person("editor@example.org", first_name=words, consent=Consent(words, words, words))
    take(store, editor)
    assert store.get("editor@example.org") == editor
    assert store.get(f"{words}@example.org") is None
    assert not store.by_ids([words])
    assert take(store, editor).unchanged == 1
