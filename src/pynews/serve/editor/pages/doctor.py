"""The doctor's page: what is missing or wrong on this machine and in the project.

Nothing is asked of the network: a preview leaves the machine alone. The
sender's DNS is for the command line.
"""

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pynews import __version__, pipeline
from pynews.config import Project
from pynews.errors import Problem, PynewsError
from pynews.serve.editor.pages.words import Tree, counted, place_tree
from pynews.serve.editor.proof import Proof

__all__ = ["doctor_sheet"]

CONFIG = "pynews.toml"
ENOUGH = 200_000_000
GOOD, LOOK, BAD = "good", "look at", "must fix"
TONES = {GOOD: "yes", LOOK: "warn", BAD: "no"}
ORDER = {BAD: 0, LOOK: 1, GOOD: 2}


@dataclass(frozen=True, slots=True)
class _Remark:
    """One thing the doctor says: its title, how it is, and what to do when it is not well."""

    title: str
    state: str
    what: str
    hint: str = ""
    where: str = ""


def doctor_sheet(project: Project, proof: Proof | None, editor: str) -> Tree:
    """Return the doctor's page, what must be mended first.

    Arguments:
        project: as last configured.
        proof: the newest one of the issue shown first.
        editor: the program that opens files; "" when none was found.
    """
    told = [*_sources(proof), *_sending(project), *_people(project), *_machine(project, editor)]
    told.sort(key=lambda one: ORDER[one.state])
    bad, look = (sum(one.state == state for one in told) for state in (BAD, LOOK))
    words = "All is well" if not bad + look else f"{bad} to fix, {look} to look at"
    return {"title": "Doctor", "words": words, "cards": [_card(one) for one in told]}


def _card(remark: _Remark) -> Tree:
    place = place_tree(remark.where) if remark.where else {}
    return {
        "title": remark.title,
        "tags": [[TONES[remark.state], remark.state]],
        "words": [remark.what],
        "quiet": remark.hint[:1].upper() + remark.hint[1:],
        **place,
    }


def _sources(proof: Proof | None) -> Iterator[_Remark]:
    """Yield whether the files can be read and made into an issue."""
    problems: tuple[Problem, ...] = proof.problems if proof else ()
    for one in problems:
        yield _Remark("The project's files", BAD, one.what, one.hint, one.where)
    if proof and proof.built and not problems:
        library = proof.built.library
        what = (
            f"{counted(len(library.drafts), 'issue')}, {counted(len(library.events), 'event')},"
            f" {counted(len(library.openings), 'role')} and"
            f" {counted(len(library.stories), 'story', 'stories')} can be read;"
            f" {proof.issue} was made in {round(proof.milliseconds)} ms"
        )
        yield _Remark("The project's files", GOOD, what)


def _sending(project: Project) -> Iterator[_Remark]:
    """Yield whether an issue could go out, and come back."""
    publication = project.publication
    if project.demo:
        hint = "put PYNEWS_KEY=... into .env, as docs/sending.md says"
        what = "The demo's public key signs links; only the outbox accepts it"
        yield _Remark("Key", LOOK, what, hint)
    else:
        yield _Remark("Key", GOOD, "The project has a key of its own")
    yield _provider(project)
    if publication.unsubscribe_url or publication.unsubscribe_mailto:
        one_click = publication.unsubscribe_url.startswith("https://")
        way = "One click on a web page" if one_click else "A message to the unsubscribe address"
        yield _Remark("Leaving the list", GOOD, way)
    else:
        hint = 'set url = "https://..." or mailto = "unsubscribe@..." below [unsubscribe]'
        yield _Remark("Leaving the list", BAD, "Nobody could unsubscribe", hint, CONFIG)
    if project.test_recipients:
        what = f"They go to {', '.join(project.test_recipients)}"
        yield _Remark("Tests", GOOD, what)
    else:
        hint = 'write test_recipients = ["editor@example.org"] below [preview]'
        yield _Remark("Tests", LOOK, "There is no address for tests", hint, CONFIG)
    if not publication.base_url:
        hint = 'set base_url = "https://..." when the archive is published'
        yield _Remark("Archive", LOOK, "It has no address, so no message links to it", hint, CONFIG)


def _provider(project: Project) -> _Remark:
    title, name = "Who carries the mail", project.provider.name
    try:
        pipeline.refuse_unsafe(project)
    except PynewsError as error:
        one = error.problems[0]
        return _Remark(title, BAD, one.what, one.hint, one.where or CONFIG)
    if pipeline.is_rehearsal(project):
        return _Remark(title, GOOD, "The outbox: everything is a rehearsal, nothing leaves")
    wakers = pipeline.wakers(project, datetime.now(UTC))
    who = (
        "a worker or timer sends what is scheduled" if wakers else "nobody sends what is scheduled"
    )
    return _Remark(
        title,
        GOOD if wakers else LOOK,
        f"{name}; {who}",
        "" if wakers else "start pynews worker, or let a timer run pynews tick (docs/schedule.md)",
    )


def _people(project: Project) -> Iterator[_Remark]:
    """Yield whether there is a list, and whether it can be read."""
    if not project.store.is_file():
        hint = "pynews subscribers import subscribers.csv"
        yield _Remark("Subscribers", LOOK, "There is no list yet", hint)
        return
    try:
        with pipeline.open_subscribers(project) as people:
            total = people.totals().total
    except PynewsError as error:
        one = error.problems[0]
        yield _Remark("Subscribers", BAD, one.what, one.hint, one.where)
        return
    yield _Remark(
        "Subscribers", GOOD, f"{counted(total, 'person', 'people')} in {project.store.name}"
    )


def _machine(project: Project, editor: str) -> Iterator[_Remark]:
    """Yield how this machine is."""
    versions = f"pynews {__version__}, Python {platform.python_version()}, {platform.system()}"
    yield _Remark("Programs", GOOD, versions)
    folders = (project.root, project.build_folder, project.outbox)
    closed = [path.name for path in folders if path.exists() and not os.access(path, os.W_OK)]
    if closed:
        what = f"{', '.join(closed)} cannot be written"
        yield _Remark("Folders", BAD, what, "check the folders' permissions")
    free = shutil.disk_usage(project.root).free
    if free < ENOUGH:
        hint = "make room before sending: the record of a sending must be written first"
        yield _Remark(
            "Disk", BAD if free < ENOUGH // 10 else LOOK, f"{free:,} bytes are free", hint
        )
    if editor:
        yield _Remark("Editor", GOOD, f"{Path(editor).name} opens files from here")
    else:
        hint = "put code, codium, zed, subl or kate on the PATH"
        yield _Remark("Editor", LOOK, "No editor was found that opens a file at a line", hint)
