"""The hallway: the whole story, from files to mail.

Only here is it known in which order the rooms are entered. Each function takes
the project and gives back what the next one needs; none reads the clock.
"""

from typing import TYPE_CHECKING

from pynews import when_asked

if TYPE_CHECKING:
    from pynews.pipeline.apart import apart
    from pynews.pipeline.approving import refuse_findings, refuse_unready
    from pynews.pipeline.building import MANIFEST, Built, build, gather_everything, write
    from pynews.pipeline.checking import check
    from pynews.pipeline.correcting import correct
    from pynews.pipeline.health import list_health
    from pynews.pipeline.lossy import refuse_losses
    from pynews.pipeline.mending import Mend, mend, mends
    from pynews.pipeline.opening import (
        is_rehearsal,
        ledger_path,
        ledgers,
        open_ledger,
        open_provider,
        open_renderer,
        open_subscribers,
        sample_reader,
    )
    from pynews.pipeline.planning import Outlook, letters, make_plan, outlook
    from pynews.pipeline.publishing import FEED, Site, calendar_site, make_site
    from pynews.pipeline.pulling import pull
    from pynews.pipeline.scheduling import (
        Ticked,
        Wakers,
        next_due,
        schedule,
        scheduled,
        tick,
        wakers,
        worker_lock,
    )
    from pynews.pipeline.sending import Sending, refuse_unsafe, send, unfinished
    from pynews.pipeline.steering import (
        Proof,
        Reconciled,
        backup,
        cancel,
        count_letters,
        proof,
        reconcile,
        rehearsing,
        steer,
        unknown_people,
    )
    from pynews.pipeline.trying import MARK, Trial, next_ticket, send_test
else:
    __getattr__ = when_asked(
        __name__,
        {
            "apart": "apart",
            "approving": "refuse_findings refuse_unready",
            "building": "MANIFEST Built build gather_everything write",
            "checking": "check",
            "correcting": "correct",
            "health": "list_health",
            "lossy": "refuse_losses",
            "mending": "Mend mend mends",
            "opening": "is_rehearsal ledger_path ledgers open_ledger"
            " open_provider open_renderer open_subscribers sample_reader",
            "planning": "Outlook letters make_plan outlook",
            "publishing": "FEED Site calendar_site make_site",
            "pulling": "pull",
            "scheduling": "Ticked Wakers next_due scheduled schedule tick wakers worker_lock",
            "sending": "Sending refuse_unsafe send unfinished",
            "steering": "Proof Reconciled backup cancel count_letters"
            " proof reconcile rehearsing steer unknown_people",
            "trying": "MARK Trial next_ticket send_test",
        },
    )

__all__ = [
    "FEED",
    "MANIFEST",
    "MARK",
    "Built",
    "Mend",
    "Outlook",
    "Proof",
    "Reconciled",
    "Sending",
    "Site",
    "Ticked",
    "Trial",
    "Wakers",
    "apart",
    "backup",
    "build",
    "calendar_site",
    "cancel",
    "check",
    "correct",
    "count_letters",
    "gather_everything",
    "is_rehearsal",
    "ledger_path",
    "ledgers",
    "letters",
    "list_health",
    "make_plan",
    "make_site",
    "mend",
    "mends",
    "next_due",
    "next_ticket",
    "open_ledger",
    "open_provider",
    "open_renderer",
    "open_subscribers",
    "outlook",
    "proof",
    "pull",
    "reconcile",
    "refuse_findings",
    "refuse_losses",
    "refuse_unready",
    "refuse_unsafe",
    "rehearsing",
    "sample_reader",
    "schedule",
    "scheduled",
    "send",
    "send_test",
    "steer",
    "tick",
    "unfinished",
    "unknown_people",
    "wakers",
    "worker_lock",
    "write",
]
