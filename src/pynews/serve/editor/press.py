"""The press: a thread that looks at the sources and makes proofs, away from every request."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from pynews import pipeline
from pynews.config import Project
from pynews.serve.editor.proof import Proof, ProofMaker
from pynews.serve.editor.watch import Watch

__all__ = ["Findings", "News", "Press"]

LOGGER = logging.getLogger(__name__)
PAUSE = 0.05
GLANCE = 0.01
HOT = 8
LONGEST_PAUSE = 2.0
# Looking may take a tenth of the thread's time, so that a slow disk is not kept busy.
SHARE = 10
KEPT = 8
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Findings:
    """What a strict editor says of a proof.

    Arguments:
        round: which state of the sources was read.
        tree: what was found, as the app wants it.
    """

    round: int
    tree: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class News:
    """What a browser has to know to be up to date.

    Arguments:
        number: grows with everything that happens.
        proof: of the issue the browser shows; None before the first one.
        marks: for sources, outbox and people a number that grows with their changes.
        findings: about the proof or an earlier one; None before the first ones.
    """

    number: int
    proof: Proof | None
    marks: Mapping[str, int]
    findings: Findings | None = None


class Press:
    """Watches a project and keeps a proof of every issue that somebody looks at.

    Arguments:
        project: as configured at the beginning.
        issue: the issue shown first; the one with the latest ``send`` when "".
    """

    def __init__(self, project: Project, issue: str = "") -> None:
        """Begin with nothing made; `__enter__` starts the thread."""
        self.root = project.root
        self.issue = issue
        self._maker = ProofMaker(project)
        self._news = Condition()
        self._number = 0
        self._round = 0
        self._saved_at = 0
        self._marks = {"sources": 0, "outbox": 0, "people": 0}
        self._watches = {name: Watch() for name in self._marks}
        self._proofs: dict[str, Proof] = {}
        self._findings: dict[str, Findings] = {}
        self._listening: dict[str, int] = {}
        self._asked: set[str] = {issue}
        self._pause = PAUSE
        self._hot: tuple[Path, ...] = ()
        self._looks = 0
        self._hurry = 0
        self._over = False
        self._thread = Thread(target=self._run, name="press", daemon=True)

    def __enter__(self) -> Self:
        """Start looking and printing."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and let go of everyone who waits."""
        self.end()
        self._thread.join(PATIENCE)

    def end(self) -> None:
        """Let go of everyone who waits; nothing is printed any more."""
        with self._news:
            self._over = True
            self._news.notify_all()

    @property
    def project(self) -> Project:
        """The project as last configured."""
        return self._maker.project

    def proof(self, issue: str = "") -> Proof | None:
        """Return the newest proof of an issue, made now if need be; None when time ran out.

        Arguments:
            issue: its id; the first issue when "".
        """
        issue = issue or self.issue
        with self._news:
            if not self._is_current(issue):
                self._asked.add(issue)
                self._news.notify_all()
                self._news.wait_for(lambda: self._over or self._is_current(issue), PATIENCE)
            return self._proofs.get(issue)

    def news(self, issue: str, after: int, seconds: float) -> News | None:
        """Wait for something newer than ``after``; None when nothing came in time."""
        issue = issue or self.issue
        with self._news:
            came = self._news.wait_for(lambda: self._over or self._number > after, seconds)
            if not came or self._over:
                return None
            return News(
                self._number,
                self._proofs.get(issue),
                dict(self._marks),
                self._findings.get(issue),
            )

    def unread(self, calm: float) -> tuple[Proof, ...]:
        """Wait for good proofs that somebody looks at and that no findings belong to.

        Arguments:
            calm: for how many seconds nothing must have happened.
        """
        with self._news:
            self._news.wait_for(lambda: self._over or bool(self._waiting()), PATIENCE)
            while not self._over and self._happened(self._number, calm):
                pass
            return () if self._over else self._waiting()

    def _happened(self, number: int, seconds: float) -> bool:
        """Return whether something happens within a time."""
        return self._news.wait_for(lambda: self._over or self._number != number, seconds)

    def found(self, proof: Proof, findings: Findings) -> None:
        """Take in what was found in a proof."""
        with self._news:
            self._findings[proof.asked] = findings
            self._number += 1
            self._news.notify_all()

    def _waiting(self) -> tuple[Proof, ...]:
        return tuple(
            proof
            for issue, proof in self._proofs.items()
            if self._listening.get(issue) and not proof.problems and not self._is_read(issue, proof)
        )

    def _is_read(self, issue: str, proof: Proof) -> bool:
        known = self._findings.get(issue)
        return known is not None and known.round == proof.round

    def look_now(self) -> None:
        """See to it that a file saved before this call is in every later proof."""
        with self._news:
            # A look that is under way may have passed the file already.
            wanted = self._looks + 2
            self._hurry = max(self._hurry, wanted)
            self._news.notify_all()
            self._news.wait_for(lambda: self._over or self._looks >= wanted, PATIENCE)

    @property
    def over(self) -> bool:
        """Whether the preview is ending."""
        return self._over

    @contextmanager
    def listening(self, issue: str) -> Iterator[None]:
        """Keep proofs of an issue coming while somebody looks at it."""
        issue = issue or self.issue
        with self._news:
            self._listening[issue] = self._listening.get(issue, 0) + 1
            self._asked.add(issue)
            self._news.notify_all()
        try:
            yield
        finally:
            with self._news:
                self._listening[issue] -= 1

    def _is_current(self, issue: str) -> bool:
        proof = self._proofs.get(issue)
        return proof is not None and proof.round == self._round

    def _run(self) -> None:
        while not self._over:
            try:
                self._look()
                self._print()
            except Exception:  # a thread that ends silently would leave old proofs standing
                LOGGER.exception("the press stumbled")
            self._rest()

    def _rest(self) -> None:
        """Pause, with an eye on the files that were saved last: they are saved next."""
        end = monotonic() + self._pause
        while (left := end - monotonic()) > 0:
            with self._news:
                if self._news.wait_for(self._is_called, min(GLANCE, left)):
                    return
            if self._watches["sources"].glance(self._hot):
                return

    def _is_called(self) -> bool:
        """Whether somebody waits for a look or for a proof."""
        if self._over or self._looks < self._hurry:
            return True
        return any(not self._is_current(issue) for issue in self._asked)

    def _look(self) -> None:
        """See what changed; the sources first, as they matter most."""
        started = monotonic()
        sources = self._watches["sources"].look(self._sources())
        changed = [
            name
            for name, places in (("outbox", self._outbox()), ("people", self._people()))
            if self._watches[name].look(places)
        ]
        self._pause = min(LONGEST_PAUSE, max(PAUSE, (monotonic() - started) * SHARE))
        self._hot = tuple(dict.fromkeys((*sorted(sources), *self._hot)))[:HOT]
        if sources & {self.root / "pynews.toml", self.root / ".env"}:
            self._maker.configure()
        with self._news:
            if sources:
                self._round += 1
                self._saved_at = self._watches["sources"].newest // 1_000_000
                self._asked |= {issue for issue, number in self._listening.items() if number}
                changed.append("sources")
            self._looks += 1
            for name in changed:
                self._marks[name] += 1
            if changed:
                self._number += 1
            if self._looks <= self._hurry or set(changed) - {"sources"}:
                self._news.notify_all()

    def _sources(self) -> tuple[Path, ...]:
        places = (".env", "newsletters", "pynews.toml", "templates")
        inside = tuple(self.root / name for name in places)
        folders = {path.parent for path in self._maker.theme_files()}
        return (*inside, *(each for each in folders if not each.is_relative_to(self.root)))

    def _outbox(self) -> tuple[Path, ...]:
        places = tuple(self.project.outbox / name for name in ("new", "cur"))
        return (*places, *_record(pipeline.ledger_path(self.project)))

    def _people(self) -> tuple[Path, ...]:
        return _record(self.project.store)

    def _print(self) -> None:
        """Make every proof that is asked for and not of the newest sources."""
        with self._news:
            wanted = sorted(issue for issue in self._asked if not self._is_current(issue))
            round_, saved_at = self._round, self._saved_at
            self._asked.clear()
        for issue in wanted:
            proof = self._same(issue) or self._maker.make(
                issue, round_, self._proofs.get(issue), saved_at
            )
            with self._news:
                self._proofs.pop(issue, None)
                self._proofs[issue] = proof
                if proof.built and not self._hot:
                    self._hot = (self.root / proof.built.issue.path,)
                self._number += 1
                self._forget()
                self._news.notify_all()

    def _same(self, issue: str) -> Proof | None:
        """Return the first issue's proof under its own name, where that is what is asked for."""
        first = self._proofs.get("")
        if first and first.round == self._round and issue and first.issue == issue:
            return replace(first, asked=issue)
        return None

    def _forget(self) -> None:
        """Let go of proofs nobody looks at, the oldest first."""
        idle = [one for one in self._proofs if one != self.issue and not self._listening.get(one)]
        for issue in idle[: max(0, len(self._proofs) - KEPT)]:
            del self._proofs[issue]
            self._findings.pop(issue, None)


def _record(file: Path) -> tuple[Path, ...]:
    """Return what changes when something is written into a database."""
    # The write-ahead file comes and goes empty with every reader; only its content counts.
    log = file.with_name(f"{file.name}-wal")
    try:
        filled = log.stat().st_size > 0
    except OSError:
        filled = False
    return (file, log) if filled else (file,)
