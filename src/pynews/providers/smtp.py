"""SMTP: any mail server, with connections kept open and the message's bytes as packed.

Nobody can ask a mail server what became of a message, and it knows no keys: what
stays unanswered after the final dot is held, and the people are named.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, LifoQueue
from urllib.parse import urlsplit

from pynews.errors import CredentialsError, Problem, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.presets import PRESETS, Preset
from pynews.providers.promise import Calendar, Capabilities
from pynews.providers.smtp_session import Server, Session, Unreachable
from pynews.providers.smtp_signing import Signer, open_signer

__all__ = ["CAN", "PRESETS", "Smtp", "can_of", "open_smtp"]

WHERE = "pynews.toml"
LOGINS = ("plain", "login", "xoauth2")
SECURITIES = ("starttls", "tls", "none")
HERE = {"localhost", "127.0.0.1", "::1"}
SETTINGS = {
    "preset",
    "host",
    "port",
    "security",
    "user",
    "login",
    "connections",
    "ca_file",
    "hello",
    "dkim_domain",
    "dkim_selector",
    "dkim_key_file",
}
MOST_ON_ONE = 100
TOGETHER = 10
CAN = Capabilities(
    max_batch=TOGETHER,
    batch_size=50,
    connections=4,
    calendar=Calendar.MIME_METHOD,
)


def open_smtp(settings: Mapping[str, str], secret: str, folder: Path) -> "Smtp":
    """Open a mail server; settings: see `SETTINGS` and docs/sending.md.

    Raises:
        ProjectError: with every setting that is wrong.
        CredentialsError: a user without a password.
    """
    refuse_unknown_settings("smtp", settings, SETTINGS)
    preset = settings.get("preset", "")
    usual = PRESETS.get(preset, Preset("", 587, "starttls", ""))
    host = settings.get("host", usual.host)
    security = settings.get("security", usual.security)
    port_text = settings.get("port", str(465 if security == "tls" else usual.port))
    problems = list(_problems(settings, host, port_text, security))
    if problems:
        raise ProjectError.of(problems)
    user = settings.get("user", "")
    if user and not secret:
        what = f"smtp needs the password of {user}"
        raise CredentialsError(what, where=WHERE, hint="put it into the variable key_env names")
    root = folder.parent
    server = Server(
        host=host,
        port=int(port_text),
        security=security,
        user=user,
        secret=secret,
        login=settings.get("login", ""),
        ca_file=root / settings["ca_file"] if "ca_file" in settings else None,
    )
    if "hello" in settings:
        server = replace(server, hello=settings["hello"])
    can = can_of(settings)
    can = replace(can, connections=int(settings.get("connections", can.connections)))
    return Smtp(server, can, open_signer(settings, root))


def can_of(settings: Mapping[str, str]) -> Capabilities:
    """Return what a mail server with these settings can do, as far as its preset knows."""
    preset = PRESETS.get(settings.get("preset", ""))
    return replace(CAN, headers=preset.headers, rate=preset.rate) if preset else CAN


def _problems(
    settings: Mapping[str, str], host: str, port: str, security: str
) -> Sequence[Problem]:
    """Return what is wrong with the settings."""
    loopback = urlsplit(f"//{host}").hostname in HERE
    wrong = {
        "preset": settings.get("preset", "") in {"", *PRESETS},
        "host": bool(host),
        "port": port.isdecimal() and 0 < int(port) < 1 << 16,
        "security": security in SECURITIES and (security != "none" or loopback),
        "login": settings.get("login", "") in {"", *LOGINS},
        "connections": settings.get("connections", "1") in {str(one) for one in range(1, 65)},
    }
    hints = {
        "preset": f"one of: {', '.join(PRESETS)}",
        "host": 'for example host = "smtp.example.org", or a preset',
        "port": "587 with starttls, 465 with tls",
        "security": 'starttls or tls; "none" only for a server on this machine',
        "login": f"one of: {', '.join(LOGINS)}",
        "connections": "from 1 to 64",
    }
    return [
        Problem(f"[provider] {name} is not right: {settings.get(name, '')!r}", WHERE, hints[name])
        for name, right in wrong.items()
        if not right
    ]


class Smtp:
    """A mail server; see `Provider` for what its methods promise.

    Arguments:
        server: where and as whom.
        capabilities: what it can do.
        signer: signs messages (DKIM), or None.
    """

    name = "smtp"

    def __init__(
        self, server: Server, capabilities: Capabilities = CAN, signer: Signer | None = None
    ) -> None:
        """Open nothing yet."""
        self.capabilities = capabilities
        self._server = server
        self._signer = signer
        self._idle: LifoQueue[Session] = LifoQueue()

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over one after another on one connection; there are no keys."""
        del key
        done: list[Delivery] = []
        for message in messages:
            try:
                done.append(self._one(message))
            except Unreachable as error:
                done.append(_later(message, str(error)))
            except PynewsError:
                if not done:
                    raise
                done.append(_later(message, "stopped after the message before"))
            if done[-1].status is DeliveryStatus.DEFERRED and not _personal(done[-1]):
                break
        said = done[-1].detail
        return [*done, *(_later(one, said) for one in messages[len(done) :])]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return that nobody can tell."""
        return {message.ref: None for message in messages}

    def check(self) -> None:
        """See that the server is there and takes the login."""
        try:
            Session(self._server).close()
        except Unreachable as error:
            raise RetryLaterError(str(error), where=WHERE, hint="try again in a while") from error

    def close(self) -> None:
        """Close the connections that are kept."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _one(self, message: Message) -> Delivery:
        """Hand one message over; a kept connection that had gone is opened anew, once."""
        content = self._signer.signed(message.content) if self._signer else message.content
        session, kept = self._session()
        try:
            delivery = session.hand_over(message, content)
        except Unreachable:
            session.close()
            if not kept:
                raise
            session = Session(self._server)
            delivery = self._again(session, message, content)
        except BaseException:
            session.close()
            raise
        self._keep(session, delivery)
        return delivery

    def _again(self, session: Session, message: Message, content: bytes) -> Delivery:
        """Hand over on a new connection."""
        try:
            return session.hand_over(message, content)
        except BaseException:
            session.close()
            raise

    def _session(self) -> tuple[Session, bool]:
        """Return a connection, and whether it was kept."""
        try:
            return self._idle.get_nowait(), True
        except Empty:
            return Session(self._server), False

    def _keep(self, session: Session, delivery: Delivery) -> None:
        """Keep a connection for the next message, unless it is worn out or broken."""
        if delivery.status is DeliveryStatus.UNKNOWN or session.handed >= MOST_ON_ONE:
            session.close()
        else:
            self._idle.put(session)


def _later(message: Message, detail: str) -> Delivery:
    """Return that a message was surely not taken."""
    return Delivery(message.ref, DeliveryStatus.DEFERRED, detail=detail)


def _personal(delivery: Delivery) -> bool:
    """Return whether only this reader is put off: the server named a code and stays there."""
    return delivery.detail[:3].isdecimal()
