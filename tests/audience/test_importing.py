import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pynews.audience import import_subscribers, read_subscribers
from pynews.errors import SourceError
from pynews.model import Consent, ImportReport, Subscriber, SubscriberStatus
from pynews.store import Subscribers

KEY = b"a key for tests, thirty-two bytes"
EXAMPLE = Path(__file__).parents[2] / "subscribers.example.csv"
HEADER = "email,first_name,groups,consent_source\n"
CAFE = "email,first_name,consent_source\neditor@example.org,Café Müller “Editor”,form\n"

File = Callable[[str | bytes], Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "people.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def read(path: Path, consent_source: str = "") -> list[Subscriber]:
    return list(read_subscribers(path, key=KEY, consent_source=consent_source))


def problems(path: Path, consent_source: str = "") -> list[str]:
    with pytest.raises(SourceError) as raised:
        read(path, consent_source)
    return [
        f"{each.where.removeprefix(str(path)).lstrip(':')} {each.what}".strip()
        for each in raised.value.problems
    ]


def take(store: Subscribers, path: Path, *, skip_refused: bool = False) -> ImportReport:
    return import_subscribers(
        store, path, key=KEY, consent_source="form", dry_run=False, skip_refused=skip_refused
    )


def test_the_example_names_every_column_and_five_roles():
    people = read(EXAMPLE)
    assert EXAMPLE.read_text(encoding="utf-8").splitlines()[0] == (
        "email,first_name,last_name,organisation,groups,language,status,"
        "consent_at,consent_source,consent_text"
    )
    assert len(people) == 5
    assert {each.status for each in people} == {SubscriberStatus.ACTIVE}
    assert people[0].groups == ("members", "board")
    assert people[0].row == 2


def test_every_column_finds_its_place(file: File):
    path = file(
        "email,first_name,last_name,organisation,groups,language,status,"
        "consent_at,consent_source,consent_text\n"
        'Editor@Example.ORG, Editor ,In  Chief,"Example, Trust",Members; Leeds ;members,'
        "en-GB,Unsubscribed,2021-05-20T09:30:00Z,form,Send it.\n"
    )
    (found,) = read(path)
    assert found == Subscriber(
        id=found.id,
        email="Editor@example.org",
        status=SubscriberStatus.UNSUBSCRIBED,
        consent=Consent("2021-05-20T09:30:00Z", "form", "Send it."),
        first_name="Editor",
        last_name="In Chief",
        organisation="Example, Trust",
        groups=("members", "leeds"),
        language="en-GB",
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_list_is_read_however_a_spreadsheet_writes_it(
    file: File, encoding: str, line_end: str, separator: str
):
    content = CAFE.replace(",", separator).replace("\n", line_end)
    (found,) = read(file(content.encode(encoding)))
    assert found.first_name == "Café Müller “Editor”"
    assert found.consent.source == "form"


def test_an_old_encoding_is_repaired_and_told(file: File, store: Subscribers):
    report = take(store, file(CAFE.encode("cp1252")))
    assert report == ImportReport(
        added=1,
        changed=0,
        unchanged=0,
        notes=("some of it is not UTF-8 and was read as Windows-1252: look at names with accents",),
    )


def test_a_column_cannot_give_orders_to_the_terminal(file: File):
    with pytest.raises(SourceError) as complaint:
        read(file("email,\x1b[2J\x07name,consent_source\na@example.org,x,form\n"))
    assert '"?[2j?name"' in str(complaint.value)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_two_lists_in_two_encodings_put_together_are_read_right(file: File, mark: bytes):
    new = f"{HEADER}a@example.org,Café,,form\n".encode()
    old = "b@example.org,Zoë’s,,form\n".encode("cp1252")
    assert [each.first_name for each in read(file(mark + new + old + new[len(HEADER) :]))] == [
        "Café",
        "Zoë’s",
        "Café",
    ]


def test_a_file_cut_off_within_a_letter_keeps_the_others(file: File):
    people = read(
        file(f"{HEADER}a@example.org,Café,,form\nb@example.org,Caf".encode() + b"\xc3"), "x"
    )
    assert people[0].first_name == "Café"


def test_an_odd_byte_far_down_the_file_still_decides_the_encoding(file: File):
    rows = "".join(f"role{number}@example.org,Role,form\n" for number in range(40_000))
    content = f"email,first_name,consent_source\n{rows}last@example.org,Café,form\n"
    assert read(file(content.encode("cp1252")))[-1].first_name == "Café"


def test_excels_own_hint_on_the_separator_is_taken(file: File):
    (found,) = read(file("sep=;\r\nemail;consent_source\r\neditor@example.org;form\r\n"))
    assert found.row == 2


def test_column_names_are_taken_in_any_dress(file: File):
    (found,) = read(file(' EMAIL ,"First Name",consent-source\nA@example.org,Editor,form\n'))
    assert (found.email, found.first_name) == ("A@example.org", "Editor")


def test_blank_rows_are_passed_over_and_counted(file: File):
    path = file("\n\nemail,consent_source\n\n,,\na@example.org,form\n\n  ,\nnobody,form\n")
    assert problems(path)[0].startswith("9 the address is not valid")


def test_a_value_over_two_lines_is_one_row_and_one_line(file: File):
    path = file(f'{HEADER}a@example.org,"First\r\nSecond",,form\nnobody,,,form\n')
    assert problems(path)[0].startswith("3 ")
    path.write_text(f'{HEADER}a@example.org,"First\r\nSecond",,form\n')
    assert read(path)[0].first_name == "First Second"


def test_rows_may_end_early_as_spreadsheets_write_them(file: File):
    assert [each.email for each in read(file(f"{HEADER}a@example.org\n"), "form")] == [
        "a@example.org"
    ]


def test_nameless_columns_may_stand_there_while_they_are_empty(file: File):
    assert len(read(file("email,,consent_source,,\na@example.org,,form,,\n"))) == 1
    assert problems(file("email,,consent_source\na@example.org,note,form\n"))[0] == (
        "2 a value stands in a column without a name"
    )


def test_consent_may_be_told_for_all_who_do_not_tell_it(file: File):
    path = file(f"{HEADER}a@example.org,,,sign-up sheet\nb@example.org,,,\n")
    assert [each.consent.source for each in read(path, "joining form")] == [
        "sign-up sheet",
        "joining form",
    ]


def test_consent_is_demanded_row_by_row(file: File):
    assert problems(file(f"{HEADER}a@example.org,,,form\nb@example.org,,,\n")) == [
        "3 nothing says where this person agreed: consent_source is empty",
        "one row is wrong, and nothing was taken over",
    ]


def test_consent_is_demanded_once_when_nothing_tells_it(file: File):
    assert problems(file("email\na@example.org\nb@example.org\n")) == [
        "1 nothing says where these people agreed to be written to"
    ]


def test_who_left_needs_no_consent(file: File):
    path = file("email,status,consent_source\na@example.org,unsubscribed,\n")
    assert read(path)[0].status is SubscriberStatus.UNSUBSCRIBED


def test_who_left_is_let_go_whatever_else_is_wrong_with_the_row(file: File, store: Subscribers):
    take(store, file("email\na@example.org\n"))
    path = file("email,status,language\na@example.org,unsubscribed,?\nnobody,unsubscribed,\n")
    report = take(store, path, skip_refused=True)
    assert (report.changed, [row for row, _ in report.refused]) == (1, [3])


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("email,nickname", ['1 I do not know the column "nickname"']),
        ("name,phone", ['1 I do not know the column "name"', '1 I do not know the column "phone"',
                        "1 there is no column email"]),
        ("email,Email", ["1 the column email is there twice"]),
        ("first_name", ["1 there is no column email"]),
        ("a@example.org,Editor", ['1 I do not know the column "a@example.org"',
                                  '1 I do not know the column "editor"',
                                  "1 there is no column email"]),
    ],
)  # fmt: skip
def test_a_header_that_is_wrong_is_told_in_full(file: File, header: str, told: list[str]):
    assert problems(file(f"{header}\na@example.org,x\n"), "form") == told


def test_an_unknown_column_is_told_with_what_was_meant(file: File):
    with pytest.raises(SourceError) as raised:
        read(file("email,organization\n"), "form")
    assert raised.value.problems[0].hint == (
        "did you mean organisation? the columns are: email, first_name, last_name, organisation,"
        " groups, language, status, consent_at, consent_source, consent_text"
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Editor,,,", "there is no address"),
        ("editor,,,,", "the address is not valid: an email address must have an @-sign"),
        ("a@example.org,,,on holiday,", ('status "on holiday" is none of active, unsubscribed, '
                                        "suppressed")),
        ("a@example.org,,,erased,", 'status "erased" is none of active, unsubscribed, suppressed'),
        ("a@example.org,Edi\0tor,,,", "first_name holds a control character"),
        ("a@example.org,Edi\u202etor,,,", "first_name holds a control character"),
        ("a@example.org\0,,,,", "email holds a control character; there is no address"),
        (f"a@example.org,{'x' * 201},,,", "first_name has 201 characters, I take 200"),
        (f"a@example.org,,{'g' * 61},,", (f'a group is called "{"g" * 60}": no quotes, '
                                         "at most 60 letters")),
        ("a@example.org,,,,12/10/2021", ('consent_at "12/10/2021" is not a date I accept; write it '
         "as 2021-10-12 or 2021-10-12T09:30Z (a spreadsheet may have rewritten it)")),
        ("a@example.org,,,,,more", ("it has more cells than the header; quote values that hold a "
                                   "separator")),
        ('"a@example.org"x,,,,', 'a quotation mark inside a quoted value must be doubled ("")'),
        ('"a@example.org,,,,', "a quotation mark opens here and never closes"),
        (
            'a@example.org,"' + "x\n" * 70_000,
            "a value here is far too long: perhaps a quotation mark opens and never closes",
        ),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_is_told_by_its_number(file: File, row: str, reason: str):
    path = file(f"email,first_name,groups,status,consent_at\nok@example.org,,,,\n{row}\n")
    assert problems(path, "form")[0] == f"3 {reason}"


def test_a_language_that_is_none_is_told(file: File):
    assert problems(file("email,language\na@example.org,English please\n"), "form")[0] == (
        '2 language "English please" is no language tag such as en-GB'
    )


def test_everything_wrong_with_a_row_is_told_at_once(file: File):
    assert problems(file("email,status,language\nnobody,gone,?\n"), "form")[0].count(";") == 2


def test_after_a_broken_row_the_next_ones_are_read(file: File):
    path = file(f'{HEADER}"a"b@example.org,,,form\nnobody,,,form\nc@example.org,,,form\n')
    assert [problem[:2] for problem in problems(path)[:2]] == ["2 ", "3 "]


def test_twenty_wrong_rows_are_shown_and_all_are_counted(file: File):
    path = file(HEADER + "nobody,,,form\n" * 57)
    told = problems(path)
    assert len(told) == 21
    assert told[0].startswith("2 ")
    assert told[19].startswith("21 ")
    assert told[20] == "57 rows are wrong, and nothing was taken over"


def test_a_file_of_wrong_rows_without_end_is_given_up(file: File, store: Subscribers):
    path = file(HEADER + "nobody,,,form\n" * 10_500)
    assert problems(path)[-1] == "I stopped after 10,000 wrong rows"
    with pytest.raises(SourceError, match="is this the right file"):
        take(store, path, skip_refused=True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n\r\n  \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PK\x03\x04\x14\x00", "this is a workbook, not a CSV file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "this is a workbook, not a CSV file"),
        (b"email\n\x81\x8d\x8f\xff", "is written in no encoding I know"),
        (b"\xff\xfeemai", "1 I do not know the column"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "is written in no encoding I know"),
        (b"email\n" + b"x" * 2_000_000, "a line of over a million characters is no CSV"),
        (b'"email\n', "1 a quotation mark opens here and never closes"),
        (b'"email"x\n', '1 a quotation mark inside a quoted value must be doubled ("")'),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(file: File, content: bytes, told: str):
    assert problems(file(content), "form")[0].startswith(told)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    assert problems(tmp_path / "people.csv") == ["cannot be read: No such file or directory"]
    assert problems(tmp_path) == ["cannot be read: Is a directory"]


def test_a_header_alone_adds_nobody(file: File, store: Subscribers):
    assert take(store, file(HEADER)) == ImportReport(added=0, changed=0, unchanged=0)


def test_one_wrong_row_stops_the_whole_import(file: File, store: Subscribers):
    path = file(f"{HEADER}a@example.org,,,\nnobody,,,\n")
    with pytest.raises(SourceError, match=r"people\.csv:3: the address is not valid"):
        take(store, path)
    assert store.totals().total == 0


def test_wrong_rows_can_be_left_out_and_are_told(file: File, store: Subscribers):
    path = file(f"{HEADER}a@example.org,,,\nnobody,,,\nA@EXAMPLE.ORG,,,\nb@example.org,,,\n")
    report = take(store, path, skip_refused=True)
    assert report.added == 2
    assert [row for row, _ in report.refused] == [3, 4]
    assert report.refused[1] == (4, "the same address as in row 2")


def test_a_dry_run_tells_wrong_rows_and_changes_nothing(file: File, store: Subscribers):
    path = file(f"{HEADER}a@example.org,,,\nnobody,,,\n")
    report = import_subscribers(store, path, key=KEY, consent_source="form", dry_run=True)
    assert (report.added, [row for row, _ in report.refused]) == (1, [3])
    assert store.totals().total == 0


def test_an_address_that_stands_there_twice_is_told_with_both_rows(file: File, store: Subscribers):
    path = file(f"{HEADER}a@example.org,,,\n\nnobody,,,\n A@Example.org ,,,\n")
    with pytest.raises(SourceError) as raised:
        take(store, path)
    assert [each.where for each in raised.value.problems] == [f"{path}:4", f"{path}:5", str(path)]
    assert raised.value.problems[1].what == "the same address as in row 2"


def test_the_same_international_address_in_two_forms_is_one(file: File, store: Subscribers):
    path = file(f"{HEADER}a@bücher.example,,,\na@xn--bcher-kva.example,,,\n")
    with pytest.raises(SourceError, match="the same address as in row 2"):
        take(store, path)


def test_an_import_keeps_away_who_left(file: File, store: Subscribers):
    path = file(f"{HEADER}a@example.org,,,\n")
    take(store, path)
    path.write_text("email,status\na@example.org,unsubscribed\n")
    assert take(store, path).changed == 1
    path.write_text(f"{HEADER}A@Example.org,,,\n")
    assert take(store, path) == ImportReport(added=0, changed=0, unchanged=0, kept_away=1)


values = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cc", "Cf"]),
    max_size=60,
)
only_this_file = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200
)


@only_this_file
@given(
    first=values,
    organisation=values,
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_name_survives_the_journey_from_a_spreadsheet(
    file: File, first: str, organisation: str, separator: str, encoding: str
):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["email", "first_name", "organisation"])
    writer.writerow(["a@example.org", first, organisation])
    (found,) = read(file(text.getvalue().encode(encoding)), "form")
    (same,) = read(
        file(f'email,first_name\na@example.org,"{first.replace(chr(34), chr(34) * 2)}"\n'), "form"
    )
    assert found.first_name == same.first_name
    assert found.first_name.split() == normalised(first)
    assert found.organisation.split() == normalised(organisation)


def normalised(text: str) -> list[str]:
    import unicodedata

    return unicodedata.normalize("NFC", text).split()


@only_this_file
@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_list_or_a_clear_error(file: File, content: bytes):
    for start in (b"", b"email\n", b"email;groups\r\n", b"\xff\xfee\0m\0a\0i\0l\0\n\0"):
        try:
            read(file(start + content), "form")
        except SourceError as error:
            assert all(each.where for each in error.problems)  # noqa: PT017 - both ends are right


@only_this_file
@given(content=st.text(alphabet='a@.,;\t"\r\n e\0x', max_size=80))
def test_any_mixture_of_signs_is_a_list_or_a_clear_error(file: File, content: str):
    try:
        people = read(file(f"email,first_name\n{content}"), "form")
    except SourceError as error:
        assert all(each.where for each in error.problems)  # noqa: PT017 - both ends are right
    else:
        assert all("\n" not in each.first_name for each in people)
