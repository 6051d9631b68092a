"""Amazon SES, as the double speaks it; it proves every signature with botocore."""

import json
from base64 import b64decode
from collections.abc import Mapping

from judges import botocores_proof

from pynews.providers.proof import Asked, Said, Taken

KEYS = ("AKIA0123456789", "s3cret/with+signs0123456789")
REGION = "eu-west-2"


def said(status: int, kind: str, words: str) -> Said:
    header = {"x-amzn-errortype": f"{kind}:http://internal.amazon.com/coral/"}
    return status, header, json.dumps({"message": words})


class Ses:
    key = KEYS[1]
    forbidden = said(403, "InvalidSignatureException", "The signature we calculated differs.")
    plain: Mapping[str, Said] = {
        "403": forbidden,
        "302": (302, {"Location": "/elsewhere"}, "{}"),
        "token": said(403, "UnrecognizedClientException", "The security token is invalid."),
        "clock": said(403, "RequestExpired", "Signature expired"),
        "429": said(429, "TooManyRequestsException", "Maximum sending rate exceeded."),
        "daily": said(429, "TooManyRequestsException", "Daily message quota exceeded."),
        "limit": said(400, "LimitExceededException", "Too many of something"),
        "unverified": said(
            400,
            "MessageRejected",
            "Email address is not verified. The following identities failed: news@example.org",
        ),
        "domain": said(400, "MailFromDomainNotVerifiedException", "MAIL FROM is odd"),
        "suspended": said(400, "AccountSuspendedException", "This account is suspended."),
        "paused": said(400, "SendingPausedException", "Sending is paused for this account."),
        "set": said(404, "NotFoundException", "Configuration set <x> does not exist."),
        "address": said(400, "BadRequestException", "Illegal address: reader@example.org"),
        "400": said(400, "BadRequestException", "Missing something"),
        "413": (413, {}, ""),
        "list": (200, {}, "[1]"),
        "no-id": (200, {}, "{}"),
        "echo": said(400, "BadRequestException", f"your {KEYS} and reader@example.org are odd"),
    }

    def __init__(self) -> None:
        self.account: dict[str, object] = {"SendingEnabled": True, "ProductionAccessEnabled": True}
        self.results: list[dict[str, str]] = []

    def authorised(self, asked: Asked) -> bool:
        given = asked.headers["Authorization"]
        names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        headers = {
            "X-Amz-Date" if name == "x-amz-date" else name: asked.headers[name]
            for name in names
            if name != "host"
        }
        url = f"http://{asked.headers['Host']}{asked.path}"
        keys = (KEYS[0], self.key)
        return given == botocores_proof((asked.method, url, headers, asked.body), keys, REGION)

    def taken(self, asked: Asked) -> Taken | Said:
        tree = json.loads(asked.body)
        if asked.path == "/v2/email/outbound-emails":
            assert b64decode(tree["Content"]["Raw"]["Data"])
            return [(_tag(tree["EmailTags"]), tree["Destination"]["ToAddresses"][0])]
        entries = tree["BulkEmailEntries"]
        if len(entries) > 50:
            return said(400, "BadRequestException", "more than 50 destinations")
        return [
            (_tag(one["ReplacementTags"]), one["Destination"]["ToAddresses"][0]) for one in entries
        ]

    def accepted(self, asked: Asked, refs: list[str], first: int) -> Said:
        ids = [{"MessageId": f"id-{first + n}"} for n, _ in enumerate(refs)]
        if asked.path == "/v2/email/outbound-emails":
            return 200, {}, json.dumps(ids[0])
        items = self.results or [{"Status": "SUCCESS", **one} for one in ids]
        return 200, {}, json.dumps({"BulkEmailEntryResults": items})

    def answer(self, path: str, query: Mapping[str, list[str]], known: Taken) -> Said:
        del query, known
        if path == "/v2/email/suppression/addresses":  # nobody left
            return 200, {}, json.dumps({"SuppressedDestinationSummaries": []})
        assert path == "/v2/email/account"
        return 200, {}, json.dumps(self.account)


def _tag(tags: list[dict[str, str]]) -> str:
    return next(one["Value"] for one in tags if one["Name"] == "ref")
