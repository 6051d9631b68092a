"""``manifest.json``: what went into an edition, what came out, what calendars will be told."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from pynews import __version__
from pynews.model import Input, Invitation, Issue, Origin, Variant

__all__ = ["manifest"]

SCHEMA = 1


def manifest(
    issue: Issue,
    *,
    digest: str,
    invitations: Iterable[Invitation],
    inputs: Iterable[Input],
    files: Mapping[str, bytes],
    variants: Iterable[Variant],
) -> bytes:
    """Return the manifest of an edition; the same edition has the same one.

    Arguments:
        issue: what is told.
        digest: SHA-256 over all that a recipient can receive.
        invitations: what calendars will be told.
        inputs: every file that had a say.
        files: name and bytes of every file made.
        variants: who gets which letter; with only one they are not told.
    """
    tree = {
        "schema": SCHEMA,
        "issue": issue.id,
        "subject": issue.subject,
        "edition_digest": digest,
        "inputs": [
            {"path": known.path, "bytes": known.size, "sha256": known.sha256} for known in inputs
        ],
        "outputs": [
            {
                "path": name,
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for name, content in sorted(files.items())
        ],
        "items": [
            {"kind": kind, "title": title, "origin": str(origin)}
            for kind, title, origin in _items(issue)
        ],
        "invitations": [
            {
                "id": invitation.event_id,
                "uid": invitation.uid,
                "sequence": invitation.sequence,
                "method": invitation.method,
                "change": invitation.change,
            }
            for invitation in invitations
        ],
        **_variants(tuple(variants)),
        "html_bytes": len(files["email.html"]),
        "text_bytes": len(files["email.txt"]),
        "tool": {"name": "pynews", "version": __version__},
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _variants(variants: tuple[Variant, ...]) -> dict[str, object]:
    """Return who gets which letter, where not everybody gets the same."""
    if len(variants) == 1:
        return {}
    return {
        "variants": [
            {"name": one.name, "for": list(one.meant_for), "language": one.language}
            for one in variants
        ]
    }


def _items(issue: Issue) -> Iterator[tuple[str, str, Origin]]:
    """Yield kind, title and origin of all that an issue tells."""
    for event in issue.events:
        yield "event", event.title, event.origin
    for decision in issue.decisions:
        yield "decision", decision.text, decision.origin
    for opening in issue.openings:
        yield "opening", opening.title, opening.origin
    for story in issue.stories:
        yield "story", story.title, story.origin
    for idea in issue.ideas:
        yield "idea", idea.text, idea.origin
