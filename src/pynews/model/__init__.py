"""The nouns: values that every room may hold and none may change."""

from pynews.model.edition import Edition, MergeField, Picture
from pynews.model.finding import Finding, Severity
from pynews.model.invitation import CalendarLinks, Change, Invitation, Method, SentEvent, SentIssue
from pynews.model.issue import Block, Draft, DraftDecision, Issue, Prose
from pynews.model.items import (
    Certainty,
    Decision,
    Event,
    Every,
    Idea,
    MovedDate,
    Opening,
    Outcome,
    Recurrence,
    Story,
    event_id,
    without_join,
)
from pynews.model.language import language_fault
from pynews.model.letter import Enclosure, Letter, Sheet, Text
from pynews.model.library import Input, Library, Translation
from pynews.model.minutes import (
    Action,
    Call,
    Mention,
    MentionKind,
    Minutes,
    Relation,
)
from pynews.model.naming import named, named_all
from pynews.model.origin import Origin
from pynews.model.people import (
    Audience,
    Consent,
    Exclusion,
    ImportReport,
    ListTotals,
    Reachable,
    Reason,
    Recipient,
    Subscriber,
    SubscriberStatus,
    masked,
    normalised_address,
    subscriber_id,
    token_owner,
    unsubscribe_token,
)
from pynews.model.plan import Plan
from pynews.model.post import Delivery, DeliveryStatus, Envelope, Message
from pynews.model.publication import Mailbox, Publication
from pynews.model.report import MAILBOX, Report, ReportKind
from pynews.model.variant import Variant
from pynews.model.when import When, day_in_words, time_in_words

__all__ = [
    "MAILBOX",
    "Action",
    "Audience",
    "Block",
    "CalendarLinks",
    "Call",
    "Certainty",
    "Change",
    "Consent",
    "Decision",
    "Delivery",
    "DeliveryStatus",
    "Draft",
    "DraftDecision",
    "Edition",
    "Enclosure",
    "Envelope",
    "Event",
    "Every",
    "Exclusion",
    "Finding",
    "Idea",
    "ImportReport",
    "Input",
    "Invitation",
    "Issue",
    "Letter",
    "Library",
    "ListTotals",
    "Mailbox",
    "Mention",
    "MentionKind",
    "MergeField",
    "Message",
    "Method",
    "Minutes",
    "MovedDate",
    "Opening",
    "Origin",
    "Outcome",
    "Picture",
    "Plan",
    "Prose",
    "Publication",
    "Reachable",
    "Reason",
    "Recipient",
    "Recurrence",
    "Relation",
    "Report",
    "ReportKind",
    "SentEvent",
    "SentIssue",
    "Severity",
    "Sheet",
    "Story",
    "Subscriber",
    "SubscriberStatus",
    "Text",
    "Translation",
    "Variant",
    "When",
    "day_in_words",
    "event_id",
    "language_fault",
    "masked",
    "named",
    "named_all",
    "normalised_address",
    "subscriber_id",
    "time_in_words",
    "token_owner",
    "unsubscribe_token",
    "without_join",
]
