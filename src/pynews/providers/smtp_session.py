"""One connection to a mail server: greeting, encryption, login, and one message after another.

The moment that matters is the final dot (RFC 1047): what fails before it was surely
not taken; what stays unanswered after it is unknown. An answer of any kind after
it is clear: 2yz taken, 4yz and 5yz not (RFC 5321 section 4.2.1).
"""

import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from smtplib import SMTP, SMTPException, SMTPNotSupportedError, SMTPResponseException

from pynews.errors import ProjectError, PynewsError
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers.smtp_advice import complaint, limit
from pynews.providers.transport import told

__all__ = ["Server", "Session", "Unreachable"]

CONNECT_SECONDS = 15.0
REPLY_SECONDS = 120.0
HELLO = (
    "[127.0.0.1]"  # an address literal (RFC 5321 section 4.1.4): no name of this machine leaves it
)
GO_ON = 354
CLOSING = 421
TEMPORARY = range(400, 500)
GOOD = range(200, 300)
TAKEN = 250
WHERE = "pynews.toml"


class Unreachable(Exception):  # noqa: N818 it says what is so, and never leaves this room
    """There is no working connection; nothing was handed over on it."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to hand mail over, and as whom.

    Arguments:
        host, port: the server.
        security: ``tls`` from the first byte, ``starttls``, or ``none`` on this machine.
        user: "" to hand over without a login.
        secret: password, or token for ``xoauth2``.
        login: ``plain``, ``login``, ``xoauth2``; "" for what the server offers first.
        ca_file: certificates to trust besides the system's, or None.
        hello: name given in the greeting.
        reply_seconds: how long an answer may take; less than half a batch's lease.
    """

    host: str
    port: int
    security: str
    user: str = ""
    secret: str = field(default="", repr=False)
    login: str = ""
    ca_file: Path | None = None
    hello: str = HELLO
    reply_seconds: float = REPLY_SECONDS
    _trust: list[ssl.SSLContext] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    def trust(self) -> ssl.SSLContext:
        """Return what proves its certificate; made once, for it reads all that the machine has."""
        if not self._trust:
            self._trust.append(ssl.create_default_context(cafile=self.ca_file))
        return self._trust[0]


class Session:
    """An open connection, logged in.

    Raises (when it is opened):
        Unreachable: the server is not there now.
        CredentialsError: it refused the login.
        ProjectError: no encryption, a wrong certificate, or no login of that kind.
    """

    def __init__(self, server: Server) -> None:
        """Connect, encrypt, log in."""
        self._server = server
        self.handed = 0
        try:
            self._smtp = self._connect()
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
            raise Unreachable(f"{server.host} ended the encrypted connection") from error
        except ssl.SSLError as error:
            what = f"the certificate of {server.host} is not good: {told(str(error))}"
            raise ProjectError(
                what, where=WHERE, hint="check host and port; never go on"
            ) from error
        except SMTPResponseException as error:
            raise self._refused(error.smtp_code, error.smtp_error) from error
        except (OSError, SMTPException, EOFError) as error:
            raise Unreachable(f"no connection to {server.host}:{server.port}") from error

    def close(self) -> None:
        """Say goodbye, whatever the server thinks of it."""
        try:
            self._smtp.quit()
        except (OSError, SMTPException, EOFError):
            self._smtp.close()

    def hand_over(self, message: Message, content: bytes) -> Delivery:
        """Hand one message over and say what became of it.

        Arguments:
            message: whose envelope and ref count.
            content: its bytes, signed or not.

        Raises:
            Unreachable: the connection was gone before the message's content.
            PynewsError: the server takes no mail from this sender.
        """
        refusal = self._unfit(message, content)
        if refusal:
            return Delivery(message.ref, DeliveryStatus.REFUSED, detail=refusal)
        try:
            early = self._envelope(message, content)
        except (OSError, SMTPException, EOFError) as error:
            raise Unreachable("the connection was gone") from error
        if early:
            return early
        try:
            self._smtp.send(_stuffed(content))
        except (OSError, SMTPException) as error:
            raise Unreachable("the connection broke before the message was complete") from error
        try:
            self._smtp.send(b".\r\n")
            code, words = self._smtp.getreply()
        except (OSError, SMTPException, EOFError):
            self._smtp.close()
            detail = "no answer after the whole message had gone"
            return Delivery(message.ref, DeliveryStatus.UNKNOWN, detail=detail)
        self.handed += 1
        return self._verdict(message.ref, code, words)

    def _connect(self) -> SMTP:
        """Return a connection that may be used."""
        server = self._server
        smtp = SMTP(local_hostname=server.hello, timeout=CONNECT_SECONDS)
        smtp._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001 starttls checks the certificate against it
        try:
            self._greet(smtp)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                smtp.starttls(context=server.trust())
                smtp.ehlo()
            if server.user:
                self._log_in(smtp)
        except SMTPNotSupportedError as error:
            smtp.close()
            what = f"{server.host} offers no {'login' if 'AUTH' in str(error) else 'encryption'}"
            raise ProjectError(
                what, where=WHERE, hint="check port and security: 587 starttls, or 465 tls"
            ) from error
        except BaseException:
            smtp.close()
            raise
        if smtp.sock:
            smtp.sock.settimeout(server.reply_seconds)
        return smtp

    def _greet(self, smtp: SMTP) -> None:
        """Open the socket and read the server's greeting."""
        server = self._server
        if server.security != "tls":
            code, words = smtp.connect(server.host, server.port)
        else:
            raw = socket.create_connection((server.host, server.port), CONNECT_SECONDS)
            try:
                context = server.trust()
                smtp.sock = context.wrap_socket(raw, server_hostname=server.host)
            except BaseException:
                raw.close()
                raise
            code, words = smtp.getreply()
        if code not in GOOD:
            raise SMTPResponseException(code, words)
        if smtp.sock:
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _log_in(self, smtp: SMTP) -> None:
        """Log in as the settings say, or as the server offers."""
        server = self._server
        smtp.user, smtp.password = server.user, server.secret
        if server.login == "plain":
            smtp.auth("PLAIN", smtp.auth_plain)
        elif server.login == "login":
            smtp.auth("LOGIN", smtp.auth_login)
        elif server.login == "xoauth2":
            smtp.auth("XOAUTH2", self._bearer)
        else:
            smtp.login(server.user, server.secret)

    def _bearer(self, challenge: str | bytes | None = None) -> str:
        """Return the token as XOAUTH2 wants it; nothing to the server's complaint."""
        if challenge is not None:
            return ""
        return f"user={self._server.user}\1auth=Bearer {self._server.secret}\1\1"

    def _unfit(self, message: Message, content: bytes) -> str:
        """Return why this server cannot take a message at all; "" when it can."""
        wide = not message.envelope.recipient.isascii() or not message.envelope.sender.isascii()
        if wide and not self._smtp.has_extn("smtputf8"):
            return "this mail server takes no addresses with letters beyond a to z (SMTPUTF8)"
        most = self._smtp.esmtp_features.get("size", "")
        if most.isdecimal() and 0 < int(most) < len(content):
            return f"the message has {len(content):,} bytes, this mail server takes {int(most):,}"
        if any(sign in message.envelope.recipient for sign in "\r\n<>"):
            return "the address is not a single one"
        return ""

    def _envelope(self, message: Message, content: bytes) -> Delivery | None:
        """Say from whom and to whom; None when the server waits for the content."""
        commands = (
            f"MAIL FROM:<{message.envelope.sender}>{self._options(message, content)}",
            f"RCPT TO:<{message.envelope.recipient}>",
            "DATA",
        )
        sender, reader, data = self._replies(commands)
        if data[0] == GO_ON and reader[0] not in GOOD:
            self._smtp.send(b".\r\n")  # RFC 2920 section 3.1: nobody to deliver it to
            self._smtp.getreply()
        elif data[0] == GO_ON:
            return None
        else:
            self._smtp.rset()
        return self._early(message.ref, sender, reader, data)

    def _early(
        self,
        ref: str,
        sender: tuple[int, bytes],
        reader: tuple[int, bytes],
        data: tuple[int, bytes],
    ) -> Delivery:
        """Return what a refusal before the content means.

        Raises:
            PynewsError: the server takes no mail from this sender.
        """
        for code, words in (sender, reader, data):
            if code == CLOSING:
                raise Unreachable(self._told(words))
        if sender[0] not in GOOD and sender[0] not in TEMPORARY:
            raise self._refused(*sender)
        for code, words in (sender, reader, data):
            if code not in GOOD and code != GO_ON:
                return self._verdict(ref, code, words)
        return Delivery(ref, DeliveryStatus.DEFERRED, detail="the mail server went astray")

    def _verdict(self, ref: str, code: int, words: bytes) -> Delivery:
        """Return what a clear answer says of a message.

        Raises:
            RetryLaterError: it speaks of the account's own number for the day.
        """
        said = self._told(words)
        found = limit(f"{self._server.host} said {code}: {said}")
        if found and code > max(TEMPORARY):
            raise found
        return _verdict(ref, code, said)

    def _replies(self, commands: tuple[str, ...]) -> list[tuple[int, bytes]]:
        """Return the answers to commands, sent at once where the server allows it (RFC 2920)."""
        encoding = "utf-8" if not "".join(commands).isascii() else "ascii"
        lines = [f"{command}\r\n".encode(encoding) for command in commands]
        if self._smtp.has_extn("pipelining"):
            self._smtp.send(b"".join(lines))
            return [self._smtp.getreply() for _ in lines]
        answers = []
        for line in lines:
            self._smtp.send(line)
            answers.append(self._smtp.getreply())
            if answers[-1][0] not in GOOD and answers[-1][0] != GO_ON:
                break
        return answers + [(503, b"not asked")] * (len(lines) - len(answers))

    def _options(self, message: Message, content: bytes) -> str:
        """Return what MAIL has to announce."""
        options = ""
        if self._smtp.has_extn("size"):
            options += f" SIZE={len(content)}"
        if not content.isascii() and self._smtp.has_extn("8bitmime"):
            options += " BODY=8BITMIME"
        if not (message.envelope.recipient + message.envelope.sender).isascii():
            options += " SMTPUTF8"
        return options

    def _refused(self, code: int, words: bytes | str) -> PynewsError | Unreachable:
        """Return what an editor can do about a server that takes nothing from us."""
        said = f"{self._server.host} said {code}: {self._told(words)}"
        if code in TEMPORARY:
            return Unreachable(said)
        return complaint(code, said)

    def _told(self, words: bytes | str) -> str:
        """Return the server's words without addresses and secrets."""
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return told(text, (self._server.secret,))


def _verdict(ref: str, code: int, words: str) -> Delivery:
    """Return what a clear answer says of a message."""
    if code == TAKEN:
        return Delivery(ref, DeliveryStatus.ACCEPTED, words[:200])
    status = DeliveryStatus.DEFERRED if code in TEMPORARY else DeliveryStatus.REFUSED
    if code < min(TEMPORARY):
        status = DeliveryStatus.UNKNOWN
    return Delivery(ref, status, detail=f"{code} {words}")


def _stuffed(content: bytes) -> bytes:
    """Return a message with leading dots doubled (RFC 5321 section 4.5.2), ending a line."""
    content = content.replace(b"\r\n.", b"\r\n..")
    if content.startswith(b"."):
        content = b"." + content
    return content if content.endswith(b"\r\n") else content + b"\r\n"
