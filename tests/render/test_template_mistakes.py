"""A mistake in a template is told with file, line, three lines of source and a caret."""

from pathlib import Path

import pytest

from pynews.errors import Problem, TemplateError
from pynews.model import Issue, Publication
from pynews.render import Renderer
from pynews.render.marks import LineMap


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "templates/ours"
    (folder / "parts").mkdir(parents=True)
    (folder / "theme.toml").write_text('extends = "nhs"', encoding="utf-8")
    return tmp_path


@pytest.fixture
def complaint(home: Path, november: Issue, publication: Publication):
    def told(path: str, content: str) -> Problem:
        (home / "templates/ours" / path).write_text(content, encoding="utf-8")
        renderer = Renderer(home / "templates/ours", home)
        with pytest.raises(TemplateError) as caught:
            renderer.render(november, publication=publication, invitations=())
        return caught.value.problems[0]

    return told


def test_undefined_name_is_told_in_the_part_that_has_it(complaint):
    problem = complaint("parts/gap.mjml.j2", "<mj-raw>\n  {{ pagee.title }}\n</mj-raw>\n")
    assert problem.where == "templates/ours/parts/gap.mjml.j2:2:6"
    assert problem.what == "'pagee' is undefined"
    assert "page and theme" in problem.hint
    assert problem.excerpt == (
        "    1 | <mj-raw>\n    2 |   {{ pagee.title }}\n             ^\n    3 | </mj-raw>"
    )


def test_unknown_attribute_is_told(complaint):
    problem = complaint("parts/gap.mjml.j2", "{{ page.titel }}")
    assert problem.where.endswith("parts/gap.mjml.j2:1:9")
    assert "titel" in problem.what


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("\n{% iff page %}\n", 2, "unknown tag 'iff'"),
        ("{% if page %}\n\n", 2, "end of template"),
        ("\n\n{{ page. }}", 3, "expected name or number"),
        ("{{ 'open }}", 1, "unexpected char"),
        ("\n{{ page.title | shout }}", 2, "No filter named 'shout'"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("\n{{ page.title + 1 }}", 2, "concatenate"),
        ("\n{% include 'parts/none.mjml.j2' %}", 2, 'no template "parts/none.mjml.j2"'),
        ("\n{% include '../../../secret' %}", 2, "no template"),
        ("\n{% include 'parts/gap.mjml.j2' %}", 2, "includes itself"),
        (
            "\n{% for _ in range(99999) %}{% for _ in range(99999) %}{% endfor %}{% endfor %}",
            2,
            "counts",
        ),
        ("\n{{ 'a' * 999999999 }}", 2, "but for numbers"),
        ("\n{{ 9 ** 999999999 }}", 2, "but for numbers"),
        ("\n{{ ''.__class__.__mro__ }}", 2, "unsafe"),
        ("\n{{ page.sections.__class__ }}", 2, "unsafe"),
        ("\n{{ theme.folders[0].unlink() }}", 2, "folders"),
        ("\n{{ page.words.clear() }}", 2, "unsafe"),
        ("\n{{ '%999999999s' % 'a' }}", 2, "but for numbers"),
        ("\n{{ '{:>999999999}'.format(1) }}", 2, "unsafe"),
        ("\n{{ page.title.format_map(page) }}", 2, "unsafe"),
        ("\n{{ 'a'.ljust(999999999) }}", 2, "unsafe"),
        ("\n{{ 'a' | center(999999999) }}", 2, "No filter named 'center'"),
        ("\n{{ '%999999999s' | format('a') }}", 2, "No filter named 'format'"),
        ("\n{{ theme.say('nothing') }}", 2, 'has no words for "nothing"'),
    ],
)
def test_what_jinja_refuses_is_told_at_its_line(complaint, content: str, line: int, what: str):
    problem = complaint("parts/gap.mjml.j2", content)
    assert problem.where.startswith(f"templates/ours/parts/gap.mjml.j2:{line}:")
    assert what in problem.what
    assert "^" in problem.excerpt


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("{{ page.titel }}", "did you mean title? templates know"),
        ("{{ tehme.name }}", "did you mean theme? templates know"),
        ("{{ zzz }}", "templates know page and theme"),
        ("{{ page.title() }}", "leave out the parentheses"),
        ("{{ page.title | uper }}", "did you mean upper"),
        ("{% iff page %}", "did you mean if"),
        ("{% if page %}", "write {% endif %} to close it"),
        ("{% for a in page.title %}{% if a %}{% endfor %}", "write {% endif %} to close it"),
        ("{{ page.title | round(1, 2, 3) }}", "between {{ and }}"),
        ("{{ {'alpha': 1}.alhpa }}", "did you mean alpha? "),
    ],
)
def test_what_jinja_refuses_comes_with_what_to_do(complaint, content: str, hint: str):
    assert hint in complaint("parts/gap.mjml.j2", content).hint


def test_a_block_that_no_template_has_is_refused(complaint):
    extends = '{% extends "base/issue.mjml.j2" %}\n'
    problem = complaint("issue.mjml.j2", extends + "\n{% block foter %}x{% endblock %}")
    assert problem.where == "templates/ours/issue.mjml.j2:3:10"
    assert problem.what == "there is no block 'foter'"
    assert problem.hint.startswith("did you mean footer? there are: ")


def test_a_block_inside_a_block_may_be_new(home: Path, november: Issue, publication: Publication):
    content = (
        '{% extends "base/issue.mjml.j2" %}{% block footer %}<mj-section><mj-column><mj-text>'
        "{% block mine %}Our own words{% endblock %}</mj-text></mj-column></mj-section>"
        "{% endblock %}"
    )
    (home / "templates/ours/issue.mjml.j2").write_text(content, encoding="utf-8")
    renderer = Renderer(home / "templates/ours", home)
    edition = renderer.render(november, publication=publication, invitations=())
    assert "Our own words" in edition.html


def test_a_template_in_another_encoding_is_told_with_its_line(home, complaint):
    (home / "templates/ours/parts/own.j2").write_bytes(b"one\ntwo \xff")
    problem = complaint("parts/gap.mjml.j2", '{% include "parts/own.j2" %}')
    assert problem.what == '"parts/own.j2" is not UTF-8 text, in line 2'
    assert problem.hint == "save the file as UTF-8"


def test_numbers_can_still_be_multiplied(home: Path, november: Issue, publication: Publication):
    part = home / "templates/ours/parts/gap.mjml.j2"
    part.write_text(
        "<mj-raw><i>{{ 6 * 7 }}{{ 7 % 4 }}{% set n = namespace(x=1) %}{{ n.x }}</i></mj-raw>"
    )
    renderer = Renderer(home / "templates/ours", home)
    edition = renderer.render(november, publication=publication, invitations=())
    assert "<i>4231</i>" in edition.html


def test_one_mistake_that_is_printed_again_and_again_is_told_soon(
    home: Path, november: Issue, publication: Publication
):
    part = home / "templates/ours/parts/role.mjml.j2"
    part.write_text("<div>" * 500 + "x" + "</div>" * 500, encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        Renderer(home / "templates/ours", home).render(
            november, publication=publication, invitations=()
        )
    assert len(caught.value.problems) == 50
    assert caught.value.problems[0].where.startswith("templates/ours/parts/role.mjml.j2:1:")


def test_template_without_end_is_stopped(complaint):
    # 26 letters, filled in again and again through nested loops over text.
    loops = "{% for a in page.title %}" * 4
    content = loops + "x" * 5000 + "{% endfor %}" * 4
    assert "more than 4 MB" in complaint("parts/gap.mjml.j2", content).what


def test_template_that_is_not_text_is_told(home: Path, november: Issue, publication: Publication):
    (home / "templates/ours/parts/gap.mjml.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError):
        Renderer(home / "templates/ours", home).render(
            november, publication=publication, invitations=()
        )


def test_wrong_mjml_is_told_at_the_line_its_author_wrote(complaint):
    problem = complaint(
        "parts/role.mjml.j2",
        "{% if card.facts %}\n<mj-text>x</mj-text>\n{% endif %}\n"
        '{# a comment #}\n<mj-text colour="red">\n  {{ card.title }}\n</mj-text>\n',
    )
    assert problem.where.startswith("templates/ours/parts/role.mjml.j2:5:")
    assert "colour" in problem.what


def test_wrong_mjml_in_a_macro_or_block_is_told_at_its_line(complaint):
    problem = complaint(
        "issue.mjml.j2",
        '{% extends "base/issue.mjml.j2" %}\n\n{% block footer %}\n'
        "<mj-section><mj-column>\n<mj-texd>x</mj-texd>\n</mj-column></mj-section>\n{% endblock %}",
    )
    assert problem.where.startswith("templates/ours/issue.mjml.j2:5:")


def test_template_behind_a_link_out_of_the_theme_is_not_there(
    home: Path, november: Issue, publication: Publication
):
    (home / "secret.j2").write_text("secret", encoding="utf-8")
    (home / "templates/ours/parts/gap.mjml.j2").symlink_to(home / "secret.j2")
    with pytest.raises(TemplateError, match="no template") as caught:
        Renderer(home / "templates/ours", home).render(
            november, publication=publication, invitations=()
        )
    assert caught.value.problems[0].where.endswith("templates/nhs/parts/sheet.mjml.j2:2:13")


def test_lines_are_not_guessed_when_the_two_prints_differ():
    printed = LineMap("\x02a.j2:1:1\x03one\ntwo", "other", str)
    assert printed(2) == ("the rendered MJML", 2)


def test_line_of_a_value_stays_within_the_text_before_it():
    marked = "\x02a.j2:1:0\x03<p>many\nlines\nhere\x02a.j2:2:1\x03</p>\nnext"
    plain = "<p>many\nlines\nhere</p>\nnext"
    found = LineMap(marked, plain, str)
    assert [found(line)[1] for line in (1, 2, 3, 4)] == [1, 1, 1, 3]


def test_missing_main_template_is_told(home: Path, november: Issue, publication: Publication):
    lone = home / "templates/lone"
    lone.mkdir()
    settings = (Path(__file__).parents[2] / "templates/nhs/theme.toml").read_text("utf-8")
    (lone / "theme.toml").write_text(settings, "utf-8")
    with pytest.raises(TemplateError, match=r'no template "issue\.mjml\.j2"') as caught:
        Renderer(lone, home).render(november, publication=publication, invitations=())
    assert caught.value.problems[0].where == "templates/lone"
