"""A mail server, played by aiosmtpd on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from smtp_double import PASSWORD, USER, SmtpDouble, certificate

from pynews.errors import CredentialsError, ProjectError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Envelope, Message
from pynews.providers import Kept, open_provider
from pynews.providers.proof import message
from pynews.providers.smtp import PRESETS, Smtp
from pynews.providers.smtp_session import Server

# Of aiosmtpd, which does not see that a connection is encrypted from its first byte.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

ACCEPTED, REFUSED = DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED
DEFERRED, UNKNOWN = DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN


@pytest.fixture
def double() -> Iterator[SmtpDouble]:
    with SmtpDouble() as running:
        yield running


@pytest.fixture
def smtp(double: SmtpDouble) -> Iterator[Smtp]:
    opened = Smtp(Server("127.0.0.1", double.port, "none", reply_seconds=0.5))
    yield opened
    opened.close()


def hand_over(smtp: Smtp, *names: str) -> list[Delivery]:
    return list(smtp.hand_over([message(name) for name in names or ("reader",)], key="k"))


def statuses(deliveries: list[Delivery]) -> list[DeliveryStatus]:
    return [one.status for one in deliveries]


def test_messages_arrive_byte_for_byte_on_one_connection(double: SmtpDouble, smtp: Smtp) -> None:
    odd = b"Subject: dots\r\n\r\n.\r\n..two\r\n.three\r\nlast line without an end"
    messages = [Message("r", Envelope("a@example.org", f"{n}@example.org"), odd) for n in range(25)]
    for place in range(0, 25, 5):
        found = smtp.hand_over(messages[place : place + 5], key="k")
        assert statuses(list(found)) == [ACCEPTED] * 5
        assert "queued as number" in found[0].provider_id
    assert [content for _, content in double.taken] == [odd + b"\r\n"] * 25
    assert double.senders == ["a@example.org"] * 25
    assert double.connections == 1
    assert isinstance(smtp, Kept)


def test_a_message_that_begins_with_a_dot_keeps_it(double: SmtpDouble, smtp: Smtp) -> None:
    smtp.hand_over([Message("r", Envelope("a@x.org", "b@x.org"), b".x: y\r\n\r\n.\r\n")], key="k")
    assert double.taken == [("b@x.org", b".x: y\r\n\r\n.\r\n")]


def test_a_connection_takes_a_hundred_messages_and_then_makes_room(
    double: SmtpDouble, smtp: Smtp
) -> None:
    for _ in range(21):
        assert statuses(hand_over(smtp, *"abcde")) == [ACCEPTED] * 5
    assert double.connections == 2


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("rcpt-550", REFUSED),
        ("rcpt-450", DEFERRED),
        ("dot-554", REFUSED),
        ("dot-451", DEFERRED),
        ("mail-451", DEFERRED),
    ],
)
def test_a_clear_no_is_for_one_reader_and_the_others_get_theirs(
    double: SmtpDouble, smtp: Smtp, fault: str, status: DeliveryStatus
) -> None:
    double.script = [fault]
    first, *others = hand_over(smtp, "one", "two", "three")
    assert first.status is status
    assert first.detail[:3] == fault[-3:]
    assert statuses(others) == [ACCEPTED, ACCEPTED]
    assert double.copies == {"two@example.org": 1, "three@example.org": 1}


@pytest.mark.parametrize(("fault", "taken"), [("dot-drop", 1), ("dot-hang", 1), ("lost", 0)])
def test_after_the_final_dot_silence_means_unknown_and_only_for_that_message(
    double: SmtpDouble, smtp: Smtp, fault: str, taken: int
) -> None:
    double.script = [fault]
    assert statuses(hand_over(smtp, "one", "two")) == [UNKNOWN, ACCEPTED]
    assert double.copies["one@example.org"] == taken
    assert double.copies["two@example.org"] == 1


def test_a_kept_connection_that_has_gone_is_opened_anew_and_nobody_notices(
    double: SmtpDouble, smtp: Smtp
) -> None:
    hand_over(smtp, "one")
    double.script = ["mail-drop"]
    assert statuses(hand_over(smtp, "two")) == [ACCEPTED]
    double.script = ["mail-421"]
    assert statuses(hand_over(smtp, "three")) == [ACCEPTED]
    assert set(double.copies.values()) == {1}
    assert double.connections == 3


def test_a_server_that_drops_every_connection_before_the_content_took_nothing(
    double: SmtpDouble, smtp: Smtp
) -> None:
    double.script = ["mail-drop", "mail-drop", "mail-drop"]
    assert statuses(hand_over(smtp, "one", "two")) == [DEFERRED, DEFERRED]
    assert double.taken == []


def test_a_sender_who_may_not_send_stops_everything_with_a_hint(
    double: SmtpDouble, smtp: Smtp
) -> None:
    double.script = ["mail-550"]
    with pytest.raises(ProjectError, match="550"):
        hand_over(smtp, "one", "two")
    hand_over(smtp, "zero")
    double.script = ["rcpt-550", "mail-550"]
    assert statuses(hand_over(smtp, "one", "two", "three")) == [REFUSED, DEFERRED, DEFERRED]


@pytest.mark.parametrize(
    ("fault", "kind", "word"),
    [
        ("mail-550", ProjectError, "[sender]"),
        ("mail-suspended", ProjectError, "stopped"),
        ("mail-daily", RetryLaterError, "tomorrow"),
        ("rcpt-daily", RetryLaterError, "tomorrow"),
        ("dot-daily", RetryLaterError, "tomorrow"),
    ],
)
def test_what_a_server_says_of_us_is_no_fault_of_a_reader(
    double: SmtpDouble, smtp: Smtp, fault: str, kind: type[Exception], word: str
) -> None:
    double.script = [fault]
    with pytest.raises(kind) as caught:
        hand_over(smtp, "one", "two")
    assert word in str(caught.value).partition("hint:")[2]
    assert double.taken == []
    double.script = ["rcpt-550", fault]
    assert statuses(hand_over(smtp, "one", "two", "three")) == [REFUSED, DEFERRED, DEFERRED]


def test_a_readers_full_mailbox_is_their_own(double: SmtpDouble, smtp: Smtp) -> None:
    double.script = ["rcpt-full"]
    assert statuses(hand_over(smtp, "one", "two")) == [REFUSED, ACCEPTED]


def test_no_server_there_means_later(smtp: Smtp, double: SmtpDouble) -> None:
    nobody = Smtp(Server("127.0.0.1", 1, "none"))
    assert statuses(hand_over(nobody)) == [DEFERRED]
    with pytest.raises(RetryLaterError, match="no connection"):
        nobody.check()
    smtp.check()
    assert double.taken == []


def test_nobody_can_ask_a_mail_server(smtp: Smtp) -> None:
    assert smtp.find([message("reader")]) == {"ref-reader": None}
    assert not smtp.capabilities.reconcile
    assert smtp.capabilities.idempotency is None
    assert smtp.capabilities.batch_size <= 100


def test_an_address_beyond_ascii_goes_where_it_can_and_is_refused_clearly_elsewhere() -> None:
    wide = Message("r", Envelope("a@example.org", "renée@example.org"), b"Subject: x\r\n\r\nx\r\n")
    for able in (True, False):
        with SmtpDouble(enable_SMTPUTF8=able) as double:
            smtp = Smtp(Server("127.0.0.1", double.port, "none"))
            (found,) = smtp.hand_over([wide], key="k")
            smtp.close()
        if able:
            assert (found.status, list(double.copies)) == (ACCEPTED, ["renée@example.org"])
        else:
            assert (found.status, double.taken) == (REFUSED, [])
            assert "SMTPUTF8" in found.detail


def test_what_is_too_large_for_the_server_is_not_even_tried() -> None:
    with SmtpDouble(data_size_limit=50) as double:
        smtp = Smtp(Server("127.0.0.1", double.port, "none"))
        (found,) = hand_over(smtp)
        smtp.close()
    assert found.status is REFUSED
    assert "takes 50" in found.detail


def test_an_address_cannot_smuggle_in_a_command(double: SmtpDouble, smtp: Smtp) -> None:
    crafted = Message("r", Envelope("a@example.org", "b@example.org>\r\nRCPT TO:<c@x"), b"x\r\n")
    (found,) = smtp.hand_over([crafted], key="k")
    assert (found.status, double.taken) == (REFUSED, [])


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("login", ["", "plain", "login", "xoauth2"])
def test_it_logs_in_over_a_verified_connection(pem: Path, tls: str, login: str) -> None:
    with SmtpDouble(pem, tls=tls) as double:
        server = Server("127.0.0.1", double.port, tls, USER, PASSWORD, login, pem)
        smtp = Smtp(server)
        assert statuses(hand_over(smtp)) == [ACCEPTED]
        smtp.close()
        wrong = Smtp(Server("127.0.0.1", double.port, tls, USER, "wrong", login, pem))
        with pytest.raises(CredentialsError, match="535") as caught:
            hand_over(wrong)
        assert "wrong" not in str(caught.value)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_refused(pem: Path, tls: str) -> None:
    with SmtpDouble(pem, tls=tls) as double:
        smtp = Smtp(Server("127.0.0.1", double.port, tls, USER, PASSWORD))
        with pytest.raises(ProjectError, match="certificate"):
            hand_over(smtp)
    assert double.logins == []


def test_a_password_never_travels_in_the_clear(double: SmtpDouble) -> None:
    smtp = Smtp(Server("127.0.0.1", double.port, "starttls", USER, PASSWORD))
    with pytest.raises(ProjectError, match="offers no encryption"):
        hand_over(smtp)
    assert double.logins == []


def opened(folder: Path, secret: str = "", **settings: str) -> Smtp:
    found = open_provider("smtp", settings=settings, secret=secret, folder=folder / "outbox")
    assert isinstance(found, Smtp)
    return found


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        opened(tmp_path, security="none", port="x", login="y", connections="65", preset="z")
    told = [problem.what for problem in caught.value.problems]
    assert len(told) == 6
    with pytest.raises(ProjectError, match="security"):
        opened(tmp_path, host="smtp.example.org", security="none")
    with pytest.raises(CredentialsError, match="password of news"):
        opened(tmp_path, host="smtp.example.org", user="news")


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_needs_no_host(tmp_path: Path, preset: str) -> None:
    assert opened(tmp_path, preset=preset).capabilities.max_batch == 10
    assert opened(tmp_path, preset=preset, connections="2").capabilities.connections == 2


def test_a_signature_is_good_and_covers_the_one_click_headers(
    double: SmtpDouble, tmp_path: Path
) -> None:
    import base64

    import dkim
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    (tmp_path / "dkim.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    smtp = opened(
        tmp_path,
        host="127.0.0.1",
        port=str(double.port),
        security="none",
        dkim_domain="example.org",
        dkim_selector="news",
        dkim_key_file="dkim.pem",
        hello="news.example.org",
    )
    head = b"From: a@example.org\r\nList-Unsubscribe: <https://example.org/u>\r\n"
    head += b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nHello\r\n"
    smtp.hand_over([Message("r", Envelope("a@example.org", "b@example.org"), head)], key="k")
    smtp.close()
    ((_, content),) = double.taken
    assert b"list-unsubscribe-post" in content.partition(b"\r\nFrom")[0]

    def record(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        assert name == b"news._domainkey.example.org."
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    assert dkim.verify(content, dnsfunc=record)
    assert not dkim.verify(content.replace(b"Hello", b"Other"), dnsfunc=record)


def test_half_a_signature_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="dkim_key_file, dkim_selector missing"):
        opened(tmp_path, preset="gmail", dkim_domain="example.org")
    parts = {"dkim_domain": "example.org", "dkim_selector": "s", "dkim_key_file": "no.pem"}
    with pytest.raises(ProjectError, match="cannot be read"):
        opened(tmp_path, preset="gmail", **parts)
    (tmp_path / "no.pem").write_text("not a key")
    with pytest.raises(ProjectError, match="no key to sign with"):
        opened(tmp_path, preset="gmail", **parts)
