"""A mail server on loopback with the faults of real ones; it knows every message it took."""

import asyncio
import random
import ssl
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "news", "a made-up password"
ANSWERS = {
    "450": "450 later",
    "451": "451 try again",
    "550": "550 no such reader",
    "554": "554 no",
    "daily": "550 5.4.5 Daily user sending limit exceeded",
    "full": "552 5.2.2 The reader's mailbox is over quota",
    "suspended": "550 5.7.1 This account is suspended",
}


class SmtpDouble:
    """The server and what it knows.

    Arguments:
        script: what happens to the next messages, a word each; afterwards they are taken:
            ``rcpt-450``, ``rcpt-550``, ``mail-550``, ``mail-drop``, ``mail-421``, ``data-drop``,
            ``dot-451``, ``dot-554``, ``dot-drop`` and ``dot-hang`` (taken), ``lost`` (not taken).
        options: for the server.
    """

    def __init__(self, certificate: Path | None = None, *, tls: str = "", **options: Any) -> None:
        self.script: list[str] = []
        self.chance = 0.0
        self.random = random.Random(1)
        self.taken: list[tuple[str, bytes]] = []
        self.senders: list[str] = []
        self.logins: list[bytes] = []
        self.connections = 0
        self.wrap: ssl.SSLContext | None = None
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
        if tls == "starttls":
            options["tls_context"] = context
        if tls:
            options |= {"auth_required": True, "authenticator": self._authenticate}
            options["auth_require_tls"] = tls == "starttls"
        if tls == "tls":
            self.wrap = context
        self.options = {"hostname": "127.0.0.1", "ident": "a mail server", **options}
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.ready = threading.Event()
        self.port = 0
        self.protocols: list[SMTP] = []

    def _protocol(self) -> SMTP:
        """Return who talks on a new connection."""
        self.protocols.append(SMTP(_Handler(self), loop=self.loop, **self.options))
        return self.protocols[-1]

    def _run(self) -> None:
        """Serve until somebody stops the loop, and leave nothing behind."""
        asyncio.set_event_loop(self.loop)
        made = self.loop.create_server(
            self._protocol,
            "127.0.0.1",
            0,
            ssl=self.wrap,
        )
        server = self.loop.run_until_complete(made)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()
        server.close()
        for one in self.protocols:
            if one.transport:
                one.transport.abort()
        for _ in range(5):  # what an aborted connection still has to do
            self.loop.run_until_complete(asyncio.sleep(0))
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    @property
    def copies(self) -> Counter[str]:
        return Counter(reader for reader, _ in self.taken)

    def next(self, *stages: str) -> str:
        """Return what is to happen now, when it is for one of these stages."""
        if self.script and self.script[0].partition("-")[0] in stages:
            return self.script.pop(0).partition("-")[2] or "lost"
        return ""

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, way: str, data: Any
    ) -> AuthResult:
        del server, session, envelope, way
        if isinstance(data, LoginPassword):
            self.logins.append(data.login)
            good = data == LoginPassword(USER.encode(), PASSWORD.encode())
            return AuthResult(success=good, handled=False)
        return AuthResult(success=False, handled=False)

    def __enter__(self) -> Self:
        self.thread.start()
        self.ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


class _Handler:
    """What the server does with each command."""

    def __init__(self, double: SmtpDouble) -> None:
        self.double = double

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> AuthResult:  # noqa: N802 aiosmtpd's name
        from base64 import b64decode

        said = b64decode(arguments[1])
        if said == f"user={USER}\1auth=Bearer {PASSWORD}\1\1".encode():
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDAifQ==")
        await server._reader.readline()  # noqa: SLF001 the empty line that ends it
        return AuthResult(success=False, handled=False)

    async def handle_EHLO(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        del server, envelope
        self.double.connections += 1
        session.host_name = name
        return said

    async def handle_MAIL(  # noqa: N802 aiosmtpd's
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        sender: str,
        options: list[str],
    ) -> str:
        del session
        fault = self.double.next("mail")
        if fault == "drop":
            _abort(server)
        if fault == "421":
            return "421 closing"
        if fault:
            return ANSWERS.get(fault, "550 this sender may not")
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 fine"

    async def handle_RCPT(  # noqa: N802 aiosmtpd's
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        del server, session, options
        if fault := self.double.next("rcpt"):
            return ANSWERS[fault]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        del session
        fault = self.double.next("dot", "lost")
        if not fault and self.double.random.random() < self.double.chance:
            fault = self.double.random.choice(("drop", "lost", "451"))
        if fault in ANSWERS:
            return ANSWERS[fault]
        content = envelope.original_content or b""
        if fault != "lost":
            self.double.taken += [(reader, content) for reader in envelope.rcpt_tos]
            self.double.senders.append(str(envelope.mail_from))
        if fault in {"drop", "lost"}:
            _abort(server)
        if fault == "hang":
            await asyncio.Event().wait()
        return f"250 queued as number-{len(self.double.taken)}"


def _abort(server: SMTP) -> None:
    assert server.transport
    server.transport.abort()


def certificate(folder: Path) -> Path:
    """Return a certificate for 127.0.0.1 with its key, made now."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
