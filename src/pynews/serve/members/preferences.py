"""Preferences: groups, language, a pause; behind a link that only the mailbox's owner gets."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pynews import audience
from pynews.model import Subscriber, SubscriberStatus, day_in_words, subscriber_id
from pynews.serve.members.office import Office, form, offered, page
from pynews.serve.members.postman import Letter

__all__ = ["Preferences"]

# For how long one can pause, by what the form says; it ends by itself.
PAUSES: Mapping[str, timedelta] = {
    "1": timedelta(days=30),
    "3": timedelta(days=91),
    "6": timedelta(days=182),
}
KEEP = "keep"
FOR_EVER = 9999  # the year of a pause without an end, as older lists may hold


class Preferences:
    """The pages on which people choose.

    Arguments:
        office: what answers are made with.
    """

    def __init__(self, office: Office) -> None:
        """Take the office."""
        self._office = office

    async def show(self, request: Request) -> Response:
        """Show the form that asks for a link."""
        del request
        return page(self._ask())

    async def ask(self, request: Request) -> Response:
        """Send a link to who is on the list; the answer is the same for everybody."""
        office = self._office
        typed = (await form(request)).get("email", ("",))[0]
        if not office.may_ask(request):
            return page(office.pages.sorry(429), 429)
        try:
            email = audience.accepted_address(typed)
        except ValueError:
            return page(self._ask(typed, wrong=True), 400)
        office.postman.post(lambda: self._letter(email))
        return page(office.pages.tell("sent", "sent_more", link=("/preferences", "try_again")))

    async def choose(self, request: Request) -> Response:
        """Show what somebody chose."""
        office, token = self._office, request.path_params["token"]
        person = await run_in_threadpool(self._person, token)
        if person is None:
            return self._expired()
        return page(
            office.pages.say(
                "preferences",
                title=office.pages.words["preferences_title"],
                action=f"{office.path}/preferences/{token}",
                leave=office.leaving_path(person.id),
                chosen=person.groups,
                language=person.language or office.pages.frame.language,
                paused=self._until(person),
            )
        )

    async def save(self, request: Request) -> Response:
        """Note what somebody chose."""
        office, token = self._office, request.path_params["token"]
        fields = await form(request)
        if not await run_in_threadpool(self._note, token, fields):
            return self._expired()
        words = office.pages.words
        return page(
            office.pages.say(
                "page",
                title=words["saved_title"],
                lines=(words["saved_lead"],),
                link=office.pages.link(f"/preferences/{token}", "back"),
            )
        )

    def _until(self, person: Subscriber) -> str:
        """Return until which day somebody pauses, in words; "" when they do not."""
        until = self._office.people.paused_until(person.id)
        if until is None:
            return ""
        if until.year == FOR_EVER:
            return self._office.pages.words["pause_no_end"]
        zone = ZoneInfo(self._office.project.publication.timezone)
        day = day_in_words(until.astimezone(zone).date())
        return self._office.pages.words["pause_until"].replace("{day}", day)

    def _ask(self, typed: str = "", *, wrong: bool = False) -> str:
        words = self._office.pages.words
        return self._office.pages.say("ask", title=words["ask_title"], wrong=wrong, email=typed)

    def _expired(self) -> Response:
        content = self._office.pages.tell("expired", link=("/preferences", "try_again"))
        return page(content, 404)

    def _letter(self, email: str) -> Letter | None:
        """Return the letter for somebody on the list; None for anybody else."""
        office = self._office
        id_ = subscriber_id(office.people.key, email)
        person = self._here(id_)
        if person is None or not office.may_write(email):
            return None
        token = office.seals.preferences.sign({"subscriber": id_})
        told = office.pages.letter("preferences", f"{office.base}/preferences/{token}")
        return Letter(person.email, *told)

    def _person(self, token: str) -> Subscriber | None:
        """Return whose link it is, if they are still on the list."""
        value = self._office.seals.preferences.read(token)
        return None if value is None else self._here(str(value.get("subscriber", "")))

    def _here(self, id_: str) -> Subscriber | None:
        """Return somebody who is active or pauses; None for anybody else."""
        people = self._office.people
        person = people.by_ids([id_]).get(id_)
        if person is None or person.status is SubscriberStatus.ACTIVE:
            return person
        if person.status is not SubscriberStatus.PENDING:
            return None
        return person if people.paused_until(id_) else None

    def _note(self, token: str, fields: Mapping[str, tuple[str, ...]]) -> bool:
        """Write down what somebody chose; return False when they are not on the list."""
        office = self._office
        person = self._person(token)
        if person is None:
            return False
        members = office.project.members
        groups = office.with_hidden(person, offered(members.groups, fields.get("group", ())))
        language = offered(members.languages, fields.get("language", ()))
        office.people.prefer(
            person.id, groups=groups, language=language[0] if language else person.language
        )
        self._pause(person.id, fields.get("pause", ("",))[0])
        return True

    def _pause(self, subscriber: str, months: str) -> None:
        """Begin, move, keep or end a pause."""
        office = self._office
        if months in PAUSES:
            until = office.now() + PAUSES[months]
            office.people.pause(subscriber, office.now(), until=until)
        elif months != KEEP:
            office.people.resume(subscriber, office.now())
