"""Certificates are proved with the machine's own store; messages keep their distance."""

import ipaddress
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Pace, Transport

BUNDLES = {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"}
ASK = """
import sys
from pynews.providers.transport import HttpRequest, Transport
answer = Transport(connect=5, read=5).exchange(HttpRequest("GET", sys.argv[1]))
print(getattr(answer, "status", getattr(answer, "detail", "")))
"""


class _Yes(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def own_authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An organisation's own certificate for 127.0.0.1, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Example authority")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "authority.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, secret


@pytest.fixture
def secured(own_authority: tuple[Path, Path]) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_authority)
    server = HTTPServer(("127.0.0.1", 0), _Yes)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def ask(url: str, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if name not in BUNDLES}
    done = subprocess.run(
        [sys.executable, "-c", ASK, url],
        capture_output=True,
        text=True,
        check=True,
        env={**clean, **environment},
    )
    return done.stdout.strip()


def test_a_stranger_is_not_trusted_and_nothing_is_sent(secured: str) -> None:
    answer = Transport(connect=5, read=5).exchange(HttpRequest("POST", secured, (), b"x"))
    assert answer == NoAnswer(
        gone=False, detail="no secure connection: its certificate is not good"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep their store elsewhere")
def test_what_the_machine_trusts_is_trusted(secured: str, own_authority: tuple[Path, Path]) -> None:
    assert ask(secured, SSL_CERT_FILE=str(own_authority[0])) == "200"


def test_a_bundle_that_was_named_is_the_one_that_counts(
    secured: str, own_authority: tuple[Path, Path]
) -> None:
    assert ask(secured, REQUESTS_CA_BUNDLE=str(own_authority[0])) == "200"


def test_through_a_proxy_that_is_not_there_nothing_is_sent(secured: str) -> None:
    assert ask(secured, HTTPS_PROXY="http://127.0.0.1:9", NO_PROXY="") == "no connection"


@given(
    rate=st.floats(0.1, 1000),
    booked=st.lists(st.tuples(st.integers(1, 100), st.floats(0, 60)), min_size=1, max_size=20),
)
def test_no_second_has_more_messages_than_the_rate_allows(
    rate: float, booked: list[tuple[int, float]]
) -> None:
    pace, now, free = Pace(rate), 0.0, 0.0
    for messages, later in booked:
        now += later
        begins = now + pace.book(messages, now=now)
        assert begins >= max(now, free) - 1e-6
        free = begins + messages / rate


def test_without_a_rate_nobody_waits() -> None:
    pace = Pace(None)
    assert [pace.book(100, now=5.0) for _ in range(3)] == [0, 0, 0]


def test_a_request_waits_for_its_turn_and_goes() -> None:
    transport = Transport(rate=1000)
    for _ in range(2):
        answer = transport.exchange(HttpRequest("GET", "nonsense", messages=2))
        assert not isinstance(answer, HttpResponse)
