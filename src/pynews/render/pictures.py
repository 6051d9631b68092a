"""Pictures of an issue: found, checked, and shown from the message or from the archive."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pynews.errors import SourceError
from pynews.model import Origin, Picture

__all__ = ["Gallery", "Shown"]

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
LARGEST = 10_000_000
PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a template shows it.

    Arguments:
        src: address for the message.
        page: address for the web page, beside it.
        alt: what it shows, in words.
        width, height: CSS pixels.
    """

    src: str
    page: str
    alt: str
    width: int
    height: int


class Gallery:
    """Collects the pictures of one edition.

    Arguments:
        root: the project's folder; no picture lies outside of it.
        column: width at which pictures are shown at most, CSS pixels.
        address: of the archive's folder for this issue with a slash, or "".
        domain: what content ids end with.
    """

    def __init__(self, root: Path, *, column: int, address: str, domain: str) -> None:
        """Begin without a picture."""
        self._root = root
        self._column = column
        self._address = address
        self._domain = domain
        self._pictures: dict[str, Picture] = {}
        self._files: list[Path] = []

    @property
    def images(self) -> tuple[Picture, ...]:
        """Every picture shown so far, in order."""
        return tuple(self._pictures.values())

    @property
    def embedded(self) -> tuple[Picture, ...]:
        """Those that travel with the message: none when the archive hosts them."""
        return () if self._address else self.images

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read."""
        return tuple(self._files)

    def show(self, image: str, alt: str, origin: Origin) -> Shown:
        """Return how a picture of the project is shown.

        Arguments:
            image: path below the project's root.
            alt: what it shows.
            origin: who asks for it.

        Raises:
            SourceError: missing, outside of the project, no alt text, no picture.
        """
        path = self._root / image
        inside = path.resolve().is_relative_to(self._root.resolve())
        if not inside or not path.is_file():
            raise SourceError(
                f'there is no picture "{image}"',
                where=str(origin),
                hint="write its path from the project's folder: newsletters/images/team.jpg",
            )
        return self.show_file(path, alt, str(origin))

    def show_file(self, path: Path, alt: str, where: str) -> Shown:
        """Return how a picture at any path is shown; see `show` for the errors."""
        if not alt.strip():
            raise SourceError(
                f'the picture "{path.name}" has no words for those who cannot see it',
                where=where,
                hint="add alt: what the picture shows, in under 125 characters",
            )
        picture, width, height = _read(path, self._column, where, self._domain)
        self._pictures.setdefault(picture.content_id, picture)
        self._files.append(path)
        page = f"images/{quote(picture.file_name)}"
        src = f"{self._address}{page}" if self._address else f"cid:{picture.content_id}"
        return Shown(src, page, alt.strip(), width, height)


def _read(path: Path, column: int, where: str, domain: str) -> tuple[Picture, int, int]:
    from PIL import Image, UnidentifiedImageError

    if path.stat().st_size > LARGEST:
        raise SourceError(f'the picture "{path.name}" is larger than 10 MB', where=where)
    content = path.read_bytes()
    try:
        with Image.open(path, formats=tuple(TYPES)) as opened:
            kind, (width, height) = str(opened.format), opened.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise SourceError(
            f'"{path.name}" is not a picture that mail programs show',
            where=where,
            hint="save it as .jpg, .png or .gif",
        ) from error
    if width * height > PIXELS:
        raise SourceError(f'the picture "{path.name}" has too many pixels', where=where)
    digest = hashlib.sha256(content).hexdigest()[:16]
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(path.name).stem.lower()).strip("-") or "picture"
    ending = TYPES[kind].removeprefix("image/").replace("jpeg", "jpg")
    picture = Picture(
        content_id=f"{digest}@{domain}",
        file_name=f"{stem[:40]}-{digest[:8]}.{ending}",
        media_type=TYPES[kind],
        content=content,
    )
    shown = min(width, column)
    return picture, shown, max(1, round(height * shown / width))
