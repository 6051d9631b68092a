"""Small changes to one tag of a page; what does not look as expected is left as it is."""

__all__ = ["in_tag", "inserted", "with_style"]


def with_style(html: str, tag: int, added: str, *, last: bool = False) -> str:
    """Return `html` with declarations added to the style of the tag that begins at `tag`."""
    end = html.find(">", tag)
    if tag < 0 or end < 0:
        return html
    at = html.find('style="', tag, end)
    if at < 0:
        return inserted(html, end, f' style="{added}"')
    return inserted(html, html.index('"', at + 7) if last else at + 7, added)


def in_tag(html: str, tag: int, old: str, new: str) -> str:
    """Return `html` with `new` for `old` in the tag that begins at `tag`."""
    at = html.find(old, tag, html.find(">", tag)) if tag >= 0 else -1
    return html if at < 0 else html[:at] + new + html[at + len(old) :]


def inserted(html: str, at: int, added: str) -> str:
    """Return `html` with `added` at the place `at`."""
    return html[:at] + added + html[at:]
