"""A preview to show a colleague: a folder of plain files that any browser opens.

It holds the message and what belongs to it, read as somebody without a first
name and in no group; no recipient, no outbox, no token, and nothing that runs.
"""

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pynews.config import Project
from pynews.errors import ProjectError

if TYPE_CHECKING:
    from pynews.pipeline import Built

__all__ = ["export_preview"]

STYLE = Path(__file__).with_name("bundle.css")
INDEX = "index.html"
MARK = '<meta name="generator" content="pynews preview">'
VIEWS = (
    ("light.html", "A mail program", "600"),
    ("light.html", "A phone", "375"),
    ("dark.html", "A phone in the dark", "375"),
)


def export_preview(project: Project, issue: str | None, folder: Path) -> Path:
    """Write the bundle of an issue; return the page to open.

    Arguments:
        project: where the issue is.
        issue: which; the one with the latest ``send`` when None.
        folder: where to; made when missing.

    Raises:
        SourceError, TemplateError, ProjectError: the issue cannot be built, or the
            folder holds something else.
        RetryLaterError: the folder cannot be written.
    """
    from pynews import pipeline
    from pynews.serve.editor.framed import in_scheme
    from pynews.serve.editor.pages import readable
    from pynews.store import replace_files

    _refuse_strangers(folder)
    built = _general(pipeline.build(project, issue))
    seen = readable(project, built, "")
    pictures = {**_pictures(built, travelling=True), **_pictures(built, travelling=False)}
    files = {
        INDEX: _index(project, built, seen.subject, seen.preheader).encode(),
        "style.css": STYLE.read_bytes(),
        "light.html": _here(in_scheme(seen.html, dark=False), built).encode(),
        "dark.html": _here(in_scheme(seen.html, dark=True), built).encode(),
        "web.html": built.files["web.html"],
        "email.txt": seen.text.encode(),
        **{one.file_name: one.ics for one in built.invitations},
    }
    if pictures:
        replace_files(folder / "images", pictures)
    replace_files(folder, files, last=INDEX)
    return folder / INDEX


def _general(built: "Built") -> "Built":
    """Return what somebody in no group is told: a colleague may be in none."""
    told = built.versions[0]
    return replace(built, issue=told.issue, invitations=told.invitations)


def _refuse_strangers(folder: Path) -> None:
    """Refuse a folder that holds what this did not write: its files would be replaced.

    Raises:
        ProjectError: it does.
    """
    try:
        empty = not folder.exists() or next(folder.iterdir(), None) is None
        ours = empty or MARK in (folder / INDEX).read_text(encoding="utf-8", errors="replace")
    except OSError:
        ours = False
    if not ours:
        raise ProjectError(
            "this folder holds files that a preview did not write",
            where=str(folder),
            hint="name a new folder; nothing was written",
        )


def _pictures(built: "Built", *, travelling: bool) -> dict[str, bytes]:
    edition = built.edition
    found = edition.pictures if travelling else edition.images
    return {picture.file_name: picture.content for picture in found}


def _here(html: str, built: "Built") -> str:
    """Return HTML that shows the pictures beside it."""
    for picture in built.edition.pictures:
        html = html.replace(f"cid:{picture.content_id}", f"images/{picture.file_name}")
    return html


def _index(project: Project, built: "Built", subject: str, preheader: str) -> str:
    publication = project.publication
    from pynews.serve.editor.pages.words import moment_words

    frames = "\n".join(
        f'<figure class="w{width}"><figcaption>{title}</figcaption>'
        f'<iframe src="{name}" title="{title}" sandbox></iframe></figure>'
        for name, title, width in VIEWS
    )
    planned = moment_words(built.issue.send, publication.timezone)
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' \
'unsafe-inline'; img-src 'self'; frame-src 'self'">
{MARK}
<title>{escape(subject)}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<header>
<p>{escape(publication.name)} · {escape(built.issue.id)} · planned for {escape(planned)}</p>
<h1>{escape(subject)}</h1>
<p>{escape(preheader)}</p>
<nav aria-label="Files"><a href="light.html">The message</a> <a href="web.html">The web page</a>
<a href="email.txt">The plain text</a></nav>
</header>
<main>
<section class="views" aria-label="The message">
{frames}
</section>
{_events(project, built)}
</main>
</body>
</html>
"""


def _events(project: Project, built: "Built") -> str:
    """Return the events of the issue, each with its calendar file."""
    from pynews.serve.editor.pages import events_tree

    told = events_tree(project, built)["events"]
    cards = [
        f"<li><b>{escape(str(one['title']))}</b><br>{escape(str(one['when']))}<br>"
        f"{escape(str(one['where']))}<br>"
        f'<a href="{escape(str(one["file"]))}">Calendar file</a></li>'
        for one in (told if isinstance(told, list) else [])
        if one["inside"]
    ]
    return f"<section><h2>Events</h2><ul>{''.join(cards)}</ul></section>" if cards else ""
