"""What a sending told the world is written down, read back, and never half."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pynews.errors import ProjectError, RetryLaterError, SourceError
from pynews.model import SentEvent, SentIssue
from pynews.store import read_sent, replace_files, sent_bytes, write_sent

AT = datetime(2021, 11, 2, 9, tzinfo=UTC)
PATH = "newsletters/2021-11/sent.json"
EVENT = SentEvent("talk", 1, AT, "digest", "significant", "2021-11-16", "", "Talk – “x”")
SENDING = SentIssue("2021-11", PATH, AT, "edition", 5, (EVENT,))


def test_a_sending_is_read_back_as_it_was():
    assert read_sent(sent_bytes((SENDING,)).decode(), path=PATH) == (SENDING,)


def test_a_correction_stands_beside_the_first_sending_and_replaces_only_itself(tmp_path: Path):
    write_sent(tmp_path, PATH, SENDING, earlier=())
    correction = replace(SENDING, purpose="correction-1", at=AT + timedelta(days=1))
    write_sent(tmp_path, PATH, correction, earlier=(SENDING,))
    again = replace(correction, accepted=6)
    write_sent(tmp_path, PATH, again, earlier=(SENDING, correction))
    text = (tmp_path / PATH).read_text(encoding="utf-8")
    assert read_sent(text, path=PATH) == (SENDING, again)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"schema": 2}',
        '{"schema": 1, "issue": "x", "sendings": [{}]}',
        "[" * 100_000,
    ],
)
def test_what_no_sending_wrote_is_refused(text):
    with pytest.raises(SourceError, match="not what a sending recorded"):
        read_sent(text, path=PATH)


def test_a_time_without_its_zone_is_refused():
    text = sent_bytes((SENDING,)).decode().replace("+00:00", "")
    with pytest.raises(SourceError, match="has no zone"):
        read_sent(text, path=PATH)


def test_fields_of_later_versions_are_passed_over():
    text = sent_bytes((SENDING,)).decode().replace('"sequence"', '"colour": "red", "sequence"')
    assert read_sent(text, path=PATH) == (SENDING,)


def test_files_are_replaced_all_or_none(tmp_path: Path):
    folder = tmp_path / "out"
    replace_files(folder, {"a": b"1", "b": b"2"}, last="a")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a": b"1", "b": b"2"}
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ProjectError, match="file: cannot write"):
        replace_files(tmp_path / "file", {"a": b"1"})
    with pytest.raises(RetryLaterError, match="cannot write"):
        replace_files(folder, {"a": b"3", "b/below-a-file": b"4", "x" * 300: b"5"})
    assert (folder / "a").read_bytes() == b"1"
    assert sorted(path.name for path in folder.iterdir()) == ["a", "b"]
    replace_files(folder, {"images/one.png": b"6"})
    assert (folder / "images" / "one.png").read_bytes() == b"6"
