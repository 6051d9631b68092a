"""The issue page: a proof told in words and numbers, and its readings."""

from zoneinfo import ZoneInfo

from pynews import pack, pipeline
from pynews.config import Project
from pynews.model import Block, Edition, Recipient
from pynews.pack import Reading
from pynews.pipeline import Built
from pynews.serve.editor.pages.problems import problem_tree
from pynews.serve.editor.pages.words import Tree, counted, moment_words, place_tree, utc_words
from pynews.serve.editor.proof import Proof

__all__ = ["edition_of", "proof_tree", "readable", "reader_of"]

CLIP = 102_000
WARN = 90_000
NAMED = "named"


def reader_of(project: Project, who: str) -> Recipient:
    """Return the invented reader a page is seen as: with a name, or without one."""
    nobody = pipeline.sample_reader(project)
    if who != NAMED:
        return nobody
    return Recipient(
        nobody.subscriber,
        nobody.email,
        first_name="Member",
        last_name="Example",
        organisation="Example Organisation",
    )


def edition_of(built: Built, who: str) -> Edition:
    """Return the edition that a reader gets: ``=NAME`` is somebody of that variant."""
    found = (one for one in built.versions if who == f"={one.variant.name}")
    version = next(found, None)
    return version.edition if version else built.edition


def readable(project: Project, built: Built, who: str) -> Reading:
    """Return an edition as one reader sees it."""
    unsubscribe = pack.unsubscribe_address(project.publication).partition("?subject=")[0]
    return pack.read_as(
        edition_of(built, who),
        reader_of(project, who),
        unsubscribe=unsubscribe.replace("{token}", "sample"),
    )


def proof_tree(proof: Proof | None, issue: str, who: str = "") -> Tree:
    """Return a proof as the issue page needs it.

    Arguments:
        proof: None while the first one is being made.
        issue: what was asked for.
        who: see `reader_of`.
    """
    if proof is None:
        return {"issue": issue, "state": "waiting"}
    root = proof.project.root
    state = ("stale" if proof.built else "broken") if proof.problems else "good"
    tree: Tree = {
        "issue": proof.issue or issue,
        "state": state,
        "problems": [problem_tree(problem, root) for problem in proof.problems],
        "ms": round(proof.milliseconds),
        "savedAt": proof.saved_at,
        "digests": dict(proof.digests),
    }
    if proof.built:
        tree["about"] = _about(proof.project, proof.built, who)
    return tree


def _about(project: Project, built: Built, who: str) -> Tree:
    issue, publication = built.issue, project.publication
    seen = readable(project, built, who)
    return {
        "subject": seen.subject,
        "preheader": seen.preheader,
        "from": {"name": publication.sender.name, "email": publication.sender.email},
        "send": moment_words(issue.send, publication.timezone),
        "sendUtc": utc_words(issue.send),
        "clock": f"{issue.send.astimezone(ZoneInfo(publication.timezone)):%H:%M}",
        "to": issue.to,
        "bytes": {name: len(content) for name, content in built.files.items()},
        "clip": CLIP,
        "warn": WARN,
        "verdict": _verdict(
            max(len(built.files[f"{one.folder}email.html"]) for one in built.versions)
        ),
        "digest": built.digest[:16],
        "invitations": [one.file_name for one in built.invitations],
        "sections": _sections(built),
        "variants": [
            [one.variant.name, one.variant.words[:1].upper() + one.variant.words[1:]]
            for one in built.versions[1:]
        ],
        "fields": sorted({field.name for field in built.edition.fields}),
    }


def _verdict(size: int) -> str:
    if size > CLIP:
        return "Gmail hides the end of this."
    near = "Close to" if size > WARN else "Well below"
    return f"{near} the size at which Gmail hides the end."


def _sections(built: Built) -> list[Tree]:
    """Return what the issue tells, block by block, each item with its place."""
    issue = built.issue
    words = sum(len(part.markdown.split()) for part in issue.parts if not isinstance(part, Block))
    prose = next((part for part in issue.parts if not isinstance(part, Block)), None)
    kinds = (
        ("event", "", issue.events),
        ("decision", "", issue.decisions),
        ("role", "", issue.openings),
        ("story", "stories", issue.stories),
        ("idea in discussion", "ideas in discussion", issue.ideas),
    )
    letter: Tree = {
        "title": f"Letter, {counted(words, 'word')}",
        "items": [{"title": "The letter begins", **place_tree(str(prose.origin))}] if prose else [],
    }
    return [letter] + [
        {
            "title": counted(len(items), noun, plural),
            "items": [
                {
                    "title": getattr(item, "title", "") or getattr(item, "text", ""),
                    **place_tree(str(item.origin)),
                }
                for item in items
            ],
        }
        for noun, plural, items in kinds
        if items
    ]
