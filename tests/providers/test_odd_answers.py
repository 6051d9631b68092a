"""Whatever a server answers: never a traceback, and nobody is called written to without proof."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import notify_dialect
import pytest
import ses_dialect
from brevo_dialect import Brevo
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from mailgun_double import DOMAIN, KEY, MailgunDouble
from notify_dialect import Notify
from postmark_dialect import Postmark
from resend_dialect import Resend
from ses_dialect import Ses

from pynews.errors import PynewsError
from pynews.providers import brevo, mailgun, notify, postmark, resend, ses
from pynews.providers.proof import ACCEPTED, DEFERRED, UNKNOWN, ApiDouble, together
from pynews.providers.sigv4 import Credentials
from pynews.providers.transport import Transport

WAY = Transport(connect=2, read=2)
QUICK = (Phase.explicit, Phase.generate)  # a failing answer is short enough as it is
READERS = ("reader", "writer", "editor")
STATUSES = (200, 201, 202, 299, 302, 400, 404, 409, 418, 422, 429, 500, 503, 599)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
PAGES = st.sampled_from(
    [
        "",
        "<!doctype html><html><title>502 Bad Gateway</title><h1>nginx</h1>",
        "<" * 5000,
        "[" * 100_000,
        "\ufeff{}",
        '{"id": "id-0"',
        "null",
        "1e999",
        '"id-0"',
        "\x00\x1b[31m",
        "x" * 100_000,
    ]
)


def opened(name: str, base: str) -> Any:
    return {
        "brevo": lambda: brevo.Brevo(Brevo.key, base, WAY),
        "mailgun": lambda: mailgun.Mailgun(DOMAIN, KEY, base, WAY),
        "notify": lambda: notify.Notify(
            notify_dialect.SERVICE,
            notify_dialect.SECRET,
            notify_dialect.TEMPLATE,
            base=base,
            transport=WAY,
        ),
        "postmark": lambda: postmark.Postmark(Postmark.key, base=base, transport=WAY),
        "resend": lambda: resend.Resend(Resend.key, base, WAY),
        "ses": lambda: ses.Ses(
            ses_dialect.REGION, Credentials(*ses_dialect.KEYS), base=base, transport=WAY
        ),
    }[name]()


DOUBLES = {"brevo": Brevo, "notify": Notify, "postmark": Postmark, "resend": Resend, "ses": Ses}


@pytest.fixture(scope="module", params=["brevo", "mailgun", "notify", "postmark", "resend", "ses"])
def played(request: pytest.FixtureRequest) -> Iterator[tuple[Any, ApiDouble]]:
    name = request.param
    double = MailgunDouble() if name == "mailgun" else ApiDouble(DOUBLES[name]())
    with double:
        yield opened(name, double.base), double


@st.composite
def changed(draw: st.DrawFn, whole: Any) -> Any:
    """A good answer, with up to three of its parts gone, doubled, or something else."""
    tree = {"whole": deepcopy(whole)}
    for _ in range(draw(st.integers(0, 3))):
        holder, place = draw(st.sampled_from(list(_places(tree))))
        match draw(st.sampled_from(["drop", "double", "other"])):
            case "drop":
                del holder[place]
                if "whole" not in tree:
                    return {}
            case "double" if isinstance(holder, list):
                holder.insert(place, deepcopy(holder[place]))
            case _:
                holder[place] = draw(JSON)
    return tree["whole"]


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    found = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree))
    for place, inner in found:
        yield tree, place
        if isinstance(inner, dict | list):
            yield from _places(inner)


def answered(provider: Any, double: ApiDouble, count: int, status: int, body: str) -> None:
    """Hand messages over to somebody who answers so, and see that what is said is proven."""
    readers = together(*READERS[:count])
    double.dialect.plain = {"odd": (status, {}, body)}
    double.script = ["odd"] * 9
    try:
        found = provider.hand_over(readers, key="key")
    except PynewsError as error:
        (problem,) = error.problems
    else:
        problem = None
    if problem:
        assert problem.hint
        assert problem.what.isprintable()
        return
    assert [one.ref for one in found] == [one.ref for one in readers]
    taken = [one for one in found if one.status is ACCEPTED]
    assert len({one.provider_id for one in taken}) == len(taken)
    for one in taken:
        assert status in {200, 201, 202}
        assert one.provider_id
        assert json.dumps(one.provider_id)[1:-1] in body or one.provider_id in body
    assert all(one.detail.isprintable() for one in found)


@given(data=st.data(), count=st.sampled_from([1, 3]), status=st.sampled_from(STATUSES))
@settings(deadline=None, max_examples=40, phases=QUICK)
def test_a_good_answer_that_was_spoilt_proves_no_more_than_it_says(
    played: tuple[Any, ApiDouble], data: st.DataObject, count: int, status: int
) -> None:
    provider, double = played
    asked = provider.build(next(iter(provider.batches(together(*READERS[:count])))), "key")
    path = asked.url.removeprefix(double.base)
    refs = [f"ref-{name}" for name in READERS[: asked.messages]]
    said = double.dialect.accepted(_asked(path, asked), refs, 0)
    whole = json.loads(said[2])
    body = json.dumps(data.draw(changed(whole)))
    answered(provider, double, count, data.draw(st.sampled_from([said[0], status])), body)


@given(count=st.sampled_from([1, 3]), status=st.sampled_from(STATUSES), page=PAGES)
@settings(deadline=None, max_examples=25, phases=QUICK)
def test_a_page_that_is_no_answer_is_one_thing_or_unknown(
    played: tuple[Any, ApiDouble], count: int, status: int, page: str
) -> None:
    answered(*played, count, status, page)
    if status < 300 or status >= 500:
        provider, _ = played
        found = provider.hand_over(together(*READERS[:count]), key="key")
        assert {one.status for one in found} <= {UNKNOWN, DEFERRED}


def _asked(path: str, request: Any) -> Any:
    from email.message import Message

    from pynews.providers.proof import Asked

    headers = Message()
    for name, value in request.headers:
        headers[name] = value
    return Asked("POST", path, headers, request.body)
