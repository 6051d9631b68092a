"""Amazon SES, played by a server on loopback; botocore judges signatures and requests."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import botocores_model, botocores_proof, letters
from ses_dialect import KEYS, REGION
from ses_dialect import Ses as Dialect

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Letter, Message
from pynews.providers import Provider, open_provider
from pynews.providers.proof import (
    ACCEPTED,
    CALENDAR,
    DEFERRED,
    REFUSED,
    UNKNOWN,
    ApiDouble,
    HttpContract,
    message,
    together,
)
from pynews.providers.ses import Ses
from pynews.providers.sigv4 import Credentials, signed
from pynews.providers.transport import HttpRequest, HttpResponse

SES = Ses(REGION, Credentials(*KEYS), base="https://email.eu-west-2.amazonaws.com")
AT = datetime(2021, 11, 2, 9, tzinfo=UTC)


class TestThePromise(HttpContract):
    dialect = Dialect
    name = "ses"
    key = ":".join(KEYS)
    settings: ClassVar = {"region": REGION, "rate": "50"}
    secrets = KEYS
    waits: ClassVar = {"429": 1, "limit": 1}
    refuses = ("address",)
    sentences: ClassVar = {
        "wrong key": "403",
        "unverified sender": "unverified",
        "suspended account": "suspended",
        "daily limit": "daily",
    }
    mendable: ClassVar = {
        "403": (CredentialsError, "signature we calculated"),
        "token": (CredentialsError, "security token"),
        "clock": (CredentialsError, "expired"),
        "302": (ProjectError, "Amazon SES said 302"),
        "daily": (RetryLaterError, "Daily message quota"),
        "unverified": (ProjectError, "not verified"),
        "domain": (ProjectError, "MAIL FROM"),
        "suspended": (ProjectError, "suspended"),
        "paused": (ProjectError, "paused"),
        "set": (ProjectError, "Configuration set"),
        "400": (ProjectError, "Missing something"),
        "413": (ProjectError, "Amazon SES said 413"),
    }

    @pytest.mark.parametrize("answer", ["list", "no-id"])
    def test_a_yes_that_names_no_message_is_unknown(
        self, double: ApiDouble, provider: Provider, answer: str
    ) -> None:
        double.script = [answer] * 2
        assert self.one(provider).status is UNKNOWN
        found = provider.hand_over(together("a", "b"), key="k")
        assert {one.status for one in found} == {UNKNOWN}

    def test_readers_of_one_letter_share_a_call(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        found = provider.hand_over(together("a", "b", "c"), key="k")
        assert [one.provider_id for one in found] == ["id-0", "id-1", "id-2"]
        assert double.paths == ["/v2/email/outbound-bulk-emails"]

    def test_a_call_refused_for_one_address_goes_one_by_one(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.script = ["address", "accept", "address"]
        found = provider.hand_over(together("a", "b"), key="k")
        assert [one.status for one in found] == [ACCEPTED, REFUSED]
        assert double.copies == {"ref-a": 1}

    def test_in_one_answer_each_reader_has_a_word_of_their_own(
        self, double: ApiDouble, provider: Provider
    ) -> None:
        double.dialect.results = [  # type: ignore[attr-defined]
            {"Status": "SUCCESS", "MessageId": "id"},
            {"Status": "INVALID_PARAMETER", "Error": "bad address b@example.org"},
            {"Status": "FAILED", "Error": "who knows"},
            {"Status": "SOMETHING_NEW"},
            {"Status": "ACCOUNT_THROTTLED", "Error": "slow down"},
            {"Status": "ACCOUNT_DAILY_QUOTA_EXCEEDED"},
        ]
        found = provider.hand_over(together(*"abcdef"), key="k")
        wanted = [ACCEPTED, REFUSED, UNKNOWN, UNKNOWN, DEFERRED, DEFERRED]
        assert [one.status for one in found] == wanted
        assert found[1].detail == "bad address b***@example.org"

    @pytest.mark.parametrize(
        ("result", "kind"),
        [
            ({"Status": "ACCOUNT_SUSPENDED"}, ProjectError),
            ({"Status": "ACCOUNT_DAILY_QUOTA_EXCEEDED"}, RetryLaterError),
            ({"Status": "MESSAGE_REJECTED", "Error": "Address is not verified"}, ProjectError),
        ],
    )
    def test_what_refuses_every_reader_of_a_call_is_an_error_to_act_on(
        self,
        double: ApiDouble,
        provider: Provider,
        result: dict[str, str],
        kind: type[PynewsError],
    ) -> None:
        double.dialect.results = [result, result]  # type: ignore[attr-defined]
        with pytest.raises(kind) as caught:
            provider.hand_over(together("a", "b"), key="k")
        assert caught.value.problems[0].hint

    @pytest.mark.parametrize(
        ("account", "kind", "words"),
        [
            ({"SendingEnabled": False}, ProjectError, "stopped"),
            ({"EnforcementStatus": "SHUTDOWN"}, ProjectError, "stopped"),
            ({"ProductionAccessEnabled": False}, ProjectError, "sandbox"),
            (
                {"SendQuota": {"Max24HourSend": 200, "SentLast24Hours": 200}},
                RetryLaterError,
                "today",
            ),
        ],
    )
    def test_an_account_that_may_not_send_is_found_out_before_sending(
        self,
        double: ApiDouble,
        provider: Provider,
        account: dict[str, object],
        kind: type[PynewsError],
        words: str,
    ) -> None:
        double.dialect.account = account  # type: ignore[attr-defined]
        with pytest.raises(kind, match=words):
            provider.check()

    @pytest.mark.parametrize("quota", [{"Max24HourSend": -1, "SentLast24Hours": 5}, {}, None])
    def test_an_account_without_a_daily_limit_may_send(
        self, double: ApiDouble, provider: Provider, quota: object
    ) -> None:
        double.dialect.account = {"SendQuota": quota}  # type: ignore[attr-defined]
        provider.check()

    def test_calls_hold_no_more_than_a_seconds_messages(self) -> None:
        slow = open_provider(
            "ses", settings={"region": REGION, "rate": "3"}, secret=self.key, folder=Path()
        )
        assert isinstance(slow, Ses)
        assert slow.capabilities.rate == 3
        assert [len(part) for part in slow.batches(together(*"abcdefg"))] == [3, 3, 1]


@pytest.mark.parametrize(
    ("settings", "secret", "kind", "words"),
    [
        ({}, "a:b", ProjectError, "region is missing"),
        ({"region": REGION}, "", CredentialsError, "needs a key"),
        ({"region": REGION}, "a", CredentialsError, "colon between"),
        ({"region": REGION}, "a:", CredentialsError, "colon between"),
        ({"region": REGION}, "a:b\n", CredentialsError, "characters no key has"),
        ({"region": REGION, "rate": "fast"}, "a:b", ProjectError, "no number above zero"),
        ({"region": REGION, "rate": "nan"}, "a:b", ProjectError, "no number above zero"),
        ({"region": REGION, "rate": "0"}, "a:b", ProjectError, "no number above zero"),
    ],
)
def test_a_wrong_setting_is_an_error_before_anything_is_sent(
    settings: dict[str, str], secret: str, kind: type[PynewsError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        open_provider("ses", settings=settings, secret=secret, folder=Path())


TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
SEGMENT = st.from_regex(r"[A-Za-z0-9._~%-]{1,12}", fullmatch=True).filter(
    lambda text: "%" not in text and set(text) != {"."}
)


@given(
    method=st.sampled_from(["GET", "POST"]),
    path=st.lists(SEGMENT, max_size=3),
    query=st.dictionaries(SEGMENT, SEGMENT, max_size=3),
    extra=st.dictionaries(st.sampled_from(["X-One", "X-Two", "Content-Type"]), TEXT, max_size=3),
    body=st.binary(max_size=100),
    keys=st.tuples(TEXT, TEXT) | st.tuples(TEXT, TEXT, TEXT),
    region=st.sampled_from(["eu-west-2", "us-east-1"]),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
@settings(deadline=None, max_examples=300)
def test_signatures_are_those_of_botocore(
    method: str,
    path: list[str],
    query: dict[str, str],
    extra: dict[str, str],
    body: bytes,
    keys: tuple[str, ...],
    region: str,
    at: datetime,
) -> None:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    url = f"https://email.{region}.amazonaws.com/{'/'.join(path)}" + (f"?{asked}" if asked else "")
    ours = signed(
        HttpRequest(method, url, tuple(extra.items()), body),
        Credentials(*keys),
        region=region,
        service="ses",
        at=at,
    )
    headers = dict(ours.headers)
    proof = headers.pop("Authorization")
    assert proof == botocores_proof((method, url, headers, body), keys, region)
    for secret in keys[1:]:
        assert repr(secret) not in repr(ours) + repr(Credentials(*keys))


def request_of(*messages: Message) -> Any:
    return json.loads(SES.build(messages, "k").body)


def accepted_by_the_model(operation: str, tree: Any) -> str:
    from botocore.validate import ParamValidator

    report = ParamValidator().validate(_bytes(tree), botocores_model(operation))
    return str(report.generate_report())


def _bytes(tree: Any) -> Any:
    if "Raw" in tree.get("Content", {}):
        data = b64decode(tree["Content"]["Raw"]["Data"])
        return {**tree, "Content": {"Raw": {"Data": data}}}
    return tree


@given(ours=letters(enclosures=False, pictures=False))
@settings(deadline=None, max_examples=30)
def test_requests_fit_amazons_own_model(ours: Message) -> None:
    raw = replace(ours, content=b"Subject: x\r\n\r\nx")
    configured = replace(SES, configuration_set="reports")
    for tree in (request_of(raw), json.loads(configured.build([raw], "k").body)):
        assert accepted_by_the_model("SendEmail", tree) == ""
    assert accepted_by_the_model("SendBulkEmail", request_of(ours, ours)) == ""


def test_the_model_would_notice_a_wrong_request() -> None:
    wrong = {**request_of(message("a"), message("b")), "Colour": "red"}
    assert "Colour" in accepted_by_the_model("SendBulkEmail", wrong)


@given(ours=letters(enclosures=False, pictures=False))
@settings(deadline=None, max_examples=60)
def test_a_filled_template_is_the_letter(ours: Message) -> None:
    letter = ours.letter
    assert letter is not None
    if len(list(SES.batches([ours, ours]))) == 2:
        assert any("{{" in one or one.endswith(("{", "\\")) for one in _texts(letter))
        return
    tree = request_of(ours, ours)
    entry = tree["BulkEmailEntries"][0]
    values = json.loads(
        entry["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"]
    )
    template = tree["DefaultContent"]["Template"]["TemplateContent"]
    for name, wanted in (
        ("Subject", letter.subject),
        ("Html", letter.html),
        ("Text", letter.text),
    ):
        filled = re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], template[name])
        assert filled == wanted
    headers = {one["Name"]: one["Value"] for one in entry["ReplacementHeaders"]}
    assert headers == dict(letter.headers)
    assert len(headers) <= 15
    assert all(value.isascii() and len(value) <= 995 for value in headers.values())
    assert tree["FromEmailAddress"].isascii()


def _texts(letter: Letter) -> list[str]:
    sheet = letter.sheet
    texts = (*sheet.subject, *sheet.html, *sheet.text, *letter.values)
    return [text for text in texts if isinstance(text, str)]


@pytest.mark.parametrize(
    ("change", "calls"),
    [
        ({}, 1),
        ({"text": ("a {{ b", 0)}, 2),
        ({"html": ("a {", 0)}, 2),
        ({"text": ("a \\", 0)}, 2),
        ({"html": ("@media x{a{b:c}}", 0)}, 1),
        ({"enclosures": (CALENDAR,)}, 2),
        ({"html": ("x" * 600_000,)}, 2),
    ],
)
def test_what_a_template_cannot_hold_goes_as_our_own_bytes(
    change: dict[str, Any], calls: int
) -> None:
    first, second = together("a", "b")
    sheet = replace(first.letter.sheet, **change)  # type: ignore[union-attr]
    messages = [
        replace(one, letter=Letter(sheet, one.letter.values))  # type: ignore[union-attr]
        for one in (first, second)
    ]
    assert len(list(SES.batches(messages))) == calls


def test_a_value_with_braces_goes_as_our_own_bytes() -> None:
    first, second = together("a", "b")
    crafted = replace(second, letter=Letter(second.letter.sheet, ("{{v1}}", "u", "r")))  # type: ignore[union-attr]
    assert len(list(SES.batches([first, crafted]))) == 2


@pytest.mark.parametrize(("count", "calls"), [(50, 1), (51, 2)])
def test_calls_keep_to_the_number(count: int, calls: int) -> None:
    fast = replace(SES, capabilities=replace(SES.capabilities, rate=100))
    messages = together(*(f"r{n}" for n in range(count)))
    assert len(list(fast.batches(messages))) == calls


@given(content=st.binary(max_size=300), status=st.sampled_from([200, 201, 204, 418, 500, 599]))
@settings(deadline=None)
def test_any_answer_is_understood_or_called_unknown(content: bytes, status: int) -> None:
    try:
        found = SES.parse(HttpResponse(status, {}, content), [message("reader")])
    except PynewsError:
        assert 300 <= status < 500
    else:
        assert {one.status for one in found or ()} == {UNKNOWN}


def test_the_same_message_is_the_same_request() -> None:
    first, second = (SES.build([message("reader")], key) for key in ("a", "b"))
    assert (first.url, first.headers, first.body) == (second.url, second.headers, second.body)
    tree = json.loads(first.body)
    assert b64decode(tree["Content"]["Raw"]["Data"]) == message("reader").content
