"""Mailgun, as the double speaks it."""

import base64
import json
from collections.abc import Mapping
from email import policy
from email.parser import BytesParser

from pynews.providers.proof import ApiDouble, Asked, Said, Taken

KEY = "key-0123456789abcdef-secret"
DOMAIN = "mg.example.org"
LISTS = {"bounces", "complaints", "unsubscribes"}


def said(status: int, words: str, **headers: str) -> Said:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, json.dumps({"message": words})


class Mailgun:
    key = KEY
    forbidden: Said = (401, {}, "Forbidden")
    plain: Mapping[str, Said] = {
        "302": (302, {"Location": "/elsewhere"}, "{}"),
        "400": said(400, "from parameter is missing"),
        "400-address": said(400, "to parameter is not a valid address: reader@example.org"),
        "401": forbidden,
        "402": said(402, "Payment required"),
        "403": said(403, "Domain mg.example.org is disabled"),
        "unverified": said(
            403,
            "Domain mg.example.org is not allowed to send: The domain is unverified and requires"
            " DNS configuration. Log in to your control panel to view required DNS records.",
        ),
        "sandbox": said(403, "Sandbox subdomains are for test purposes only."),
        "activate": said(403, "Please activate your Mailgun account."),
        "daily": said(
            429,
            "Domain mg.example.org is not allowed to send: recipient limit exceeded."
            " Free accounts are limited to 100 messages per day.",
        ),
        "404": said(404, "Domain not found: mg.example.org"),
        "413": (413, {}, "Request Entity Too Large"),
        "429": said(
            429,
            "Domain mg.example.org is not allowed to send:"
            " account-requests-per-sec limit exceeded, try again after 120 seconds",
        ),
        "429-seconds": said(429, "slow down", Retry_After="30"),
        "429-date": said(
            429,
            "slow down",
            Retry_After="Tue, 02 Nov 2021 09:01:30 GMT",
            Date="Tue, 02 Nov 2021 09:00:00 GMT",
        ),
        "429-bare": (429, {}, "slow down"),
        "echo": said(400, f"your key {KEY} and reader@example.org are odd"),
        "magnificent": (200, {}, "Mailgun Magnificent API"),
        "list": (200, {}, "[1, 2]"),
        "deep": (200, {}, "[" * 100_000),
    }

    def __init__(self) -> None:
        self.state = "active"
        self.lists: dict[str, list[dict[str, str]]] | int = {}
        self.base = ""

    def authorised(self, asked: Asked) -> bool:
        expected = base64.b64encode(f"api:{self.key}".encode()).decode()
        return asked.headers["Authorization"] == f"Basic {expected}"

    def taken(self, asked: Asked) -> Taken | Said:
        assert asked.path == f"/v3/{DOMAIN}/messages.mime"
        form, content = form_of(asked.headers["Content-Type"], asked.body)
        assert content
        return [(form["v:ref"], form["to"])]

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        del asked, refs
        answer = {"id": f"<{first + 1}@mg.example.org>", "message": "Queued. Thank you."}
        return 200, {}, json.dumps(answer)

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        """Answer a question; one event a page, so that pages are read to their end."""
        if path == f"/v4/domains/{DOMAIN}":
            return 200, {}, json.dumps({"domain": {"state": self.state}})
        if path.removeprefix(f"/v3/{DOMAIN}/") in LISTS:
            if isinstance(self.lists, int):
                return self.lists, {}, "{}"
            return 200, {}, json.dumps({"items": self.lists.get(path.rpartition("/")[2], [])})
        if path != f"/v3/{DOMAIN}/events":
            return self.plain["404"]
        (recipient,) = query["recipient"]
        page = int(query.get("page", ["0"])[0])
        events = [
            {"event": "accepted", "recipient": to, "user-variables": {"ref": ref}}
            for ref, to in known
            if to == recipient
        ]
        following = f"{self.base}{path}?recipient={recipient}&page={page + 1}"
        return (
            200,
            {},
            json.dumps({"items": events[page : page + 1], "paging": {"next": following}}),
        )


class MailgunDouble(ApiDouble):
    """Mailgun, running, with the words that those who send use of it."""

    def __init__(self, seed: int = 1) -> None:
        self.speaks = Mailgun()
        super().__init__(self.speaks, seed)
        self.speaks.base = self.base

    @property
    def taken(self) -> Taken:
        """Ref and address of every message that it took."""
        return self.known

    @taken.setter
    def taken(self, known: Taken) -> None:
        self.known = known

    @property
    def events(self) -> str:
        """How questions are answered."""
        return self.questions

    @events.setter
    def events(self, behaviour: str) -> None:
        self.questions = behaviour


def form_of(content_type: str, content: bytes) -> tuple[dict[str, str], bytes]:
    """Read a multipart form: the texts by name, and the message's bytes."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    boundary = BytesParser(policy=policy.HTTP).parsebytes(head).get_boundary()
    texts: dict[str, str] = {}
    message = b""
    for part in content.split(f"--{boundary}".encode())[1:-1]:
        lines, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = BytesParser(policy=policy.HTTP).parsebytes(lines + b"\r\n\r\n")
        name = headers["Content-Disposition"].params["name"]
        if name == "message":
            message = value.removesuffix(b"\r\n")
        else:
            texts[name] = value.removesuffix(b"\r\n").decode()
    return texts, message
