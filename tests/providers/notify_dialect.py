"""GOV.UK Notify, as the double speaks it; it proves tokens with the official client."""

import json
from collections.abc import Mapping

from notifications_python_client.authentication import decode_jwt_token
from notifications_python_client.errors import TokenError

from pynews.providers.proof import Asked, Said, Taken

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
FIELDS = {
    "email_address",
    "template_id",
    "personalisation",
    "reference",
    "email_reply_to_id",
    "one_click_unsubscribe_url",
}


def said(status: int, error: str, words: str) -> Said:
    tree = {"status_code": status, "errors": [{"error": error, "message": words}]}
    return status, {}, json.dumps(tree)


class Notify:
    key = SECRET
    forbidden = said(403, "AuthError", "Invalid token: signature, api token not found")
    plain: Mapping[str, Said] = {
        "403": forbidden,
        "302": (302, {"Location": "/elsewhere"}, "{}"),
        "clock": said(
            403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
        ),
        "429": said(429, "RateLimitError", "Exceeded rate limit for key type LIVE"),
        "daily": said(429, "TooManyRequestsError", "Exceeded send limits (50) for today"),
        "trial": said(
            400, "BadRequestError", "Can't send to this recipient when service is in trial mode"
        ),
        "team": said(
            400, "BadRequestError", "Can't send to this recipient using a team-only API key"
        ),
        "template": said(400, "BadRequestError", "Template not found"),
        "reply-to": said(
            400, "BadRequestError", f"email_reply_to_id {TEMPLATE} does not exist in database"
        ),
        "suspended": said(403, "AuthError", "Invalid token: service is archived"),
        "400": said(400, "ValidationError", "personalisation is odd"),
        "to": said(400, "ValidationError", "email_address Not a valid email address"),
        "413": (413, {}, ""),
        "list": (201, {}, "[1]"),
        "no-id": (201, {}, "{}"),
        "no-errors": (400, {}, '{"errors": [1]}'),
        "echo": said(400, "BadRequestError", f"your {SECRET} and reader@example.org are odd"),
    }

    def __init__(self) -> None:
        self.subject, self.body = "((subject))", " (( body )) "

    def authorised(self, asked: Asked) -> bool:
        try:
            proof = asked.headers["Authorization"].removeprefix("Bearer ")
            return bool(decode_jwt_token(proof, self.key))
        except TokenError:
            return False

    def taken(self, asked: Asked) -> Taken | Said:
        assert asked.path == "/v2/notifications/email"
        tree = json.loads(asked.body)
        if set(tree) - FIELDS:
            return said(400, "ValidationError", "Additional properties are not allowed")
        return [(tree["reference"], tree["email_address"])]

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        del asked
        return 201, {}, json.dumps({"id": f"id-{first}", "reference": refs[0]})

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        if path == f"/v2/template/{TEMPLATE}":
            tree = {"id": TEMPLATE, "subject": self.subject, "body": self.body}
            return 200, {}, json.dumps(tree)
        assert path == "/v2/notifications"
        found = [{"reference": ref} for ref, _ in known if ref == query["reference"][0]]
        return 200, {}, json.dumps({"notifications": found, "links": {}})
