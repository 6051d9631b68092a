"""What each page of the preview shows, as values that become JSON."""

from pynews.serve.editor.pages.difference import difference_tree
from pynews.serve.editor.pages.events import events_tree
from pynews.serve.editor.pages.issue import proof_tree, readable, reader_of
from pynews.serve.editor.pages.keeping import Entry, keep, leave_out
from pynews.serve.editor.pages.message import message_tree, part_of, shown_html
from pynews.serve.editor.pages.minutes import minutes_files_tree, minutes_tree
from pynews.serve.editor.pages.outbox import outbox_message, outbox_tree
from pynews.serve.editor.pages.people import people_tree
from pynews.serve.editor.pages.plan import plan_tree
from pynews.serve.editor.pages.project import project_tree
from pynews.serve.editor.pages.roles import roles_tree
from pynews.serve.editor.pages.source import source_tree

__all__ = [
    "Entry",
    "difference_tree",
    "events_tree",
    "keep",
    "leave_out",
    "message_tree",
    "minutes_files_tree",
    "minutes_tree",
    "outbox_message",
    "outbox_tree",
    "part_of",
    "people_tree",
    "plan_tree",
    "project_tree",
    "proof_tree",
    "readable",
    "reader_of",
    "roles_tree",
    "shown_html",
    "source_tree",
]
