"""What the engine made becomes what MJML's own would have made."""

import re

from pynews.render.mjml.prepass import Prepared

__all__ = ["finish", "restore"]

_OUTLOOK_STYLE = "</style>\n<![endif]-->\n"


def finish(html: str, prepared: Prepared) -> str:
    """Return the engine's `html` with what it forgets, tokens still in it."""
    html = re.sub(r'(<td [^>]*?)vertical-align="[^"]*" ', r"\1", html)
    html = re.sub(r"<img (?![^>]*\balt=)", '<img alt="" ', html)
    html = _with_body_class(html, prepared.body_class)
    return _with_fonts(html, prepared)


def restore(html: str, prepared: Prepared) -> str:
    """Return `html` with the author's text in place of the tokens."""
    if not prepared.tokens:
        return html
    token = next(iter(prepared.tokens)).rstrip("0123456789Z") + r"\d+Z"
    html = re.sub(
        rf'aria-label="({token})"',
        lambda found: f'aria-label="{prepared.tokens[found[1]].replace(chr(34), "&quot;")}"',
        html,
        count=1,
    )
    found = re.sub(token, lambda each: prepared.tokens[each[0]], html)
    start = f"{prepared.before_doctype}\n" if prepared.before_doctype else ""
    return start + found


def _with_body_class(html: str, name: str) -> str:
    if not name:
        return html
    return html.replace("<body ", f'<body class="{name.replace(chr(34), "&quot;")}" ', 1)


def _with_fonts(html: str, prepared: Prepared) -> str:
    body = restore(html[html.find("<body") :], prepared)
    used = [address for name, address in prepared.fonts if _uses(name, body, prepared.css)]
    if not used:
        return html
    links = "".join(f'<link href="{each}" rel="stylesheet" type="text/css">' for each in used)
    imports = "".join(f"@import url({each});" for each in used)
    block = f'<!--[if !mso]><!-->{links}<style type="text/css">{imports}</style><!--<![endif]-->\n'
    return html.replace(_OUTLOOK_STYLE, _OUTLOOK_STYLE + block, 1)


def _uses(name: str, body: str, css: str) -> bool:
    word = re.escape(name)
    return bool(
        re.search(rf'"[^"]*font-family:[^"]*{word}[^"]*"', body, re.IGNORECASE)
        or re.search(rf"font-family:[^;}}]*{word}", css, re.IGNORECASE)
    )
