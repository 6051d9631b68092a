"""Requests that mean no good: too long, too slow, malformed, probing."""

import asyncio
import socket
import sqlite3
from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import ASGIApp, Message

from pynews.errors import CredentialsError
from pynews.serve.members.app import public_side
from pynews.serve.members.leaving import Exit
from pynews.store import Subscribers

from .conftest import Site, furnish, opened

PATHS = (
    "/",
    "/subscribe",
    "/preferences",
    "/confirm/x",
    "/preferences/x",
    "/unsubscribe/x",
    "/calendar.ics",
    "/healthz",
    "/style.css",
    "/robots.txt",
    "/nowhere",
    "/reports/mailgun",
)


def raw(site: Site, *parts: bytes, patience: float = 20) -> bytes:
    """Say something that a client library would not, and return all that comes back."""
    address = urlsplit(site.running.url)
    with socket.create_connection((address.hostname, address.port), timeout=patience) as line:
        for part in parts:
            line.sendall(part)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_tells_the_browser_to_be_careful(steady: Site, path):
    headers = steady.ask(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert "set-cookie" not in headers
    if not path.endswith((".ics", ".css")):
        assert headers["cache-control"] == "no-store"


def test_behind_https_browsers_are_told_to_stay_there(tmp_path):
    root = furnish(tmp_path)
    text = (root / "pynews.toml").read_text(encoding="utf-8")
    (root / "pynews.toml").write_text(
        text.replace('\nurl = ""', '\nurl = "https://example.org/news"')
    )
    with pytest.raises(CredentialsError, match="anybody can sign"), opened(root):
        pass
    (root / ".env").write_text("PYNEWS_KEY=a-key-of-our-own\n")
    with opened(root) as site:
        answer = site.ask("/news/subscribe")
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert 'action="/news/subscribe"' in answer.text
        assert site.ask("/subscribe").status == 200
        assert site.ask("/news").status == 200
        assert site.ask("/newsletter").status == 404
        site.post("/news/subscribe", ("email", "member@example.org"), Host="evil.example")
        assert site.link("member@example.org").startswith("https://example.org/news/confirm/")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "X" * 30])
def test_other_methods_are_refused(steady: Site, method):
    assert steady.ask("/subscribe", method=method).status == 405


def test_a_form_that_is_too_long_is_refused(steady: Site):
    long = ("email", "a" * 20_000)
    assert steady.post("/subscribe", long).status == 413
    id_ = steady.join("long@example.org")
    assert steady.post(steady.leave_link(id_), long).status == 413
    assert steady.status("long@example.org") == "active"


def test_a_form_with_endless_fields_is_no_form(steady: Site):
    fields = [(f"a{number}", "") for number in range(500)]
    assert steady.post("/preferences", *fields, X_Forwarded_For="192.0.2.77").status == 400


def test_a_body_that_lies_about_its_length_is_cut_off(steady: Site):
    for length in (b"99999999999999999999", b"-1", b"1e3", b"17000"):
        head = b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n"
        assert raw(steady, head).split(b" ", 2)[1] in {b"400", b"413"}


def test_a_chunked_body_without_an_end_is_refused(steady: Site):
    head = b"POST /subscribe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    assert raw(steady, head, chunk, b"1\r\na\r\n").split(b" ", 2)[1] == b"413"


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET  /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 30_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX\r\n: y\r\n\r\n",
    ],
)
def test_what_is_no_request_gets_a_short_answer(steady: Site, request_):
    answer = raw(steady, request_)
    assert answer.split(b" ", 2)[1].startswith(b"4")
    assert b"Traceback" not in answer


def test_a_request_that_drips_is_cut_off(root):
    """Neither a head nor a body may hold a connection for long; others are served meanwhile."""
    with opened(root, seconds=0.3) as site:
        assert raw(site, b"POST /subscribe HTTP/1.1\r\nHost") == b""
        head = b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
        assert raw(site, head, b"email=").split(b" ", 2)[1] == b"408"
        first = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        assert raw(site, first, b"GET /healthz HT").startswith(b"HTTP/1.1 200")
        assert site.ask("/healthz").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/pynews.toml",
        "/events/..%2f..%2fpynews.toml",
        "/events/%00",
        "/.env",
        "/pynews.db",
        "/subscribe/",
        "/unsubscribe",
    ],
)
def test_a_path_that_leads_elsewhere_leads_nowhere(steady: Site, path):
    answer = steady.ask(path)
    assert answer.status == 404
    assert "location" not in answer.headers


def test_health_is_told(steady: Site):
    assert steady.ask("/healthz").text == "ok"


def test_a_fault_inside_shows_no_traceback(root):
    """The list disappears under a running server."""
    with opened(root) as site:
        site.running.office.people.close()
        for path in ("/healthz",):
            answer = site.ask(path)
            assert answer.status == 500
            assert "Traceback" not in answer.text
            assert "sqlite" not in answer.text
            assert "Something went wrong" in answer.text


ANYTHING = st.text(max_size=60)
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["email", "first_name", "group", "language", "pause", ""]) | ANYTHING,
        ANYTHING | st.sampled_from(["a@example.org", "a@b\r\nBcc: c@d", "' OR 1=1--", "{{ 7*7 }}"]),
    ),
    max_size=8,
)
QUICK = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def asked(app: ASGIApp, path: str) -> tuple[int, bytes]:
    """Post to an application without a server and return status and body."""
    sent: list[Message] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "client": ("192.0.2.1", 1),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


def test_who_cannot_be_let_go_now_is_asked_to_come_back(root):
    """Another program writes for longer than we wait."""
    with (
        opened(root) as site,
        Subscribers.open(site.project.store, key=site.project.key, busy_seconds=0.05) as store,
    ):
        id_ = site.join()
        door = Exit(store, site.clock)
        app = public_side(replace(site.running.office, exit=door))
        blocker = sqlite3.connect(site.project.store, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        status, body = asked(app, site.leave_link(id_))
        blocker.execute("ROLLBACK")
        blocker.close()
        assert status == 503
        assert b"Nothing was changed" in body
        assert site.status() == "active"
        assert asked(app, site.leave_link(id_))[0] == 200
        assert site.status() == "unsubscribed"
        door.close()


@QUICK
@given(path=st.sampled_from(["/subscribe", "/preferences", "/preferences/{}"]), fields=FIELDS)
def test_no_form_breaks_anything(steady: Site, path, fields):
    id_ = steady.join("fuzz@example.org")
    token = steady.running.office.seals.preferences.sign({"subscriber": id_})
    steady.clock.forward(hours=1)
    pairs = [
        (name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass"))
        for name, value in fields
    ]
    answer = steady.post(path.format(token), *pairs)
    assert answer.status in {200, 400, 413, 404, 429}
    assert b"Traceback" not in answer.body
    assert b"49" not in answer.body.replace(b"email", b"") or b"7*7" not in answer.body


@QUICK
@given(body=st.binary(max_size=300), kind=st.sampled_from(["", "multipart/form-data", "text/x"]))
def test_no_bytes_break_a_form(steady: Site, body, kind):
    steady.clock.forward(hours=1)
    answer = steady.ask("/subscribe", method="POST", body=body, Content_Type=kind)
    assert answer.status in {200, 400}


@QUICK
@given(
    token=ANYTHING | st.binary(max_size=40).map(lambda one: one.decode("latin-1")),
    path=st.sampled_from(["/unsubscribe/", "/confirm/", "/preferences/", "/events/", "/"]),
    method=st.sampled_from(["GET", "POST"]),
)
def test_no_token_breaks_anything(steady: Site, token, path, method):
    steady.clock.forward(hours=1)
    target = path + quote(token.encode("utf-8", "replace"), safe="./;=~")
    answer = steady.ask(target, method=method, body=b"")
    assert answer.status in {200, 400, 404, 405}
    assert b"Traceback" not in answer.body


@QUICK
@given(cut=st.integers(0, 200), put=ANYTHING)
def test_no_changed_token_is_a_token(steady: Site, cut, put):
    steady.clock.forward(hours=1)
    good = steady.running.office.seals.confirm.sign({"email": "a@example.org"})
    bad = good[:cut] + put + good[cut + 1 :]
    if bad != good:
        assert steady.running.office.seals.confirm.read(bad) is None
