"""What the engine made becomes what MJML's own would have made."""

import re

from pynews.render.mjml.measures import number
from pynews.render.mjml.mends import opening
from pynews.render.mjml.pictures import with_picture_widths
from pynews.render.mjml.prepass import Prepared
from pynews.render.mjml.shares import with_columns

__all__ = ["finish", "restore"]

_OUTLOOK_STYLE = "</style>\n<![endif]-->\n"
_CAROUSEL = re.compile(
    r"\.mj-carousel \{ -webkit.*?@media screen, yahoo \{.*?\n        \}\n", re.DOTALL
)


# Numbers in single precision, as they come out of the engine.
_FILL = re.compile(r"<v:fill [^>]*>")
_SINGLE = re.compile(r'(?<=[" ])-?\d\.\d{7,}')


def finish(html: str, prepared: Prepared) -> str:
    """Return the engine's `html` with what it forgets; tokens still stand in it."""
    if ' vertical-align="' in html:
        html = re.sub(r' vertical-align="[^"]*"', "", html)
    html = re.sub(r"<img (?![^>]*\balt=)", '<img alt="" ', html)
    html = _with_carousel_rules(html)
    if any(each.endswith("R") for each in prepared.tokens):
        html = _with_raw_in_the_open(html, prepared.prefix)
    if "<v:fill " in html:
        html = _FILL.sub(lambda fill: _SINGLE.sub(_exact, fill[0]), html)
    html = _with_accordion_rules(html.replace(' aria-label=""', "", 1))
    html = with_picture_widths(html, prepared.pictures)
    html = with_columns(html, prepared.columns, desktop=prepared.desktop)
    for mark, (classes, mends) in prepared.marks.items():
        for mend in mends:
            at = opening(html, mark)
            html = html if at < 0 else mend(html, at)
        if not classes:
            html = html.replace(f' {mark}"', '"')
    html = _with_body_attributes(html, prepared.body)
    if prepared.css.strip():  # MJML's inliner closes what its hero leaves open
        html = html.replace('mso-padding-bottom-alt:0;" />', 'mso-padding-bottom-alt:0;"></td>')
    return _with_fonts(html, prepared)


def restore(html: str, prepared: Prepared) -> str:
    """Return `html` with the author's classes and text in place of marks and tokens."""

    def written(found: re.Match[str]) -> str:
        if not found[1].endswith("C"):
            text = prepared.tokens[found[1]] + (found[2] or "")
            label = html.endswith('aria-label="', 0, found.start())
            return text.replace('"', "&quot;") if label else text
        classes, suffix = prepared.marks[found[1]][0].split(), found[2] or ""
        return " ".join(each + suffix for each in classes)

    start = f"{prepared.before_doctype}\n" if prepared.before_doctype else ""
    restored = re.sub(rf"({prepared.prefix}\d+[CRZ])(-[a-z]+)?", written, html)
    return start + restored.replace(' class=""', "")


def _with_raw_in_the_open(html: str, prefix: str) -> str:
    """Take raw text between the sections of a wrapper out of what Outlook alone reads."""
    raw = rf"((?:{prefix}\d+R)+)"
    return re.sub(raw, r"<![endif]-->\1<!--[if mso | IE]>", html)


def _exact(found: re.Match[str]) -> str:
    return number(round(float(found[0]), 6))


def _with_carousel_rules(html: str) -> str:
    """Put the rules of carousels before those of other elements, as MJML 5 does."""
    head = html.find("<body")
    carousels = [found[0] for found in _CAROUSEL.finditer(html, 0, head)]
    if not carousels:
        return html
    others = _CAROUSEL.sub("", html[:head])
    start = others.rfind('<style type="text/css">', 0, html.index(carousels[0])) + 23
    css = "".join(carousels).replace("@media screen, yahoo", "@media screen yahoo")
    return others[:start] + css + others[start:] + html[head:]


def _with_accordion_rules(html: str) -> str:
    """Spell the accordion's selectors as MJML 5 does."""
    start = html.find("noinput.mj-accordion-checkbox")
    if start < 0:
        return html
    start, end = html.rfind("<style", 0, start), html.index("</style>", start)
    css = html[start:end].replace("! important", "!important")
    css = re.sub(r"(?<!no)(?<!html )input(\.mj-accordion-checkbox):checked", r"\1:checked", css)
    css = re.sub(
        r"(?<!no)(?<!html )input\.mj-accordion-checkbox",
        '.mj-accordion-checkbox[type="checkbox"]',
        css,
    )
    return html[:start] + css + html[end:]


def _with_body_attributes(html: str, body: dict[str, str]) -> str:
    html = re.sub(
        r'(<div [^>]*aria-roledescription="email"[^>]*?)(?: style="([^"]*)")?>',
        r'\1 style="word-spacing:normal;\2">',
        html,
        count=1,
    )
    escaped = {name: value.replace('"', "&quot;") for name, value in body.items()}
    written = "".join(f'{name}="{value}" ' for name, value in escaped.items())
    return html.replace("<body ", f"<body {written}", 1)


def _with_fonts(html: str, prepared: Prepared) -> str:
    body = restore(html[html.find("<body") :], prepared) if prepared.fonts else ""
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
