"""Postmark, as the double speaks it."""

import json
from collections.abc import Callable, Mapping

from pynews.providers.proof import Asked, Said, Taken, json_objects


def said(status: int, code: int, words: str) -> Said:
    return status, {}, json.dumps({"ErrorCode": code, "Message": words})


def item(code: int, words: str) -> Callable[[Asked], Said]:
    """The same word for each message of a call."""

    def answer(asked: Asked) -> Said:
        count = len(json_objects(asked.body)) if asked.body else 1
        return 200, {}, json.dumps([{"ErrorCode": code, "Message": words}] * count)

    return answer


class Postmark:
    key = "server-token-0123456789"
    stream = "Broadcasts"
    forbidden = said(401, 10, "The Server Token you provided does not match: bad or missing.")
    plain: Mapping[str, Said | Callable[[Asked], Said]] = {
        "401": forbidden,
        "302": (302, {"Location": "/elsewhere"}, "{}"),
        "422": said(422, 403, "Zero recipients specified"),
        "429": (429, {}, ""),
        "item-429": item(429, "Rate limit exceeded"),
        "inactive": item(406, "Found inactive addresses: reader@example.org."),
        "invalid-to": item(300, "Invalid 'To' address: 'reader@example.org'."),
        "no-signature": item(400, "The 'From' address you supplied is not a Sender Signature."),
        "unconfirmed": item(401, "The Sender Signature has not been confirmed."),
        "credits": item(405, "You ran out of credits for your daily limit."),
        "pending": item(412, "Your account is pending approval."),
        "suspended": item(413, "Your account may not send."),
        "stream": item(1235, "The stream provided: 'x' does not exist on this server."),
        "odd": item(9999, "something new"),
        "list": (200, {}, "[1]"),
        "no-id": (200, {}, '[{"ErrorCode": 0, "Message": "OK"}]'),
        "echo": said(422, 300, f"your key {key} and reader@example.org are odd"),
    }

    def authorised(self, asked: Asked) -> bool:
        return asked.headers["X-Postmark-Server-Token"] == self.key

    def taken(self, asked: Asked) -> Taken | Said:
        if asked.path != "/email/batch":
            return said(404, 0, "not found")
        return [(one["Metadata"]["ref"], one["To"]) for one in json_objects(asked.body)]

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        readers = [one["To"] for one in json_objects(asked.body)]
        items = [
            {"ErrorCode": 0, "Message": "OK", "MessageID": f"id-{first + n}", "To": to}
            for n, (_, to) in enumerate(zip(refs, readers, strict=True))
        ]
        return 200, {}, json.dumps(items)

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        if path.endswith("/suppressions/dump"):  # nobody left
            return 200, {}, json.dumps({"Suppressions": []})
        if path.startswith("/message-streams/"):
            return 200, {}, json.dumps({"ID": "broadcast", "MessageStreamType": self.stream})
        (ref,) = query["metadata_ref"]
        assert query["messagestream"] == ["broadcast"]
        return 200, {}, json.dumps({"TotalCount": sum(one == ref for one, _ in known)})
