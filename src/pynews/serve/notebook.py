"""An edition in a notebook, for those whose laptops have nothing else."""

import base64
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pynews import config

if TYPE_CHECKING:
    from pynews.pipeline import Built

__all__ = ["Shown", "build"]

HEIGHT = 720
# The frame runs nothing and fetches nothing; its pictures come along.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as its reader without a first name sees it; a notebook displays it.

    Arguments:
        issue: its id.
        subject: one line.
        html: the message, its pictures inside.
        text: the plain text.
    """

    issue: str
    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)

    def _repr_html_(self) -> str:
        """Return what Jupyter shows: the message in a frame without scripts."""
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        held = escape(self.html.replace("<head>", f"<head>{policy}", 1))
        return (
            f'<iframe sandbox title="{escape(self.subject)}" srcdoc="{held}"'
            f' style="width:100%;height:{HEIGHT}px;border:1px solid #d5dde5"></iframe>'
        )


def build(issue: str | None = None, *, folder: str | Path = ".") -> Shown:
    """Build an issue and return it for a notebook to show; writes nothing.

    Arguments:
        issue: which; the one with the latest ``send`` when None.
        folder: in the project, or below it.

    Raises:
        ProjectError, SourceError, TemplateError: it cannot be built.
    """
    from pynews import pipeline
    from pynews.serve.editor.pages import readable

    project = config.load(config.find_root(Path(folder).resolve()))
    built = pipeline.build(project, issue)
    seen = readable(project, built, "")
    return Shown(built.issue.id, seen.subject, _with_pictures(seen.html, built), seen.text)


def _with_pictures(html: str, built: "Built") -> str:
    for picture in built.edition.pictures:
        content = base64.b64encode(picture.content).decode("ascii")
        html = html.replace(
            f"cid:{picture.content_id}", f"data:{picture.media_type};base64,{content}"
        )
    return html
