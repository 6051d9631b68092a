# ruff: noqa: E501 - a case is read as a row of a table
"""Faults in links, pictures, privacy, sending and themes, each with the line a check must name."""

from bad_days import instead
from newsroom import EVENT, FOOTER, ISSUE, ROLE, STORY, TALK, THEME, TOML, Case, themed

WELSH = "newsletters/2026-03/issue.cy.md"
CYMRAEG = """\
---
subject: "Cyfarfod y gwanwyn"
preheader: Cyfarfod y gwanwyn, clinig, a’r hyn a ddywed yr arolwg.
---
Annwyl {{ first_name or "aelodau" }},

Cyfarfu’r bwrdd ym mis Chwefror. Dewch i gyfarfod y gwanwyn.
"""
SURVEY = "https://example.org/survey"
STYLES = "templates/ours/parts/style.css.j2"
NHS_FOOTER = """\
<mj-section>
  <mj-column>
    <mj-text css-class="mut" color="{{ theme.light.secondary }}">
      <p>{{ page.footer.organisation }}, {{ page.footer.address }}</p>
      <p><a href="{{ page.footer.unsubscribe.href }}">{{ page.footer.unsubscribe.words }}</a></p>
      EXTRA
    </mj-text>
    MORE
  </mj-column>
</mj-section>
"""


def for_leeds(groups: str) -> str:
    """Return an issue that says nothing to everyone else."""
    return f"""\
---
subject: "Spring meetup"
preheader: The spring meetup in short.
send: 2026-03-02 09:00
events: none
roles: none
---
{{{{ for {groups} }}}}
Dear {{{{ first_name or "members" }}}},

The board met in February, and thanks everyone who helped.
{{{{ end }}}}
"""


def footer(extra: str = "", more: str = "", drop: str = "") -> dict:
    """Return the changes that give the theme a footer of its own."""
    text = NHS_FOOTER.replace("EXTRA", extra).replace("MORE", more)
    lines = [line for line in text.split("\n") if not drop or drop not in line]
    return {**themed(), FOOTER: "\n".join(lines)}


def text_theme(words: str) -> dict:
    """Return the changes that give the theme a plain text of its own."""
    foot = "{{ page.footer.organisation }}, {{ page.footer.address }}, {{ page.footer.unsubscribe.href }}"
    return {**themed(), "templates/ours/issue.txt.j2": f"{words}\n{foot}\n"}


def coloured(mode: str, key: str, colour: str) -> dict:
    """Return the changes that give the theme one colour of its own."""
    toml = f'title = "Ours"\nextends = "nhs"\n\n[{mode}]\n{key} = "{colour}"\n'
    return {**themed(), THEME: toml}


def survey(address: str) -> dict:
    return {ISSUE: [(SURVEY, address)]}


def setting(old: str, new: str) -> dict:
    return {TOML: [(old, new)]}


def mj_button(number: int) -> str:
    return f'<mj-button href="https://example.org/button-{number}">Button {number}</mj-button>'


def events_with_buttons(number: int) -> dict:
    """Return more events, a button each; the good project's first event has one already."""
    return {
        f"newsletters/events/talk-{each}.md": (
            f"---\nid: talk-{each}\ntitle: Talk {each}\nstart: 2026-03-{15 + each} 18:00\n"
            f"register: https://example.org/talk-{each}\n---\nCome and see.\n"
        )
        for each in range(number)
    }


PARTS = (
    Case("link-empty", survey(""), ISSUE, "answer the survey"),
    Case("link-empty", {ISSUE: [("[answer the survey]", "[]")]}, ISSUE, "by Friday"),
    Case("link-empty", footer(extra='<a href="">about us</a>'), FOOTER, "about us"),
    Case("many-buttons", footer(more="\n".join(map(mj_button, range(6)))), FOOTER, "button-4"),
    Case("many-buttons", events_with_buttons(6), "newsletters/events/talk-4.md", "register:"),
    Case("link-placeholder", survey("#"), ISSUE, "answer the survey"),
    Case("link-placeholder", survey("TODO"), ISSUE, "answer the survey"),
    Case("link-placeholder", survey("https://example.com"), ISSUE, "answer the survey"),
    Case("link-placeholder", survey("https://example.org/your-link"), ISSUE, "answer the survey"),
    Case("link-placeholder", survey("http://localhost:8000/survey"), ISSUE, "answer the survey"),
    Case(
        "link-placeholder",
        {EVENT: [("https://example.org/spring-meetup", "https://TBC")]},
        EVENT,
        "register:",
    ),
    Case(
        "link-placeholder",
        {STORY: [("link: https://example.org/survey-results", "link: https://example.org/xxx")]},
        STORY,
        "link:",
    ),
    Case("link-broken", survey("www.example.org/survey"), ISSUE, "answer the survey"),
    Case("link-broken", survey("https//example.org/survey"), ISSUE, "answer the survey"),
    Case("link-broken", survey("https://https://example.org/survey"), ISSUE, "answer the survey"),
    Case("link-broken", survey("#survey"), ISSUE, "answer the survey"),
    Case("link-broken", survey("mailto:survey.example.org"), ISSUE, "answer the survey"),
    Case("link-broken", survey("https://exampleorg/survey"), ISSUE, "answer the survey"),
    Case(
        "link-broken",
        {
            EVENT: [
                (
                    "register: https://example.org/spring-meetup",
                    "register: example.org/spring-meetup",
                )
            ]
        },
        EVENT,
        "register:",
    ),
    Case("link-http", survey("http://example.org/survey"), ISSUE, "answer the survey"),
    Case("link-http", {STORY: [("link: https:", "link: http:")]}, STORY, "link:"),
    Case("link-text", {ISSUE: [("[answer the survey]", "[click here]")]}, ISSUE, "click here"),
    Case("link-text", instead("See <https://example.org/clinic>."), ISSUE, "org/clinic"),
    Case(
        "link-duplicate",
        instead("Once more: [answer the survey](https://example.org/other)."),
        ISSUE,
        "Once more",
    ),
    Case(
        "link-duplicate",
        {STORY: [("Most members", "[Answer the survey](https://example.org/old). Most members")]},
        STORY,
        "Answer the survey",
    ),
    Case("link-shortened", survey("https://bit.ly/3abc"), ISSUE, "answer the survey"),
    Case(
        "link-shortened",
        {STORY: [("https://example.org/survey-results", "https://tinyurl.com/abc")]},
        STORY,
        "link:",
    ),
    Case("link-unclickable", instead("See www.example.org/clinic for more."), ISSUE, "www."),
    Case(
        "link-unclickable",
        {ROLE: [("Greet people", "As on www.example.org/roles: greet people")]},
        ROLE,
        "www.",
    ),
    # Privacy.
    Case(
        "tracking-pixel",
        footer(more='<mj-image src="https://stats.example.net/open.gif" alt="" width="1px" />'),
        FOOTER,
        "open.gif",
    ),
    Case(
        "tracking-pixel",
        footer(
            extra='<img src="https://stats.example.net/o" alt="" width="600" style="display:none" />'
        ),
        FOOTER,
        "stats",
    ),
    Case(
        "third-party-host",
        footer(more='<mj-image src="https://cdn.example.net/band.png" alt="" width="300px" />'),
        FOOTER,
        "band.png",
    ),
    Case(
        "third-party-host",
        footer(extra='<p style="background:url(https://cdn.example.net/dots.png)">Dots</p>'),
        FOOTER,
        "dots.png",
    ),
    Case(
        "third-party-host", instead("![The team](https://example.net/team.png)"), ISSUE, "The team"
    ),
    Case(
        "link-tracking",
        survey("https://example.org/survey?utm_source=newsletter"),
        ISSUE,
        "answer the survey",
    ),
    Case(
        "link-tracking",
        survey("https://example.org/survey?id=5&fbclid=abc"),
        ISSUE,
        "answer the survey",
    ),
    Case(
        "link-tracking",
        {EVENT: [("org/spring-meetup", "org/spring-meetup?mc_cid=1&mc_eid=2")]},
        EVENT,
        "register:",
    ),
    Case(
        "link-rewritten",
        survey("https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org"),
        ISSUE,
        "answer the survey",
    ),
    Case(
        "link-rewritten",
        survey("https://www.google.com/url?q=https://example.org"),
        ISSUE,
        "answer the survey",
    ),
    # Pictures.
    Case(
        "img-alt",
        {STORY: [("link:", "image: newsletters/stories/team.png\nlink:")]},
        STORY,
        "image:",
        frozenset({"picture-missing"}),
    ),
    Case(
        "img-alt",
        footer(more='<mj-image src="cid:band@news.example.org" width="300px" />'),
        FOOTER,
        "<mj-image",
    ),
    Case(
        "img-alt",
        footer(extra='<img src="cid:band@news.example.org" width="30" />'),
        FOOTER,
        "<img",
    ),
    Case(
        "img-alt",
        instead("![](team.png)") | {"newsletters/2026-03/team.png": ""},
        ISSUE,
        "team.png",
    ),
    Case(
        "img-alt-words",
        footer(extra='<img src="cid:a@b" width="30" alt="IMG_2041.jpg" />'),
        FOOTER,
        "IMG_2041",
    ),
    Case(
        "img-alt-words",
        footer(extra='<img src="cid:a@b" width="30" alt="image" />'),
        FOOTER,
        "alt=",
    ),
    Case("img-size", footer(extra='<img src="cid:a@b" alt="A band" />'), FOOTER, "A band"),
    Case(
        "img-size",
        footer(extra='<img src="cid:c@d" width="auto" alt="A wide band" />'),
        FOOTER,
        "wide band",
    ),
    Case("picture-missing", instead("![The team](team.png)"), ISSUE, "team.png"),
    Case(
        "picture-missing",
        {STORY: [("link:", "image: newsletters/stories/gone.png\nalt: Gone\nlink:")]},
        STORY,
        "image:",
    ),
    # Sending.
    Case("unsubscribe-link", footer(drop="unsubscribe"), FOOTER, ""),
    Case(
        "unsubscribe-link",
        {
            TOML: [
                (
                    'mailto = "unsubscribe@example.org"',
                    'mailto = ""\n\n[provider]\nname = "mailgun"\ndomain = "example.org"',
                )
            ]
        },
        TOML,
        "mailto",
    ),
    Case(
        "unsubscribe-route",
        setting('mailto = "unsubscribe@example.org"', 'mailto = ""'),
        TOML,
        "mailto",
    ),
    Case(
        "unsubscribe-route",
        setting('mailto = "unsubscribe@example.org"', 'url = ""\nmailto = ""'),
        TOML,
        "mailto",
    ),
    Case(
        "one-click-header",
        setting(
            'mailto = "unsubscribe@example.org"',
            'mailto = "unsubscribe@example.org"\nurl = ""\n\n[provider]\nname = "mailgun"\ndomain = "example.org"',
        ),
        TOML,
        "url =",
    ),
    Case(
        "one-click-header",
        setting("[preview]", '[provider]\nname = "mailgun"\ndomain = "example.org"\n\n[preview]'),
        TOML,
        "",
    ),
    Case(
        "postal-address",
        setting("1 Example Street, Example Town EX1 1AA", "TBC"),
        TOML,
        "address =",
    ),
    Case("postal-address", footer(drop="page.footer.address"), FOOTER, ""),
    Case(
        "sender-address", setting("news@example.org", "example.community@gmail.com"), TOML, "from ="
    ),
    Case("sender-address", setting("news@example.org", "us@outlook.com"), TOML, "from ="),
    Case(
        "no-reply",
        setting("organisation =", 'reply_to = "noreply@example.org"\norganisation ='),
        TOML,
        "reply_to",
    ),
    Case(
        "no-reply",
        setting("organisation =", 'reply_to = "do-not-reply@example.org"\norganisation ='),
        TOML,
        "reply_to",
    ),
    # Translations.
    Case("not-translated", {WELSH: CYMRAEG}, EVENT),
    Case("not-translated", {WELSH: CYMRAEG}, WELSH),
    # For some groups only.
    Case("empty-letter", {ISSUE: for_leeds("leeds")}, ISSUE),
    Case("empty-letter", {ISSUE: for_leeds("not leeds")}, ISSUE),
    Case("group-mark", instead("{for leeds}\n\nLeeds meets.\n"), ISSUE, "{for leeds}"),
    Case("group-mark", instead("Leeds meets. { end }\n"), ISSUE, "{ end }"),
    # Themes.
    Case("html-lang", setting('"en-GB"', '"english"'), TOML, "language"),
    Case("html-lang", setting('"en-GB"', '"en_GB"'), TOML, "language"),
    Case("contrast", coloured("light", "text", "#aaaaaa"), THEME, "#aaaaaa"),
    Case("contrast", coloured("light", "secondary", "#768692"), THEME, "#768692"),
    Case("contrast", coloured("dark", "link", "#005eb8"), THEME, "#005eb8"),
    Case("contrast", coloured("light", "button", "#7fd4a5"), THEME, "#7fd4a5"),
    Case("contrast", footer(extra='<p style="color:#cccccc">Pale</p>'), FOOTER, "#cccccc"),
    Case("mjml-unknown", footer(more="<mj-buton>Press</mj-buton>"), FOOTER, "mj-buton"),
    Case(
        "mjml-unknown", footer(more='<mj-text colour="#000000">Words</mj-text>'), FOOTER, "colour="
    ),
    Case(
        "heading-order",
        {ISSUE: [("## What else is new", "## What else is new\n\n#### Clinics")]},
        ISSUE,
        "#### Clinics",
    ),
    Case(
        "heading-order",
        {STORY: [("They want", "\n\n# One\n\n### Three\n\nThey want")]},
        STORY,
        "### Three",
    ),
    Case(
        "size-clip",
        {STORY: [("Most members work with tables.", "Most members work with tables.\n\n" * 2200)]},
        STORY,
        "Most members",
    ),
    Case("size-clip", instead("A long letter, with many words. " * 3000), ISSUE, "Dear"),
    Case("size-near-clip", instead("A long letter, with many words. " * 1850), ISSUE, "Dear"),
    Case(
        "size-near-clip",
        {STORY: [("Most members work with tables.", "Most members work with tables. " * 1950)]},
        STORY,
        "Most members",
    ),
    Case(
        "unsupported-css",
        footer(extra='<p style="display:flex">Side by side</p>'),
        FOOTER,
        "display:flex",
    ),
    Case(
        "unsupported-css",
        footer(extra='<p style="position:absolute">Above</p>'),
        FOOTER,
        "position:",
    ),
    Case("ics-part-differ", text_theme("{{ page.title }}"), TALK, "start:"),
    Case(
        "ics-part-differ",
        text_theme(
            "{% for s in page.sections if s.kind == 'events' %}{% for c in s.cards %}{{ c.title }}{% endfor %}{% endfor %}"
        ),
        EVENT,
        "start:",
    ),
    Case(
        "style-size",
        {**themed(), "templates/ours/parts/style.css.j2": ".a { color: #212b32; }\n" * 800},
        STYLES,
        "",
    ),
    Case(
        "style-size",
        {**themed(), "templates/ours/parts/style.css.j2": ".b { color: #212b32; }\n" * 900},
        STYLES,
        "",
    ),
    Case("source-file", {EVENT: [("2026-03-12 18:00", "12/03/2026 18:00")]}, EVENT, "start:"),
    Case("source-file", {ISSUE: [("stories: [survey]", "stories: [surveys]")]}, ISSUE, "stories:"),
    Case("source-file", {ROLE: [("closes:", "closing:")]}, ROLE, "closing:"),
    Case(
        "ignore-unknown",
        {ISSUE: [("stories:", "ignore:\n  - link-txt: because\nstories:")]},
        ISSUE,
        "link-txt",
    ),
    Case(
        "ignore-unknown",
        {ISSUE: [("stories:", "ignore:\n  - link-tracking: because\nstories:")]},
        ISSUE,
        "link-tracking",
    ),
)
