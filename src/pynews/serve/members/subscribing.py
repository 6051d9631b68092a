"""Subscribing: asked on a page, proven by a letter, done with a button (double opt-in)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pynews import audience
from pynews.model import Consent, Subscriber, SubscriberStatus, subscriber_id
from pynews.serve.members.office import CONFIRM_SECONDS, Office, form, offered, page
from pynews.serve.members.postman import Letter

__all__ = ["Subscribing"]

LONGEST_NAME = 80


class Subscribing:
    """The pages on which people come in.

    Arguments:
        office: what answers are made with.
    """

    def __init__(self, office: Office) -> None:
        """Take the office."""
        self._office = office

    async def show(self, request: Request) -> Response:
        """Show the form."""
        del request
        return page(self._form())

    async def ask(self, request: Request) -> Response:
        """Take the form: the answer is the same whoever is on the list, and so is its time."""
        office = self._office
        fields = await form(request)
        if not office.may_ask(request):
            return page(office.pages.sorry(429), 429)
        typed = fields.get("email", ("",))[0]
        try:
            email = audience.accepted_address(typed)
        except ValueError:
            return page(self._form(fields, wrong=True), 400)
        wish = {
            "email": email,
            "first_name": _name(fields.get("first_name", ("",))[0]),
            "groups": offered(office.project.members.groups, fields.get("group", ())),
            "language": "".join(
                offered(office.project.members.languages, fields.get("language", ()))[:1]
            ),
            "at": office.now().isoformat(timespec="seconds"),
        }
        office.postman.post(lambda: self._letter(wish))
        return page(office.pages.tell("sent", "sent_more", link=("/subscribe", "try_again")))

    async def confirm(self, request: Request) -> Response:
        """Show the button; opening the link alone changes nothing."""
        office, token = self._office, request.path_params["token"]
        if office.seals.confirm.read(token) is None:
            return self._expired()
        words = office.pages.words
        return page(
            office.pages.say(
                "button",
                title=words["confirm_title"],
                lines=(words["confirm_lead"], office.pages.frame.consent),
                action=f"{office.path}/confirm/{token}",
                button=words["confirm_button"],
            )
        )

    async def confirmed(self, request: Request) -> Response:
        """Put somebody on the list whose link proves that the address is theirs."""
        office, token = self._office, request.path_params["token"]
        wish = office.seals.confirm.read(token)
        if wish is None or not await run_in_threadpool(self._welcome, wish, token):
            return self._expired()
        return page(office.pages.tell("confirmed", link=("/preferences", "change")))

    def _expired(self) -> Response:
        content = self._office.pages.tell("expired", link=("/subscribe", "try_again"))
        return page(content, 404)

    def _form(
        self, fields: Mapping[str, tuple[str, ...]] | None = None, *, wrong: bool = False
    ) -> str:
        given = fields or {}
        return self._office.pages.say(
            "subscribe",
            title=self._office.pages.words["subscribe_title"],
            wrong=wrong,
            email=given.get("email", ("",))[0],
            first_name=given.get("first_name", ("",))[0],
            chosen=given.get("group", ()),
            language="".join(given.get("language", (self._office.pages.frame.language,))[:1]),
        )

    def _letter(self, wish: Mapping[str, Any]) -> Letter | None:
        """Return the letter for a wish; None when somebody got too many already."""
        office = self._office
        id_ = subscriber_id(office.people.key, wish["email"])
        if not office.may_write(wish["email"]):
            return None
        known = office.people.by_ids([id_]).get(id_)
        if known is not None and known.status is SubscriberStatus.ACTIVE:
            token = office.seals.preferences.sign({"subscriber": id_})
            told = office.pages.letter("known", f"{office.base}/preferences/{token}")
        else:
            token = office.seals.confirm.sign(wish)
            told = office.pages.letter("confirm", f"{office.base}/confirm/{token}")
        return Letter(wish["email"], *told)

    def _welcome(self, wish: Mapping[str, Any], token: str) -> bool:
        """Take somebody in, once a link; a second time only says whether they are in."""
        office = self._office
        id_ = subscriber_id(office.people.key, wish["email"])
        now = office.now()
        known = office.people.by_ids([id_]).get(id_)
        active = known is not None and known.status is SubscriberStatus.ACTIVE
        # What is signed names the link: base64 writes one signature in several ways.
        signed = token.rpartition(".")[0]
        if active or office.reports.seen("confirm", signed) is not False:
            return active
        office.people.welcome(
            Subscriber(
                id=id_,
                email=wish["email"],
                status=SubscriberStatus.ACTIVE,
                consent=Consent(
                    now.isoformat(timespec="seconds"),
                    f"{office.base}/subscribe, asked {wish['at']}, confirmed by e-mail",
                    office.pages.frame.consent,
                ),
                first_name=wish["first_name"],
                groups=office.with_hidden(known, tuple(wish["groups"])),
                language=wish["language"],
            ),
            now,
        )
        office.reports.use("confirm", signed, now=now, keep=2 * timedelta(seconds=CONFIRM_SECONDS))
        return True


def _name(typed: str) -> str:
    """Return a name as it may stand on the list: one line, not too long."""
    return " ".join("".join(one if one.isprintable() else " " for one in typed).split())[
        :LONGEST_NAME
    ]
