"""Letters to one person: to confirm an address, to open preferences."""

import logging
import queue
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from pynews.errors import PynewsError
from pynews.model import DeliveryStatus, Envelope, Message, Publication, Sheet
from pynews.model import Letter as Parts
from pynews.providers import Provider

__all__ = ["Letter", "Postman", "letter"]

WAITING = 200
OWN_HEADERS = ("Message-ID", "Auto-Submitted")
LINK = re.compile(r"https?://[^\s<>\"]+")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told to one person.

    Arguments:
        address: where to.
        subject: one line.
        text: plain.
    """

    address: str
    subject: str
    text: str


def letter(publication: Publication, told: Letter, *, ref: str, at: datetime) -> Message:
    """Return a plain letter (RFC 3834: made by a machine) as a message.

    Arguments:
        publication: who sends it.
        told: what it says, and to whom.
        ref: its name; ``[A-Za-z0-9_-]``.
        at: its Date; aware.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = str(publication.sender)
    mail["To"] = told.address
    if publication.reply_to != publication.sender:
        mail["Reply-To"] = str(publication.reply_to)
    mail["Subject"] = " ".join(told.subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{ref}@{publication.id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(told.text, cte="quoted-printable")
    sheet = Sheet(
        sender=publication.sender,
        reply_to=publication.reply_to if "Reply-To" in mail else None,
        subject=(mail["Subject"],),
        html=(_html(told.text, publication.language),),
        text=(told.text,),
        markdown=(told.text,),
        headers=tuple((name, (mail[name],)) for name in OWN_HEADERS),
        unsubscribe=("",),
    )
    envelope = Envelope(publication.sender.email, told.address)
    return Message(ref, envelope, mail.as_bytes(), Parts(sheet, ()))


def _html(text: str, language: str) -> str:
    """Return the text as HTML, for providers that make a message of both; links can be pressed."""
    shown = LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(text.strip()))
    paragraphs = "".join(f"<p>{part}</p>" for part in shown.replace("\n", "<br>").split("<br><br>"))
    return f'<!doctype html><html lang="{escape(language)}"><body>{paragraphs}</body></html>'


class Postman:
    """Writes and hands over letters in a thread of its own, so that no answer waits for one.

    Arguments:
        publication: who sends them.
        provider: who carries them.
        now: the time, aware.
    """

    def __init__(
        self, publication: Publication, provider: Provider, now: Callable[[], datetime]
    ) -> None:
        """Start the thread."""
        self._publication, self._provider, self._now = publication, provider, now
        self._queue: queue.Queue[Callable[[], Letter | None] | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._work, name="postman", daemon=True)
        self._thread.start()

    def post(self, write: Callable[[], Letter | None]) -> None:
        """Have a letter written and sent soon; when far too many wait, it is left out.

        Arguments:
            write: returns the letter, or None when there is none to send.
        """
        try:
            self._queue.put_nowait(write)
        except queue.Full:
            log.warning("too many letters wait: one was left out")

    def settle(self) -> None:
        """Wait until all letters of before are handed over."""
        done = threading.Event()

        def mark() -> None:
            done.set()

        self._queue.put(mark)
        done.wait()

    def close(self) -> None:
        """Send what waits, then end."""
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while write := self._queue.get():
            try:
                told = write()
                if told:
                    self._send(told)
            except PynewsError as error:
                log.warning("a letter was not sent: %s", error.problems[0].what)
            except Exception:
                log.exception("a letter was not sent")

    def _send(self, told: Letter) -> None:
        ref = f"letter-{secrets.token_hex(12)}"
        message = letter(self._publication, told, ref=ref, at=self._now())
        (delivery,) = self._provider.hand_over([message], key=ref)
        if delivery.status is not DeliveryStatus.ACCEPTED:
            log.warning("a letter was not taken: %s %s", delivery.status, delivery.detail)
