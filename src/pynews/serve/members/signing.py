"""Links that expire: to confirm an address, to change preferences."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

__all__ = ["Seal"]

LONGEST = 4096


class _Stamped(TimestampSigner):
    """Reads the clock it is given."""

    def __init__(self, *args: Any, now: Callable[[], datetime], **options: Any) -> None:  # noqa: ANN401 - as the library calls it
        super().__init__(*args, **options)
        self._now = now

    def get_timestamp(self) -> int:
        """Return the time as a number of seconds."""
        return int(self._now().timestamp())


class Seal:
    """Signs small values for one purpose and tells whether a text is such a value.

    Arguments:
        keys: the present key first; links that older ones signed still hold.
        purpose: what the links are for; one for another purpose is refused.
        seconds: for how long a link holds.
        now: the time, aware.
    """

    def __init__(
        self, keys: Sequence[bytes], purpose: str, *, seconds: int, now: Callable[[], datetime]
    ) -> None:
        """Sign nothing yet."""
        self._seconds = seconds
        self._serializer = URLSafeTimedSerializer(
            list(reversed(keys)),  # the library signs with the last and tries all
            salt=f"pynews {purpose}",
            signer=_Stamped,
            signer_kwargs={"digest_method": hashlib.sha256, "now": now},
        )

    def sign(self, value: Mapping[str, object]) -> str:
        """Return a value as text that can stand in an address."""
        return str(self._serializer.dumps(dict(value)))

    def read(self, text: str) -> Mapping[str, Any] | None:
        """Return the value; None when nobody signed the text for this, or too long ago."""
        if len(text) > LONGEST or not text.isascii():
            return None
        try:
            value = self._serializer.loads(text, max_age=self._seconds)
        except (BadData, ValueError, OverflowError, RecursionError):
            return None
        return value if isinstance(value, dict) else None
