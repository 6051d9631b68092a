"""Pictures of an issue: found, checked, made small, shown from the message or the archive."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pynews.errors import SourceError
from pynews.model import Origin, Picture
from pynews.render.scaling import Scaled, scaled

__all__ = ["Gallery", "Shown"]


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
        self._files: dict[Path, None] = {}

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
        """The files that were read, in order."""
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
        if "\0" in image or not self._inside(self._root / image):
            raise SourceError(
                f'there is no picture "{image}"',
                where=str(origin),
                hint="write its path from the project's folder: newsletters/images/team.jpg",
            )
        return self.show_file(self._root / image, alt, width=self._column, where=str(origin))

    def show_file(self, path: Path, alt: str, *, width: int, where: str) -> Shown:
        """Return how the picture at any path is shown, at most so wide; errors as for `show`."""
        if not alt.strip():
            raise SourceError(
                f'the picture "{path.name}" has no words for those who cannot see it',
                where=where,
                hint="add alt: what the picture shows, in under 125 characters",
            )
        self._files[path] = None
        made = scaled(path, width, where)
        picture = self._picture(made)
        page = f"images/{quote(made.file_name)}"
        src = f"{self._address}{page}" if self._address else f"cid:{picture.content_id}"
        return Shown(src, page, " ".join(alt.split()), made.width, made.height)

    def _inside(self, path: Path) -> bool:
        return path.is_file() and path.resolve().is_relative_to(self._root.resolve())

    def _picture(self, made: Scaled) -> Picture:
        content_id = f"{made.digest[:16]}@{self._domain}"
        picture = Picture(content_id, made.file_name, made.media_type, made.content)
        return self._pictures.setdefault(content_id, picture)
