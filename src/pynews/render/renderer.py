"""The way of an issue to its edition."""

import re
from functools import cache
from pathlib import Path

from pynews.errors import TemplateError
from pynews.model import Edition, Invitation, Issue, Origin, Publication
from pynews.render.cards import Page
from pynews.render.content import make_page
from pynews.render.desk import Desk, Surface
from pynews.render.fields import FieldTable
from pynews.render.marks import LineMap
from pynews.render.notify import notify_line, notify_link
from pynews.render.pictures import Gallery
from pynews.render.plaintext import Notes, bulleted, underlined, wrapped
from pynews.render.templates import Templates
from pynews.render.theme import load_theme

__all__ = ["Renderer"]

GUTTERS = 48


class Renderer:
    """Makes editions with one theme; keeps compiled templates for the next one.

    Arguments:
        theme_folder: of `find_theme`.
        root: the project's folder; pictures lie in it.

    Raises:
        TemplateError: the theme's settings are wrong.
        ProjectError: it extends a theme that is not there.
    """

    def __init__(self, theme_folder: Path, root: Path) -> None:
        """Read the theme's settings."""
        self._folder = theme_folder
        self._root = root
        self._theme = load_theme(theme_folder, root)
        self._templates = Templates(self._theme.folders, root)
        self._pictures: tuple[Path, ...] = ()

    def render(
        self, issue: Issue, *, publication: Publication, invitations: tuple[Invitation, ...]
    ) -> Edition:
        """Return an issue made readable.

        Arguments:
            issue: what to tell.
            publication: who tells it.
            invitations: calendar parts of its events.

        Raises:
            SourceError: a merge field, picture or address that is wrong.
            TemplateError: a mistake in the theme.
        """
        fields, gallery = self._begin(issue, publication, invitations)
        message, page = (
            self._page(issue, invitations, self._desk(publication, surface, fields, gallery))
            for surface in (Surface.MESSAGE, Surface.PAGE)
        )
        self._pictures = gallery.files
        html, text = self._html(message), self._text(message)
        return Edition(
            issue_id=issue.id,
            subject=message.title,
            preheader=message.preheader,
            html=html,
            text=text,
            web=fields.settled_html(self._printed("web.html.j2", page)),
            fields=fields.used(message.title, message.preheader, html, text),
            pictures=gallery.embedded,
            images=gallery.images,
        )

    def render_notify(
        self, issue: Issue, *, publication: Publication, invitations: tuple[Invitation, ...]
    ) -> str:
        """Return an issue as GOV.UK Notify Markdown, for the body of a Notify template.

        Notify carries neither HTML nor attachments: calendars are reached by links.
        The tokens in it are those of the edition that `render` makes of the same
        values. Arguments and errors are those of `render`.
        """
        fields, gallery = self._begin(issue, publication, invitations)
        desk = self._desk(publication, Surface.NOTIFY, fields, gallery)
        page = self._page(issue, invitations, desk)
        printed = self._templates.render(
            "notify.md.j2", page=page, theme=self._theme.look, line=notify_line, link_to=notify_link
        )
        return _tidy(printed)

    @property
    def speaks(self) -> bool:
        """Whether the theme has words of its own for the language of the last edition."""
        return bool(self._theme.translated)

    def files(self) -> tuple[Path, ...]:
        """Return every file that went into the last edition besides the issue itself."""
        found = {*self._theme.files, *self._templates.files(), *self._pictures}
        return tuple(sorted(found))

    def _begin(
        self, issue: Issue, publication: Publication, invitations: tuple[Invitation, ...]
    ) -> tuple[FieldTable, Gallery]:
        theme = load_theme(self._folder, self._root, publication.language)
        if theme.folders != self._theme.folders:
            self._templates = Templates(theme.folders, self._root)
        self._theme = theme
        self._templates.begin()
        fields = FieldTable((repr(issue), repr(publication), repr(invitations), repr(theme.look)))
        gallery = Gallery(
            self._root,
            column=theme.look.width - GUTTERS,
            address=f"{publication.base_url}{issue.id}/" if publication.base_url else "",
            domain=publication.id,
        )
        return fields, gallery

    def _desk(
        self, publication: Publication, surface: Surface, fields: FieldTable, gallery: Gallery
    ) -> Desk:
        return Desk(self._theme, publication, surface, fields, gallery, Notes())

    def _page(self, issue: Issue, invitations: tuple[Invitation, ...], desk: Desk) -> Page:
        return make_page(desk, issue, invitations, self._line_of)

    def _line_of(self, issue: Issue, key: str) -> Origin:
        path = self._root / issue.path
        if path.is_file():
            lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
            for number, line in enumerate(lines, 1):
                if line.startswith(f"{key}:"):
                    return Origin(issue.path, number)
        return Origin(issue.path, 1)

    def _html(self, page: Page) -> str:
        from pynews.render.mjml import to_html

        name, values = "issue.mjml.j2", {"page": page, "theme": self._theme.look}
        source = self._templates.render(name, **values)

        @cache  # a second render with marks, but only once something is wrong
        def origins() -> LineMap:
            return self._templates.origins(name, source, **values)

        def locate(line: int, column: int) -> tuple[str, int]:
            return origins()(line, column)

        try:
            return to_html(source, template=name, locate=locate)
        except TemplateError as error:
            told = map(self._templates.as_written, error.problems)
            raise TemplateError.of(told) from error

    def _text(self, page: Page) -> str:
        printed = self._templates.render(
            "issue.txt.j2",
            page=page,
            theme=self._theme.look,
            wrap=wrapped,
            bullet=bulleted,
            underline=underlined,
        )
        return _tidy(printed)

    def _printed(self, name: str, page: Page) -> str:
        return self._templates.render(name, page=page, theme=self._theme.look)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
