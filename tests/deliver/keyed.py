"""A provider that knows keys: the same key is taken once, whatever happens to the answer."""

import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers import Capabilities


@dataclass
class Keyed:
    """Keeps a file a key, with the refs it was given.

    Arguments:
        folder: where they lie.
        chance: how often the answer, or the call, is lost.
    """

    folder: Path
    chance: float = 0.0
    name: str = "keyed"
    capabilities: Capabilities = Capabilities(  # noqa: RUF009 it never changes
        max_batch=5, batch_size=20, idempotency=timedelta(days=30), connections=4
    )

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        self.folder.mkdir(exist_ok=True)
        chance = random.Random(f"{key}{os.getpid()}")
        lost = chance.random() < self.chance
        if not (lost and chance.random() < 0.5):
            half = self.folder / f"{key}.{os.getpid()}.half"
            half.write_text("\n".join(one.ref for one in messages), encoding="utf-8")
            with suppress(FileExistsError):
                os.link(half, self.folder / key)
            half.unlink()
            known = (self.folder / key).read_text(encoding="utf-8").split("\n")
            assert known == [one.ref for one in messages], "another body under the same key"
        status = DeliveryStatus.UNKNOWN if lost else DeliveryStatus.ACCEPTED
        return [Delivery(one.ref, status, detail="no answer") for one in messages]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        return {one.ref: None for one in messages}

    def check(self) -> None:
        """Nothing to check."""

    @property
    def copies(self) -> Counter[str]:
        """How often each ref was taken."""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        return Counter(
            ref
            for path in files
            if path.suffix != ".half"
            for ref in path.read_text(encoding="utf-8").split("\n")
        )
