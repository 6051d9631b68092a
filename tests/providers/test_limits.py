"""What the vendors say they take, in one table; each at the limit and one above."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import notify_dialect
import pytest
import ses_dialect
from brevo_dialect import Brevo
from mailgun_double import DOMAIN, KEY, form_of
from postmark_dialect import Postmark
from resend_dialect import Resend

from pynews.model import Message
from pynews.providers import (
    LOSSES,
    PROVIDERS,
    Capabilities,
    Needs,
    capabilities_of,
    losses,
    open_provider,
)
from pynews.providers.handing import FRAME_BYTES, JSON_GROWTH
from pynews.providers.proof import CALENDAR, message, together

MEGABYTE = 1 << 20
# The vendors' own numbers; None where they publish none, or where one call is one reader.
TABLE: dict[str, dict[str, int | None]] = {
    "brevo": {"readers": 1, "message": 20 * MEGABYTE, "file": 4_000_000},
    "mailgun": {"readers": 1, "message": 25 * MEGABYTE},
    "notify": {"readers": 1, "message": 2_000_000},
    "outbox": {"readers": None},
    "postmark": {
        "readers": 500,
        "call": 50 * MEGABYTE,
        "message": 10 * MEGABYTE,
        "html": 5 * MEGABYTE,
        "text": 5 * MEGABYTE,
    },
    "resend": {"readers": 100, "message": 40 * MEGABYTE},
    "ses": {"readers": 50, "message": 40 * MEGABYTE, "header": 995},
    "smtp": {"readers": None},
}
SIZES: dict[str, tuple[str, Callable[[Capabilities], int | None]]] = {
    "message": ("message_bytes", lambda can: can.max_message_bytes),
    "html": ("html_bytes", lambda can: can.limits.html_bytes),
    "text": ("text_bytes", lambda can: can.limits.text_bytes),
    "file": ("file_bytes", lambda can: can.limits.file_bytes),
    "header": ("header_chars", lambda can: can.limits.header_chars),
}
KEYS: dict[str, tuple[dict[str, str], str]] = {
    "brevo": ({}, Brevo.key),
    "mailgun": ({"domain": DOMAIN}, KEY),
    "notify": (
        {"template_id": notify_dialect.TEMPLATE},
        f"key-{notify_dialect.SERVICE}-{notify_dialect.SECRET}",
    ),
    "postmark": ({}, Postmark.key),
    "resend": ({}, Resend.key),
    "ses": ({"region": "eu-west-2", "rate": "1000"}, ":".join(ses_dialect.KEYS)),
}
LONGEST_REF = "r" * 64


def opened(name: str) -> Any:
    settings, key = KEYS[name]
    return open_provider(name, settings=settings, secret=key, folder=Path("nowhere"))


def test_the_table_has_every_provider_and_every_limit_that_is_kept() -> None:
    assert set(TABLE) == set(PROVIDERS)
    for name, limits in TABLE.items():
        can = capabilities_of(name)
        kept = {one: most for one, (_, of) in SIZES.items() if (most := of(can)) is not None}
        assert kept == {one: limits[one] for one in SIZES if one in limits}
        assert can.max_request_bytes == limits.get("call")


@pytest.mark.parametrize(
    ("name", "limit"), [(name, limit) for name in TABLE for limit in TABLE[name] if limit in SIZES]
)
def test_a_part_may_be_as_large_as_the_provider_takes_and_no_larger(name: str, limit: str) -> None:
    most = TABLE[name][limit]
    assert most is not None
    can, part = capabilities_of(name), SIZES[limit][0]
    sized = Needs(one_click=True, **{part: most})
    assert losses(name, can, sized) == ()
    (problem,) = losses(name, can, replace(sized, **{part: most + 1}), allowed=LOSSES)
    assert f"{name} takes {most:,} " in problem.what
    assert f"has {most + 1:,}" in problem.what
    assert problem.hint


@pytest.mark.parametrize("name", KEYS)
def test_a_call_has_as_many_readers_as_the_provider_takes_and_no_more(name: str) -> None:
    provider, most = opened(name), TABLE[name]["readers"]
    ours = provider.capabilities.max_batch
    assert most is not None
    assert ours <= most
    for count, calls in ((ours, 1), (ours + 1, 2)):
        readers = together(*(f"r{n}" for n in range(count)))
        batches = list(provider.batches(readers))
        assert len(batches) == calls
        assert [one for batch in batches for one in batch] == readers


def test_a_call_has_as_many_bytes_as_postmark_takes_and_no_more() -> None:
    most = TABLE["postmark"]["call"]
    assert most is not None
    half = (most // 2 - FRAME_BYTES) // JSON_GROWTH
    for size, calls in ((half, 1), (half + 1, 2)):
        pair = [replace(one, content=b"x" * size) for one in together("a", "b")]
        assert len(list(opened("postmark").batches(pair))) == calls


def longest() -> Message:
    return replace(message("reader", enclosures=(CALENDAR,)), ref=LONGEST_REF)


def test_names_of_ours_are_as_short_as_each_provider_wants_them() -> None:
    key = "k" * 64
    built = {name: opened(name).build([longest()], key) for name in KEYS}
    trees = {name: json.loads(one.body) for name, one in built.items() if name != "mailgun"}
    (tag,) = trees["resend"]["tags"]
    assert len(tag["name"]) <= 256
    assert len(tag["value"]) <= 256
    assert len(dict(built["resend"].headers)["Idempotency-Key"]) <= 256
    (tag,) = trees["ses"]["EmailTags"]
    assert len(tag["Value"]) <= 256
    (metadata,) = trees["postmark"][0]["Metadata"].items()
    assert (len(metadata[0]) <= 20, len(metadata[1]) <= 80) == (True, True)
    assert len(trees["postmark"][0]["Metadata"]) <= 10
    assert len(trees["notify"]["reference"]) <= 1000
    assert len(trees["brevo"]["headers"]["idempotencyKey"]) == 36
    form, _ = form_of(dict(built["mailgun"].headers)["Content-Type"], built["mailgun"].body)
    options = sum(len(name) + len(value) for name, value in form.items() if name[1] == ":")
    assert options <= 16 << 10


def test_amazons_template_has_no_more_headers_of_a_reader_than_it_takes() -> None:
    (tree,) = (
        json.loads(opened("ses").build(batch, "k").body)
        for batch in opened("ses").batches(together("a", "b"))
    )
    for entry in tree["BulkEmailEntries"]:
        headers = entry["ReplacementHeaders"]
        assert len(headers) <= 15
        assert all(one["Value"].isascii() and len(one["Value"]) <= 995 for one in headers)
        assert len(entry["Destination"]["ToAddresses"]) == 1
