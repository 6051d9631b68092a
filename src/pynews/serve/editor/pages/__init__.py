"""What each page of the preview shows, as values that become JSON."""

from typing import TYPE_CHECKING

from pynews import when_asked

if TYPE_CHECKING:
    from pynews.serve.editor.pages.agenda import events_sheet
    from pynews.serve.editor.pages.clients import client_names, client_tree
    from pynews.serve.editor.pages.difference import difference_tree
    from pynews.serve.editor.pages.doctor import doctor_sheet
    from pynews.serve.editor.pages.events import events_tree
    from pynews.serve.editor.pages.findings import findings_tree
    from pynews.serve.editor.pages.issue import edition_of, proof_tree, readable, reader_of
    from pynews.serve.editor.pages.keeping import Entry, keep, leave_out
    from pynews.serve.editor.pages.mending import mend_files, mending_tree
    from pynews.serve.editor.pages.message import message_tree, part_of, shown_html
    from pynews.serve.editor.pages.minutes import minutes_files_tree, minutes_tree
    from pynews.serve.editor.pages.outbox import outbox_message, outbox_tree
    from pynews.serve.editor.pages.people import people_tree
    from pynews.serve.editor.pages.plan import plan_tree
    from pynews.serve.editor.pages.project import project_tree
    from pynews.serve.editor.pages.roles import roles_tree
    from pynews.serve.editor.pages.sending import schedule_issue, sending_tree, try_issue
    from pynews.serve.editor.pages.sent import sent_message
    from pynews.serve.editor.pages.sheets import people_sheet, plan_sheet, roles_sheet
    from pynews.serve.editor.pages.source import source_tree
else:
    __getattr__ = when_asked(
        __name__,
        {
            "agenda": "events_sheet",
            "clients": "client_names client_tree",
            "difference": "difference_tree",
            "doctor": "doctor_sheet",
            "events": "events_tree",
            "findings": "findings_tree",
            "issue": "edition_of proof_tree readable reader_of",
            "keeping": "Entry keep leave_out",
            "mending": "mend_files mending_tree",
            "message": "message_tree part_of shown_html",
            "minutes": "minutes_files_tree minutes_tree",
            "outbox": "outbox_message outbox_tree",
            "people": "people_tree",
            "plan": "plan_tree",
            "project": "project_tree",
            "roles": "roles_tree",
            "sending": "schedule_issue sending_tree try_issue",
            "sent": "sent_message",
            "sheets": "people_sheet plan_sheet roles_sheet",
            "source": "source_tree",
        },
    )

__all__ = [
    "Entry",
    "client_names",
    "client_tree",
    "difference_tree",
    "doctor_sheet",
    "edition_of",
    "events_sheet",
    "events_tree",
    "findings_tree",
    "keep",
    "leave_out",
    "mend_files",
    "mending_tree",
    "message_tree",
    "minutes_files_tree",
    "minutes_tree",
    "outbox_message",
    "outbox_tree",
    "part_of",
    "people_sheet",
    "people_tree",
    "plan_sheet",
    "plan_tree",
    "project_tree",
    "proof_tree",
    "readable",
    "reader_of",
    "roles_sheet",
    "roles_tree",
    "schedule_issue",
    "sending_tree",
    "sent_message",
    "shown_html",
    "source_tree",
    "try_issue",
]
