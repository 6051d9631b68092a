"""Pictures for those who cannot see them, and for those who wait for them."""

import re
from collections.abc import Iterator

from pynews.check.addresses import place_of
from pynews.check.document import Image
from pynews.check.passages import Kind
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS"]

LONGEST_ALT = 125
HEAVY = 1_000_000
FILE_NAME = re.compile(
    r"^(?:(?:img|dsc|dscn|image|photo|picture|screenshot|logo|banner)?[-_ \d]*"
    r"|[\w-]+)\.(?:png|jpe?g|gif|webp|svg)$|^(?:img|dsc|dscn)[-_ ]?\d+$",
    re.IGNORECASE,
)
SHOWN = re.compile(r"!\[\s*\]\(\s*<?([^)\s>]*)")
EMPTY_WORDS = {
    "image",
    "picture",
    "photo",
    "logo",
    "banner",
    "graphic",
    "screenshot",
    "alt",
    "alt text",
}


def img_alt(subject: Subject) -> Iterator[Note]:
    """Find a picture without alt text, or an empty one that is a link's only words."""
    yield from _unsaid(subject)
    for image in subject.letter.document.images:
        if image.alt is None:
            yield Note(_place(subject, image), f"the picture {_name(image)} has no alt text")
        elif image.linked and not image.alt.strip() and _only_words(subject, image):
            yield Note(_place(subject, image), "a linked picture has no words")


def _unsaid(subject: Subject) -> Iterator[Note]:
    """Yield pictures of the editor's own without words, whether or not they can be shown."""
    for passage in subject.said(Kind.LETTER, Kind.DESCRIPTION):
        for match in SHOWN.finditer(passage.text):
            yield Note(passage.at(match.start()), f"the picture {match[1]} has no alt text")
    for story in subject.issue.stories:
        if story.image and not story.alt.strip():
            place = subject.sources.key(story.origin.path, "image")
            yield Note(place, f"the picture {story.image} has no alt text")


def img_alt_words(subject: Subject) -> Iterator[Note]:
    """Alt text that describes nothing."""
    for image in subject.letter.document.images:
        words = (image.alt or "").strip()
        place = subject.sources.find(words) if words else None
        if FILE_NAME.match(words) or words.lower() in EMPTY_WORDS:
            yield Note(place or _place(subject, image), f'alt text "{words}" describes nothing')
        elif len(words) > LONGEST_ALT:
            yield Note(place or _place(subject, image), f"an alt text has {len(words)} characters")


def img_size(subject: Subject) -> Iterator[Note]:
    """Pictures that make the message heavy, or whose size nobody told."""
    weight = sum(size for _, size in subject.letter.pictures)
    if weight > HEAVY:
        yield Note(subject.top, f"the pictures weigh {weight / HEAVY:.1f} MB")
    for image in subject.letter.document.images:
        if not re.match(r"\d+", image.width):
            yield Note(_place(subject, image), f"the picture {_name(image)} has no width")


def _only_words(subject: Subject, image: Image) -> bool:
    return any(not link.words for link in subject.letter.document.links) and image.linked


def _place(subject: Subject, image: Image) -> Origin:
    """Return where a picture is written: its address, or the theme's tag without alt."""
    written = place_of(subject.sources, image.src)
    if written:
        return written
    tags = subject.sources.places(r"<(?:mj-image|img)\b(?![^>]*\balt\s*=)")
    return next(iter(tags), subject.top)


def _name(image: Image) -> str:
    return image.src.rpartition("/")[2] or "without an address"


CHECKS = (
    Check(
        id="img-alt",
        severity=Severity.MUST_FIX,
        why="Who cannot see the picture, or has pictures off, learns nothing.",
        fix='Write alt: what it shows; alt="" for what is decoration only.',
        example="![](images/team.jpg)",
        look=img_alt,
        of_message=False,
    ),
    Check(
        id="img-alt-words",
        severity=Severity.LOOK_AT,
        why="An alt text stands in for the picture: a file's name says nothing, a page too much.",
        fix="Say what the picture shows in under 125 characters.",
        example="alt: IMG_2041.jpg",
        look=img_alt_words,
    ),
    Check(
        id="img-size",
        severity=Severity.LOOK_AT,
        why="Over 1 MB a message is slow on phones; without a width Outlook shows pictures huge.",
        fix="Use fewer or smaller pictures; give the theme's pictures a width in px.",
        example="5 photos of 400 KB",
        look=img_size,
    ),
)
