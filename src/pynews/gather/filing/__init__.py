"""What was gathered becomes files of the project; what an editor wrote there stays."""

from pynews.gather.filing.entry import (
    Entry,
    entry_of_call,
    entry_of_event,
    entry_of_mention,
    entry_of_post,
)
from pynews.gather.filing.issue import IssueText, doubts_of, propose_issue
from pynews.gather.filing.shelf import Change, Filing, file_entries, standing

__all__ = [
    "Change",
    "Entry",
    "Filing",
    "IssueText",
    "doubts_of",
    "entry_of_call",
    "entry_of_event",
    "entry_of_mention",
    "entry_of_post",
    "file_entries",
    "propose_issue",
    "standing",
]
