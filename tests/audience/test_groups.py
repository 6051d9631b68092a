import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.audience import GroupCount, parse_groups
from pynews.errors import SourceError

KNOWN = ("leeds", "members", "south west", "and", "board")


@pytest.mark.parametrize(
    ("expression", "groups", "meant"),
    [
        ("", (), True),
        ("   ", ("leeds",), True),
        ("members", ("members",), True),
        ("members", (), False),
        ("Members", ("MEMBERS",), True),
        ("not leeds", (), True),
        ("members and not leeds", ("members",), True),
        ("members and not leeds", ("members", "leeds"), False),
        ("members AND NOT leeds", ("members", "leeds"), False),
        ("members or board and leeds", ("members",), True),
        ("(members or board) and leeds", ("members",), False),
        ("not (members or board)", ("leeds",), True),
        ("not not members", ("members",), True),
        ('"south west" or leeds', ("South  West",), True),
        ('"and"', ("and",), True),
        ("members\n  and\tleeds", ("leeds", "members"), True),
    ],
)
def test_an_expression_says_who_is_meant(expression: str, groups: tuple[str, ...], meant: bool):  # noqa: FBT001 - a table's column
    assert parse_groups(expression).matches(groups) is meant


@pytest.mark.parametrize(
    ("expression", "what", "column"),
    [
        ("members and", "a group is missing before the end", 11),
        ("and members", "a group is missing before and", 0),
        ("members leeds", "leeds is one too many here", 8),
        ("(members", "this bracket is never closed", 0),
        ("members)", ") is one too many here", 7),
        ("()", "a group is missing before )", 1),
        ("members, leeds", "I cannot read , here", 7),
        ("members && leeds", "I cannot read & here", 8),
        ('members and "leeds', 'I cannot read " here', 12),
        ('""', "a group needs a name", 1),
        ("members or not", "a group is missing before the end", 14),
        ("not " * 60 + "members", "this is nested too deep", 204),
        ("(" * 60 + "members" + ")" * 60, "this is nested too deep", 51),
    ],
)
def test_what_cannot_be_read_is_shown_with_a_caret(expression: str, what: str, column: int):
    with pytest.raises(SourceError, match=re.escape(what)) as raised:
        parse_groups(expression, where="newsletters/2021-11/issue.md:5")
    problem = raised.value.problems[0]
    assert problem.where == "newsletters/2021-11/issue.md:5"
    assert problem.excerpt == f"  to: {expression}\n      {' ' * column}^"
    assert problem.hint


def test_an_unknown_group_is_shown_with_what_was_probably_meant():
    with pytest.raises(SourceError) as raised:
        parse_groups("board and not leds", known=KNOWN, where="issue.md:5")
    assert str(raised.value) == (
        'issue.md:5: there is no group "leds"\n'
        "  to: board and not leds\n"
        "                    ^\n"
        ' hint: did you mean "leeds"? the groups are: and, board, leeds, members, south west'
    )


def test_an_unknown_group_on_a_list_without_groups_says_so():
    with pytest.raises(SourceError, match="nobody on the list is in a group yet"):
        parse_groups("members", known=())


def test_of_very_many_groups_the_first_are_shown():
    with pytest.raises(SourceError, match="g18, g19 and 10 more"):
        parse_groups("other", known=[f"g{number:02}" for number in range(30)])


def test_an_endless_expression_is_refused():
    with pytest.raises(SourceError, match="a group expression of 8961 characters is too long"):
        parse_groups(" or ".join(["members"] * 815))


def test_a_long_chain_is_no_deep_one():
    assert parse_groups(" or ".join(["leeds"] * 100)).matches(["leeds"])


def test_the_groups_it_names_are_told_once_and_in_order():
    assert parse_groups("Leeds and not (members or LEEDS)").names == ("leeds", "members")


def test_an_expression_is_explained_in_numbers():
    counts = {("members",): 772, ("leeds", "members"): 40, ("leeds",): 3, (): 5}
    assert parse_groups("members and not leeds").explain(counts) == (
        GroupCount("members", 812),
        GroupCount("leeds", 43),
        GroupCount("members and not leeds", 772),
    )
    assert parse_groups("").explain(counts) == (GroupCount("everyone", 820),)
    assert parse_groups("Members").explain(counts) == (GroupCount("members", 812),)
    assert parse_groups('"members"').explain({}) == (GroupCount("members", 0),)


names = st.sampled_from(["leeds", "members", "board"])
expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) and {two[1]}"),
        st.tuples(inner, inner).map(lambda two: f"{two[0]} or ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"{two[0]} and not {two[1]}"),
    ),
    max_leaves=12,
).filter(lambda text: len(text) < 500)


@settings(deadline=None)
@given(expression=expressions, groups=st.sets(names))
def test_an_expression_means_what_the_same_words_mean_in_python(expression: str, groups: set[str]):
    python = eval(  # noqa: S307 - built from three names and three words
        expression, {"__builtins__": {}}, {name: name in groups for name in KNOWN}
    )
    assert parse_groups(expression).matches(groups) is bool(python)


@settings(deadline=None, max_examples=300)
@given(expression=st.text(max_size=60))
def test_any_text_is_an_expression_or_a_clear_error(expression: str):
    with contextlib.suppress(SourceError):
        assert set(parse_groups(expression, known=KNOWN).names) <= set(KNOWN)
