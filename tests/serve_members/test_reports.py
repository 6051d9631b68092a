"""What providers post: believed when proven, once, and never more than it says."""

import json
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pynews.config import load
from pynews.errors import CredentialsError, ProjectError, RetryLaterError
from pynews.model import Subscriber, SubscriberStatus
from pynews.providers.reporting import Post, open_reports
from pynews.providers.ses_reports import SesReports, fetch_certificate
from pynews.serve.members import members

from .conftest import CONSENT, Answer, Clock, Site, furnish, opened
from .senders import DAY, SENDERS, TOPIC, Sender, pem, ses_event, sns

ADDRESS = "member@example.org"
TABLES = "\n".join(
    f'[reports.{one.name}]\nkey_env = "REPORTS_{one.name.upper()}"\n'
    for one in SENDERS.values()
    if not one.topics
)


def certified(clock: Clock) -> SesReports:
    made = pem(clock() - DAY, clock() + 10 * DAY)
    return SesReports((TOPIC,), lambda _: made)


def prepare(root: Path) -> Path:
    furnish(root, "\n" + TABLES)
    lines = [f"REPORTS_{one.name.upper()}={one.secret}" for one in SENDERS.values()]
    (root / ".env").write_text("\n".join(lines) + "\n")
    return root


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    root, clock = prepare(tmp_path), Clock()
    project = load(root)
    with members(project, now=clock, readers={"ses": certified(clock)}) as running:
        yield Site(root, clock, running, project)


@pytest.fixture(params=sorted(SENDERS))
def sender(request) -> Sender:
    return SENDERS[request.param]


def posted(site: Site, name: str, body: bytes, headers: dict[str, str]) -> Answer:
    plain = {key.replace("-", "_"): value for key, value in headers.items()}
    plain.setdefault("Content_Type", "application/json")
    return site.ask(f"/reports/{name}", method="POST", body=body, **plain)


def send(site: Site, sender: Sender, kind: str, **options) -> Answer:
    address = options.pop("address", ADDRESS)
    at = options.pop("at", site.clock())
    return posted(site, sender.name, *sender.post(kind, address, at, **options))


def test_a_hard_bounce_suppresses_at_once_when_signed_and_else_with_the_second(site, sender):
    site.join()
    assert send(site, sender, "hard").status == 200
    assert site.status() == ("suppressed" if sender.signed else "active")
    assert send(site, sender, "hard").status == 200
    assert site.status() == "suppressed"
    history = site.running.office.people.export(ADDRESS).history
    assert [one.reason for one in history] == ["hard bounce"]


def test_a_complaint_suppresses_at_once(site, sender):
    site.join()
    assert send(site, sender, "complaint").status == 200
    assert site.status() == ("active" if sender.name == "notify" else "suppressed")


def test_who_left_there_has_left_here(site, sender):
    site.join()
    assert send(site, sender, "unsubscribe").status == 200
    silent = {"notify", "resend", "ses"}
    assert site.status() == ("active" if sender.name in silent else "unsubscribed")


def test_a_soft_bounce_suppresses_on_the_third_day(site, sender):
    site.join()
    for day in range(3):
        assert site.status() == "active", day
        for _ in range(2):
            assert send(site, sender, "soft").status == 200
        site.clock.forward(hours=1)
        if day < 2:
            site.clock.forward(hours=23)
    assert site.status() == "suppressed"


def test_mail_that_arrived_makes_earlier_soft_bounces_forgotten(site, sender):
    site.join()
    for kind in ("soft", "soft", "delivered", "soft", "soft"):
        site.clock.forward(hours=23)
        assert send(site, sender, kind).status == 200
    assert site.status() == "active"


def test_a_delivery_changes_nothing(site, sender):
    site.join()
    assert send(site, sender, "delivered").status == 200
    assert site.status() == "active"


def test_forged_reports_change_nothing(site, sender):
    """A wrong mark, another report's mark, none at all."""
    site.join()
    body, headers = sender.post("complaint", ADDRESS, site.clock())
    forged = [
        (_meddled(body, sender), headers),
        (body, {key: value[:-4] + "AAAA" for key, value in headers.items()}),
        (body, {}),
        (body, dict.fromkeys(headers, "")),
        (body, dict.fromkeys(headers, "Basic ////")),
        (body, dict.fromkeys(headers, "Basic " + "QUFBQQ==")),
        (body, dict.fromkeys(headers, "Digest x")),
    ]
    for number, (bytes_, marks) in enumerate(forged):
        if (bytes_, marks) == (body, headers):
            continue
        answer = posted(site, sender.name, bytes_, marks)
        assert answer.status in {400, 403}, number
        assert answer.text in {"not proven", "not understood"}
    assert site.status() == "active"


def _meddled(body: bytes, sender: Sender) -> bytes:
    """Change what is signed; where the body is not, the signature in it."""
    if sender.name == "mailgun":
        whole = json.loads(body)
        whole["signature"]["signature"] = "0" * 64
        return json.dumps(whole).encode()
    if sender.name == "ses":
        return body.replace(b"m-1", b"m-2")
    return body.replace(b"member@", b"nember@") if sender.signed else body


def test_a_report_that_was_written_anew_is_not_the_one_that_was_signed(site, sender):
    """Other blanks, the same meaning: whoever signs raw bytes signed others."""
    site.join()
    body, headers = sender.post("hard", ADDRESS, site.clock())
    again = json.dumps(json.loads(body), indent=1).encode()
    answer = posted(site, sender.name, again, headers)
    over_bytes = sender.name in {"resend", "mailtrap", "sendgrid"}
    assert answer.status == (403 if over_bytes else 200)
    if over_bytes:
        assert site.status() == "active"
    before = site.status()
    posted(site, sender.name, json.dumps(json.loads(body), indent=2).encode(), headers)
    assert site.status() == before


def test_a_repeated_report_counts_once(site, sender):
    site.join()
    body, headers = sender.post("hard", ADDRESS, site.clock())
    for _ in range(3):
        assert posted(site, sender.name, body, headers).status == 200
    assert len(site.running.office.reports.of(site.person().id)) == 1
    assert site.status() == ("suppressed" if sender.signed else "active")


def test_a_replay_does_not_touch_who_came_back(site, sender):
    site.join()
    body, headers = sender.post("complaint", ADDRESS, site.clock())
    posted(site, sender.name, body, headers)
    site.clock.forward(seconds=200)
    back(site)
    posted(site, sender.name, body, headers)
    fresh, marks = sender.post("complaint", ADDRESS, site.clock() - DAY / 144 / 5)
    posted(site, sender.name, fresh, marks)
    assert site.status() == "active"


def back(site: Site) -> None:
    """Let the member come back by their own wish."""
    people = site.running.office.people
    person = site.person()
    people.welcome(Subscriber(person.id, ADDRESS, SubscriberStatus.ACTIVE, CONSENT), site.clock())


def test_a_report_that_was_kept_back_changes_nothing(site, sender):
    site.join()
    body, headers = sender.post("complaint", ADDRESS, site.clock())
    early, marks = sender.post("hard", ADDRESS, site.clock())
    site.clock.forward(days=8)
    for one in ((body, headers), (early, marks)):
        answer = posted(site, sender.name, *one)
        within = {"postmark", "brevo", "notify", "mailtrap"}
        assert answer.status == (200 if sender.name in within else 403)
    assert site.status() == "active"


def test_a_report_from_the_future_is_not_proven_or_is_of_now(site, sender):
    site.join()
    answer = send(site, sender, "delivered", at=site.clock() + 2 * DAY)
    within = {"postmark", "brevo", "notify", "mailtrap"}
    assert answer.status == (200 if sender.name in within else 403)
    for one in site.running.office.reports.of(site.person().id):
        assert one.at <= site.clock()


def test_an_oversized_report_is_not_even_read(site, sender):
    site.join()
    body, headers = sender.post("complaint", ADDRESS, site.clock())
    with suppress(ConnectionError):  # we hang up before all of it is said
        answer = posted(site, sender.name, body + b" " * (1 << 20), headers)
        assert answer.status == 413
    assert site.status() == "active"


def test_a_report_on_a_stranger_leaves_no_trace(site, sender):
    assert send(site, sender, "complaint", address="stranger@example.org").status == 200
    assert site.status("stranger@example.org") == "unknown"


def test_nothing_else_than_a_post_is_taken(site, sender):
    assert site.ask(f"/reports/{sender.name}").status == 405
    assert site.ask("/reports/other", method="POST", body=b"{}").status == 404


def test_a_refusal_for_what_the_message_is_says_nothing_about_the_address(site):
    """Outlook refuses unsigned mail for good with 550 5.7.515: nobody is dead because of it."""
    site.join()
    event = sendgrid_bounce("550 5.7.515 Access denied, sending domain does not pass")
    body = json.dumps([{**event, "timestamp": int(site.clock().timestamp())}]).encode()
    assert (
        posted(site, "sendgrid", body, SENDERS["sendgrid"].sign(body, site.clock(), "")).status
        == 200
    )
    assert site.status() == "active"
    (report,) = site.running.office.reports.of(site.person().id)
    assert report.kind == "bounced-soft"


def sendgrid_bounce(reason: str) -> dict[str, str]:
    return {
        "event": "bounce",
        "type": "bounce",
        "email": ADDRESS,
        "sg_event_id": "1",
        "reason": reason,
    }


def test_mailguns_mark_fits_any_words_so_it_counts_once(site):
    """The body is not signed: a seen mark under other words is refused."""
    site.join()
    site.join("other@example.org")
    sender = SENDERS["mailgun"]
    body, headers = sender.post("delivered", "other@example.org", site.clock())
    assert posted(site, "mailgun", body, headers).status == 200
    whole = json.loads(body)
    whole["event-data"] |= {"event": "complained", "recipient": ADDRESS}
    assert posted(site, "mailgun", json.dumps(whole).encode(), headers).status == 403
    assert site.status() == "active"


def ses(site: Site, **fields: str) -> Answer:
    whole = json.loads(json.dumps(ses_event("complaint", ADDRESS, site.clock(), "n-1")))
    again = sns("Notification", whole["Message"], site.clock(), "n-1", **fields)
    return posted(site, "ses", json.dumps(again).encode(), {})


OTHER_CERTIFICATES = (
    "http://sns.eu-west-2.amazonaws.com/SimpleNotificationService-{}.pem",
    "https://sns.evil.amazonaws.com.x/SimpleNotificationService-{}.pem",
    "https://sns.eu-west-2.amazonaws.com.evil.example/SimpleNotificationService-{}.pem",
    "https://sns.eu-west-2.amazonaws.com@evil.example/SimpleNotificationService-{}.pem",
    "https://user:x@sns.eu-west-2.amazonaws.com/SimpleNotificationService-{}.pem",
    "https://sns.eu-west-2.amazonaws.com:8443/SimpleNotificationService-{}.pem",
    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-{}.pem",
    "https://s3.eu-west-2.amazonaws.com/SimpleNotificationService-{}.pem",
    "https://sns.eu-west-2.amazonaws.com/evil/SimpleNotificationService-{}.pem",
    "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-{}.pem?x=1",
    "https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-{}.pem#x",
    "https://sns.eu-west-2.amazonaws.com/../SimpleNotificationService-{}.pem",
    "file:///etc/SimpleNotificationService-{}.pem",
    "https://[::1/SimpleNotificationService-{}.pem",
    "",
)


@pytest.mark.parametrize("address", OTHER_CERTIFICATES)
def test_a_certificate_from_elsewhere_proves_nothing(site, address):
    site.join()
    assert ses(site, SigningCertURL=address.format("0a" * 16)).status == 403
    assert site.status() == "active"


def test_a_true_signature_of_a_foreign_topic_proves_nothing(site):
    site.join()
    assert ses(site, TopicArn=TOPIC.replace("123456789012", "210987654321")).status == 403
    assert site.status() == "active"


def test_an_older_signature_is_not_accepted(site):
    site.join()
    assert ses(site, SignatureVersion="1").status == 403
    assert ses(site, SignatureVersion="").status == 403
    assert site.status() == "active"


def test_a_certificate_out_of_its_time_proves_nothing(site):
    site.join()
    assert ses(site).status == 200
    back(site)
    site.clock.forward(days=11)
    assert ses(site).status == 403
    assert site.status() == "active"


def test_an_invitation_to_a_topic_is_shown_and_never_opened(site, caplog):
    fields = {"SubscribeURL": "https://169.254.169.254/", "Token": "t" * 20}
    whole = sns("SubscriptionConfirmation", "Hello", site.clock(), "n-2", **fields)
    assert posted(site, "ses", json.dumps(whole).encode(), {}).status == 200
    assert "aws sns confirm-subscription" in caplog.text
    assert "169.254" not in caplog.text
    hello = sns("Notification", "Successfully validated", site.clock(), "n-3")
    assert posted(site, "ses", json.dumps(hello).encode(), {}).status == 200
    goodbye = sns("UnsubscribeConfirmation", "Bye", site.clock(), "n-4", **fields)
    assert posted(site, "ses", json.dumps(goodbye).encode(), {}).status == 200


def test_no_address_stands_in_the_log_of_a_refusal(site, caplog):
    site.join()
    body, _ = SENDERS["resend"].post("complaint", ADDRESS, site.clock())
    assert posted(site, "resend", body, {}).status == 403
    assert "resend, body " in caplog.text
    assert ADDRESS not in caplog.text


def test_a_secret_that_lacks_is_told_at_the_start(tmp_path):
    root = furnish(tmp_path, '\n[reports.resend]\nkey_env = "NOWHERE"\n')
    with pytest.raises(CredentialsError, match="signing secret"), opened(root):
        pass


@pytest.mark.parametrize(
    ("table", "secret", "error", "says"),
    [
        ("resend", "whsec_!!", CredentialsError, "no base64"),
        ("postmark", "short", CredentialsError, "too short"),
        ("sendgrid", "bm9uZQ==", CredentialsError, "verification key"),
        ("ses", "", ProjectError, "topics"),
        ("pigeon", "x", ProjectError, "no reports of 'pigeon'"),
    ],
)
def test_a_secret_that_cannot_be_one_is_told_at_the_start(tmp_path, table, secret, error, says):
    root = furnish(tmp_path, f'\n[reports.{table}]\nkey_env = "SECRET"\n')
    (root / ".env").write_text(f"SECRET={secret}\n")
    with pytest.raises(error, match=says), opened(root):
        pass


@pytest.fixture(scope="module")
def posting(tmp_path_factory) -> Iterator[Site]:
    root, clock = prepare(tmp_path_factory.mktemp("posting")), Clock()
    project = load(root)
    with members(project, now=clock, readers={"ses": certified(clock)}) as running:
        yield Site(root, clock, running, project)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=9), inside, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_report_breaks_anything(posting: Site, data):
    """True reports with parts replaced by anything, signed as they are; and plain bytes."""
    posting.join()
    sender = SENDERS[data.draw(st.sampled_from(sorted(SENDERS)))]
    kind = data.draw(st.sampled_from(["hard", "complaint", "delivered"]))
    event = sender.event(kind, ADDRESS, posting.clock(), data.draw(st.text(max_size=5)))
    body = json.dumps(_changed(event, data)).encode()
    if data.draw(st.booleans()):
        body = data.draw(st.binary(max_size=60))
    headers = sender.sign(body, posting.clock(), "own")
    answer = posted(posting, sender.name, body, headers)
    assert answer.status in {200, 400, 403}
    assert "Traceback" not in answer.text


def _changed(event, data):
    """Put anything into one place of a payload."""
    if isinstance(event, list) and event and data.draw(st.booleans()):
        return [_changed(event[0], data), *event[1:]]
    if isinstance(event, dict) and event and data.draw(st.integers(0, 3)):
        name = data.draw(st.sampled_from(sorted(event)))
        return {**event, name: _changed(event[name], data)}
    return data.draw(TREES)


class Amazon(BaseHTTPRequestHandler):
    """Serves a certificate, or sends its caller elsewhere."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/good.pem" else 302)
        self.send_header("Location", "/good.pem")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"cert")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def test_a_certificate_is_fetched_without_following_anybody():
    with ThreadingHTTPServer(("127.0.0.1", 0), Amazon) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert fetch_certificate(f"{address}/good.pem") == b"cert"
        with pytest.raises(RetryLaterError):
            fetch_certificate(f"{address}/elsewhere.pem")
        server.shutdown()


def test_a_certificate_that_is_none_proves_nothing():
    body = json.dumps(ses_event("hard", ADDRESS, Clock()(), "n")).encode()
    reader = SesReports((TOPIC,), lambda _: b"no certificate")
    with pytest.raises(CredentialsError, match="certificate is none"):
        reader.receive(Post({}, body, Clock()()), lambda address: address)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("HardBounce", "bounced-hard"),
        ("SpamComplaint", "complained"),
        ("ManualSuppression", "unsubscribed"),
        ("Other", None),
    ],
)
def test_postmarks_own_list_is_believed_when_somebody_joins_it(reason, kind):
    reader = open_reports("postmark", secret=SENDERS["postmark"].secret)
    event = SENDERS["postmark"].event("unsubscribe", ADDRESS, Clock()(), "1")
    for suppressed, expected in ((True, kind), (False, None)):
        said = {**event, "SuppressSending": suppressed, "SuppressionReason": reason}
        headers = {"authorization": SENDERS["postmark"].sign(b"", Clock()(), "")["Authorization"]}
        post = Post(headers, json.dumps(said).encode(), Clock()())
        found = reader.receive(post, lambda address: address).reports
        assert [one.kind for one in found] == ([expected] if expected else [])
