"""What the engine forgets of an element is put in, with any value a person writes."""

import pytest

from pynews.render.mjml import to_html


def render(text):
    return to_html(text, template="t", strict=False)


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        (
            '<mj-button href="h" title="Say &quot;hi&quot;">b</mj-button>',
            ' title="Say &quot;hi&quot;"',
        ),
        ("<mj-button title='Say \"hi\"'>b</mj-button>", ' title="Say &quot;hi&quot;"'),
        ('<mj-image src="a" href="h" title="café" />', '<a title="café" '),
        ('<mj-image src="a" border-top="1px solid red" />', "border-top:1px solid red;"),
        ('<mj-table width="300px">x</mj-table>', ' width="300" '),
        ('<mj-table cellspacing="3">x</mj-table>', "border-collapse:separate;"),
    ],
)
def test_an_attribute_that_the_engine_forgets_is_written(column, inside, written):
    assert written in render(column(inside))


def test_a_table_without_spacing_is_not_separated(column):
    html = render(column('<mj-table cellpadding="4" border="1px solid red">x</mj-table>'))
    assert "border-collapse:separate" not in html


def test_an_icon_stands_right_of_its_words(column):
    element = (
        '<mj-social-element src="i.png" href="h" icon-position="right">Words</mj-social-element>'
    )
    html = render(column(f'<mj-social mode="vertical">{element}</mj-social>'))
    assert html.index("Words") < html.index("i.png")


@pytest.mark.parametrize(
    ("attributes", "separate"),
    [
        ('inner-border-radius="3px"', 1),
        ('inner-border-radius="3px" padding="3px"', 1),
        ('inner-border-radius="3px" border-radius="3px" padding="3px"', 3),
    ],
)
def test_rounded_columns_are_separated_where_they_must_be(document, attributes, separate):
    section = f"<mj-section><mj-column {attributes}><mj-text>x</mj-text></mj-column></mj-section>"
    assert render(document(section)).count("border-collapse:separate;") == separate


def test_a_group_of_three_names_whole_per_cents_and_has_a_rule(document):
    column = "<mj-column><mj-text>x</mj-text></mj-column>"
    html = render(
        document(f"<mj-section><mj-group>{column}</mj-group>{column}{column}</mj-section>")
    )
    assert 'class="mj-column-per-33 mj-outlook-group-fix"' in html
    assert ".mj-column-per-33, .mj-column-per-100" not in html
    assert ".mj-column-per-33, .mj-column-per-33-333333333333336 {" in html


def test_a_third_is_written_exactly(document):
    html = render(document("<mj-section>" + "<mj-column></mj-column>" * 3 + "</mj-section>"))
    assert "33.333333333333336%" in html
    assert "33.333332" not in html


def test_a_share_that_only_looks_like_a_part_of_the_whole_is_left(document):
    section = '<mj-section><mj-column width="24.6251%"></mj-column></mj-section>'
    assert "mj-column-per-24-6251" in render(document(section))


def test_a_hero_of_fluid_height_has_its_two_cells(document):
    hero = '<mj-hero mode="fluid-height" border-radius="4px"><mj-text>x</mj-text></mj-hero>'
    html = render(document(hero))
    assert html.count("padding-bottom:0%") == 2
    assert "border-radius:4px;" in html
    ratio = 'background-height="300px" background-width="600px"'
    assert render(document(hero.replace("mode", f"{ratio} mode"))).count("padding-bottom:50%") == 2


def test_a_gap_stands_before_full_width_sections_too(document):
    section = '<mj-section full-width="full-width"><mj-column></mj-column></mj-section>'
    html = render(document(f'<mj-wrapper gap="9px">{section}{section}</mj-wrapper>'))
    assert html.count("margin-top:9px;") == 1


def test_pictures_are_as_wide_as_their_column_leaves(document):
    section = (
        '<mj-section padding="10px 33px" border="1px solid red"><mj-column width="200px">'
        '<mj-image src="a" padding="0 7px" /></mj-column>'
        '<mj-column padding-left="5px"><mj-image src="b" width="1000px" /></mj-column>'
        '<mj-column width="1px"><mj-image src="c" /></mj-column></mj-section>'
    )
    html = render(document(section))
    assert 'src="a" width="186"' in html
    assert 'src="b" width="122' in html


def test_words_of_a_page_with_only_a_hero_are_rendered():
    text = "<mjml owa='desktop'><mj-body><mj-hero><mj-text>x</mj-text></mj-hero></mj-body></mjml>"
    assert ">x</div>" in render(text)


def test_a_carousel_without_columns_and_an_accordion_keep_their_rules(document):
    carousel = '<mj-carousel><mj-carousel-image src="a" /></mj-carousel>'
    html = render(document(f"<mj-hero>{carousel}</mj-hero>"))
    assert "@media screen yahoo" in html
