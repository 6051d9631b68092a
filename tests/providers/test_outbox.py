"""The outbox: a Maildir that any client opens."""

import errno
import mailbox
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pynews.errors import ProjectError
from pynews.model import DeliveryStatus, Envelope, Message
from pynews.providers import Provider, open_provider
from pynews.providers.outbox import Outbox
from pynews.providers.proof import ProviderContract, message


class TestThePromise(ProviderContract):
    @pytest.fixture
    def provider(self, tmp_path: Path) -> Provider:
        return open_provider("outbox", settings={}, secret="", folder=tmp_path / "outbox")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def lying_in(outbox: Outbox, folder: str = "new") -> list[str]:
    return sorted(path.name for path in (outbox.folder / folder).iterdir())


def test_the_messages_can_be_read_with_any_maildir_reader(outbox: Outbox) -> None:
    outbox.hand_over([message("reader", "Grüße"), message("writer")], key="k")
    found = mailbox.Maildir(outbox.folder, create=False)
    assert sorted(one["To"] for one in found) == ["reader@example.org", "writer@example.org"]


def test_lines_end_as_in_a_maildir_and_all_else_is_as_given(outbox: Outbox) -> None:
    content = bytes(range(256)).replace(b"\n", b"").replace(b"\r", b"") + b"\r\nlast\r\n"
    outbox.hand_over([Message("ref", Envelope("a@b.c", "d@e.f"), content)], key="k")
    (path,) = (outbox.folder / "new").iterdir()
    assert path.read_bytes().replace(b"\n", b"\r\n") == content


def test_handing_over_twice_leaves_one_file(outbox: Outbox) -> None:
    for _ in range(2):
        (delivery,) = outbox.hand_over([message("reader")], key="k")
        assert delivery.status is DeliveryStatus.ACCEPTED
    assert lying_in(outbox) == ["ref-reader.eml"]


@pytest.mark.parametrize("flags", ["", ":2,", ":2,S", "!2,RS", ";2,F"])
def test_a_message_that_was_read_is_found_and_not_written_again(outbox: Outbox, flags: str) -> None:
    outbox.hand_over([message("reader")], key="k")
    (outbox.folder / "new" / "ref-reader.eml").rename(outbox.folder / f"cur/ref-reader.eml{flags}")
    assert outbox.find([message("reader")]) == {"ref-reader": True}
    outbox.hand_over([message("reader")], key="k")
    assert (lying_in(outbox), lying_in(outbox, "cur")) == ([], [f"ref-reader.eml{flags}"])


@pytest.mark.parametrize("folder", ["new", "cur"])
def test_other_content_under_the_same_name_takes_its_place(outbox: Outbox, folder: str) -> None:
    outbox.hand_over([message("reader", "first")], key="k")
    before = outbox.folder / "new" / "ref-reader.eml"
    before.rename(outbox.folder / folder / "ref-reader.eml")
    outbox.hand_over([message("reader", "second")], key="k")
    assert (lying_in(outbox), lying_in(outbox, "cur")) == (["ref-reader.eml"], [])
    assert b"second" in before.read_bytes()


def test_refs_that_differ_in_capitals_alone_are_two_files_on_every_disk(outbox: Outbox) -> None:
    envelope = Envelope("a@example.org", "b@example.org")
    outbox.hand_over([Message(ref, envelope, ref.encode()) for ref in ("ab", "Ab", "aB")], key="k")
    assert len({name.lower() for name in lying_in(outbox)}) == 3


def test_what_a_dead_sender_left_half_written_is_taken_away(outbox: Outbox) -> None:
    outbox.check()
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    ours = [f"ref-a.eml.{dead}", f"ref-b.eml.{os.getpid()}", f"ref-c.eml.{os.getppid()}"]
    for name in [*ours, "1636000000.M1P2.host", f"ref-d.eml.{10**30}"]:
        (outbox.folder / "tmp" / name).write_text("half")
    outbox.hand_over([message("reader")], key="k")
    assert lying_in(outbox, "tmp") == sorted(
        [ours[2], "1636000000.M1P2.host", f"ref-d.eml.{10**30}"]
    )


def test_checking_says_when_the_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file is in the way")
    with pytest.raises(ProjectError, match="cannot be written"):
        Outbox(tmp_path / "outbox").check()


def test_nothing_can_be_found_where_there_is_no_outbox(outbox: Outbox) -> None:
    assert outbox.find([message("reader")]) == {"ref-reader": False}


def test_when_a_message_cannot_be_written_it_and_those_after_it_are_deferred(
    outbox: Outbox,
) -> None:
    outbox.check()
    (outbox.folder / "new" / "ref-b.eml").mkdir()
    (outbox.folder / "new" / "ref-b.eml" / "in-the-way").touch()
    found = outbox.hand_over([message("a"), message("b"), message("c")], key="k")
    assert [one.status.value for one in found] == ["accepted", "deferred", "deferred"]
    assert os.strerror(errno.EISDIR) in found[1].detail
    assert lying_in(outbox, "tmp") == []


DIES_WRITING = """
import resource, signal, sys
from pathlib import Path
from pynews.model import Envelope, Message
from pynews.providers.outbox import Outbox
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
content = b"a line of news\\r\\n" * 10_000
Outbox(Path(sys.argv[1])).hand_over([Message("r", Envelope("a@b.c", "d@e.f"), content)], key="k")
"""


def test_a_sender_that_dies_while_writing_leaves_nothing_in_the_outbox(outbox: Outbox) -> None:
    pytest.importorskip("resource", reason="no limits for files on this system")
    died = subprocess.run([sys.executable, "-c", DIES_WRITING, outbox.folder], check=False)
    assert died.returncode < 0
    assert (len(lying_in(outbox, "tmp")), lying_in(outbox)) == (1, [])
    outbox.hand_over([message("reader")], key="k")
    assert (lying_in(outbox, "tmp"), lying_in(outbox)) == ([], ["ref-reader.eml"])
