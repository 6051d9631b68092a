"""``check --links``: links are tried politely, and private networks are left alone."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from newsroom import ISSUE, read, write

from pynews.check import Answer, link_findings, remember, remembered, try_links

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Pages(BaseHTTPRequestHandler):
    """Answers as web servers do, and counts."""

    asked: Counter[str]
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        self.asked[f"{self.command} {self.path}"] += 1
        head_refused = self.path == "/no-head" and self.command == "HEAD"
        status = {"/gone": 404, "/loop": 302, "/moved": 301, "/out": 302, "/mail": 302}.get(
            self.path, 200
        )
        self.send_response(405 if head_refused else status)
        target = {
            "/loop": "/loop",
            "/moved": "/fine",
            "/out": "http://10.0.0.1/",
            "/mail": "mailto:a@b.c",
        }
        if self.path in target:
            self.send_header("Location", target[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _answer  # noqa: N815 - the names http.server looks for

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server():
    """A web server on this machine: its address and what it was asked."""

    class Counting(Pages):
        asked: Counter[str] = Counter()  # noqa: RUF012 - one of its own for each server

    web = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    thread = Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}", Counting.asked
    web.shutdown()
    web.server_close()
    thread.join(10)


def test_pages_are_asked_for_by_head_and_by_get_where_that_is_refused(server):
    site, asked = server
    paths = ("/fine", "/no-head", "/gone", "/moved", "/fine#part")
    answers = try_links([f"{site}{path}" for path in paths], private=True)
    assert {url.removeprefix(site): answer.status for url, answer in answers.items()} == {
        "/fine": 200,
        "/gone": 404,
        "/moved": 200,
        "/no-head": 200,
    }
    assert asked["HEAD /fine"] == 2
    assert asked["GET /fine"] == 0
    assert asked["GET /no-head"] == 1


def test_endless_and_strange_redirects_end(server):
    site, asked = server
    answers = try_links([f"{site}/loop", f"{site}/mail"], private=True)
    assert not any(answer.good for answer in answers.values())
    assert asked["HEAD /loop"] == 5


def test_private_addresses_are_refused(server):
    site, asked = server
    places = (f"{site}/fine", "http://localhost/", "http://10.0.0.1/", "https://[::1]/")
    answers = try_links(places)
    assert {answer.reason for answer in answers.values()} == {"an address of a private network"}
    assert not asked


def test_what_is_no_web_address_is_left_out_and_what_has_no_host_is_said():
    answers = try_links(
        ["mailto:a@example.org", "#top", "http://[", "https://no-such-host.invalid/"]
    )
    assert list(answers) == ["https://no-such-host.invalid/"]
    assert not answers["https://no-such-host.invalid/"].good


def test_nobody_at_home_is_an_answer_too(server):
    site, _ = server
    answers = try_links(["http://127.0.0.1:9/", f"{site}/fine"], private=True)
    assert answers["http://127.0.0.1:9/"].reason.startswith("nothing (")


def test_known_answers_are_not_asked_for_again(server):
    site, asked = server
    answers = try_links([f"{site}/gone"], known={f"{site}/gone": Answer(200)}, private=True)
    assert answers == {f"{site}/gone": Answer(200)}
    assert not asked


def test_a_dead_link_is_told_at_its_line(server, tmp_path):
    site, _ = server
    root = write(tmp_path, {ISSUE: [("https://example.org/survey)", f"{site}/gone)")]})
    subject = read(root).subject
    answers = try_links([link.href for link, _ in subject.links if site in link.href], private=True)
    (finding,) = link_findings(subject, answers)
    assert (finding.rule, str(finding.place)) == ("link-status", f"{ISSUE}:15")
    assert "404" in finding.what


def test_answers_are_remembered_for_a_day(tmp_path):
    path = tmp_path / "build" / "links.json"
    assert remembered(path, NOW) == {}
    remember(path, {"https://example.org/": Answer(404, "gone")}, NOW)
    remember(path, {"https://example.org/": Answer(404, "gone")}, NOW + timedelta(hours=20))
    assert remembered(path, NOW + timedelta(hours=23)) == {
        "https://example.org/": Answer(404, "gone")
    }
    assert remembered(path, NOW + timedelta(hours=25)) == {}


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"answers": {"a": 1}}', b"\xff", b'{"answers": []}']
)
def test_a_broken_memory_is_no_memory(tmp_path, content):
    path = tmp_path / "links.json"
    path.write_bytes(content)
    assert remembered(path, NOW) == {}
    remember(path, {"https://example.org/": Answer(200)}, NOW)
    assert json.loads(path.read_bytes())["schema"] == 1


ALONE = {
    "newsletters/stories/survey.md": "---\ntitle: What the survey says\n---\nWords.\n",
    "newsletters/events/spring-meetup.md": (
        "---\nid: spring-meetup\ntitle: Spring meetup\nstart: 2026-03-12 18:00\n---\n"
    ),
}


def test_the_command_refuses_this_machine_and_remembers(server, tmp_path, run):
    site, asked = server
    changes = {ISSUE: [("https://example.org/survey)", f"{site}/fine)")], **ALONE}
    root = write(tmp_path / "p", changes)
    done = run("check", "--links", "--json", cwd=root)
    rules = {one["id"] for one in json.loads(done.out)["findings"]}
    assert "link-status" in rules
    assert not asked
    assert (root / "build" / "links.json").is_file()
