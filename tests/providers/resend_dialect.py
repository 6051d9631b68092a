"""Resend, as the double speaks it."""

import json
from collections.abc import Mapping

from pynews.providers.proof import Asked, Said, Taken, json_objects


def said(status: int, name: str, words: str, **headers: str) -> Said:
    tree = {"statusCode": status, "name": name, "message": words}
    return (
        status,
        {key.replace("_", "-"): value for key, value in headers.items()},
        json.dumps(tree),
    )


class Resend:
    key = "re_0123456789abcdef"
    state = "verified"
    forbidden = said(401, "invalid_api_key", "API key is invalid")
    plain: Mapping[str, Said] = {
        "401": forbidden,
        "302": (302, {"Location": "/elsewhere"}, "{}"),
        "429": said(429, "rate_limit_exceeded", "Too many requests", retry_after="1"),
        "429-bare": (429, {}, "slow down"),
        "daily": said(429, "daily_quota_exceeded", "You have reached your daily email quota"),
        "monthly": said(429, "monthly_quota_exceeded", "You have reached your monthly quota"),
        "domain": said(403, "validation_error", "The example.org domain is not verified"),
        "from": said(422, "invalid_from_address", "Invalid `from` field"),
        "to": said(422, "validation_error", "Invalid `to` field: reader@example.org"),
        "suspended": said(451, "security_error", "We may have found a security issue"),
        "413": (413, {}, "Too Large"),
        "409": said(409, "concurrent_idempotent_requests", "another one is in progress"),
        "restricted": said(401, "restricted_api_key", "This key is restricted to only send"),
        "list": (200, {}, "[1]"),
        "no-id": (200, {}, '{"id": ""}'),
        "echo": said(422, "validation_error", f"your key {key} and reader@example.org are odd"),
    }

    def __init__(self) -> None:
        self.seen: dict[str, tuple[bytes, Said]] = {}

    def authorised(self, asked: Asked) -> bool:
        return asked.headers["Authorization"] == f"Bearer {self.key}"

    def taken(self, asked: Asked) -> Taken | Said:
        earlier = self.seen.get(asked.headers["Idempotency-Key"])
        if earlier:
            different = said(409, "invalid_idempotent_request", "the key was used differently")
            return earlier[1] if earlier[0] == asked.body else different
        objects = json_objects(asked.body)
        if asked.path == "/emails/batch":
            if any("attachments" in one for one in objects):
                return said(422, "validation_error", "attachments are not supported in a batch")
            objects = [one for one in objects if _good(one)]
        elif asked.path != "/emails":
            return said(404, "not_found", "not found")
        return [(one["tags"][0]["value"], one["to"][0]) for one in objects]

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        ids = [{"id": f"id-{first + n}"} for n, _ in enumerate(refs)]
        tree: dict[str, object] = ids[0] if asked.path == "/emails" else {"data": ids}
        wrong = [n for n, one in enumerate(json_objects(asked.body)) if not _good(one)]
        if wrong:
            tree["errors"] = [{"index": n, "message": "Invalid `to` field"} for n in wrong]
        answer: Said = (200, {}, json.dumps(tree))
        self.seen[asked.headers["Idempotency-Key"]] = (asked.body, answer)
        return answer

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        del query, known
        if path == "/suppressions":  # nobody left
            return 200, {}, json.dumps({"object": "list", "has_more": False, "data": []})
        assert path == "/domains"
        return 200, {}, json.dumps({"data": [{"name": "example.org", "status": self.state}]})


def _good(one: Mapping[str, list[str]]) -> bool:
    return not one["to"][0].startswith("bad")
