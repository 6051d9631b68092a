"""Providers that keep lists of who left, played by a server on this machine."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from pynews.providers import Provider, open_provider

NOTIFY_KEY = "name-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


@dataclass(frozen=True)
class Left:
    """Somebody on a list: which one, who, and when."""

    why: str
    address: str
    at: datetime


Query = Mapping[str, Sequence[str]]
Answer = Mapping[str, object]


@dataclass(frozen=True)
class Keeper:
    """How one provider says who left, two people a page where it has pages.

    Arguments:
        why: its word for a bounce, a complaint, somebody who left; "" where it has none.
        answer: returns the answer to a request for a path, about those on its lists.
        header, proof: what every request must carry; a beginning is enough.
        secret, settings: as for sending.
    """

    why: tuple[str, str, str]
    answer: Callable[[str, Query, Sequence[Left]], Answer | None]
    header: str
    proof: str
    secret: str = "key"
    settings: Mapping[str, str] = field(default_factory=dict)


def _mailgun(path: str, query: Query, left: Sequence[Left]) -> Answer | None:
    name = path.removeprefix("/v3/mg.example.org/")
    start = int(query.get("page", "0")[0])
    shown = [one for one in left if one.why == name][start : start + 2]
    return {
        "items": [
            {
                "address": one.address,
                "created_at": format_datetime(one.at),
                "code": "550",
                "error": f"no such user {one.address}",
            }
            for one in shown
        ],
        "paging": {"next": f"{{base}}{path}?page={start + 2}"},
    }


def _brevo(path: str, query: Query, left: Sequence[Left]) -> Answer | None:
    if path != "/smtp/blockedContacts":
        return None
    start = int(query["offset"][0])
    shown = left[start : start + int(query["limit"][0])]
    return {
        "count": len(left),
        "contacts": [
            {
                "email": one.address,
                "blockedAt": one.at.isoformat(),
                "reason": {"code": one.why, "message": ""},
            }
            for one in shown
        ],
    }


def _postmark(path: str, query: Query, left: Sequence[Left]) -> Answer | None:
    del query
    if path != "/message-streams/broadcast/suppressions/dump":
        return None
    return {
        "Suppressions": [
            {
                "EmailAddress": one.address,
                "SuppressionReason": one.why,
                "Origin": "Recipient",
                "CreatedAt": one.at.isoformat(),
            }
            for one in left
        ]
    }


def _resend(path: str, query: Query, left: Sequence[Left]) -> Answer | None:
    if path != "/suppressions":
        return None
    start = int(query.get("after", ["-1"])[0]) + 1
    shown = left[start : start + 2]
    return {
        "object": "list",
        "has_more": start + 2 < len(left),
        "data": [
            {"id": str(number), "email": one.address, "origin": one.why, "created_at": str(one.at)}
            for number, one in enumerate(shown, start)
        ],
    }


def _ses(path: str, query: Query, left: Sequence[Left]) -> Answer | None:
    if path != "/v2/email/suppression/addresses":
        return None
    start = int(query.get("NextToken", ["0"])[0].removeprefix("a/b="))
    following = {"NextToken": f"a/b={start + 2}"} if start + 2 < len(left) else {}
    return {
        "SuppressedDestinationSummaries": [
            {
                "EmailAddress": one.address,
                "Reason": one.why,
                "LastUpdateTime": one.at.timestamp(),
            }
            for one in left[start : start + 2]
        ],
        **following,
    }


def _notify(path: str, query: Query, left: Sequence[Left]) -> Answer | None:
    if path != "/v2/notifications" or query["status"] != ["permanent-failure"]:
        return None
    start = int(query.get("older_than", ["-1"])[0]) + 1
    shown = left[start : start + 2]
    return {
        "notifications": [
            {
                "id": str(number),
                "email_address": one.address,
                "status": one.why,
                "completed_at": one.at.isoformat(),
            }
            for number, one in enumerate(shown, start)
        ],
        "links": {},
    }


KEEPERS = {
    "mailgun": Keeper(
        ("bounces", "complaints", "unsubscribes"),
        _mailgun,
        "Authorization",
        "Basic YXBpOmtleQ==",
        settings={"domain": "mg.example.org"},
    ),
    "brevo": Keeper(
        ("hardBounce", "contactFlaggedAsSpam", "unsubscribedViaEmail"), _brevo, "api-key", "key"
    ),
    "postmark": Keeper(
        ("HardBounce", "SpamComplaint", "ManualSuppression"),
        _postmark,
        "X-Postmark-Server-Token",
        "key",
    ),
    "resend": Keeper(("bounce", "complaint", "manual"), _resend, "Authorization", "Bearer key"),
    "ses": Keeper(
        ("BOUNCE", "COMPLAINT", ""),
        _ses,
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIA/",
        secret="AKIA:secret",
        settings={"region": "eu-west-2"},
    ),
    "notify": Keeper(
        ("permanent-failure", "", ""),
        _notify,
        "Authorization",
        "Bearer ",
        secret=NOTIFY_KEY,
        settings={"template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a"},
    ),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        keeping: Keeping = self.server.keeping
        parts = urlsplit(self.path)
        keeping.asked.append(parts.path)
        answer = keeping.keeper.answer(parts.path, parse_qs(parts.query), keeping.left)
        status, body = keeping.status, json.dumps(answer).replace("{base}", keeping.base)
        if not (self.headers[keeping.keeper.header] or "").startswith(keeping.keeper.proof):
            status = 401
        elif answer is None:
            status = 404
        content = (keeping.words or body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@dataclass
class Keeping:
    """A provider that is being played.

    Arguments:
        name, keeper: whose lists.
        base: where it listens.
        left: who is on them; may be changed.
        status, words: what it answers instead, when it is out of order.
        asked: the paths it was asked for.
    """

    name: str
    keeper: Keeper
    base: str
    left: list[Left] = field(default_factory=list)
    status: int = 200
    words: str = ""
    asked: list[str] = field(default_factory=list)

    def account(self, secret: str = "") -> Provider:
        settings = {**self.keeper.settings, "base_url": self.base}
        return open_provider(
            self.name, settings=settings, secret=secret or self.keeper.secret, folder=Path()
        )


@contextmanager
def keeping(name: str) -> Iterator[Keeping]:
    """Play a provider while the context lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        server.keeping = Keeping(name, KEEPERS[name], base)
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.keeping
        server.shutdown()
