"""Events become invitations, and know their life across issues."""

from pynews.invite.feed import feed
from pynews.invite.invitations import invite
from pynews.invite.jsonld import event_jsonld
from pynews.invite.life import earlier, farewell, history
from pynews.invite.links import links
from pynews.invite.names import hosted_name, hosted_url, page_url
from pynews.invite.oddities import Oddity, OddityKind, oddities
from pynews.invite.series import next_dates

__all__ = [
    "Oddity",
    "OddityKind",
    "earlier",
    "event_jsonld",
    "farewell",
    "feed",
    "history",
    "hosted_name",
    "hosted_url",
    "invite",
    "links",
    "next_dates",
    "oddities",
    "page_url",
]
