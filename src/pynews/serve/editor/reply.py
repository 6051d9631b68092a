"""What the preview answers, and the rules that travel along with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

__all__ = ["Policy", "Reply", "json_reply", "refusal", "text_reply"]


class Policy(StrEnum):
    """Content security policies (W3C CSP level 3): for the app, and for mail.

    Mail brings its styles inline and shows pictures from this server only; it runs
    nothing, posts nothing and loads nothing else. Where it is opened outside of the
    app's frame, ``sandbox`` holds it.
    """

    APP = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    FRAME = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
    )
    MAIL = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox"
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Arguments:
        body: its bytes.
        media_type: with charset where it is text.
        status: HTTP status.
        policy: what the browser may do with it.
        headers: others.
    """

    body: bytes = b""
    media_type: str = "text/plain; charset=utf-8"
    status: int = HTTPStatus.OK
    policy: Policy = Policy.MAIL
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(tree: object, status: int = HTTPStatus.OK) -> Reply:
    """Return a value as JSON."""
    body = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Reply(body, "application/json; charset=utf-8", status)


def text_reply(text: str, status: int = HTTPStatus.OK) -> Reply:
    """Return plain text."""
    return Reply(text.encode("utf-8", "replace"), status=status)


def refusal(status: int = HTTPStatus.NOT_FOUND) -> Reply:
    """Return an answer that gives nothing away."""
    return Reply(status=status)
