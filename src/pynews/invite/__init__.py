"""Events become invitations, and know their life across issues."""

from pynews.invite.invitations import invite
from pynews.invite.life import farewell, history
from pynews.invite.links import links
from pynews.invite.names import hosted_name, hosted_url, page_url
from pynews.invite.series import next_dates

__all__ = [
    "farewell",
    "history",
    "hosted_name",
    "hosted_url",
    "invite",
    "links",
    "next_dates",
    "page_url",
]
