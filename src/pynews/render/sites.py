"""Prints the pages of the archive with one theme."""

from pathlib import Path

from pynews.model import Event, Invitation, Picture, Publication
from pynews.render.desk import Desk, Surface
from pynews.render.fields import FieldTable
from pynews.render.pictures import Gallery
from pynews.render.plaintext import Notes
from pynews.render.site import Contents, SitePage, archive_page, event_page
from pynews.render.templates import Templates
from pynews.render.theme import load_theme

__all__ = ["SiteRenderer"]

GUTTERS = 48


class SiteRenderer:
    """Makes the pages of one archive.

    Arguments:
        theme_folder: of `find_theme`.
        root: the project's folder; pictures lie in it.
        publication: whose archive it is.

    Raises:
        TemplateError: the theme's settings are wrong.
        ProjectError: it extends a theme that is not there.
    """

    def __init__(self, theme_folder: Path, root: Path, publication: Publication) -> None:
        """Read the theme."""
        self._root = root
        self._theme = load_theme(theme_folder, root)
        self._templates = Templates(self._theme.folders, root)
        self._publication = publication

    def style(self) -> str:
        """Return the style sheet of all pages but the issues', which carry their own."""
        return self._templates.render("site.css.j2", theme=self._theme.look)

    def event(
        self, event: Event, invitation: Invitation, *, file: str, jsonld: str, over: bool = False
    ) -> tuple[str, tuple[Picture, ...]]:
        """Return the page of one event, and the pictures it shows as ``images/NAME``.

        Arguments:
            event, invitation: what to tell.
            file: name of the .ics beside the page.
            jsonld: schema.org, ready to stand in a script.
            over: whether it has taken place.

        Raises:
            SourceError: an address no link can lead to, a picture that is missing.
            TemplateError: a mistake in the theme.
        """
        desk = self._desk()
        page = event_page(desk, event, invitation, jsonld=jsonld, over=over)
        return self._printed("event.html.j2", page, file=file), desk.gallery.images

    def archive(self, contents: Contents) -> tuple[str, tuple[Picture, ...]]:
        """Return the first page, and the pictures it shows.

        Raises:
            SourceError: an address no link can lead to, a picture that is missing.
            TemplateError: a mistake in the theme.
        """
        desk = self._desk()
        page = archive_page(desk, contents)
        return self._printed("archive.html.j2", page), desk.gallery.images

    def _desk(self) -> Desk:
        gallery = Gallery(
            self._root,
            column=self._theme.look.width - GUTTERS,
            address="",
            domain=self._publication.id,
        )
        fields = FieldTable(())
        return Desk(self._theme, self._publication, Surface.PAGE, fields, gallery, Notes())

    def _printed(self, name: str, page: SitePage, **values: object) -> str:
        return self._templates.render(name, page=page, theme=self._theme.look, **values)
