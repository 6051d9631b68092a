"""The public side's part of pynews.toml."""

from pathlib import Path

import pytest

from pynews.config import load
from pynews.errors import ProjectError

BASE = """id = "news.example.org"
name = "News"
[sender]
from = "News <news@example.org>"
address = "1 Example Street"
"""


def project(folder: Path, extra: str, env: str = ""):
    (folder / "pynews.toml").write_text(BASE + extra)
    (folder / ".env").write_text(env)
    return load(folder)


def test_members_reports_and_the_mailbox_are_read_with_their_secrets(tmp_path):
    found = project(
        tmp_path,
        """[unsubscribe]
mailbox = "imaps://list@mail.example.org/INBOX"
mailbox_key_env = "MAIL"
[members]
groups = ["members"]
languages = ["en-GB", "cy"]
consent = "Yes, please."
[reports.ses]
topics = ["arn:aws:sns:eu-west-2:1:a"]
[reports.resend]
key_env = "RESEND"
""",
        "MAIL=one\nRESEND=two\n",
    )
    assert found.members.groups == ("members",)
    assert found.members.languages == ("en-GB", "cy")
    assert found.members.consent == "Yes, please."
    assert (found.mailbox.url, found.mailbox.secret) == (
        "imaps://list@mail.example.org/INBOX",
        "one",
    )
    ses, resend = found.reports
    assert ses.topics == ("arn:aws:sns:eu-west-2:1:a",)
    assert resend.secret == "two"
    assert "two" not in repr(resend)
    assert "one" not in repr(found.mailbox)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ("[reports]\nses = 1\n", "must be a table"),
        ("[reports.ses]\ntopics = 'x'\n", "list of texts"),
        ("[reports.ses]\nkey_env = 1\n", "must be text"),
        ("[reports.ses]\nkey = 'x'\n", "unknown key"),
        ("[members]\ngroups = 'x'\n", "list of texts"),
        ("[members]\ngroup = ['x']\n", "unknown key"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(tmp_path, extra, says):
    with pytest.raises(ProjectError) as told:
        project(tmp_path, extra)
    assert says in str(told.value)
    assert "pynews.toml:" in str(told.value)


def test_old_keys_are_separated_by_commas_or_blanks(tmp_path):
    found = project(
        tmp_path, "", "PYNEWS_KEY=a-new-key-that-is-long\nPYNEWS_OLD_KEYS=old, older  oldest\n"
    )
    assert found.keys == (b"a-new-key-that-is-long", b"old", b"older", b"oldest")
