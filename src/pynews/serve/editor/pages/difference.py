"""What changed in an issue's text since it was last built or sent."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import SequenceMatcher

from pynews.config import Project
from pynews.pipeline import MANIFEST, Built
from pynews.serve.editor.pages.message import html_of, message_tree, parsed
from pynews.serve.editor.pages.sent import sent_message
from pynews.serve.editor.pages.words import Tree, moment_words

__all__ = ["difference_tree"]

AROUND = 2
WORD = re.compile(r"\S+\s*|\s+")
Piece = list[str | bool]


def difference_tree(project: Project, built: Built, against: str = "") -> Tree:
    """Return the lines that differ, word by word, with two lines around them.

    Arguments:
        project, built: the issue as it is now.
        against: ``sent`` for what was last sent or rehearsed; else the last build.
    """
    return _since_sent(project, built) if against == "sent" else _since_built(project, built)


def _since_built(project: Project, built: Built) -> Tree:
    folder = project.build_folder / built.issue.id
    try:
        before = (folder / "email.txt").read_text(encoding="utf-8").split("\n")
        made = datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime, UTC)
        then = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"state": "none", "issue": built.issue.id, "command": "build"}
    now = built.files["email.txt"].decode().split("\n")
    return {
        "state": "same" if then.get("edition_digest") == built.digest else "changed",
        "made": f"it was built on {moment_words(made, project.publication.timezone)}",
        "facts": list(_facts(then, built)),
        "rows": list(_rows(before, now)),
    }


def _since_sent(project: Project, built: Built) -> Tree:
    sent = sent_message(project, built.issue.id)
    if sent is None:
        return {"state": "none", "issue": built.issue.id, "command": "send"}
    before, now = message_tree(sent.content), message_tree(built.files["message.eml"])
    then = {
        "subject": parsed(sent.content).get("Subject", ""),
        "html_bytes": len(html_of(sent.content)),
    }
    after = {"subject": built.issue.subject, "html_bytes": len(html_of(built.files["message.eml"]))}
    texts = (str(before["text"]).split("\n"), str(now["text"]).split("\n"))
    return {
        "state": "same" if sent.digest == built.digest else "changed",
        "made": f"it was last sent on {moment_words(sent.at, project.publication.timezone)}",
        "facts": [
            [title, str(then[key]), str(after[key])]
            for key, title in (("subject", "Subject"), ("html_bytes", "Bytes of HTML"))
            if str(then[key]) != str(after[key])
        ],
        "rows": list(_rows(*texts)),
    }


def _facts(then: dict[str, object], built: Built) -> Iterator[list[str]]:
    """Yield what else is different, as it was and as it is."""
    if then.get("subject") != built.issue.subject:
        yield ["Subject", str(then.get("subject")), built.issue.subject]
    size, before = len(built.files["email.html"]), then.get("html_bytes")
    if before != size:
        yield ["Size of the HTML", f"{before} bytes", f"{size} bytes"]


def _rows(before: list[str], now: list[str]) -> Iterator[Tree]:
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        yield {"kind": "gap", "pieces": [[f"line {group[0][3] + 1} of the text", False]]}
        for word, a1, a2, b1, b2 in group:
            if word == "equal":
                for line in now[b1:b2]:
                    yield {"kind": "same", "pieces": [[line, False]]}
                continue
            old, new = _words("\n".join(before[a1:a2]), "\n".join(now[b1:b2]))
            if a2 > a1:
                yield {"kind": "out", "pieces": old}
            if b2 > b1:
                yield {"kind": "in", "pieces": new}


def _words(before: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, each marked when the other text has not got it."""
    a, b = WORD.findall(before), WORD.findall(now)
    old: list[Piece] = []
    new: list[Piece] = []
    # Where a line breaks is no difference.
    plain_a, plain_b = ([word.strip() for word in words] for words in (a, b))
    matcher = SequenceMatcher(None, plain_a, plain_b, autojunk=False)
    for word, a1, a2, b1, b2 in matcher.get_opcodes():
        if a2 > a1:
            old.append(["".join(a[a1:a2]), word != "equal"])
        if b2 > b1:
            new.append(["".join(b[b1:b2]), word != "equal"])
    return old, new
