"""The app's own files, which are there before anything else is."""

from dataclasses import replace
from pathlib import Path

from pynews.serve.editor.door import Request
from pynews.serve.editor.reply import Policy, Reply, refusal

__all__ = ["HTML", "STATIC", "Shell"]

STATIC = Path(__file__).parent / "static"
HTML = "text/html; charset=utf-8"
TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Addresses of the app's pages: the same document, which shows what its address says.
PAGES = ("", "issue", "plan", "outbox", "events", "roles", "minutes", "subscribers", "doctor")
FRAME = '<!doctype html><html lang="en"><head><title>Message</title></head><body></body></html>'


class Shell:
    """Answers what needs no project: the app's document, scripts, styles, the empty frame."""

    def __init__(self) -> None:
        """Read the files."""
        self._static = {
            path.name: Reply(path.read_bytes(), TYPES[path.suffix], policy=Policy.APP)
            for path in sorted(STATIC.iterdir())
            if path.suffix in TYPES
        }
        # All modules at once, rather than one after the other as they name each other.
        early = [
            f"</static/{name}>; rel=modulepreload" for name in self._static if name.endswith(".js")
        ]
        page = self._static["index.html"]
        self._static["index.html"] = replace(page, headers={"Link": ", ".join(early)})

    def answer(self, request: Request) -> Reply | None:
        """Return the reply, or None when it is not for the shell to answer."""
        first, _, rest = request.path[1:].partition("/")
        if request.method != "GET":
            return None
        if first in PAGES:
            return self._static["index.html"]
        if request.path == "/frame":
            return Reply(FRAME.encode(), HTML, policy=Policy.FRAME)
        if first == "static":
            return self._static.get(rest) or refusal()
        return None
