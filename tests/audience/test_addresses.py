import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pynews.audience.addresses import accepted_address


@pytest.mark.parametrize(
    ("written", "accepted"),
    [
        ("editor@example.org", "editor@example.org"),
        ("  Editor.One+news@EXAMPLE.org\u00a0", "Editor.One+news@example.org"),
        ("\ufeffeditor@example.org\u200b", "editor@example.org"),
        ("editor@Bücher.example", "editor@xn--bcher-kva.example"),
        ("editor@XN--BCHER-KVA.example", "editor@xn--bcher-kva.example"),
        ("editor@rehearsal.test", "editor@rehearsal.test"),
        ("o'editor@nhs.example", "o'editor@nhs.example"),
        ("x" * 64 + "@example.org", "x" * 64 + "@example.org"),
    ],
)
def test_an_address_is_taken_in_the_form_every_mail_server_takes(written: str, accepted: str):
    assert accepted_address(written) == accepted


@pytest.mark.parametrize(
    "written",
    [
        "editor",
        "editor@",
        "@example.org",
        "editor@@example.org",
        "editor @example.org",
        "editor@example",
        "editor@example..org",
        "editor@-example.org",
        ".editor@example.org",
        "edi..tor@example.org",
        "Editor <editor@example.org>",
        "editor@example.org, chair@example.org",
        "editor@[127.0.0.1]",
        '"editor"@example.org',
        "editor@localhost",
        "editor@example.invalid",
        "x" * 65 + "@example.org",
        "editor@" + "x" * 250 + ".org",
        "editor@example.org\r\nBcc: all@example.org",
        "редактор@example.org",
        "editor@example.org\0",
        "editor@xn--a.example",
        "editor@\ud800.example",
        "=?utf-8?q?chair=40example=2ecom=2c?=@example.org",
        "=?utf-8?b?YUBiLmV4YW1wbGUs?=@example.org",
        "x=?utf-8?q?=0d=0aBcc=3ax?=@example.org",
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(written: str):
    with pytest.raises(ValueError, match=r"^the address is not valid: \S.*[^.]$"):
        accepted_address(written)


@pytest.mark.parametrize("written", ["", "   ", "\u00a0\ufeff"])
def test_an_address_that_is_missing_is_said_to_be_missing(written: str):
    with pytest.raises(ValueError, match=r"^there is no address$"):
        accepted_address(written)


locals_ = st.text(alphabet="abcXYZ019._+-'!#@ \"\\é", max_size=70)
domains = st.text(alphabet="abcXYZ019.-_ éß", max_size=40).map(lambda text: f"{text}.org")


@settings(deadline=None, max_examples=400)
@given(local=locals_, domain=domains)
@example(local="INFO", domain="example.org")
@example(local="a" * 60, domain=".".join(["b" * 60] * 3) + ".org")
@example(local="a" * 64, domain=".".join(["b" * 61] * 3) + ".org")
def test_the_short_way_judges_as_the_validator_does(local: str, domain: str):
    written = f"{local}@{domain}".strip()
    try:
        judged = validate_email(
            written,
            allow_smtputf8=False,
            check_deliverability=False,
            strict=True,
            test_environment=True,
        )
    except EmailNotValidError:
        with pytest.raises(ValueError, match=r"."):
            accepted_address(written)
    else:
        assert judged.ascii_email is not None
        assert accepted_address(written).casefold() == judged.ascii_email.casefold()
