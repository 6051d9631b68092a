"""Mailgun's own lists, asked over HTTP from a server that plays it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from conftest import ADDRESS, KEY, NOON, Desk, person
from pynews import track
from pynews.errors import CredentialsError, RetryLaterError

DATE = "Sun, 22 Nov 2026 10:00:00 GMT"


class Lists(BaseHTTPRequestHandler):
    """Two pages of each list, the second one empty."""

    said: dict[str, list[dict[str, str]]]
    status = 200

    def do_GET(self) -> None:
        name = self.path.split("?")[0].rpartition("/")[2]
        items = [] if "page=2" in self.path else self.server.said.get(name, [])
        following = f"http://127.0.0.1:{self.server.server_port}/v3/mg.example.org/{name}?page=2"
        body = json.dumps({"items": items, "paging": {"next": following}}).encode()
        if self.headers["Authorization"] != "Basic YXBpOmtleQ==":
            self.server.status = 401
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def mailgun(**said: list[dict[str, str]]) -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Lists) as server:
        server.said, server.status = said, 200
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def fetch(desk: Desk, server: ThreadingHTTPServer, key: str = "key") -> track.Taken | None:
    settings = {"domain": "mg.example.org", "base_url": f"http://127.0.0.1:{server.server_port}"}
    with_list = track.Desk(
        book=desk.book, people=desk.people, keys=(KEY,), now=NOON + timedelta(hours=1)
    )
    return track.from_lists("mailgun", with_list, settings=settings, secret=key)


@pytest.mark.parametrize(
    ("name", "status"),
    [("unsubscribes", "unsubscribed"), ("complaints", "suppressed"), ("bounces", "suppressed")],
)
def test_who_is_on_a_list_there_is_written_to_no_more(desk: Desk, name, status):
    entry = {"address": ADDRESS.upper(), "created_at": DATE, "code": "550", "error": "no such user"}
    with mailgun(**{name: [entry]}) as server:
        assert fetch(desk, server).new == 1
        assert fetch(desk, server) == track.Taken(known=1)
    assert desk.status == status


def test_an_entry_from_before_somebody_came_back_does_not_count(desk: Desk):
    desk.people.unsubscribe(person().id, NOON - timedelta(days=1))
    desk.people.welcome(person(), NOON)
    with mailgun(unsubscribes=[{"address": ADDRESS, "created_at": DATE}]) as server:
        fetch(desk, server)
    assert desk.status == "active"


def test_strange_entries_are_passed_over(desk: Desk):
    strange = [{}, {"address": "x"}, {"address": None}, {"address": "a\n@b"}, {"created_at": "?"}]
    with mailgun(complaints=[*strange, {"address": ADDRESS, "created_at": "?"}]) as server:
        assert fetch(desk, server).suppressed == 1


def test_a_refused_key_and_a_silent_server_are_told_apart(desk: Desk):
    with mailgun() as server:
        with pytest.raises(CredentialsError, match="refuses the key"):
            fetch(desk, server, key="other")
        server.status = 500
        with pytest.raises(RetryLaterError, match="cannot be asked"):
            fetch(desk, server)
    with pytest.raises(RetryLaterError):
        fetch(desk, server)
    assert desk.status == "active"


def test_a_provider_without_lists_is_no_fault(desk: Desk):
    with_list = track.Desk(book=desk.book, people=desk.people, keys=(KEY,), now=NOON)
    assert track.from_lists("outbox", with_list, settings={}, secret="") is None
