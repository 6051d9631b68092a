"""Issues as compose hands them over, made from what the board published in 2021."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pynews.model import (
    Block,
    CalendarLinks,
    Change,
    Decision,
    Edition,
    Event,
    Idea,
    Invitation,
    Issue,
    Mailbox,
    Method,
    Opening,
    Origin,
    Prose,
    Publication,
    SentEvent,
    Story,
    When,
)
from pynews.render import Renderer, find_theme

Tell = Callable[..., Edition]
REPOSITORY = Path(__file__).resolve().parents[2]
LONDON = ZoneInfo("Europe/London")
OCTOBER = "newsletters/minutes/2021-10-12.md"
MAY = "newsletters/minutes/2021-05-20.md"


@pytest.fixture
def publication() -> Publication:
    return make_publication()


def make_publication() -> Publication:
    return Publication(
        id="news.example.org",
        name="NHS Python Community",
        language="en-GB",
        timezone="Europe/London",
        base_url="",
        theme="nhs",
        sender=Mailbox("NHS Python Community", "newsletter@example.org"),
        reply_to=Mailbox("", "newsletter@example.org"),
        organisation="NHS Python Community",
        address="1 Example Street, Example Town EX1 1AA",
        unsubscribe_mailto="unsubscribe@example.org",
    )


@pytest.fixture
def first_event() -> Event:
    return make_first_event()


def make_first_event() -> Event:
    return Event(
        id="first-community-event",
        title="First community event",
        when=When(date(2021, 11, 16), None, "Europe/London"),
        origin=Origin("newsletters/events/2021-11-16-first-community-event.md", 4),
        description=(
            "The board talked about an hour with presentations on how Python is "
            "being applied in the NHS."
        ),
    )


def opening(title: str, description: str) -> Opening:
    name = title.lower().replace(" ", "-")
    return Opening(name, title, Origin(f"newsletters/roles/{name}.md", 2), description=description)


@pytest.fixture
def november(first_event: Event) -> Issue:
    return make_november(first_event)


def make_november(first_event: Event) -> Issue:
    letter = Origin("newsletters/2021-11/issue.md", 20)
    return Issue(
        id="2021-11",
        path="newsletters/2021-11/issue.md",
        subject="First community event: Tuesday 16 November",
        preheader="What the board decided, 4 volunteer roles, and a date for your diary.",
        send=datetime(2021, 11, 2, 9, tzinfo=LONDON),
        to="",
        parts=(
            Prose(
                'Dear {{ first_name or "members" }},\n\n'
                "our first community event is on **Tuesday 16 November 2021**. The time and "
                "the place are still to be confirmed: when they are, you get them in your "
                "calendar.\n\n"
                "4 volunteer roles are open. They are not for experts: they are for people who "
                "are enthusiastic, interested, and want to learn. The roles will be presented "
                "at the event, and play a part in building an alumni network.",
                letter,
            ),
            Block.EVENTS,
            Block.DECISIONS,
            Block.ROLES,
            Block.STORIES,
            Block.DISCUSSION,
            Prose(
                "The board meets next on Tuesday 23 November 2021.\n\nNHS Python Community Board",
                Origin("newsletters/2021-11/issue.md", 40),
            ),
        ),
        events=(first_event,),
        decisions=(
            Decision(
                "It takes place on 16 November 2021.", Origin(OCTOBER, 45), gist="First event"
            ),
            Decision(
                "The best way to share and use open source code is to fork it on GitHub, so "
                "that the intellectual property stays with its author.",
                Origin(OCTOBER, 105),
                gist="Sharing code",
            ),
            Decision(
                "The board has its Slack champions for the month.",
                Origin(OCTOBER, 88),
                gist="Slack champions",
            ),
        ),
        openings=(
            opening("Community Manager", "Help members find each other and their way around."),
            opening("Content Manager", "Gather and edit what the community wants to tell."),
            opening("Events Manager", "Prepare the community's events."),
            opening("Web Developer", "Look after the community's website."),
        ),
        stories=(
            Story(
                "back2school",
                "Back2School with AnalystX",
                Origin("newsletters/stories/back2school.md", 2),
                link="https://example.org/back2school",
                text=(
                    "The campaign aims to inspire members to learn something new and develop "
                    "a skill. 3 frameworks support it:\n\n"
                    "- online learning, with companies such as AWS, Google and Microsoft\n"
                    "- user stories and journeys\n"
                    "- personal development opportunities and getting involved\n"
                ),
            ),
        ),
        ideas=(
            Idea("Volunteer job role specifications", Origin(OCTOBER, 95)),
            Idea("Competency badges issued by AnalystX", Origin(OCTOBER, 97)),
            Idea("Ideal ways of working within the community", Origin(OCTOBER, 99)),
            Idea("Increasing Slack engagement and managing notifications", Origin(OCTOBER, 101)),
        ),
    )


@pytest.fixture
def june() -> Issue:
    path = "newsletters/2021-06/issue.md"
    return Issue(
        id="2021-06",
        path=path,
        subject="A board, a newsletter, and what you told us in the survey",
        preheader="The board is semi-formal and meets monthly. Its purpose is still discussed.",
        send=datetime(2021, 6, 1, 9, tzinfo=LONDON),
        to="",
        parts=(
            Prose(
                'Dear {{ first_name or "members" }},\n\n'
                "the board of the NHS Python Community met on 20 May 2021. This is the first "
                "newsletter: it keeps you updated on progress, events and the latest "
                "opportunities.\n\n"
                "## What you told us\n\n"
                "Analysts, data or clinical scientists and clinicians are the most popular "
                "professions, in that order. Most of you come from regional or local "
                "organisations (trusts); the most common hosts are NHS England and Improvement, "
                "and NHSX.\n\n"
                "Your biggest concern is how hard it is to install Python on NHS laptops.\n\n"
                "- **Jupyter Notebooks** can be an alternative.\n"
                "- **Anaconda** can be installed without admin rights.\n"
                "- Trust IT systems are outside of the community's responsibility: each Trust "
                "decides its contracts itself.\n\n"
                "## What Slack is for\n\n"
                "Share code, ideas, challenges and stories of how you overcame an IT hurdle. "
                "The community cannot give 24 hour support there.",
                Origin(path, 14),
            ),
            Block.DECISIONS,
            Block.DISCUSSION,
            Prose("The board meets next on Monday 21 June 2021.", Origin(path, 50)),
        ),
        decisions=(
            Decision("The board is semi-formal and meets monthly.", Origin(MAY, 36)),
            Decision(
                "A newsletter keeps members updated on progress, events and the latest "
                "opportunities.",
                Origin(MAY, 79),
            ),
        ),
        ideas=(
            Idea("Goal of the Python community", Origin(MAY, 88)),
            Idea("Role of the board", Origin(MAY, 89)),
            Idea("Slack as our preferred communications channel", Origin(MAY, 90)),
        ),
    )


def invitation_of(event: Event, *, change: Change = Change.NEW, words: str = "") -> Invitation:
    stamp = datetime(2021, 11, 2, 9, tzinfo=UTC)
    return Invitation(
        event_id=event.id,
        uid=f"{event.id}@news.example.org",
        method=Method.CANCEL if event.cancelled else Method.PUBLISH,
        sequence=0,
        stamp=stamp,
        change=change,
        words=words,
        file_name=f"{event.id}.ics",
        ics=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        links=CalendarLinks(
            google="https://calendar.google.com/calendar/render?action=TEMPLATE&text=First",
            outlook="https://outlook.live.com/calendar/0/deeplink/compose?subject=First",
            office365="https://outlook.office.com/calendar/0/deeplink/compose?subject=First",
            yahoo="https://calendar.yahoo.com/?v=60&title=First",
        ),
        attached=True,
        record=SentEvent(event.id, 0, stamp, "0" * 64, "0" * 64, "2021-11-16", "", event.title),
    )


@pytest.fixture
def invitation(first_event: Event) -> Invitation:
    return invitation_of(first_event)


@pytest.fixture
def tell(renderer: Renderer, november: Issue, publication: Publication) -> Tell:
    """Render the November issue with something in it changed."""

    def told(
        *invitations: Invitation, house: Publication = publication, **changes: object
    ) -> Edition:
        issue = replace(november, **changes)
        return renderer.render(issue, publication=house, invitations=invitations)

    return told


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "newsletters").mkdir()
    return folder


@pytest.fixture(scope="module")
def renderer(project: Path) -> Renderer:
    return Renderer(find_theme("nhs", project), project)
