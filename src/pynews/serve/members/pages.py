"""The pages and letters of the public side, in the theme's colours and the project's words."""

import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pynews.config import Project
from pynews.errors import TemplateError
from pynews.render import Templates, find_theme, load_theme

__all__ = ["Pages"]

OWN = Path(__file__).with_name("pages")
WORDS = "words.toml"
LANGUAGE = "language_"
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page knows.

    Arguments:
        base: what comes before each path, such as ``/news``, or "".
        language: of the page.
        organisation, address: who is responsible.
        consent: the words people agree to.
        groups, languages: what they can choose.
        language_names: what each language calls itself.
    """

    base: str
    language: str
    organisation: str
    address: str
    consent: str
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    language_names: Mapping[str, str]


class Pages:
    """Makes pages; a theme may replace any of them, and any word.

    Files of ``templates/THEME/members/`` stand in for ours of the same name.

    Arguments:
        project: whose.
        base: what comes before each path.

    Raises:
        TemplateError: a replaced page or word is not as it should be; all are
            tried at once, so that nobody meets it later.
    """

    def __init__(self, project: Project, base: str) -> None:
        """Read the theme and try every page."""
        publication = project.publication
        theme = load_theme(find_theme(publication.theme, project.root), project.root)
        folders = (*(folder / "members" for folder in theme.folders), OWN)
        self.words = _words(folders, publication.name, project.root)
        self.frame = Frame(
            base=base,
            language=publication.language,
            organisation=publication.organisation,
            address=publication.address,
            consent=project.members.consent or self.words["consent"],
            groups=project.members.groups,
            languages=project.members.languages,
            language_names=dict(self._names(project.members.languages)),
        )
        self._templates = Templates(folders, project.root)
        self._lock = threading.Lock()
        self._fixed: dict[tuple[str, ...], str] = {}
        self.style = self._render(
            "style.css.j2",
            light=theme.look.light,
            dark=theme.look.dark,
            radius=theme.look.radius,
            font=theme.look.font,
        )
        self._try_all()

    def say(self, name: str, *, title: str = "", **values: object) -> str:
        """Return a page.

        Arguments:
            name: its template without ``.html.j2``.
            title: its title.
            values: what else it shows.
        """
        shown = {"lines": (), "link": None, "wrong": False, "email": "", "first_name": ""}
        return self._render(f"{name}.html.j2", title=title, **{**shown, **values})

    def tell(self, name: str, *extra: str, link: tuple[str, str] | None = None) -> str:
        """Return the page that says the words ``name_title`` and ``name_lead``; made once.

        Arguments:
            name: start of the words' names.
            extra: names of more words, each a paragraph.
            link: path and name of the words of a link.
        """
        key = (name, *extra, *(link or ()))
        if key not in self._fixed:
            lines = [self.words[f"{name}_lead"], *(self.words[one] for one in extra)]
            named = self.link(*link) if link else None
            self._fixed[key] = self.say(
                "page", title=self.words[f"{name}_title"], lines=lines, link=named
            )
        return self._fixed[key]

    def link(self, path: str, words: str) -> Mapping[str, str]:
        """Return a link as pages show it: to a path, with the words of a name."""
        return {"href": self.frame.base + path, "text": self.words[words]}

    def sorry(self, status: int) -> str:
        """Return the page for a request that could not be served."""
        name = f"sorry_{status}" if f"sorry_{status}_title" in self.words else "sorry"
        return self.tell(
            name, link=("/subscribe", "subscribe_title") if status == NOT_FOUND else None
        )

    def letter(self, name: str, link: str) -> tuple[str, str]:
        """Return subject and text of a letter that holds a link."""
        return self.words[f"{name}_subject"], self._render(f"{name}.txt.j2", link=link)

    def _names(self, tags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield what each language calls itself; with its tag where two would look alike."""
        first = [tag.partition("-")[0].lower() for tag in tags]
        for tag, short in zip(tags, first, strict=True):
            name = self.words.get(LANGUAGE + short, tag)
            yield tag, name if first.count(short) == 1 or name == tag else f"{name} ({tag})"

    def _render(self, name: str, **values: object) -> str:
        with self._lock:
            return self._templates.render(name, words=self.words, page=self.frame, **values)

    def _try_all(self) -> None:
        """Make every page once."""
        for status in (404, 405, 408, 413, 429, 500, 503):
            self.sorry(status)
        for name in ("subscribe", "ask"):
            self.say(name, title=name, wrong=True, chosen=(), language="")
        self.say("button", title="", action="", button="")
        self.say("preferences", title="", action="", leave="", chosen=(), language="", paused="x")
        for name in ("confirm", "known", "preferences"):
            self.letter(name, "")


def _words(folders: tuple[Path, ...], name: str, root: Path) -> Mapping[str, str]:
    """Return all words; the first folder that has one says it."""
    found: dict[str, str] = {}
    for folder in reversed(folders):
        found |= dict(_read(folder / WORDS, root, frozenset(found) if folder != OWN else None))
    return {key: text.replace("{name}", name) for key, text in found.items()}


def _read(path: Path, root: Path, known: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    """Yield the words of a file, none when it is missing.

    Raises:
        TemplateError: no TOML, or words that no page has.
    """
    if not path.is_file():
        return
    where = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(
            f"cannot be read: {error}", where=where, hint='write name = "words"'
        ) from error
    for key, text in tree.items():
        strange = known is not None and key not in known and not key.startswith(LANGUAGE)
        if strange or not isinstance(text, str):
            raise TemplateError(
                f"no page has words {key!r}",
                where=where,
                hint=f"known are {', '.join(sorted(known or ()))}",
            )
        yield key, text
