"""What arrives by mail: bounces, complaints, wishes to leave; and what only looks like them."""

import base64
import mailbox
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ADDRESS, ID, LINK, NOON, Desk
from pynews.errors import CredentialsError, ProjectError, RetryLaterError
from pynews.model import Report, ReportKind
from pynews.providers.mailbox import messages
from pynews.providers.mailbox_reports import Mail, read_mail

RETURNED = f"""\
From: newsletter@example.org
To: {ADDRESS}
Subject: First community event
Message-ID: <ref@news.example.org>
List-Unsubscribe: <https://example.org/unsubscribe/{{link}}>
"""


def bounce(
    *,
    link: str = LINK,
    status: str = "5.1.1",
    action: str = "failed",
    own: str = "b1",
    day: int = 22,
) -> bytes:
    """Return a delivery status notification as Postfix writes it (RFC 3464)."""
    returned = RETURNED.format(link=link) if link else "From: newsletter@example.org\n"
    return f"""\
From: MAILER-DAEMON@mx.example.net
To: newsletter@example.org
Subject: Undelivered Mail Returned to Sender
Date: Sun, {day} Nov 2026 10:00:00 +0000
Message-ID: <{own}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Original-Recipient: rfc822;{ADDRESS}
Final-Recipient: rfc822; {ADDRESS}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{ADDRESS}> said no

--b
Content-Type: text/rfc822-headers

{returned}
--b--
""".encode()


def complaint(*, link: str = LINK, kind: str = "abuse", own: str = "c1") -> bytes:
    """Return a feedback report (RFC 5965) in which the recipient is left out."""
    return f"""\
From: feedback@example.net
To: newsletter@example.org
Subject: FW: First community event
Date: Sun, 22 Nov 2026 10:00:00 +0000
Message-ID: <{own}@example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is a report of abuse.

--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Example/1.0
Version: 1

--b
Content-Type: message/rfc822

{RETURNED.format(link=link)}
Dear members
--b--
""".encode()


def wish(subject: str, *, sender: str = ADDRESS, **headers: str) -> bytes:
    extra = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"From: A Member <{sender}>\nSubject: {subject}\n{extra}\nBye\n".encode()


def test_a_bounce_with_our_link_in_it_suppresses_at_once(desk: Desk):
    taken = desk.mail(bounce())
    assert (taken.new, taken.suppressed) == (1, 1)
    assert desk.status == "suppressed"
    (report,) = desk.book.of(ID)
    assert report.proven
    assert ADDRESS not in report.reason


@pytest.mark.parametrize("link", ["", ID + "." + "A" * 22, LINK[:-1], "x" + LINK])
def test_a_bounce_anybody_could_have_written_is_believed_on_the_third_day(desk: Desk, link):
    for day in (20, 20, 21):
        desk.mail(bounce(link=link, own=f"{day}-{len(desk.book.of(ID))}", day=day))
    assert desk.status == "active"
    desk.mail(bounce(link=link, own="last", day=22))
    assert desk.status == "suppressed"


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", "bounced-hard"),
        ("5.2.1", "failed", "bounced-hard"),
        ("5.7.1", "failed", "bounced-soft"),
        ("4.2.2", "failed", "bounced-soft"),
        ("4.4.1", "delayed", "deferred"),
        ("2.0.0", "delivered", "delivered"),
    ],
)
def test_what_a_status_means(desk: Desk, status, action, kind):
    desk.mail(bounce(status=status, action=action))
    assert [one.kind for one in desk.book.of(ID)] == [kind]


def test_a_complaint_is_traced_by_the_link_in_what_was_complained_about(desk: Desk):
    assert desk.mail(complaint()).suppressed == 1
    assert desk.status == "suppressed"


def test_a_feedback_report_that_says_no_spam_is_no_complaint(desk: Desk):
    assert desk.mail(complaint(kind="not-spam")).new == 0
    assert desk.status == "active"


def test_the_same_mail_counts_once_however_often_it_is_read(desk: Desk):
    for _ in range(3):
        desk.mail(bounce(link=""))
    desk.mail(b"Received: again\n" + bounce(link=""))
    assert len(desk.book.of(ID)) == 1


@pytest.mark.parametrize(
    "subject",
    [
        f"unsubscribe {LINK}",
        f"Unsubscribe  {LINK}",
        f"Re: unsubscribe {LINK}",
        "=?utf-8?b?" + base64.b64encode(f"unsubscribe {LINK}".encode()).decode() + "?=",
    ],
)
def test_a_wish_with_the_link_is_honoured_whoever_writes(desk: Desk, subject):
    desk.mail(wish(subject, sender="another@example.net"))
    assert desk.status == "unsubscribed"


@pytest.mark.parametrize("subject", ["unsubscribe", "UNSUBSCRIBE.", "Re: Unsubscribe", "remove me"])
def test_a_plain_wish_is_honoured_for_its_sender(desk: Desk, subject):
    assert desk.mail(wish(subject)).unsubscribed == 1
    assert desk.status == "unsubscribed"


@pytest.mark.parametrize(
    "content",
    [
        wish("unsubscribe", sender="stranger@example.org"),
        wish("How do I unsubscribe?"),
        wish("unsubscribe me from the other list, not this one"),
        wish("Out of office", Auto_Submitted="auto-replied"),
        wish("unsubscribe", Auto_Submitted="auto-replied"),
        wish(f"unsubscribe {LINK[:-1]}A", sender="stranger@example.org"),
        wish(f"Hello {LINK}"),
        wish("=?utf-8?b?////?="),
        wish("=?x-none?q?unsubscribe?="),
        b"",
        b"\n\n",
    ],
)
def test_other_mail_changes_nothing(desk: Desk, content):
    desk.mail(content)
    assert desk.status == "active"


def test_a_dry_run_reads_again_later(desk: Desk):
    assert desk.mail(bounce(), dry_run=True).suppressed == 1
    assert desk.status == "active"
    assert desk.mail(bounce()).suppressed == 1


def read(content: bytes) -> tuple[Report, ...]:
    owners = {LINK: ID}
    return read_mail(Mail(content, lambda address: address, owners.get, NOON))


@given(
    head=st.binary(max_size=200),
    cut=st.integers(0, 900),
    put=st.binary(max_size=30),
    which=st.sampled_from([bounce(), complaint(), wish("unsubscribe")]),
)
def test_no_mail_breaks_anything(head, cut, put, which):
    for content in (head, head + which, which[:cut] + put + which[cut:]):
        for one in read(content):
            assert one.at <= NOON
            assert one.kind in ReportKind


def test_a_mail_from_the_future_is_of_now():
    (report,) = read(bounce(day=30))
    assert report.at == NOON


def test_a_bounce_for_several_people_is_traced_by_address_not_by_link():
    content = bounce().replace(
        b"--b\nContent-Type: text/rfc822-headers",
        b"Final-Recipient: rfc822; other@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        b"--b\nContent-Type: text/rfc822-headers",
    )
    assert [(one.subscriber, one.proven) for one in read(content)] == [
        (ADDRESS, False),
        ("other@example.org", False),
    ]


# Where mail lies


def all_of(url: str, root: Path, secret: str = "") -> list[bytes]:
    return list(messages(url, secret, root=root, since=NOON - timedelta(days=90)))


def test_a_maildir_is_read_in_order_and_left_as_it_is(tmp_path: Path):
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for content in (bounce(own="1"), bounce(own="2")):
        box.add(content)
    before = sorted(path.name for path in (tmp_path / "box").rglob("*"))
    assert len(all_of("box", tmp_path)) == 2
    assert sorted(path.name for path in (tmp_path / "box").rglob("*")) == before


def test_an_mbox_is_read_and_left_as_it_is(tmp_path: Path):
    box = mailbox.mbox(tmp_path / "box")
    for content in (bounce(own="1"), wish("unsubscribe")):
        box.add(content)
    box.close()
    before = (tmp_path / "box").read_bytes()
    found = all_of(str(tmp_path / "box"), tmp_path)
    assert found == [bounce(own="1"), wish("unsubscribe")]
    assert (tmp_path / "box").read_bytes() == before


def test_a_mailbox_that_is_not_there_is_said_so(tmp_path: Path):
    with pytest.raises(ProjectError, match="no mailbox"):
        all_of("nowhere", tmp_path)


class Imap(socketserver.StreamRequestHandler):
    """As much of an IMAP4rev1 server (RFC 3501) as reading a folder takes."""

    MAIL = (bounce(own="1"), wish("unsubscribe"))

    def handle(self) -> None:
        self.server.said = []
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, rest = line.strip().partition(b" ")
            self.server.said.append(rest)
            for answer in self.answers(rest):
                self.wfile.write(answer)
            good = not (b"wrong" in rest or b"Nowhere" in rest)
            self.wfile.write(tag + (b" OK done\r\n" if good else b" NO not so\r\n"))
            if rest.startswith(b"LOGOUT"):
                return

    def answers(self, rest: bytes) -> Iterator[bytes]:
        if rest.startswith(b"CAPABILITY"):
            yield b"* CAPABILITY IMAP4rev1\r\n"
        elif rest.startswith((b"EXAMINE", b"SELECT")):
            yield b"* 2 EXISTS\r\n"
        elif rest.startswith(b"UID SEARCH"):
            yield b"* SEARCH 7 9\r\n"
        elif rest.startswith(b"UID FETCH"):
            number = {b"7": 0, b"9": 1}[rest.split()[2]]
            content = self.MAIL[number]
            yield b"* %d FETCH (UID 7 BODY[]<0> {%d}\r\n" % (number + 1, len(content)) + content
            yield b")\r\n"


@contextmanager
def imap() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def test_a_folder_behind_imap_is_read_without_a_mark(tmp_path: Path):
    with imap() as server:
        url = f"imap://list%40example.org@127.0.0.1:{server.server_address[1]}/Bounces%20in"
        assert all_of(url, tmp_path, "secret") == list(Imap.MAIL)
        said = b"\n".join(server.said)
        assert b'EXAMINE "Bounces in"' in said
        assert b"SINCE 24-Aug-2026" in said
        assert b"BODY.PEEK" in said
        assert b"STORE" not in said


def test_a_refused_password_a_lacking_folder_and_a_lost_server_are_told_apart(tmp_path: Path):
    with imap() as server:
        port = server.server_address[1]
        with pytest.raises(CredentialsError, match="refuses"):
            all_of(f"imap://user@127.0.0.1:{port}", tmp_path, "wrong")
        with pytest.raises(ProjectError, match="no folder"):
            all_of(f"imap://user@127.0.0.1:{port}/Nowhere", tmp_path, "secret")
    with pytest.raises(RetryLaterError, match="does not answer"):
        all_of(f"imap://user@127.0.0.1:{port}", tmp_path, "secret")


def test_a_password_never_travels_in_the_clear(tmp_path: Path):
    with pytest.raises(ProjectError, match="in the clear"):
        all_of("imap://user@mail.example.org/INBOX", tmp_path, "secret")
    with pytest.raises(CredentialsError, match="needs a user"):
        all_of("imaps://mail.example.org/INBOX", tmp_path, "secret")
    with pytest.raises(CredentialsError, match="needs a user"):
        all_of("imaps://user@mail.example.org/INBOX", tmp_path)


def test_a_link_is_found_in_a_returned_message_in_base64():
    """Some servers wrap the whole original; what cannot be read proves nothing."""
    wrapped = base64.encodebytes(RETURNED.format(link=LINK).encode())
    content = bounce(link="").replace(b"From: newsletter@example.org\n\n--b--", wrapped + b"--b--")
    assert not any(one.proven for one in read(content))
