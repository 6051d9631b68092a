"""The way of an issue to its edition."""

import re
from pathlib import Path

from pynews.model import Edition, Invitation, Issue, Origin, Publication
from pynews.render.cards import Page
from pynews.render.content import make_page
from pynews.render.desk import Desk, Surface
from pynews.render.fields import FieldTable
from pynews.render.pictures import Gallery
from pynews.render.plaintext import Notes, bulleted, underlined, wrapped
from pynews.render.templates import Templates
from pynews.render.theme import load_theme

__all__ = ["Renderer"]


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
        self._templates = Templates(self._theme.folders)
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
        self._refresh()
        fields = FieldTable((repr(issue), repr(publication), repr(invitations), repr(self._theme)))
        gallery = self._gallery(issue, publication)
        pages = [
            self._page(
                Desk(self._theme, publication, surface, fields, gallery, Notes()),
                issue,
                invitations,
            )
            for surface in Surface
        ]
        self._pictures = gallery.files
        message, page = pages
        html = self._message_html(message)
        text = self._text(message, fields)
        return Edition(
            issue_id=issue.id,
            subject=message.title,
            preheader=message.preheader,
            html=html,
            text=text,
            web=self._web(page, fields),
            fields=fields.used(message.title, message.preheader, html, text),
            pictures=gallery.embedded,
            images=gallery.images,
        )

    def files(self) -> tuple[Path, ...]:
        """Return every file that went into the last edition besides the issue itself."""
        found = {*self._theme.files, *self._templates.files(), *self._pictures}
        return tuple(sorted(found))

    def _refresh(self) -> None:
        theme = load_theme(self._folder, self._root)
        if theme.folders != self._theme.folders:
            self._templates = Templates(theme.folders)
        self._theme = theme

    def _gallery(self, issue: Issue, publication: Publication) -> Gallery:
        address = f"{publication.base_url}{issue.id}/" if publication.base_url else ""
        column = self._theme.width - 2 * GUTTER
        return Gallery(self._root, column=column, address=address, domain=publication.id)

    def _page(self, desk: Desk, issue: Issue, invitations: tuple[Invitation, ...]) -> Page:
        return make_page(desk, issue, invitations, self._headline(issue))

    def _headline(self, issue: Issue) -> Origin:
        path = self._root / issue.path
        if path.is_file():
            lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
            for number, line in enumerate(lines, 1):
                if line.startswith("subject:"):
                    return Origin(issue.path, number)
        return Origin(issue.path, 1)

    def _message_html(self, page: Page) -> str:
        from pynews.render.mjml import to_html

        source = self._templates.render("issue.mjml.j2", page=page, theme=self._theme)
        return to_html(source, template=f"templates/{self._theme.name}/issue.mjml.j2")

    def _text(self, page: Page, fields: FieldTable) -> str:
        text = self._templates.render(
            "issue.txt.j2",
            page=page,
            theme=self._theme,
            wrap=wrapped,
            bullet=bulleted,
            underline=underlined,
        )
        del fields
        lines = "\n".join(line.rstrip() for line in text.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"

    def _web(self, page: Page, fields: FieldTable) -> str:
        source = self._templates.render("web.html.j2", page=page, theme=self._theme)
        return fields.settled_html(source)


GUTTER = 24
