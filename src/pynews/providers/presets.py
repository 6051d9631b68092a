"""Mail servers by name, each as its provider's own documentation has it: one row each.

Settings, not files: what has no interface of its own here is reached by SMTP, where
our own bytes travel whole.
"""

from dataclasses import dataclass

from pynews.providers.promise import Headers

__all__ = ["PRESETS", "Preset"]

STARTTLS, TLS = "starttls", "tls"


@dataclass(frozen=True, slots=True)
class Preset:
    """Where a provider takes mail.

    Arguments:
        host, port: of the server.
        security: ``starttls`` or ``tls``.
        user: what stands in the setting ``user``.
        note: what an editor should know; may be empty.
        headers: which of ours arrive.
        rate: messages a second it takes; None when only it knows.
    """

    host: str
    port: int
    security: str
    user: str
    note: str = ""
    headers: Headers = Headers.ALL
    rate: float | None = None


PRESETS: dict[str, Preset] = {
    "brevo": Preset("smtp-relay.brevo.com", 587, STARTTLS, "the login below SMTP & API"),
    "fastmail": Preset("smtp.fastmail.com", 465, TLS, "the address; an app password"),
    "gmail": Preset(
        "smtp.gmail.com", 587, STARTTLS, "the address; an app password", "500 readers a day"
    ),
    "mailersend": Preset(
        "smtp.mailersend.net",
        587,
        STARTTLS,
        "the SMTP user of the domain",
        "List-Unsubscribe only with its Enterprise plan",
        Headers.NONE,
    ),
    "mailgun-eu": Preset("smtp.eu.mailgun.org", 587, STARTTLS, "postmaster@ the domain"),
    "mailgun-us": Preset("smtp.mailgun.org", 587, STARTTLS, "postmaster@ the domain"),
    "mailjet": Preset("in-v3.mailjet.com", 587, STARTTLS, "the API key"),
    "mailtrap": Preset("live.smtp.mailtrap.io", 587, STARTTLS, "api"),
    "mailtrap-sandbox": Preset(
        "sandbox.smtp.mailtrap.io", 587, STARTTLS, "the inbox's user", "delivers to nobody"
    ),
    "mandrill": Preset("smtp.mandrillapp.com", 587, STARTTLS, "any word; the key is the password"),
    "microsoft365": Preset(
        "smtp.office365.com",
        587,
        STARTTLS,
        'the address, with login = "xoauth2"',
        "passwords are off by default from the end of 2026; 30 messages a minute",
        rate=0.5,
    ),
    "postmark": Preset("smtp.postmarkapp.com", 587, STARTTLS, "the server token, twice"),
    "resend": Preset("smtp.resend.com", 465, TLS, "resend"),
    "scaleway": Preset("smtp.tem.scaleway.com", 587, STARTTLS, "the project's id"),
    "sendgrid": Preset("smtp.sendgrid.net", 587, STARTTLS, "apikey"),
    "ses-london": Preset(
        "email-smtp.eu-west-2.amazonaws.com", 587, STARTTLS, "an SMTP credential of SES"
    ),
    "sparkpost": Preset(
        "smtp.sparkpostmail.com",
        587,
        STARTTLS,
        "SMTP_Injection",
        "its interface leaves our List-Unsubscribe out",
        Headers.NONE,
    ),
}
