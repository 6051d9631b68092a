"""How each provider posts its reports, made as its documentation says."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

PASSWORD = "a-password-of-our-own-for-tests"
SECRET = "signing-key-for-tests"
WHSEC = "whsec_" + base64.b64encode(b"a signing secret of 32 bytes ...").decode()
TOPIC = "arn:aws:sns:eu-west-2:123456789012:reports"
CERTIFICATE = "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-" + "0a" * 16 + ".pem"
EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(65537, 2048)
KINDS = ("hard", "soft", "complaint", "unsubscribe", "delivered")

Headers = dict[str, str]


@dataclass(frozen=True)
class Sender:
    """One provider.

    event: makes the payload for a kind, an address, a moment and an id; None when
    the provider has no such event. sign: makes the headers for a body.
    """

    name: str
    secret: str
    event: Callable[[str, str, datetime, str], object]
    sign: Callable[[bytes, datetime, str], Headers]
    signed: bool = True
    topics: tuple[str, ...] = ()

    def post(
        self,
        kind: str,
        address: str,
        at: datetime,
        own: str = "",
    ) -> tuple[bytes, Headers]:
        """Return body and headers of a report."""
        own = own or secrets.token_hex(8)
        body = json.dumps(self.event(kind, address, at, own)).encode()
        return body, self.sign(body, at, own)


def _stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mailgun_event(kind: str, address: str, at: datetime, own: str) -> object:
    said = {
        "hard": {"event": "failed", "severity": "permanent", "reason": "bounce"},
        "soft": {"event": "failed", "severity": "temporary", "reason": "generic"},
        "complaint": {"event": "complained"},
        "unsubscribe": {"event": "unsubscribed"},
        "delivered": {"event": "delivered"},
    }[kind]
    token = hashlib.sha256(own.encode()).hexdigest()[:50]
    signature = hmac.new(SECRET.encode(), f"{_stamp(at)}{token}".encode(), "sha256").hexdigest()
    code = {"hard": 550, "soft": 452}.get(kind, 250)
    return {
        "signature": {"timestamp": _stamp(at), "token": token, "signature": signature},
        "event-data": {
            **said,
            "id": own,
            "timestamp": at.timestamp(),
            "recipient": address,
            "user-variables": {"ref": "ref-1"},
            "message": {"headers": {"message-id": "ref-1@news.example.org"}},
            "delivery-status": {"code": code, "message": f"{code} <{address}> said so"},
        },
    }


def resend_event(kind: str, address: str, at: datetime, own: str) -> object:
    del own
    name = {
        "hard": "email.bounced",
        "soft": "email.bounced",
        "complaint": "email.complained",
        "unsubscribe": "email.opened",
        "delivered": "email.delivered",
    }[kind]
    bounce = {"type": "Permanent" if kind == "hard" else "Transient", "message": "No such user"}
    return {
        "type": name,
        "created_at": _iso(at),
        "data": {
            "email_id": "56761188-7520-42d8-8898-ff6fc54ce618",
            "to": [address],
            "tags": [{"name": "ref", "value": "ref-1"}],
            **({"bounce": bounce} if name == "email.bounced" else {}),
        },
    }


def svix(body: bytes, at: datetime, own: str) -> Headers:
    key = base64.b64decode(WHSEC.removeprefix("whsec_"))
    signed = f"msg_{own}.{_stamp(at)}.".encode() + body
    mark = base64.b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    return {
        "svix-id": f"msg_{own}",
        "svix-timestamp": _stamp(at),
        "svix-signature": f"v1,{base64.b64encode(b'x' * 32).decode()} v1,{mark}",
    }


def postmark_event(kind: str, address: str, at: datetime, own: str) -> object:
    if kind == "delivered":
        return {
            "RecordType": "Delivery",
            "MessageID": own,
            "Recipient": address,
            "DeliveredAt": _iso(at),
            "Metadata": {},
        }
    if kind == "unsubscribe":
        return {
            "RecordType": "SubscriptionChange",
            "MessageID": own,
            "Recipient": address,
            "ChangedAt": _iso(at),
            "SuppressSending": True,
            "SuppressionReason": "ManualSuppression",
        }
    return {
        "RecordType": "SpamComplaint" if kind == "complaint" else "Bounce",
        "ID": int.from_bytes(own.encode()[:6]),
        "Type": {"hard": "HardBounce", "soft": "SoftBounce", "complaint": "SpamComplaint"}[kind],
        "Email": address,
        "BouncedAt": _iso(at),
        "MessageID": own,
        "Details": "smtp;550 no such user",
    }


def basic(body: bytes, at: datetime, own: str) -> Headers:
    del body, at, own
    return {"Authorization": "Basic " + base64.b64encode(f"pynews:{PASSWORD}".encode()).decode()}


def bearer(body: bytes, at: datetime, own: str) -> Headers:
    del body, at, own
    return {"Authorization": f"Bearer {PASSWORD}"}


def brevo_event(kind: str, address: str, at: datetime, own: str) -> object:
    name = {
        "hard": "hard_bounce",
        "soft": "soft_bounce",
        "complaint": "spam",
        "unsubscribe": "unsubscribe",
        "delivered": "delivered",
    }[kind]
    return {
        "event": name,
        "email": address,
        "id": 1,
        "ts_epoch": int(at.timestamp() * 1000),
        "message-id": f"<{own}@relay.example>",
        "reason": "server said no",
    }


def notify_event(kind: str, address: str, at: datetime, own: str) -> object:
    name = {
        "hard": "permanent-failure",
        "soft": "temporary-failure",
        "complaint": "technical-failure",
        "unsubscribe": "sending",
        "delivered": "delivered",
    }[kind]
    return {
        "id": own,
        "reference": "ref-1",
        "to": address,
        "status": name,
        "created_at": _iso(at),
        "completed_at": _iso(at),
        "sent_at": _iso(at),
        "notification_type": "email",
    }


def mailtrap_event(kind: str, address: str, at: datetime, own: str) -> object:
    name = {
        "hard": "bounce",
        "soft": "soft bounce",
        "complaint": "spam",
        "unsubscribe": "unsubscribe",
        "delivered": "delivery",
    }[kind]
    return {
        "events": [
            {
                "event": name,
                "email": address,
                "event_id": own,
                "timestamp": int(at.timestamp()),
                "message_id": "m-1",
                "custom_variables": {"ref": "ref-1"},
            }
        ]
    }


def mailtrap_sign(body: bytes, at: datetime, own: str) -> Headers:
    del at, own
    return {"Mailtrap-Signature": hmac.new(SECRET.encode(), body, "sha256").hexdigest()}


def sendgrid_event(kind: str, address: str, at: datetime, own: str) -> object:
    said = {
        "hard": {"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 no"},
        "soft": {"event": "bounce", "type": "blocked", "status": "5.7.1", "reason": "policy"},
        "complaint": {"event": "spamreport"},
        "unsubscribe": {"event": "unsubscribe"},
        "delivered": {"event": "delivered", "response": "250 ok"},
    }[kind]
    own_fields = {"sg_event_id": own, "sg_message_id": "m-1.x", "ref": "ref-1"}
    return [{**said, **own_fields, "email": address, "timestamp": int(at.timestamp())}]


def sendgrid_sign(body: bytes, at: datetime, own: str) -> Headers:
    del own
    mark = EC_KEY.sign(_stamp(at).encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(mark).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": _stamp(at),
    }


def public_key() -> str:
    """Return SendGrid's verification key as its panel shows it."""
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    der = EC_KEY.public_key().public_bytes(serialization.Encoding.DER, spki)
    return base64.b64encode(der).decode()


def ses_event(kind: str, address: str, at: datetime, own: str) -> object:
    part = {
        "hard": (
            "Bounce",
            {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [{"emailAddress": address, "status": "5.1.1"}],
            },
        ),
        "soft": (
            "Bounce",
            {
                "bounceType": "Transient",
                "bounceSubType": "MailboxFull",
                "bouncedRecipients": [{"emailAddress": address, "status": "4.2.2"}],
            },
        ),
        "complaint": ("Complaint", {"complainedRecipients": [{"emailAddress": address}]}),
        "unsubscribe": ("Send", {}),
        "delivered": ("Delivery", {"recipients": [address]}),
    }[kind]
    name, said = part
    event = {
        "eventType": name,
        "mail": {"messageId": "m-1", "tags": {"ref": ["ref-1"]}, "destination": [address]},
        name.lower(): {**said, "timestamp": _iso(at)},
    }
    return sns("Notification", json.dumps(event), at, own)


def sns(kind: str, message: str, at: datetime, own: str, **other: str) -> dict[str, str]:
    """Return a signed SNS message; other fields replace its own before it is signed."""
    whole = {
        "Type": kind,
        "MessageId": own,
        "TopicArn": TOPIC,
        "Message": message,
        "Timestamp": _iso(at),
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE,
        **other,
    }
    names = ["Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn"]
    text = "".join(f"{name}\n{whole[name]}\n" for name in [*names, "Type"] if name in whole)
    algorithm = hashes.SHA256() if whole["SignatureVersion"] == "2" else hashes.SHA1()  # noqa: S303 - what version 1 is
    mark = RSA_KEY.sign(text.encode(), padding.PKCS1v15(), algorithm)
    return {**whole, "Signature": base64.b64encode(mark).decode()}


def nothing(body: bytes, at: datetime, own: str) -> Headers:
    del body, at, own
    return {}


def pem(begin: datetime, end: datetime) -> bytes:
    """Return a certificate for the RSA key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(RSA_KEY.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(end)
        .sign(RSA_KEY, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


DAY = timedelta(days=1)
SENDERS = {
    one.name: one
    for one in (
        Sender("mailgun", SECRET, mailgun_event, nothing),
        Sender("resend", WHSEC, resend_event, svix),
        Sender("postmark", PASSWORD, postmark_event, basic, signed=False),
        Sender("brevo", PASSWORD, brevo_event, bearer, signed=False),
        Sender("notify", PASSWORD, notify_event, bearer, signed=False),
        Sender("mailtrap", SECRET, mailtrap_event, mailtrap_sign),
        Sender("sendgrid", public_key(), sendgrid_event, sendgrid_sign),
        Sender("ses", "", ses_event, nothing, topics=(TOPIC,)),
    )
}
