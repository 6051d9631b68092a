"""Subscribing, preferences, calendars: what members can do, and what strangers cannot learn."""

import email
import email.policy
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from pynews.errors import RetryLaterError, TemplateError, UsageError
from pynews.model import Delivery, DeliveryStatus
from pynews.providers import Capabilities
from pynews.serve.members.limits import Limit, caller
from pynews.serve.members.postman import WAITING, Letter, Postman, letter

from .conftest import Site, furnish, opened

ADDRESS = "member@example.org"


def subscribe(site: Site, address: str = ADDRESS, *groups: str) -> str:
    """Go all the way in and return the confirmation's link."""
    asked = site.post("/subscribe", ("email", address), *(("group", one) for one in groups))
    assert asked.status == 200
    link = site.link(address)
    assert site.post(link).status == 200
    return link


def preferences(site: Site, address: str = ADDRESS) -> str:
    assert site.post("/preferences", ("email", address)).status == 200
    return site.link(address)


# Coming in


def test_nobody_is_on_the_list_before_they_pressed_the_button_in_their_own_mail(site: Site):
    asked = site.post(
        "/subscribe", ("email", "Member@Example.org"), ("first_name", "Mem"), ("group", "leeds")
    )
    assert "Check your inbox" in asked.text
    assert site.status() == "unknown"
    link = site.link("Member@example.org")
    assert "Confirm your subscription" in site.ask(link).text
    assert site.status() == "unknown"
    assert "You are subscribed" in site.post(link).text
    person = site.person()
    assert (person.status, person.first_name, person.groups) == ("active", "Mem", ("leeds",))
    assert person.consent.at == "2026-11-22T12:00:00+00:00"
    assert person.consent.text == "I would like to receive NHS Python Community by email."
    assert "confirmed by e-mail" in person.consent.source
    assert site.running.base in person.consent.source


def test_a_confirmation_is_a_machines_letter_and_holds_nothing_a_stranger_typed(site: Site):
    site.post("/subscribe", ("email", ADDRESS), ("first_name", "Cheap pills at evil.example"))
    (found,) = site.letters()
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["From"] == "NHS Python Community <newsletter@example.org>"
    assert "pills" not in found.as_string()
    assert "1 Example Street" in found.get_content()


def test_the_answer_is_the_same_for_a_member_and_for_a_stranger(site: Site):
    site.join("member@example.org")
    for path in ("/subscribe", "/preferences"):
        known = site.post(path, ("email", "member@example.org"))
        unknown = site.post(path, ("email", "stranger@example.org"))
        assert known.status == unknown.status == 200
        assert known.body == unknown.body
        strip = {"date"}
        assert {k: v for k, v in known.headers.items() if k not in strip} == {
            k: v for k, v in unknown.headers.items() if k not in strip
        }


def test_a_member_who_subscribes_again_is_told_so_in_their_own_mail_alone(site: Site):
    site.join()
    site.post("/subscribe", ("email", ADDRESS))
    (found,) = site.letters()
    assert found["Subject"] == "You are subscribed to NHS Python Community"
    assert "/preferences/" in found.get_content()


def test_a_stranger_gets_no_link_to_preferences(site: Site):
    site.post("/preferences", ("email", "stranger@example.org"))
    assert site.letters() == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "member",
        "member@",
        "@example.org",
        "member@example.org\r\nBcc: other@example.org",
        "member@example.org, other@example.org",
        "Member <member@example.org>",
        "member@example.org\x00",
        "a" * 300 + "@example.org",
        "<script>alert(1)</script>@example.org",
        "' OR 1=1 --",
    ],
)
@pytest.mark.parametrize("path", ["/subscribe", "/preferences"])
def test_what_is_no_address_is_refused_on_the_page_and_no_letter_goes_out(site: Site, path, typed):
    answer = site.post(path, ("email", typed))
    assert answer.status == 400
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<script>" not in answer.text
    assert site.letters() == []


def test_what_somebody_typed_stands_in_the_page_as_text(site: Site):
    answer = site.post("/subscribe", ("email", "x"), ("first_name", '"><img src=x onerror=e()>'))
    assert "<img" not in answer.text
    assert "&#34;&gt;&lt;img" in answer.text


def test_nobody_can_join_a_group_that_is_not_on_offer(site: Site):
    subscribe(site, ADDRESS, "board", "leeds", "x;y")
    assert site.person().groups == ("leeds",)


def test_a_link_is_good_once(site: Site):
    link = subscribe(site)
    assert "You are subscribed" in site.post(link).text
    assert len(site.running.office.people.export(ADDRESS).consents) == 1
    site.post(site.leave_link(site.person().id))
    answer = site.post(link)
    assert answer.status == 404
    assert "no longer works" in answer.text
    assert site.status() == "unsubscribed"


def test_another_spelling_of_a_used_link_brings_nobody_back(site: Site):
    link = subscribe(site)
    site.post(link)
    site.post(site.leave_link(site.person().id))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    place = letters.index(link[-1])
    same = [link[:-1] + letters[place ^ bits] for bits in range(4)]
    assert {site.post(one).status for one in (*same, f"{link}=", f"{link}==")} == {404}
    assert site.status() == "unsubscribed"


def test_a_link_is_good_for_three_days(site: Site):
    site.post("/subscribe", ("email", ADDRESS))
    link = site.link(ADDRESS)
    site.clock.forward(days=3, seconds=1)
    assert site.ask(link).status == 404
    assert site.post(link).status == 404
    assert site.status() == "unknown"


def test_a_link_for_one_thing_is_no_link_for_another(site: Site):
    site.join()
    wish = preferences(site).rpartition("/")[2]
    site.post("/subscribe", ("email", "new@example.org"))
    confirm = site.link("new@example.org").rpartition("/")[2]
    assert site.post(f"/confirm/{wish}").status == 404
    assert site.post(f"/preferences/{confirm}").status == 404


def test_who_left_comes_back_by_their_own_wish(site: Site):
    subscribe(site, ADDRESS, "members")
    site.post(site.leave_link(site.person().id))
    site.clock.forward(hours=1)
    subscribe(site, ADDRESS, "leeds")
    assert site.status() == "active"
    assert site.person().groups == ("leeds",)
    history = [one.status for one in site.running.office.people.export(ADDRESS).history]
    assert history == ["active", "unsubscribed", "active"]


def test_who_comes_back_keeps_the_groups_nobody_can_choose(site: Site):
    site.join(ADDRESS, "board", "members")
    site.post(site.leave_link(site.person().id))
    subscribe(site, ADDRESS, "leeds")
    assert site.person().groups == ("board", "leeds")


def test_one_address_gets_three_letters_a_day_whoever_asks(site: Site):
    for number in range(5):
        asked = site.post("/subscribe", ("email", ADDRESS), X_Forwarded_For=f"192.0.2.{number}")
        assert asked.status == 200
    assert len(site.letters()) == 3
    site.clock.forward(days=1)
    site.post("/subscribe", ("email", ADDRESS))
    assert len(site.letters()) == 4


def test_one_caller_may_ask_twenty_times_in_ten_minutes(site: Site):
    caller = {"X_Forwarded_For": "192.0.2.1"}
    asked = [
        site.post("/subscribe", ("email", f"member{number}@example.org"), **caller).status
        for number in range(22)
    ]
    assert asked == [200] * 20 + [429] * 2
    assert site.post("/preferences", ("email", ADDRESS), **caller).status == 429
    assert site.post("/preferences", ("email", ADDRESS), X_Forwarded_For="192.0.2.2").status == 200
    site.clock.forward(minutes=10)
    assert site.post("/subscribe", ("email", ADDRESS), **caller).status == 200


def test_a_header_that_nobody_vouches_for_makes_no_other_caller_of_anybody(root: Path):
    with opened(root, proxies="") as site:
        asked = [
            site.post(
                "/subscribe",
                ("email", f"member{number}@example.org"),
                X_Forwarded_For=f"192.0.2.{number}",
                Forwarded=f"for=192.0.2.{number}",
                X_Real_IP=f"192.0.2.{number}",
            ).status
            for number in range(21)
        ]
    assert asked == [200] * 20 + [429]


def test_of_a_header_that_a_proxy_made_longer_its_own_part_counts(site: Site):
    asked = [
        site.post(
            "/preferences",
            ("email", ADDRESS),
            X_Forwarded_For=f"203.0.113.{number}, 10.0.0.{number}, 192.0.2.1",
        ).status
        for number in range(21)
    ]
    assert asked == [200] * 20 + [429]


def test_an_ipv6_network_is_one_caller(site: Site):
    asked = [
        site.post("/preferences", ("email", ADDRESS), X_Forwarded_For=f"2001:db8::{number}").status
        for number in range(1, 22)
    ]
    assert asked[-1] == 429


def test_leaving_is_never_too_often(site: Site):
    link = site.leave_link(site.join())
    assert {site.post(link).status for _ in range(40)} == {200}


# Calendars, words, letters


def test_the_calendar_holds_the_public_events_and_each_has_a_file(site: Site):
    answer = site.ask("/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.body).walk("VEVENT")
    assert "first-community-event@news.example.org" in {str(one["UID"]) for one in events}
    one = site.ask("/events/first-community-event.ics")
    assert len(Calendar.from_ical(one.body).walk("VEVENT")) == 1
    assert site.ask("/events/../pynews.toml").status == 404
    assert site.ask("/events/other.ics").status == 404


def test_an_event_has_the_page_of_the_archive(site: Site):
    page = site.ask("/events/first-community-event.html")
    assert page.headers["content-type"].startswith("text/html")
    assert "script" not in page.headers["content-security-policy"]
    assert '"@type": "Event"' in page.text
    assert site.ask("/site.css").headers["content-type"].startswith("text/css")
    assert site.ask("/events.ics").body == site.ask("/calendar.ics").body
    mark = site.ask("/events.ics").headers["etag"]
    again = site.ask("/events.ics", **{"if-none-match": mark})
    assert (again.status, again.body) == (304, b"")


def test_a_moved_event_is_in_the_feed_a_minute_later(site: Site):
    site.ask("/calendar.ics")
    path = site.root / "newsletters/events/2021-11-16-first-community-event.md"
    text = path.read_text(encoding="utf-8").replace("2021-11-16", "2021-11-18")
    path.write_text(text, encoding="utf-8")
    assert b"20211118" not in site.ask("/calendar.ics").body
    site.clock.forward(minutes=1)
    assert b"20211118" in site.ask("/calendar.ics").body


def test_a_theme_says_things_in_its_own_words_and_colours(tmp_path: Path):
    root = furnish(tmp_path)
    own = root / "templates/nhs/members"
    own.mkdir()
    (own / "words.toml").write_text('subscribe_title = "Come to {name}"\n')
    (own / "confirm.txt.j2").write_text("Press here: {{ link }}\n")
    theme = root / "templates/nhs/theme.toml"
    theme.write_text(theme.read_text(encoding="utf-8").replace("#007f3b", "#123456"))
    with opened(root) as site:
        assert "<h1>Come to NHS Python Community</h1>" in site.ask("/subscribe").text
        site.post("/subscribe", ("email", ADDRESS))
        assert site.letters()[0].get_content().startswith("Press here: http")
        assert "--button: #123456" in site.ask("/style.css").text


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("words.toml", "subscribe_titel = 'x'", "no page has words 'subscribe_titel'"),
        ("words.toml", "subscribe_title = 1", "no page has words"),
        ("words.toml", "subscribe_title =", "cannot be read"),
        ("subscribe.html.j2", "{{ nothing }}", "nothing"),
        ("confirm.txt.j2", "{% if %}", "confirm.txt.j2:1"),
    ],
)
def test_a_wrong_page_is_told_at_the_start_not_to_a_member(tmp_path, name, text, says):
    root = furnish(tmp_path)
    own = root / "templates/nhs/members"
    own.mkdir()
    (own / name).write_text(text)
    with pytest.raises(TemplateError) as told, opened(root):
        pass
    assert says in str(told.value)
    assert "templates/nhs/members" in str(told.value)


def test_a_taken_port_is_said_so(site: Site):
    port = int(site.running.url.rpartition(":")[2])
    with pytest.raises(UsageError, match="cannot listen"), opened(site.root, port=port):
        pass


def test_no_line_end_in_a_letters_head_can_start_another_header(site: Site):
    publication = site.project.publication
    made = letter(
        publication,
        Letter("member@example.org", "One\r\nBcc: other@example.org", "Text"),
        ref="letter-1",
        at=site.clock(),
    )
    head = email.message_from_bytes(made.content, policy=email.policy.default)
    assert head["Bcc"] is None
    assert head["Subject"] == "One Bcc: other@example.org"
    assert made.content.count(b"\n") == made.content.count(b"\r\n")


class Refusing:
    """A provider that takes nothing, says so, or breaks."""

    name = "refusing"
    capabilities = Capabilities()

    def __init__(self) -> None:
        self.asked = 0

    def hand_over(self, messages, *, key: str):
        del key
        self.asked += 1
        if self.asked == 1:
            raise RetryLaterError("not now")
        if self.asked == 2:
            raise ZeroDivisionError
        return [Delivery(one.ref, DeliveryStatus.REFUSED, detail="no") for one in messages]


def test_a_letter_that_cannot_be_sent_stops_no_other(site: Site, caplog):
    provider = Refusing()
    postman = Postman(site.project.publication, provider, site.clock)
    for _ in range(3):
        postman.post(lambda: Letter(ADDRESS, "Subject", "Text"))
    postman.post(lambda: None)
    postman.close()
    assert provider.asked == 3
    assert "not now" in caplog.text
    assert "was not taken: refused no" in caplog.text
    assert ADDRESS not in caplog.text


def test_when_far_too_many_letters_wait_one_is_left_out(site: Site, caplog):
    stop, begun = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        stop.wait(60)

    postman = Postman(site.project.publication, Refusing(), site.clock)
    postman.post(slow)
    begun.wait(60)
    for _ in range(WAITING + 1):
        postman.post(lambda: None)
    stop.set()
    postman.close()
    assert caplog.text.count("one was left out") == 1


def test_a_limit_forgets_who_asked_long_ago(site: Site):
    limit = Limit(1, timedelta(minutes=1), site.clock)
    assert limit.allows("first")
    assert not limit.allows("first")
    for number in range(20_000):
        limit.allows(str(number))
    assert limit.allows("first")


def test_a_caller_without_an_address_has_a_name_too():
    assert caller("unix") == "unix"
    assert caller("192.0.2.1") == "192.0.2.1"
    assert caller("2001:db8::1") == caller("2001:db8::ffff") == "2001:db8::/64"


def test_callers_of_ipv4_are_counted_apart_where_one_socket_hears_both():
    assert caller("::ffff:192.0.2.1") == caller("192.0.2.1")
    assert caller("::ffff:192.0.2.1") != caller("::ffff:192.0.2.2")


def test_no_mailbox_is_flooded_through_its_other_spellings(site: Site):
    spellings = ("member", "member+1", "mem.ber+2", "MEMBER+3", "m.e.m.b.e.r", "member+")
    for local in spellings:
        assert site.post("/subscribe", ("email", f"{local}@example.org")).status == 200
    site.post("/subscribe", ("email", "member@example.com"))
    sent = [letter["To"].rpartition("@")[2] for letter in site.letters()]
    assert sorted(sent) == ["example.com", *["example.org"] * 3]
