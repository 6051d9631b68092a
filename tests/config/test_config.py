"""The configuration: from the strongest place, every fault with its line, no secret told."""

from pathlib import Path

import pytest

from pynews.config import DEMO_KEY, find_root, load
from pynews.errors import CredentialsError, ProjectError

SMALLEST = """\
id = "news.example.org"
name = "Example"

[sender]
from = "Example <news@example.org>"
address = "1 Example Street"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "pynews.toml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProjectError) as caught:
        load(written(folder, text))
    return [str(problem) for problem in caught.value.problems]


def test_the_smallest_file_has_sensible_defaults(tmp_path):
    project = load(written(tmp_path, SMALLEST))
    publication = project.publication
    assert publication.theme == "plain"
    assert publication.timezone == "Europe/London"
    assert publication.reply_to == publication.sender
    assert publication.organisation == "Example"
    assert project.provider.name == "outbox"
    assert project.store == tmp_path / "pynews.db"
    assert project.demo
    assert project.key == DEMO_KEY


def test_an_option_beats_the_environment_which_beats_the_file(tmp_path, monkeypatch):
    text = SMALLEST + '[provider]\nname = "outbox"\n'
    monkeypatch.setenv("PYNEWS_PROVIDER_NAME", "mailgun")
    monkeypatch.setenv("PYNEWS_NAME", "From the environment")
    project = load(written(tmp_path, text))
    assert project.provider.name == "mailgun"
    assert project.publication.name == "From the environment"
    chosen = load(tmp_path, options={"provider.name": "smtp"})
    assert chosen.provider.name == "smtp"


def test_secrets_come_from_the_environment_or_dotenv_and_are_never_told(tmp_path, monkeypatch):
    monkeypatch.delenv("PYNEWS_KEY", raising=False)
    written(
        tmp_path, SMALLEST + '[provider]\nname = "mailgun"\nkey_env = "MAIL_KEY"\nregion = "eu"\n'
    )
    (tmp_path / ".env").write_text(
        "# secrets\nexport MAIL_KEY='made-up-one'\nPYNEWS_KEY=made-up-two-that-is-long\nnonsense\n",
        encoding="utf-8",
    )
    project = load(tmp_path)
    assert project.provider.secret == "made-up-one"
    assert project.key == b"made-up-two-that-is-long"
    assert not project.demo
    assert dict(project.provider.settings) == {"region": "eu"}
    assert "made-up" not in repr(project) + repr(project.provider)
    monkeypatch.setenv("MAIL_KEY", "made-up-three")
    assert load(tmp_path).provider.secret == "made-up-three"


def test_a_project_is_found_from_any_folder_inside(tmp_path):
    written(tmp_path, SMALLEST)
    deep = tmp_path / "newsletters" / "events"
    deep.mkdir(parents=True)
    assert find_root(deep) == tmp_path


def test_a_folder_without_a_project_is_told_so(tmp_path):
    with pytest.raises(ProjectError, match="pynews init"):
        find_root(tmp_path)
    with pytest.raises(ProjectError, match=r"no pynews\.toml"):
        load(tmp_path)


def test_all_faults_are_told_at_once_with_their_lines(tmp_path):
    found = problems(
        tmp_path,
        'id = "a b"\nnam = "x"\ntimezone = "Mars/Olympus"\nbase_url = "http://x.org"\n'
        '[sender]\nfrom = "no address"\naddress = ""\nwho = 1\n'
        '[preview]\ntest_recipients = "one"\n[store]\nurl = "postgres://x"\n',
    )
    text = "\n".join(found)
    for expected in (
        "pynews.toml:2: unknown key 'nam'",
        "did you mean name?",
        "pynews.toml:8: unknown key 'sender.who'",
        "name is missing",
        "pynews.toml:1: 'a b' cannot end",
        "pynews.toml:3: 'Mars/Olympus' is no time zone",
        "pynews.toml:4: base_url must begin with https://",
        "pynews.toml:6: sender.from",
        "pynews.toml:7: sender.address is missing",
        "pynews.toml:10: preview.test_recipients must be a list",
        "pynews.toml:12: store.url",
    ):
        assert expected in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id = \n", "this is not TOML"),
        ('id = "a"\nid = "b"\n', "this is not TOML"),
        ("id = 3\n" + SMALLEST.partition("\n")[2], "id must be text"),
        (SMALLEST + "strange = [1]\n", "unknown key"),
        ('[[sources.events]]\ntype = "ics"\n', "url is missing"),
        ('[[sources.events]]\nurl = "https://x.org"\ncolour = 1\n', "colour"),
        (SMALLEST.replace("news@example.org", "n\\u0007@example.org"), "sender.from"),
    ],
)
def test_a_faulty_file_is_told_in_our_words(tmp_path, text, says):
    assert says in "\n".join(problems(tmp_path, text))


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "pynews.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProjectError, match="save it as UTF-8"):
        load(tmp_path)


def test_calendars_to_fetch_are_read(tmp_path):
    text = SMALLEST + '[[sources.events]]\ntype = "ics"\nurl = "https://example.org/e.ics"\n'
    source = load(written(tmp_path, text)).event_sources[0]
    assert (source.type, source.url, source.allow_private) == (
        "ics",
        "https://example.org/e.ics",
        False,
    )


def test_the_archive_and_the_public_pages_have_addresses(tmp_path):
    text = 'base_url = "https://news.example.org/a"\n' + SMALLEST
    text += '[unsubscribe]\nurl = "http://127.0.0.1:8000/"\nmailto = "leave@example.org"\n'
    publication = load(written(tmp_path, text)).publication
    assert publication.base_url == "https://news.example.org/a/"
    assert publication.unsubscribe_url == "http://127.0.0.1:8000"
    assert publication.unsubscribe_mailto == "leave@example.org"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Example <news@example.org>", "Example\\r\\nBcc: x@example.org <news@example.org>"),
        ("Example <news@example.org>", "a@example.org, b@example.org"),
    ],
)
def test_a_sender_that_would_end_a_header_is_refused(tmp_path, old, new):
    assert "sender.from" in "\n".join(problems(tmp_path, SMALLEST.replace(old, new)))


@pytest.mark.parametrize(
    "line",
    [
        'mailto = "u@example.org>\\r\\nX-Evil: 1"',
        'mailto = "not an address?x=y"',
        'mailto = "leave@fen..org"',
        'mailto = "leave@example.org."',
        'url = "https://example.org/\\r\\nX-Evil: 1"',
        'url = "https://example.org/<x>"',
    ],
)
def test_an_unsubscribe_route_that_would_end_a_header_is_refused(tmp_path, line):
    found = "\n".join(problems(tmp_path, f"{SMALLEST}[unsubscribe]\n{line}\n"))
    assert "unsubscribe." in found


def test_a_key_that_could_be_guessed_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("PYNEWS_KEY", "short")
    with pytest.raises(CredentialsError, match="too short"):
        load(written(tmp_path, SMALLEST))


def test_a_dotenv_that_is_no_text_is_told(tmp_path):
    (tmp_path / ".env").write_bytes("PYNEWS_KEY=x".encode("utf-16"))
    with pytest.raises(ProjectError, match="UTF-8"):
        load(written(tmp_path, SMALLEST))
