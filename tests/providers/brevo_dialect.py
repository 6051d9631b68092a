"""Brevo, as the double speaks it."""

import json
from collections.abc import Mapping

from pynews.providers.proof import Asked, Said, Taken


def said(status: int, code: str, words: str) -> Said:
    return status, {}, json.dumps({"code": code, "message": words})


class Brevo:
    key = "xkeysib-0123456789abcdef"
    forbidden = said(401, "unauthorized", "Key not found")
    plain: Mapping[str, Said] = {
        "401": forbidden,
        "302": (302, {"Location": "/elsewhere"}, "{}"),
        "429": (429, {"x-sib-ratelimit-reset": "12"}, '{"message": "slow down"}'),
        "429-bare": (429, {}, ""),
        "credits": said(402, "not_enough_credits", "Not enough credits, daily limit reached"),
        "sender": said(400, "invalid_parameter", "the sender you used is not valid"),
        "to": said(400, "invalid_parameter", "email reader@example.org is not valid in to"),
        "suspended": said(403, "permission_denied", "Your SMTP account is not yet activated"),
        "400": said(400, "missing_parameter", "htmlContent is missing"),
        "413": (413, {}, ""),
        "duplicate": said(400, "duplicate_request", "this key is in use"),
        "409": said(409, "conflict", "this key is in use"),
        "list": (201, {}, "[1]"),
        "no-id": (201, {}, "{}"),
        "echo": said(400, "invalid_parameter", f"your {key} and reader@example.org are odd"),
    }

    def __init__(self) -> None:
        self.active = True
        self.seen: dict[str, Said] = {}

    def authorised(self, asked: Asked) -> bool:
        return asked.headers["api-key"] == self.key

    def taken(self, asked: Asked) -> Taken | Said:
        assert asked.path == "/smtp/email"
        tree = json.loads(asked.body)
        earlier = self.seen.get(tree["headers"]["idempotencyKey"])
        return earlier or [(tree["tags"][0], tree["to"][0]["email"])]

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        del refs
        answer: Said = (201, {}, json.dumps({"messageId": f"<id-{first}@relay.example.org>"}))
        self.seen[json.loads(asked.body)["headers"]["idempotencyKey"]] = answer
        return answer

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        if path == "/senders":
            return 200, {}, json.dumps({"senders": [{"active": self.active}]})
        if path == "/smtp/blockedContacts":  # nobody left
            return 200, {}, json.dumps({"contacts": [], "count": 0})
        assert path == "/smtp/statistics/events"
        (email,), (tag,) = query["email"], json.loads(query["tags"][0])
        events = [
            {"email": to, "event": "requests", "tag": f'["{ref}"]'}
            for ref, to in known
            if (ref, to) == (tag, email)
        ]
        return 200, {}, json.dumps({"events": events} if events else {})
