"""JSON bodies joined from segments are those that `json.dumps` makes of the whole message."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import AT, PUBLICATION

from pynews.model import (
    Edition,
    Enclosure,
    Envelope,
    Letter,
    Mailbox,
    MergeField,
    Message,
    Publication,
    Recipient,
    Sheet,
)
from pynews.pack import compile_form
from pynews.providers.brevo import Brevo
from pynews.providers.notify import Notify
from pynews.providers.postmark import Postmark
from pynews.providers.proof import PICTURE, message, together
from pynews.providers.resend import Resend
from pynews.providers.segments import Own, Ready, Segments, Words, as_list
from pynews.providers.ses import Ses
from pynews.providers.sigv4 import Credentials

ANYTHING = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        '"',
        "\\",
        '\\"',
        "\x00\x1f\x7f",
        "\u2028\u2029",
        "\ud800",
        "👩🏽‍⚕️",
        "{{v0}}",
        "%s",
        "</script>",
    ]
)
TEXT = st.lists(ANYTHING | st.integers(0, 2), max_size=6).map(tuple)
COMPACT = (",", ":")


@given(TEXT, TEXT, st.tuples(ANYTHING, ANYTHING, ANYTHING), ANYTHING)
def test_segments_are_the_bytes_of_the_finished_tree(one, other, values, own):
    """Fixed text and values alike may hold anything that a string can."""

    def plain(text: tuple[str | int, ...]) -> str:
        return "".join(piece if isinstance(piece, str) else values[piece] for piece in text)

    def tree(words: Callable[..., object], mine: object, ready: object) -> object:
        return {
            "one": words(one),
            "": [words(other), words(one), True, None, 1, 2.5, "fixed é"],
            'k"ey': {"own": mine, "none": [], "empty": {}},
            "ready": ready,
        }

    found = Segments(tree(Words, Own("mine"), Ready("ready"))).fill(
        values, mine=own, ready=as_list([b"1", b'"two"'])
    )
    wanted = tree(plain, own, [1, "two"])
    assert found == json.dumps(wanted, separators=COMPACT).encode("ascii")
    assert json.loads(found) == wanted


def test_no_items_are_an_empty_list():
    assert as_list(()) == b"[]"
    assert Segments([]).fill(()) == b"[]"


FIELDS = (
    MergeField("PYNx0x", "first_name", 'm"e\\mbers'),
    MergeField("PYNx1x", "unsubscribe_url"),
)
HTML = '<p title="\\">Dear PYNx0x,\t</p><p><a href="PYNx1x">Out</a> \u2028 "PYNx0x"</p>\n'
SERVICES = (
    Postmark("key", "news"),
    Resend("key"),
    Brevo("key"),
    Ses("eu-west-2", Credentials("access", "secret")),
    Ses("eu-west-2", Credentials("access", "secret"), "reports"),
    Notify("service", "secret", "template", "reply"),
)


def form(publication: Publication):
    edition = Edition(
        "2021-11", 'For "PYNx0x"', "", HTML, "Dear PYNx0x,\nPYNx1x\n", "<p></p>", FIELDS
    )

    return compile_form(
        edition, invitations=(), publication=publication, at=AT, campaign="campaign"
    )


QUOTED = replace(
    PUBLICATION,
    name='Example "community" \\',
    unsubscribe_url="https://news.example.org/u",
)
FORM = form(QUOTED)


def strings(tree: object) -> list[str]:
    """Return every string of a JSON value, keys apart; those that hold JSON are read as well."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, dict):
        return [found for value in tree.values() for found in strings(value)]
    return [found for value in tree for found in strings(value)] if isinstance(tree, list) else []


@given(first=ANYTHING, last=ANYTHING)
@pytest.mark.parametrize("service", SERVICES[:3], ids=lambda one: one.name)
def test_any_reader_is_told_through_a_provider_what_the_letter_says(service, first, last):
    """What a provider reads from the request is what the letter says, for all readers of a call."""
    readers = [Recipient("a" * 26, "one@example.org", first), Recipient("b" * 26, "b@c.d", last)]
    messages = [FORM.message(reader, key=b"key") for reader in readers]
    for batch in service.batches(messages):
        body = service.build(batch, "key-1").body
        said = json.loads(body)
        assert body == json.dumps(said, separators=COMPACT).encode("ascii")
        for each, tree in zip(batch, said if isinstance(said, list) else [said], strict=True):
            assert each.letter is not None
            found = strings(tree)
            letter = each.letter
            for wanted in (letter.subject, letter.html, letter.text, each.envelope.recipient):
                assert wanted in found


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_the_request_is_json_as_json_dumps_writes_it(service):
    """Quoting, separators and ASCII are those of the standard library."""
    for messages in (together("one", 'tw"o\\ 👩🏽'), [message("one", enclosures=[PICTURE])]):
        for batch in service.batches(messages):
            body = service.build(batch, "key-1").body
            assert body == json.dumps(json.loads(body), separators=COMPACT).encode("ascii")


def test_sheets_that_differ_share_nothing():
    """Two variants of a campaign are two sheets: each message is joined from its own."""
    sheets = [
        Sheet(
            Mailbox("News", "news@example.org"),
            None,
            (word,),
            (word,),
            (word,),
            (),
            (),
            (),
            (Enclosure(f"{word}.ics", "text/calendar", word.encode()),) if word == "b" else (),
        )
        for word in ("a", "b", "c")
    ]
    messages = [
        Message(word, Envelope("news@example.org", "r@example.org"), b"", Letter(sheet, ()))
        for word, sheet in zip(("a", "b", "c"), sheets, strict=True)
    ]
    said = json.loads(Postmark("key").build(messages, "key-1").body)
    assert [one["HtmlBody"] for one in said] == ["a", "b", "c"]
    assert ["Attachments" in one for one in said] == [False, True, False]
