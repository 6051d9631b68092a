"""Who is let into the preview, and what everybody else gets: nothing."""

import base64
import http.client
import os
import socket
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import pytest

from pynews import serve
from pynews.errors import UsageError
from pynews.serve.editor.door import Door
from pynews.serve.editor.reply import Reply

from .conftest import Caller, Desk

OUTSIDERS = [
    {"Cookie": ""},
    {"Cookie": "pynews-1=wrong"},
    {"Cookie": "\x00;;=;"},
    {"Host": "news.example.org"},
    {"Host": "localhost"},
    {"Origin": "https://news.example.org"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def raw(caller: Caller, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", caller.port), timeout=30) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_never_see(caller: Caller):
    status, headers, body = caller.ask(f"/?token={caller.token}", Cookie="")
    assert (status, headers["Location"], body) == (303, "/", b"")
    assert headers["Set-Cookie"] == f"{caller.cookie}; Path=/; HttpOnly; SameSite=Strict"


def test_the_address_a_browser_is_started_with_is_good_for_one_visit(desk: Desk):
    with serve.preview(desk.project, "2021-11") as running:
        caller = Caller(running.url)
        first, second = (urlsplit(running.url_once()) for _ in range(2))
        assert caller.token not in first.query + second.query
        for parts in (first, second):
            target = f"{parts.path}?{parts.query}"
            status, headers, _ = caller.ask(target, Cookie="")
            assert (status, headers["Set-Cookie"].partition(";")[0]) == (303, caller.cookie)
            status, headers, body = caller.ask(target, Cookie="")
            assert (status, "Set-Cookie" in headers, body) == (403, False, b"")
        assert caller.ask(f"/?token={caller.token}", Cookie="")[0] == 303


def test_a_wrong_token_is_worth_nothing(caller: Caller):
    status, headers, body = caller.ask("/?token=guess", Cookie="")
    assert (status, body) == (403, b"")
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("headers", OUTSIDERS, ids=str)
@pytest.mark.parametrize("target", ["/", "/api/file?name=email.html", "/news", "/static/app.js"])
def test_strangers_get_nothing(caller: Caller, headers: dict[str, str], target: str):
    status, _, body = caller.ask(target, **headers)
    assert (status, body) == (403, b"")


def test_two_hosts_are_one_too_many(caller: Caller):
    sent = f"GET / HTTP/1.1\r\nHost: {caller.address}\r\nHost: x\r\nCookie: {caller.cookie}\r\n\r\n"
    assert raw(caller, sent.encode()).startswith(b"HTTP/1.1 403 ")


def test_the_editor_gets_the_app_under_a_strict_policy(caller: Caller):
    status, headers, body = caller.ask("/")
    assert status == 200
    assert b"pynews preview" in body
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_mail_is_served_so_that_it_can_run_and_fetch_nothing(caller: Caller):
    status, headers, body = caller.ask("/api/file?name=email.html&look=light")
    assert status == 200
    assert b"Dear members" in body
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy.replace("allow-scripts", "script")
    assert policy.endswith("sandbox")


@pytest.mark.parametrize(
    "target",
    [
        "/../pynews.toml",
        "/static/../routes.py",
        "/static/%2e%2e/routes.py",
        "/static//etc/passwd",
        "/picture/2021-11/../../pynews.toml",
        "/picture/2021-11/%2e%2e%2f%2e%2e%2fpynews.toml",
        "/picture/../../../etc/passwd",
        "/api/file?name=../../pynews.toml",
        "/api/file?name=manifest.json%00",
        "/api/file?issue=../..&name=email.html",
        "/api/nothing",
        "/favicon.ico",
    ],
)
def test_no_address_leads_out_of_the_preview(caller: Caller, target: str):
    assert caller.ask(target)[0] in {400, 403, 404}


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n\r\n",
        b"GET",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        b"GET //example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
    ],
    ids=range(11),
)
def test_what_is_no_proper_request_is_refused_and_the_preview_goes_on(caller: Caller, sent: bytes):
    reply = raw(caller, sent)
    head, _, body = reply.partition(b"\r\n\r\n")
    assert body == b""
    assert not head or int(head.split()[1]) >= 400
    assert b"Python" not in head
    assert caller.ask("/")[0] == 200


def test_an_endless_query_is_refused(caller: Caller):
    many = "&".join(f"a{number}=1" for number in range(50))
    assert caller.ask(f"/api/file?{many}")[0] == 400
    assert caller.ask("/api/file?name=" + "a" * 5000)[0] == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "", "Content-Type": "application/json"}, 403),
        ({"Origin": "https://example.org", "Content-Type": "application/json"}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/json", "Content-Length": "x"}, 411),
        ({"Content-Type": "application/json", "Content-Length": "-1"}, 411),
        ({"Content-Type": "application/json", "Content-Length": "9" * 400}, 413),
        ({"Content-Type": "application/json", "Content-Length": "70000"}, 413),
        ({"Content-Type": "application/json", "Transfer-Encoding": "chunked"}, 411),
    ],
    ids=str,
)
def test_nothing_is_taken_in_from_elsewhere_or_without_measure(
    caller: Caller, headers: dict[str, str], status: int
):
    sent = {"Host": caller.address, "Cookie": caller.cookie, "Origin": f"http://{caller.address}"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**sent, **headers}.items())
    reply = raw(caller, f"POST /api/keep HTTP/1.1\r\n{lines}\r\n".encode())
    assert reply.startswith(f"HTTP/1.1 {status} ".encode())


def test_only_this_machine_can_reach_it(caller: Caller):
    others = {
        found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    } - {"127.0.0.1"}
    for other in others:
        connection = http.client.HTTPConnection(other, caller.port, timeout=5)
        with pytest.raises(ConnectionRefusedError):
            connection.request("GET", "/")


def test_a_taken_port_is_said_in_words(desk: Desk, caller: Caller):
    with (
        pytest.raises(UsageError, match="leave --port away"),
        serve.preview(desk.project, port=caller.port),
    ):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows starts no browser that BROWSER names")
def test_a_browser_is_started_without_the_token(desk: Desk):
    command = [sys.executable, "-m", "pynews", "preview", "--project", str(desk.root)]
    environment = {**os.environ, "BROWSER": "echo %s", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        printed, started = (process.stdout.readline() for _ in range(2))
        process.terminate()
    token = printed.partition("?token=")[2].split()[0]
    assert token not in started
    assert started.startswith(f"{printed.split()[1].partition('?')[0]}?token=")


INJECTED = "image/x\r\nSet-Cookie: a=b\r\nContent-Length: 27\r\n\r\n<script src=/mine></script>"


@pytest.mark.parametrize(
    "named",
    [
        "=?utf-8?b?" + base64.b64encode(INJECTED.encode()).decode() + "?=",
        "image/png\r\n X-Evil: 1",
        "image/\N{LATIN SMALL LETTER A WITH OGONEK}",
        "image/p\x85ng",
    ],
)
def test_a_message_in_the_outbox_writes_no_header_of_ours(desk: Desk, named: str):
    box = desk.project.outbox / "new"
    box.mkdir(parents=True)
    (box / "one.eml").write_bytes(f"Subject: A\r\nContent-Type: {named}\r\n\r\nx".encode())
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        sent = f"GET /part?box=one.eml&part=0 HTTP/1.1\r\nHost: {caller.address}\r\n"
        reply = raw(caller, f"{sent}Cookie: {caller.cookie}\r\n\r\n".encode())
        assert reply.startswith(b"HTTP/1.1 404 ")
        assert not [one for one in (b"set-cookie", b"x-evil", b"<script") if one in reply.lower()]


def test_no_answer_holds_a_header_of_several_lines():
    odd = Reply(b"x", "image/png", headers={"Link": "a\r\nSet-Cookie: b=c"})
    with Door(0, lambda _: odd, lambda _: iter(())) as door:
        thread = threading.Thread(target=door.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        status, headers, body = Caller(door.url).ask("/")
        door.shutdown()
        thread.join()
    assert (status, body) == (500, b"")
    assert "Set-Cookie" not in headers


def test_odd_requests_are_answered(caller: Caller):
    assert caller.ask(f"/?{'a=1&' * 30}token={caller.token}", Cookie="")[0] == 403
    origin = {"Origin": f"http://{caller.address}", "Content_Type": "application/json"}
    posts = {
        "/api/schedule": '{"at": "\\ud800", "confirm": "x", "typed": "x"}',
        "/api/open": f'{{"path": "newsletters/{"a" * 5000}", "line": 1}}',
    }
    answers = [
        caller.ask(path, method="POST", body=body.encode(), **origin)[0]
        for path, body in posts.items()
    ]
    assert answers == [200, 404]
