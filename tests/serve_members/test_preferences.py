"""Preferences: groups, language and a pause, for the owner of a mailbox alone."""

import re
from datetime import UTC, datetime
from pathlib import Path

from .conftest import Site, opened

ADDRESS = "member@example.org"


def preferences(site: Site, address: str = ADDRESS) -> str:
    assert site.post("/preferences", ("email", address)).status == 200
    return site.link(address)


def test_a_member_changes_groups_and_language(site: Site):
    site.join(ADDRESS, "board", "members")
    link = preferences(site)
    shown = site.ask(link).text
    assert 'value="members" checked' in shown
    assert "board" not in shown
    saved = site.post(link, ("group", "leeds"), ("group", "board"), ("language", "cy"))
    assert "saved" in saved.text
    person = site.person()
    assert (person.groups, person.language) == (("board", "leeds"), "cy")


def test_a_member_pauses_gets_nothing_and_comes_back(site: Site):
    site.join()
    link = preferences(site)
    site.post(link, ("group", "members"), ("pause", "3"))
    assert site.status() == "pending"
    shown = site.ask(link).text
    assert 'value="keep" checked' in shown
    assert "Stay paused until Sunday 21 February 2027" in shown
    site.post(link, ("group", "members"), ("pause", "keep"))
    assert site.status() == "pending"
    site.post(link, ("group", "members"), ("pause", "1"))
    assert "Tuesday 22 December 2026" in site.ask(link).text
    site.post(link, ("group", "members"), ("pause", "none"))
    assert site.status() == "active"
    assert 'value="none" checked' in site.ask(link).text
    history = [one.reason for one in site.running.office.people.export(ADDRESS).history]
    assert history == [
        "asked for a pause until 2027-02-21",
        "asked for a pause until 2026-12-22",
        "ended the pause",
    ]


def test_after_saving_a_link_leads_back(site: Site):
    site.join()
    link = preferences(site)
    saved = site.post(link, ("pause", "none")).text
    back = re.search(r'href="(/preferences/[^"]+)"', saved)[1]
    assert "Save</button>" in site.ask(back).text


def test_each_language_is_called_by_its_own_name(root: Path):
    text = (root / "pynews.toml").read_text(encoding="utf-8")
    offered = 'languages = ["en-GB", "en-US", "cy", "yo", "xx"]'
    text = text.replace('languages = ["en-GB", "cy"]', offered)
    (root / "pynews.toml").write_text(text, encoding="utf-8")
    words = root / "templates/nhs/members/words.toml"
    words.parent.mkdir(exist_ok=True)
    words.write_text('language_yo = "Yorùbá"\n', encoding="utf-8")
    with opened(root) as site:
        names = re.findall(r"<option[^>]*>(.*)</option>", site.ask("/subscribe").text)
    assert names == ["English (en-GB)", "English (en-US)", "Cymraeg", "Yorùbá", "xx"]


def test_a_pause_ends_by_itself(site: Site):
    site.join()
    site.post(preferences(site), ("pause", "1"))
    site.clock.forward(days=29)
    assert site.status() == "pending"
    site.clock.forward(days=2)
    assert site.status() == "active"
    assert 'value="none" checked' in site.ask(preferences(site)).text
    assert site.running.office.people.totals().by_status["active"] == 1


def test_a_pause_of_an_older_list_says_that_it_has_no_end(site: Site):
    end = datetime(9999, 12, 31, tzinfo=UTC)
    site.running.office.people.pause(site.join(), site.clock(), until=end)
    shown = site.ask(preferences(site)).text
    assert "Stay paused until I change this" in shown
    assert 'value="keep" checked' in shown


def test_who_left_while_they_paused_does_not_come_back_with_its_end(site: Site):
    site.join()
    site.post(preferences(site), ("pause", "1"))
    site.post(site.leave_link(site.person().id))
    site.clock.forward(days=60)
    assert site.status() == "unsubscribed"
    people = site.running.office.people
    assert not people.resume(site.person().id, site.clock())
    assert not people.pause(site.person().id, site.clock(), until=site.clock())


def test_an_import_does_not_end_a_pause(site: Site):
    site.join()
    site.post(preferences(site), ("pause", "6"))
    site.join()
    assert site.status() == "pending"


def test_a_member_leaves_from_their_preferences(site: Site):
    site.join()
    shown = site.ask(preferences(site)).text
    (leave,) = (part.split('"')[0] for part in shown.split('action="')[2:])
    assert site.post(leave).status == 200
    assert site.status() == "unsubscribed"


def test_preferences_are_closed_after_a_day_and_after_leaving(site: Site):
    site.join()
    link = preferences(site)
    site.clock.forward(days=1, seconds=1)
    assert site.ask(link).status == 404
    link = preferences(site)
    site.post(site.leave_link(site.person().id))
    assert site.ask(link).status == 404
    assert site.post(link, ("group", "leeds")).status == 404
    assert site.person().groups == ("members",)


def test_someone_pending_for_another_reason_has_no_preferences(site: Site):
    people = site.running.office.people
    site.join()
    people.pause(site.person().id, site.clock(), until=site.clock())
    people.resume(site.person().id, site.clock())
    assert not people.resume(site.person().id, site.clock())
    assert site.status() == "active"
