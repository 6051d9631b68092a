"""What one reader sees, as text to look at rather than as a message to send."""

from dataclasses import dataclass

from pynews.model import Edition, Recipient
from pynews.pack.values import clean, place_of, placed

__all__ = ["Reading", "read_as"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An edition with one reader's values in it."""

    subject: str
    preheader: str
    html: str
    text: str
    markdown: str = ""


def read_as(edition: Edition, recipient: Recipient, *, unsubscribe: str) -> Reading:
    """Return what a reader sees.

    Arguments:
        edition: with merge tokens.
        recipient: whose values go in.
        unsubscribe: address of the unsubscribe page, shown as it is.
    """
    values = {
        "email": clean(recipient.email),
        "first_name": clean(recipient.first_name),
        "last_name": clean(recipient.last_name),
        "organisation": clean(recipient.organisation),
        "unsubscribe_url": unsubscribe,
    }
    return Reading(
        subject=clean(_filled(edition, edition.subject, values, markup=False)),
        preheader=clean(_filled(edition, edition.preheader, values, markup=False)),
        html=_filled(edition, edition.html, values, markup=True),
        text=_filled(edition, edition.text, values, markup=False),
        markdown=_filled(edition, edition.markdown, values, markup=False),
    )


def _filled(edition: Edition, text: str, values: dict[str, str], *, markup: bool) -> str:
    """Return a text with its tokens replaced, each escaped for where it stands."""
    for field in edition.fields:
        value = values[field.name] or field.fallback
        pieces = text.split(field.token)
        for index in range(len(pieces) - 1):
            place = place_of(pieces[index], markup=markup)
            url = field.name == "unsubscribe_url"
            pieces[index] += placed(value, place_of("", markup=markup) if url else place)
        text = "".join(pieces)
    return text
