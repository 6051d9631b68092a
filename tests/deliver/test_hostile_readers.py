"""Five thousand readers with the oddest names: our spliced messages read as the email package's."""

import random
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from pynews import pack
from pynews.model import Edition, Mailbox, MergeField, Publication, Recipient, subscriber_id

COUNT = 5000
NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
PARTS = (
    "Zoë", "事務", "=?utf-8?q?x?=", "trailing ", " ", "O'Brien", '"quoted"', "a,b;c", "=3D", "=\t=",
    "x" * 90, "👩‍⚕️", "שלום", "e\u0301", "<script>", "&amp;", "%0d%0a", ".", "..", "--=_", "From ",
    "\\", "@", "\u2028", "\u200d", "\ufeff", "Mx", "de la", "日" * 40,
)  # fmt: skip
BOX = Mailbox("News", "news@example.org")
PUBLICATION = Publication(
    "news.example.org", "News", "en-GB", "Europe/London", "", "nhs", BOX, BOX, "O", "A",
    unsubscribe_mailto="leave@example.org",
)  # fmt: skip
EDITION = Edition(
    "i",
    "News for FIELDx0x",
    "",
    "",
    ".Dear FIELDx0x,\n\n..dots, and FIELDx0x again = FIELDx0x\ntrailing \n.\n",
    "",
    (MergeField("FIELDx0x", "first_name", "member"),),
)


def test_they_equal_parsed_what_the_email_package_builds() -> None:
    chance = random.Random(20211116)
    form = pack.compile_form(EDITION, invitations=(), publication=PUBLICATION, at=NOW, campaign="c")
    for number in range(COUNT):
        name = "".join(chance.choices(PARTS, k=chance.randrange(5)))
        email = f"reader{number}@example.org"
        one = Recipient(subscriber_id(b"k", email), email, name)
        seen = pack.read_as(EDITION, one, unsubscribe="")
        content = form.message(one, key=b"k").content
        assert max(map(len, content.split(b"\r\n"))) <= 998
        ours = message_from_bytes(content, policy=policy.default)
        assert isinstance(ours, EmailMessage)
        theirs = EmailMessage()
        theirs["To"], theirs["Subject"] = email, seen.subject
        theirs.set_content(seen.text)
        other = message_from_bytes(theirs.as_bytes(), policy=policy.default)
        assert isinstance(other, EmailMessage)
        body = ours.get_body(("plain",))
        assert body is not None
        assert not ours.defects
        assert body.get_content().replace("\r\n", "\n") == other.get_content().replace("\r\n", "\n")
        assert ours["To"] == other["To"]
        assert ours["Subject"].split() == seen.subject.split()
        if "=?" not in name:  # the email package takes a name for an encoded word of its own
            assert ours["Subject"].split() == other["Subject"].split()
