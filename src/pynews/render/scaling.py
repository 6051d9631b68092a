"""A picture file made ready for mail: small, upright, and silent about where it was taken."""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pynews.errors import SourceError

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Scaled", "scaled"]

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}
LARGEST = 20_000_000
PIXELS = 50_000_000
DENSITY = 2
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Scaled:
    """A picture ready to send.

    Arguments:
        content: the bytes.
        digest: their SHA-256, hexadecimal.
        file_name: ASCII, with part of the digest.
        media_type: such as ``image/png``.
        width, height: at which it is shown, CSS pixels.
    """

    content: bytes
    digest: str
    file_name: str
    media_type: str
    width: int
    height: int


def scaled(path: Path, column: int, where: str) -> Scaled:
    """Return a picture with twice the pixels that the column shows, at most.

    Photographs lose what their camera wrote into them (place, time, device).

    Arguments:
        path: of a PNG, JPEG or GIF file.
        column: CSS pixels.
        where: who asks for it, for complaints.

    Raises:
        SourceError: too large, or nothing that mail programs show.
    """
    if path.stat().st_size > LARGEST:
        hint = "make it smaller: 1200 pixels wide are plenty"
        raise SourceError(f'the picture "{path.name}" is larger than 20 MB', where=where, hint=hint)
    try:
        return _scaled(path.read_bytes(), path.stem, column)
    except _UnfitError as error:
        raise SourceError(
            f'"{path.name}" is not a picture that mail programs show: {error}',
            where=where,
            hint="save it as .jpg, .png or .gif",
        ) from error


class _UnfitError(Exception):
    """The file is no picture, or not one for mail."""


@lru_cache(maxsize=32)
def _scaled(content: bytes, stem: str, column: int) -> Scaled:
    from PIL import Image, ImageOps

    # Pillow raises many kinds for broken files: OSError, ValueError, SyntaxError, struct.error ...
    try:
        with Image.open(io.BytesIO(content), formats=tuple(TYPES)) as opened:
            kind = str(opened.format)
            if opened.width * opened.height > PIXELS:
                message = "it has too many pixels"
                raise _UnfitError(message)  # noqa: TRY301 - the decoder must close its file first
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            small = _written(opened, upright, kind, column, content)
            width, height = upright.size
    except _UnfitError:
        raise
    except Exception as error:
        raise _UnfitError(str(error) or type(error).__name__) from error
    shown = min(width, column)
    digest = hashlib.sha256(small).hexdigest()
    return Scaled(
        content=small,
        digest=digest,
        file_name=f"{_slug(stem)}-{digest[:8]}.{ENDINGS[kind]}",
        media_type=TYPES[kind],
        width=shown,
        height=max(1, round(height * shown / width)),
    )


def _written(opened: "Image", upright: "Image", kind: str, column: int, content: bytes) -> bytes:
    from PIL import Image

    moving = getattr(opened, "n_frames", 1) > 1
    fits = upright.width <= column * DENSITY
    if moving or (fits and not (kind == "JPEG" and "exif" in opened.info)):
        return content
    if not fits:
        height = max(1, round(upright.height * column * DENSITY / upright.width))
        if upright.mode == "P":
            upright = upright.convert("RGBA")
        upright = upright.resize((column * DENSITY, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    profile = opened.info.get("icc_profile")
    upright.save(written, kind, quality=QUALITY, optimize=True, exif=b"", icc_profile=profile)
    return written.getvalue()


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "picture"
