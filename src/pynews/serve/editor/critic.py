"""The critic: reads every new proof as a strict editor would, after it was shown.

It works in a thread of its own and waits for a calm moment, so that what was
found never stands between a saved file and the message that shows it.
"""

import logging
from threading import Thread
from types import TracebackType
from typing import Self

from pynews.errors import PynewsError
from pynews.serve.editor.press import Findings, Press
from pynews.serve.editor.proof import Proof

__all__ = ["Critic"]

LOGGER = logging.getLogger(__name__)
CALM = 0.12
PATIENCE = 30.0


class Critic:
    """Gives the press findings for each proof that somebody looks at.

    Arguments:
        press: makes the proofs; is given back what was found.
    """

    def __init__(self, press: Press) -> None:
        """Begin with nothing read; `__enter__` starts the thread."""
        self._press = press
        self._thread = Thread(target=self._run, name="critic", daemon=True)

    def __enter__(self) -> Self:
        """Start reading."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait until the last reading has ended; the press must have ended before."""
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._press.over:
            for proof in self._press.unread(CALM):
                self._press.found(proof, self._read(proof))

    def _read(self, proof: Proof) -> Findings:
        """Return what is found; nothing when the sources changed under the reading."""
        from pynews import pipeline
        from pynews.serve.editor.pages import findings_tree

        verdict = None
        if proof.built is not None:
            try:
                verdict = pipeline.check(proof.project, proof.issue, built=proof.built)
            except PynewsError:
                LOGGER.debug("no findings for %s", proof.issue, exc_info=True)
            except Exception:  # the preview outlives a bug of a check
                LOGGER.exception("no findings for %s", proof.issue)
        return Findings(proof.round, findings_tree(verdict, proof.built))
