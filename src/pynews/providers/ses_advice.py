"""What an editor can do about each of Amazon SES's refusals."""

from pynews.errors import CredentialsError, RetryLaterError
from pynews.model import DeliveryStatus
from pynews.providers.answers import Advice

__all__ = ["ADVICE", "DAILY", "PANEL", "STATUSES", "VERIFY"]

VERIFY = "not verified"
SENDER = Advice("verify the sender's domain in the SES console of this very region")
SUSPENDED = Advice("Amazon has stopped this account's sending: see Account dashboard in SES")
PAUSED = Advice("resume sending in the SES console, for the account or the configuration set")
SET = Advice("check [provider] configuration_set and region")
KEY = Advice(
    "check the key's id and secret, its rights (ses:SendEmail) and the region", CredentialsError
)
CLOCK = Advice("set this machine's clock: a signature is good for five minutes", CredentialsError)
PANEL = Advice("mend this in the SES console; of this message nothing was taken")
DAILY = Advice("run the same command again tomorrow; nobody gets it twice", RetryLaterError)

ADVICE: dict[str, Advice] = {
    "AccessDeniedException": KEY,
    "AccountSuspendedException": SUSPENDED,
    "ExpiredTokenException": Advice("fetch a new session token", CredentialsError),
    "IncompleteSignatureException": KEY,
    "InvalidClientTokenId": KEY,
    "InvalidSignatureException": KEY,
    "MailFromDomainNotVerifiedException": SENDER,
    "MessageRejected": SENDER,
    "MissingAuthenticationTokenException": KEY,
    "NotFoundException": SET,
    "RequestExpired": CLOCK,
    "SendingPausedException": PAUSED,
    "SignatureDoesNotMatch": KEY,
    "UnrecognizedClientException": KEY,
}
STATUSES: dict[str, Advice | DeliveryStatus] = {
    "ACCOUNT_DAILY_QUOTA_EXCEEDED": DAILY,
    "ACCOUNT_SENDING_PAUSED": PAUSED,
    "ACCOUNT_SUSPENDED": SUSPENDED,
    "ACCOUNT_THROTTLED": DeliveryStatus.DEFERRED,
    "CONFIGURATION_SET_NOT_FOUND": SET,
    "CONFIGURATION_SET_SENDING_PAUSED": PAUSED,
    "INVALID_PARAMETER": DeliveryStatus.REFUSED,
    "INVALID_SENDING_POOL_NAME": SET,
    "MAIL_FROM_DOMAIN_NOT_VERIFIED": SENDER,
    "MESSAGE_REJECTED": DeliveryStatus.REFUSED,
    "TEMPLATE_NOT_FOUND": PANEL,
    "TRANSIENT_FAILURE": DeliveryStatus.DEFERRED,
}
