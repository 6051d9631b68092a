"""Themes: found, extended, overridden in one place, and refused when wrong."""

import shutil
from pathlib import Path

import pytest

from pynews.errors import ProjectError, TemplateError
from pynews.model import Issue, Publication
from pynews.render import Renderer, find_theme
from pynews.render.theme import Palette, load_theme

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path


def theme(home: Path, name: str, **files: str) -> Path:
    folder = home / "templates" / name
    for path, content in files.items():
        target = folder / path.replace("__", "/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return folder


def settings(content: str) -> dict[str, str]:
    return {"theme.toml": content}


def contrast(one: str, other: str) -> float:
    """Ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["nhs", "plain"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_packaged_themes_can_be_read_in_light_and_dark(name: str, mode: str, home: Path):
    colours: Palette = getattr(load_theme(find_theme(name, home), home).look, mode)
    grounds = (colours.canvas, colours.card, colours.raised)
    for ink in (colours.text, colours.secondary, colours.link):
        assert all(contrast(ink, ground) >= 4.5 for ground in grounds)
    pairs = [
        (colours.masthead_text, colours.masthead),
        (colours.masthead_quiet, colours.masthead),
        (colours.button_text, colours.button),
        (colours.bar_text, colours.bar),
        (colours.notice_text, colours.notice),
        (colours.alert_text, colours.alert),
        (colours.bar_text, load_theme(find_theme(name, home), home).look.light.secondary),
    ]
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)
    assert contrast(colours.button, colours.card) >= 3
    assert contrast(colours.heading_bar, colours.card) >= 3
    assert contrast(colours.role, colours.raised) >= 3


def test_project_theme_comes_before_the_packaged_one(home: Path):
    assert find_theme("nhs", home) == REPOSITORY / "templates/nhs"
    own = theme(home, "nhs", **settings('extends = "nhs"'))
    assert find_theme("nhs", home) == own


@pytest.mark.parametrize("name", ["none", "../nhs", "", "NHS", "a/b"])
def test_unknown_theme_names_the_known_ones(home: Path, name: str):
    theme(home, "ours", **settings('extends = "nhs"'))
    with pytest.raises(ProjectError, match="nhs, ours, plain"):
        find_theme(name, home)


def test_theme_takes_over_what_it_does_not_say(home: Path):
    own = theme(
        home,
        "ours",
        **settings('extends = "nhs"\n[light]\nlink = "#112233"\n[words]\nroles = "Help"'),
    )
    made, base = load_theme(own, home).look, load_theme(find_theme("nhs", home), home).look
    assert made.light.link == "#112233"
    assert made.light.text == base.light.text
    assert made.dark.link == base.dark.link
    assert made.say("roles") == "Help"
    assert made.say("events") == "Upcoming events"


def test_project_can_build_on_the_packaged_theme_of_the_same_name(home: Path):
    own = theme(home, "nhs", **settings('extends = "nhs"\n[light]\nlink = "#112233"'))
    made = load_theme(own, home)
    assert made.folders == (own, REPOSITORY / "templates/nhs")


def test_theme_that_extends_itself_in_a_circle_is_refused(home: Path):
    theme(home, "one", **settings('extends = "two"'))
    theme(home, "two", **settings('extends = "one"'))
    with pytest.raises(ProjectError, match=r'two/theme\.toml:1:11: "one" rests on this theme'):
        load_theme(home / "templates/one", home)


def test_long_chain_of_themes_is_refused(home: Path):
    for number in range(12):
        theme(home, f"t{number}", **settings(f'extends = "t{number + 1}"'))
    with pytest.raises(TemplateError, match="too deeply"):
        load_theme(home / "templates/t0", home)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ('[light]\nlink = "blue"', '"blue" is not a colour for link'),
        ("[light]\nlink = 5", '"5" is not a text for link'),
        ('[light]\nlinks = "#112233"', 'unknown setting "links" in .light.'),
        ('[colours]\nlink = "#112233"', 'unknown setting "colours"'),
        ("wide = true", 'unknown setting "wide"'),
        ("[page]\nwidth = 5000", "needs a width"),
        ("[page]\nwidth = true", "needs a width"),
        ("[page]\nradius = -1", "needs a radius"),
        ('[page]\nfont = "x;} body{display:none"', "is not a font"),
        ('[logo]\nimage = "logo.png"', "needs alt text"),
        ('[logo]\nimage = "logo.png"\nalt = "Us"\nwidth = "9"', "needs a width"),
        ('[logo]\nimage = "logo.png"\nalt = "Us"', "not in the theme's folder"),
        ('[logo]\nimage = "../../secret.png"\nalt = "Us"', "not in the theme's folder"),
        ('[logo]\npicture = "x"\nalt = "Us"', 'unknown setting "picture"'),
        ("light = 3", r"\[light\] is a table"),
        ("[words]\nroles = 3", '"3" is not a text for roles'),
        ("extends = 3", "extends is a text"),
        ("[light", r"theme\.toml:2:7: this is not TOML"),
    ],
)
def test_wrong_settings_are_told_with_the_file(home: Path, wrong: str, complaint: str):
    (home / "secret.png").write_bytes(b"x")
    first = "" if wrong.startswith("extends") else 'extends = "nhs"\n'
    own = theme(home, "ours", **settings(first + wrong))
    with pytest.raises(TemplateError, match=complaint) as caught:
        load_theme(own, home)
    problem = caught.value.problems[0]
    assert problem.where.startswith("templates/ours/theme.toml:")
    assert problem.hint
    caret = problem.excerpt.split("\n")
    assert sum(row.strip() == "^" for row in caret) == 1


def test_all_wrong_settings_are_told_at_once(home: Path):
    own = theme(home, "ours", **settings('extends = "nhs"\n[light]\nlink = "a"\ntext = "b"'))
    with pytest.raises(TemplateError) as caught:
        load_theme(own, home)
    assert len(caught.value.problems) == 2


def test_theme_without_base_must_say_every_colour(home: Path):
    with pytest.raises(TemplateError, match="lacks: canvas, card"):
        load_theme(theme(home, "bare", **settings("")), home)


def test_settings_that_are_no_text_are_told(home: Path):
    own = theme(home, "ours", **settings("")) / "theme.toml"
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match=r"templates/ours/theme\.toml:1:1: this is not UTF-8"):
        load_theme(own.parent, home)


def test_wrong_setting_is_told_at_its_line(home: Path):
    own = theme(home, "ours", **settings('extends = "nhs"\n\n[dark]\n\nlink = "blue"\n'))
    with pytest.raises(TemplateError, match=r"^templates/ours/theme\.toml:5:8: "):
        load_theme(own, home)


@pytest.mark.parametrize(
    ("content", "where", "under"),
    [
        ('[light]\nlink = "blue"\n', "2:8", '"blue"'),
        ("[light]\n  'link'='blue'\n", "2:10", "'blue'"),
        ('light = { card = "#ffffff", link = "blue" }\n', "1:36", '"blue"'),
        ('light.link = "blue"\n', "1:14", '"blue"'),
        ('[dark]\nlink = "#ffffff"\n[light]\nlink = "blue"\n', "4:8", '"blue"'),
        ('[words]\nwhy = """\n[light]\nlink = 3\n"""\n[light]\nlink = 3\n', "7:8", "3"),
        ('[light]\nlinks = "#ffffff"\n', "2:1", "links"),
        ("[lihgt]\n", "1:2", "lihgt"),
        ("[light.link]\na = 1\n", "1:2", "light.link"),
        ("[page]\n\twidth = 1\n", "2:10", "1"),
        ("[light]\nlink = blue\n", "2:8", "blue"),
        ('[light]\nlink = "blue\n', "2:13", ""),
        ('[light]\nlink = "#005eb8"\nlink = "#005eb9"\n', "3:17", ""),
        ('extends = "nhs"\n[logo]\nimage = "a.png"\n', "2:2", "logo"),
        ('extends = "nhs"\n[logo]\nalt = "Us"\nimage = "a.png"\n', "4:9", '"a.png"'),
    ],
)
def test_a_caret_stands_under_what_is_wrong(home: Path, content: str, where: str, under: str):
    own = theme(home, "ours", **settings(content))
    with pytest.raises(TemplateError) as caught:
        load_theme(theme(home, "upon", **settings('extends = "ours"')), home)
    problem = caught.value.problems[0]
    line, column = where.split(":")
    assert problem.where == f"templates/ours/theme.toml:{line}:{column}"
    rows = problem.excerpt.split("\n")
    caret = next(number for number, row in enumerate(rows) if row.strip() == "^")
    assert rows[caret - 1].startswith(f"{line:>5} | ")
    assert rows[caret - 1][rows[caret].index("^") :].startswith(under)
    assert own.is_dir()


def test_theme_that_rests_on_none_is_told_at_its_name(home: Path):
    own = theme(home, "ours", **settings('title = "Ours"\nextends = "nowhere"\n'))
    with pytest.raises(ProjectError) as caught:
        load_theme(own, home)
    assert caught.value.problems[0].where == "templates/ours/theme.toml:2:11"


def test_letters_of_another_encoding_are_told_at_their_place(home: Path):
    own = theme(home, "ours", **settings("")) / "theme.toml"
    own.write_bytes(b'title = "caf\xc3\xa9"\n[words]\nroles = "caf\xe9"\n')
    with pytest.raises(TemplateError, match=r"theme\.toml:3:13: this is not UTF-8"):
        load_theme(own.parent, home)


def test_folder_without_settings_is_no_theme(home: Path):
    with pytest.raises(ProjectError, match=r"needs a theme\.toml"):
        load_theme(home, home)


def test_missing_phrase_is_told_with_what_to_write(home: Path):
    with pytest.raises(TemplateError, match=r'add under \[words\]: nothing = "\.\.\."'):
        load_theme(find_theme("nhs", home), home).look.say("nothing")


def test_phrases_are_filled_without_evaluating_anything(home: Path):
    own = theme(
        home, "ours", **settings('extends = "nhs"\n[words]\nwhy = "{name} {name.x} {nobody} {0}"')
    )
    assert load_theme(own, home).look.say("why", name="{day}") == "{day} {name.x} {nobody} {0}"


def test_one_part_is_overridden_without_copying_the_rest(
    home: Path, november: Issue, publication: Publication
):
    own = theme(
        home,
        "ours",
        **settings('extends = "nhs"'),
        **{"parts__role.mjml.j2": "<mj-text>Role: {{ card.title }}</mj-text>"},
    )
    html = Renderer(own, home).render(november, publication=publication, invitations=()).html
    assert "Role: Community Manager" in html
    assert "Reply to this message" not in html
    assert "Upcoming events" in html


@pytest.mark.parametrize("kind", ["issue.mjml.j2", "issue.txt.j2", "web.html.j2"])
def test_one_block_is_overridden_and_can_keep_what_it_replaces(
    home: Path, november: Issue, publication: Publication, kind: str
):
    added = "<mj-section><mj-column><mj-text>Added</mj-text></mj-column></mj-section>"
    own = theme(
        home,
        "ours",
        **settings('extends = "nhs"'),
        **{
            kind: '{% extends "base/'
            + kind
            + '" %}{% block footer %}'
            + (added if "mjml" in kind else "Added")
            + "{{ super() }}{% endblock %}"
        },
    )
    edition = Renderer(own, home).render(november, publication=publication, invitations=())
    told = {"issue.mjml.j2": edition.html, "issue.txt.j2": edition.text, "web.html.j2": edition.web}
    assert told[kind].index("Added") < told[kind].index("1 Example Street")
    assert sum("Added" in each for each in told.values()) == 1


def test_a_chain_of_three_themes_builds_up(home: Path, november: Issue, publication: Publication):
    for name, base in (("two", "nhs"), ("three", "two")):
        theme(
            home,
            name,
            **settings(f'extends = "{base}"'),
            **{
                "issue.txt.j2": '{% extends "base/issue.txt.j2" %}'
                "{% block masthead %}" + name + "\n{{ super() }}{% endblock %}"
            },
        )
    renderer = Renderer(home / "templates/three", home)
    text = renderer.render(november, publication=publication, invitations=()).text
    assert text.startswith("three\ntwo\nNHS Python Community\n")


def test_logo_stands_in_the_masthead_with_its_words(
    home: Path, november: Issue, publication: Publication
):
    from PIL import Image

    own = theme(
        home,
        "ours",
        **settings('extends = "nhs"\n[logo]\nimage = "logo.png"\nalt = "Our sign"\nwidth = 120'),
    )
    Image.new("RGB", (240, 80)).save(own / "logo.png")
    renderer = Renderer(own, home)
    edition = renderer.render(november, publication=publication, invitations=())
    assert 'alt="Our sign"' in edition.html
    assert 'width="120"' in edition.web
    assert own / "logo.png" in renderer.files()
    assert len(edition.pictures) == 1


def test_changed_settings_templates_and_parts_are_seen_by_the_next_render(
    home: Path, november: Issue, publication: Publication
):
    own = theme(home, "ours", **settings('extends = "nhs"'))
    renderer = Renderer(own, home)

    def html() -> str:
        return renderer.render(november, publication=publication, invitations=()).html

    before = html()
    assert html() == before
    theme(home, "ours", **settings('extends = "nhs"\n[words]\nroles = "Join in"'))
    assert "Join in" in html()
    theme(home, "ours", **{"parts__role.mjml.j2": "<mj-text>New part</mj-text>"})
    assert "New part" in html()
    theme(home, "ours", **{"parts__role.mjml.j2": "<mj-text>Newer part</mj-text>"})
    assert "Newer part" in html()
    (own / "parts/role.mjml.j2").unlink()
    theme(home, "ours", **settings('extends = "plain"'))
    assert "New" not in html().replace("Newsletter", "")
    assert "#1f5673" in html()


def test_part_that_is_gone_is_told_and_no_longer_named(
    home: Path, november: Issue, publication: Publication
):
    own = theme(
        home,
        "ours",
        **settings('extends = "nhs"'),
        **{
            "parts__gap.mjml.j2": '{% include "parts/extra.mjml.j2" %}',
            "parts__extra.mjml.j2": "<mj-raw><i>extra</i></mj-raw>",
        },
    )
    renderer = Renderer(own, home)
    assert "<i>extra" in renderer.render(november, publication=publication, invitations=()).html
    (own / "parts/extra.mjml.j2").unlink()
    with pytest.raises(TemplateError, match=r"parts/gap\.mjml\.j2:1:13: there is no template"):
        renderer.render(november, publication=publication, invitations=())
    (own / "parts/gap.mjml.j2").unlink()
    renderer.render(november, publication=publication, invitations=())
    assert all(path.is_file() for path in renderer.files())


def test_quoted_font_is_written_without_quotes(
    home: Path, november: Issue, publication: Publication
):
    own = theme(home, "ours", **settings("extends = 'nhs'\n[page]\nfont = \"'Some Font', Arial\""))
    html = Renderer(own, home).render(november, publication=publication, invitations=()).html
    assert "font-family:Some Font, Arial" in html


def test_copied_theme_needs_nothing_else(home: Path, november: Issue, publication: Publication):
    shutil.copytree(REPOSITORY / "templates/nhs", home / "templates/mine")
    own = Renderer(home / "templates/mine", home)
    packaged = Renderer(find_theme("nhs", home), home)
    made = [
        each.render(november, publication=publication, invitations=()) for each in (own, packaged)
    ]
    assert made[0] == made[1]
