"""Fetching within limits, from a real server on loopback that is allowed by name."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pynews.errors import RetryLaterError, SourceError
from pynews.gather.fetching import Getter
from pynews.gather.fetching.addresses import looked_up, place_of, redirected

REFUSED = (
    "http://example.org/a.ics",
    "ftp://example.org/a.ics",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://",
    "https:///a.ics",
    "https://user:secret@example.org/a.ics",
    "https://example.org:99999/",
    "https://exa mple.org/",
    "https://example.org/a\nHost: other",
    "https://[::1",
    f"https://example.org/{'a' * 3000}",
    "",
)
PRIVATE = (
    "127.0.0.1",
    "localhost",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.1",
    "[::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:0:10.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::169.254.169.254]",
    "[64:ff9b:1::1]",
    "[2002:a00:1::]",
    "[2001:0:7f00:1::]",
    "[2001:db8::1]",
    "[fec0::1]",
    "[5f00::1]",
    "[ff02::1]",
    "[::]",
    "2130706433",
    "0x7f.1",
    "224.0.0.1",
)


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_https_address_is_refused(url: str):
    with pytest.raises(SourceError):
        Getter().get(url)


@pytest.mark.parametrize("host", PRIVATE)
def test_machines_of_a_private_network_are_refused(host: str):
    with pytest.raises(SourceError, match=r"private network|no web address|cannot be looked up"):
        looked_up(place_of(f"https://{host}/", allow_private=False), allow_private=False)


def test_webcal_means_https():
    assert place_of("webcal://example.org/a.ics", allow_private=False).scheme == "https"
    assert place_of("https://bücher.example/a?b=c", allow_private=False).target == "/a?b=c"


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(SourceError) as caught:
        place_of("https://user:secret@example.org/a.ics", allow_private=False)
    assert "secret" not in str(caught.value)


def test_a_page_of_an_allowed_machine_comes_whole(site: Any):
    url = site.say("/a.ics", b"BEGIN:VCALENDAR", ETag='"one"')
    fetched = Getter().get(url, allow_private=True)
    assert (fetched.body, fetched.etag, fetched.unchanged) == (b"BEGIN:VCALENDAR", '"one"', False)
    assert site.asked[0][1]["Host"] == f"localhost:{site.port}"
    assert Getter().get(url, allow_private=True, etag='"one"').unchanged


def test_https_is_spoken_with_the_host_that_the_certificate_names(
    secure_site: Any, authority: tuple[Path, Path]
):
    url = secure_site.say("/a.ics", b"hello")
    getter = Getter(authority=str(authority[0]))
    assert getter.get(url, allow_private=True).body == b"hello"
    with pytest.raises(RetryLaterError):  # the certificate is for localhost alone
        getter.get(secure_site.url("/a.ics", host="127.0.0.1"), allow_private=True)


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site: Any):
    secure_site.say("/a.ics", b"hello")
    with pytest.raises(RetryLaterError, match=r"certificate|trust|verif"):
        Getter().get(secure_site.url("/a.ics"), allow_private=True)
    assert not secure_site.asked


def test_redirects_are_followed_a_few_times(site: Any):
    site.say("/old", b"", 301, Location="/new")
    site.say("/new", b"here")
    assert Getter().get(site.url("/old"), allow_private=True).body == b"here"
    site.say("/round", b"", 302, Location="/round")
    with pytest.raises(SourceError, match="more than 4 times"):
        Getter().get(site.url("/round"), allow_private=True)
    assert len(site.asked) == 7


def test_the_permission_for_one_machine_is_not_one_for_where_it_leads(site: Any):
    site.say("/a", b"", 302, Location=site.url("/secret", host="127.0.0.1"))
    site.say("/secret", b"keys")
    with pytest.raises(SourceError):
        Getter().get(site.url("/a"), allow_private=True)
    assert [path for path, _ in site.asked] == ["/a"]


@pytest.mark.parametrize("place", ["http://example.org/", "file:///etc/passwd", "//127.0.0.1/"])
def test_redirects_to_what_may_not_be_fetched_are_refused(place: str):
    begin = place_of("https://example.org/a", allow_private=False)
    with pytest.raises(SourceError):
        looked_up(redirected(begin, place, allow_private=False), allow_private=False)


def test_from_https_nothing_leads_to_http():
    begin = place_of("https://example.org/a", allow_private=True)
    with pytest.raises(SourceError, match="https to http"):
        redirected(begin, "http://example.org/b", allow_private=True)


def test_too_much_is_not_taken(site: Any):
    url = site.say("/big", b"x" * 70_000)
    with pytest.raises(SourceError, match="over 50,000 bytes"):
        Getter(most_bytes=50_000).get(url, allow_private=True)


def test_a_server_that_drips_is_left_when_time_is_up(site: Any):
    url = site.say("/slow", b"", X_Drip="yes")
    ticks = count()
    getter = Getter(clock=lambda: float(next(ticks)), seconds=20)
    with pytest.raises(RetryLaterError, match="took over 20 seconds"):
        getter.get(url, allow_private=True)


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, SourceError), (403, SourceError), (429, RetryLaterError), (503, RetryLaterError)],
)
def test_a_server_that_says_no_is_told_by_its_number(
    site: Any, status: int, error: type[Exception]
):
    url = site.say("/a", b"no", status)
    with pytest.raises(error, match=str(status)):
        Getter().get(url, allow_private=True)


def test_what_comes_packed_unasked_is_refused(site: Any):
    url = site.say("/a", b"\x1f\x8b bomb", Content_Encoding="gzip")
    with pytest.raises(SourceError, match="packed"):
        Getter().get(url, allow_private=True)
    assert site.asked[0][1]["Accept-Encoding"] == "identity"


def test_a_machine_that_does_not_answer_is_for_later(site: Any):
    url = site.url("/a").replace(str(site.port), "1")
    with pytest.raises(RetryLaterError, match="cannot be fetched now") as caught:
        Getter().get(url, allow_private=True)
    assert "Errno" not in str(caught.value)


def test_a_name_that_nobody_knows_is_told():
    with pytest.raises(SourceError, match="cannot be looked up"):
        Getter().get("https://nobody.invalid/a.ics")


def test_a_public_machine_behind_a_translator_is_one():
    for host in ("[64:ff9b::192.0.43.7]", "[2002:c000:2b07::]", "[2600::1]", "192.0.43.7"):
        place = place_of(f"https://{host}/", allow_private=False)
        assert looked_up(place, allow_private=False)
