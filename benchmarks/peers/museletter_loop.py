"""museletter's own loop with its limiter off, beside a slow provider: prints messages a second.

Run with the Python of an environment that has museletter: ``museletter_loop.py COUNT SECONDS``.
"""

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace

from museletter.config import Settings
from museletter.db import ensure_default_list, open_db
from museletter.mailer import SendResult
from museletter.sender import SenderLoop

COUNT, LATENCY = int(sys.argv[1]), float(sys.argv[2])
BODY = "\n\n".join(f"## Section {n}\n\n" + "A line of news for members. " * 12 for n in range(10))
NOW = "2021-11-02T09:00:00Z"


class Provider:
    """Takes every message after a while."""

    async def send_email(self, *_: object, **__: object) -> SendResult:
        """Wait as a provider lets one wait."""
        await asyncio.sleep(LATENCY)
        return SendResult(message_id="id", outcome="sent")


async def main() -> None:
    """Fill a database, send, print."""
    with tempfile.TemporaryDirectory() as folder:
        db = await open_db(str(Path(folder) / "m.db"))
        await ensure_default_list(db)
        (row,) = await db.execute_fetchall("SELECT id FROM lists LIMIT 1")
        people = [
            (f"s{n}", row[0], f"m{n}@example.org", "Member", "active", NOW) for n in range(COUNT)
        ]
        await db.executemany(
            "INSERT INTO subscribers (id, list_id, email, name, status, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            people,
        )
        await db.execute(
            "INSERT INTO campaigns (id, list_id, subject, body_markdown, track_opens, status,"
            " created_at, started_at) VALUES ('c', ?, 'News', ?, 0, 'sending', ?, ?)",
            (row[0], BODY, NOW, NOW),
        )
        await db.executemany(
            "INSERT INTO campaign_recipients (campaign_id, subscriber_id, email, name, updated_at)"
            " VALUES ('c', ?, ?, 'Member', ?)",
            [(one[0], one[2], NOW) for one in people],
        )
        await db.commit()
        settings = replace(Settings(), send_rate=1e9)
        state = SimpleNamespace(db=db, settings=settings, mailer=Provider())
        state.secret = "made up"
        loop = SenderLoop(SimpleNamespace(state=state))
        start = perf_counter()
        left = COUNT
        while left:
            await loop.tick()
            found = await db.execute_fetchall(
                "SELECT count(*) FROM campaign_recipients WHERE status = 'pending'"
            )
            ((left,),) = found
        print(COUNT / (perf_counter() - start))
        await db.close()


asyncio.run(main())
