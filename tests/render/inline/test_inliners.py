"""Both inliners keep the same promises."""

import re
import subprocess
import sys
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.errors import TemplateError
from pynews.render.inline import css_inline_inliner, premailer_inliner

PAGE = """<!doctype html><html lang="en"><head>
<style>.a { color: blue } @media print { .a { x: y } }</style>
<!--[if mso]><table class="a"><tr><td class="a"><![endif]--></head>
<body><!--[if !mso]><!-->
<p class="a">caf&eacute; &nbsp;<br/>x</p><!--<![endif]-->
<i class=a STYLE='margin:0; COLOR: black'>loose</i>
<a href="?a=1&b={{ x "y" }}" id="z" class="b a">l</a>
<p title="a > b" class='c'>q</p></body></html>"""


class InlinerContract:
    """What every inliner promises; a subclass names the inliner."""

    inline = None

    def test_a_class_gets_its_rule(self):
        assert (
            self.inline('<p class="a">x</p>', ".a{color:red}")
            == '<p style="color:red;" class="a">x</p>'
        )

    def test_nothing_but_style_attributes_changes(self):
        inlined = self.inline(PAGE, ".a{padding:1px} #z{top:0} p{left:0}")
        bare = re.compile(r"""\sstyle\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
        assert bare.sub("", inlined) == bare.sub("", PAGE)
        assert inlined.count("padding:1px") == 3

    def test_an_element_is_stronger_than_the_sheet(self):
        html = '<p class="a" style="color: blue; margin:0">x</p>'
        assert (
            self.inline(html, ".a{color:red;top:0}")
            == '<p class="a" style="top:0;color:blue;margin:0;">x</p>'
        )

    def test_an_important_rule_is_stronger_than_the_element(self):
        html = '<p class="a" style="color:blue;margin:0">x</p>'
        assert (
            self.inline(html, ".a{color:red !important}")
            == '<p class="a" style="margin:0;color:red;">x</p>'
        )

    def test_an_important_declaration_of_the_element_stays(self):
        html = '<p class="a" style="color:blue !important">x</p>'
        assert "color:blue !important;" in self.inline(html, ".a{color:red !important}")

    def test_the_stronger_selector_wins(self):
        html = '<p class="a" id="b">x</p>'
        assert 'style="color:red;"' in self.inline(
            html, "#b{color:red} .a{color:green} p{color:blue}"
        )

    def test_descendants_children_siblings_and_attributes_are_matched(self):
        html = '<div class="o"><p>1</p><p lang="en">2</p></div><p>3</p>'
        css = ".o p{top:0} .o > p{left:0} p + p{right:0} p[lang]{bottom:0}"
        inlined = self.inline(html, css)
        assert [
            set(re.findall(r"[a-z]+(?=:0)", tag)) for tag in re.findall("<p[^>]*>", inlined)
        ] == [
            {"top", "left"},
            {"top", "left", "right", "bottom"},
            set(),
        ]

    def test_a_star_means_every_element(self):
        assert self.inline("<p>x</p><i>y</i>", "*{top:0}").count("top:0;") == 2

    def test_a_first_child_is_found(self):
        assert (
            self.inline("<ul><li>a</li><li>b</li></ul>", "li:first-child{top:0}").count("top:0")
            == 1
        )

    def test_comments_styles_and_scripts_are_not_touched(self):
        html = (
            "<style>.a{x:y}</style><script>\"<p class='a'>\"</script>"
            "<!--><!---><!-- <p class='a'> -->"
            '<p class="a">x</p><title>unfinished <p class="a">'
        )
        assert self.inline(html, ".a{top:0}") == html.replace(
            '<p class="a">x', '<p style="top:0;" class="a">x'
        )

    def test_at_rules_and_comments_of_the_sheet_are_left_out(self):
        css = (
            '@import url("http://127.0.0.1:9/x.css"); /* .a{left:0} */'
            "@media print{.a{right:0}} .a{top:0}"
        )
        assert self.inline('<p class="a">x</p>', css) == '<p style="top:0;" class="a">x</p>'

    def test_nothing_to_inline_leaves_the_page(self):
        assert self.inline(PAGE, "  /* nothing */ @media print { p { x: y } } ") == PAGE
        assert self.inline(PAGE, ".nowhere{top:0}") == PAGE

    def test_values_with_quotes_brackets_and_addresses_survive(self):
        css = """.a{font-family:"Open Sans", Arial;background:url(data:image/png;base64,AA==)}"""
        inlined = self.inline('<p class="a" style=\'content:";"\'>x</p>', css)
        assert "Open Sans" in inlined
        assert "base64,AA==" in inlined
        assert "content:&quot;;&quot;;" in inlined

    @pytest.mark.parametrize(
        "string",
        [
            '"Open Sans"',
            "'Open Sans'",
            '"it\'s"',
            "'say \"yes\"'",
            r'"a \" b"',
            '";}"',
            '"<p class=a>"',
            'url("x.png?a=1&b=(2)")',
            "url('x y.png')",
        ],
    )
    def test_a_string_says_what_it_said(self, string: str):
        inlined = self.inline('<p class="a">x</p>', f".a{{top:0;content:{string};left:0}}")
        style = unescape(re.search(r'style="([^"]*)"', inlined)[1])
        single = string if "'" in string or "\\" in string else string.replace('"', "'")
        assert style == f"top:0;content:{single};left:0;"

    def test_tables_and_pictures_say_it_in_attributes_too(self):
        css = """td{width:50%;background-color:#eee;text-align:right;vertical-align:top;height:2px}
        img{width:30px;height:auto} tr{background-image:url("x.png")}
        th{background-image:linear-gradient(red,blue);background-color:#fff} p{text-align:center}"""
        html = '<table><tr><td ALIGN=left>1</td><th>2</th></tr></table><img src="i"><p>x</p>'
        bare = re.sub(r' style="[^"]*"', "", self.inline(html, css))
        assert bare == (
            '<table><tr background="x.png"><td valign="top" bgcolor="#eee" height="2" width="50%"'
            ' align="right">1</td><th bgcolor="#fff">2</th></tr></table>'
            '<img height="auto" width="30" src="i"><p>x</p>'
        )

    @pytest.mark.parametrize("name", ['title="it\'s"', "title='say \"x\"'", 'title="a > b"'])
    def test_quotes_in_an_attribute_lose_no_rule(self, name: str):
        html = f'<p {name} class="a" style=\'font-family:"X"\'>x</p><p class="a">y</p>'
        css = '.a[title]{color:red} .a{content:"q"} [title="a > b"]{top:0}'
        inlined = self.inline(html, css)
        assert inlined.count("content:'q'") == 2
        assert inlined.count("color:red") == 1
        assert inlined.count("font-family:&quot;X&quot;") == 1
        assert inlined.count("top:0") == (">" in name)
        assert name in inlined

    def test_a_later_declaration_wins_and_stands_last(self):
        inlined = self.inline(
            '<p class="a">x</p>', ".a{padding-top:5px} .a{padding:0} .a{color:red}"
        )
        assert (
            inlined.index("padding-top:5px") < inlined.index("padding:0")
            if "padding-top" in inlined
            else True
        )
        assert "color:red;" in inlined

    def test_an_empty_element_is_found(self):
        assert self.inline("<p>x</p><p></p>", "p:empty{top:0}").count("top:0") <= 1

    def test_a_class_and_an_id_are_found_however_they_are_spelt(self):
        page = "<p CLASS='b a'>1</p><p id = z>2</p><p title='>' id=\"z\">3</p><p class='ab'>4</p>"
        inlined = self.inline(page, ".a{top:0} #z{left:0}")
        assert [bool(re.search("style=", tag)) for tag in inlined.split("</p>")[:4]] == [
            True,
            True,
            True,
            False,
        ]

    def test_a_class_named_in_a_text_is_no_element(self):
        page = '<b>x</b> class="a" <p class="a">y</p>'
        assert self.inline(page, ".a{top:0}").count("top:0") == 1

    def test_inlining_twice_changes_nothing(self):
        once = self.inline(PAGE, ".a{padding:1px} p{left:0}")
        assert self.inline(once, ".a{padding:1px} p{left:0}") == once

    @pytest.mark.parametrize("css", ["a{b:c}" * 9000, "(" * 60_000], ids=["long", "brackets"])
    def test_a_sheet_that_is_too_long_is_refused(self, css):
        with pytest.raises(TemplateError, match="more than 50,000"):
            self.inline("<p>x</p>", css)

    def test_html_nested_without_end_is_refused(self):
        with pytest.raises(TemplateError, match="nested too deep"):
            self.inline('<div class="a">' * 5000, ".a{color:red}")

    @pytest.mark.parametrize(
        "css", ["{", "}", ".a{", ".a", "a{b", ".{x:y}", ".a{:}", "..a{x:y}", "a{}}b{c:d}"]
    )
    def test_a_broken_sheet_gives_a_page_or_a_template_error(self, css):
        try:
            html = self.inline('<p class="a">x</p>', css)
        except TemplateError as error:
            html = str(error).replace("the CSS to inline cannot be read", "<p>x</p>")
        assert "x</p>" in html


class TestPremailer(InlinerContract):
    inline = staticmethod(premailer_inliner)

    def test_it_writes_nothing_to_the_error_stream(self, capfd):
        premailer_inliner('<p class="a">x</p>', ".a{colr:red;-x-y:z;*zoom:1;color:red}")
        assert capfd.readouterr().err == ""

    def test_a_selector_that_it_cannot_read_is_told(self):
        with pytest.raises(TemplateError, match="CSS to inline cannot be read"):
            premailer_inliner('<p class="x">x</p>', ".x " * 15_000 + "{top:0}")


class TestCssInline(InlinerContract):
    inline = staticmethod(css_inline_inliner)

    def test_modern_colours_survive(self):
        inlined = css_inline_inliner('<p class="a">x</p>', ".a{color:rgb(0 0 0 / 50%)}")
        assert "color:rgb(0 0 0 / 50%);" in inlined

    def test_a_machine_without_it_is_told_what_to_install(self):
        program = (
            "import sys; sys.modules['css_inline'] = None\n"
            "from pynews.render.inline import css_inline_inliner\n"
            "from pynews.errors import ProjectError\n"
            "try: css_inline_inliner('<p>x</p>', 'p{top:0}')\n"
            "except ProjectError as error: print(error)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        assert "in the folder you cloned: pip install '.[fast]'" in done.stdout


@pytest.mark.parametrize("inline", [premailer_inliner, css_inline_inliner])
@settings(deadline=None, max_examples=60)
@given(
    words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<>\0"), max_size=80)
)
def test_any_words_between_tags_survive(inline, words):
    page = f'<div class="a">{words}</div>'
    assert inline(page, ".a{top:0}") == f'<div style="top:0;" class="a">{words}</div>'
