"""A table that is asked about by combination of answers: what is told is what row by row is told, exactly."""

import csv
import io
import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from submission_forms import kind_from
from workbooks import BSN, csv_file, saved, xlsx

from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake import coded_rows as intake_coded_rows
from inkoopkalender.intake import tables
from inkoopkalender.intake.checks import Asked
from inkoopkalender.intake.coded_rows import CodedRows, coded_rows, coded_text
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.mds import read_mds
from inkoopkalender.intake.row_checks import check_rows
from inkoopkalender.intake.tables import read_sheets

MDS = load_submission_kinds(RoundKey("cz", "stoppen-met-roken", 2027))["mds"]
NEVER = math.inf
ALWAYS = 1
DAYS = [date(2026, 3, day) for day in (2, 9, 30)] + [date(2026, 4, 2), date(2027, 3, 1), date(1899, 1, 1)]
ODD: list[CellValue] = [
    "", None, " ", "x", "=1+1", BSN, f"zie {BSN}", "31-02-2026", "1e400", "NaN", "-1", "9,9", "1.234,56", "٣",
    True, False, 1.0, 0.0, 10.0, 101.0, 5_000_000.0, float(BSN), 75000001.0, 7500001.0, 1.5, "7500001",
    datetime.fromisoformat("2026-03-02T12:00"), time(3), timedelta(hours=1), "2026-03-02", "2-3-2026",
    "ja ", "JA", "é", "a" * 300,
]  # fmt: skip
USUAL: dict[str, list[CellValue]] = {
    "agb": ["75000001", "75000001", "75000002"],
    "text": ["V-1", "V-2", " V-1", "V 3", "v-1"],
    "whole": [0.0, 1.0, 2.0, 5.0, 6.0, 18.0, "1", "11"],
    "decimal": [9.9, 10.0, "9,9", "10", 0.0],
    "date": [*DAYS[:5], "02-03-2026", "30-03-2026", "2026-03-09"],
    "yes_no": ["ja", "nee", True, "j"],
}
KIND_FILE = """\
try:
  id: SUB-TRY-01
  title: Proef
  layout: rows
  section: "1"
  proposed: Alles.
  asks: [iets]
  fields:
    year: {sheet: S, column: jaar, label: Jaar, type: whole, identifies: contract-year}
    agb: {sheet: S, column: agb, label: AGB, type: agb, identifies: provider}
    code: {sheet: S, column: code, label: Code, type: text, pattern: "[A-Z]-[0-9]", form: A-1}
    open: {sheet: S, column: open, label: Open, type: yes_no}
    why: {sheet: S, column: waarom, label: Waarom, type: choice, choices: [a, b],
      required_when: {field: open, is: [ja]}, otherwise: forbidden}
    how: {sheet: S, column: hoe, label: Hoe, type: text, required_when: {field: why, is: [b]}}
    note: {sheet: S, column: noot, label: Noot, type: text, required_when: {field: open, is: [nee]},
      otherwise: optional}
    all: {sheet: S, column: totaal, label: Totaal, type: whole, required: false}
    some: {sheet: S, column: deel, label: Deel, type: whole, required: false, required_when: null}
    rest: {sheet: S, column: rest, label: Rest, type: whole, required: false}
    first: {sheet: S, column: eerste, label: Eerste, type: date, required: false}
    last: {sheet: S, column: laatste, label: Laatste, type: date, required: false}
  checks:
    part: {rule: at-most, field: some, other: all, message: Meer dan het geheel.}
    sum: {rule: sum-of, field: all, parts: [some, rest], severity: warning, message: Telt niet op.}
    order: {rule: not-before, field: last, other: first, message: Ligt ervoor.}
    future: {rule: not-after-receipt, field: last, message: Ligt erna.}
"""


def cells_of(kind: SubmissionKind) -> st.SearchStrategy[list[CellValue]]:
    """A row in which most cells may well be right, and some are not."""
    return st.tuples(*(_cell(field.type, field.choices) for field in kind.fields.values())).flatmap(_spoilt)


def _cell(kind: str, choices: Sequence[str]) -> st.SearchStrategy[CellValue]:
    return st.sampled_from([*(choices or USUAL[kind]), *([] if kind == "agb" else [""])])


def _spoilt(row: tuple[CellValue, ...]) -> st.SearchStrategy[list[CellValue]]:
    places = st.integers(0, len(row) - 1)
    changes = st.lists(st.tuples(places, st.sampled_from(ODD)), max_size=2)
    return changes.map(lambda found: [dict(found).get(place, cell) for place, cell in enumerate(row)])


def as_csv(rows: Sequence[Sequence[CellValue]]) -> bytes:
    """The rows as text; as the intake has it, with a delimiter more or less in some of them."""
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\n").writerows(rows)
    return target.getvalue().encode()


def same(kind: SubmissionKind, content: bytes, name: str) -> None:
    """Hold both ways of checking, and of reading a data set, against each other."""
    for asked in (Asked(2027), Asked(2027, ("75000001",), date(2026, 4, 1))):
        ways = [
            check_rows(content, name, kind, columns_of(kind), asked, coded_from=way)
            for way in (NEVER, ALWAYS)
        ]
        assert ways[1] == ways[0]
        if kind.name == "mds":
            by_row, by_code = (
                read_mds(content, name, kind, asked.received_on, way) for way in (NEVER, ALWAYS)
            )
            assert by_code == by_row


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(cells_of(MDS) | st.just([]), max_size=8),
    again=st.integers(0, 3),
    extra=st.sampled_from(["", "x", BSN, "="]),
)
def test_a_data_set_in_csv(rows: list[list[CellValue]], again: int, extra: str) -> None:
    heading = [*(field.column for field in MDS.fields.values()), "opmerking"]
    filled = [[*row, extra] if number == 1 else row for number, row in enumerate([*rows, *rows[:again]])]

    same(MDS, as_csv([heading, *filled]), "a.csv")
    same(MDS, as_csv([[], *filled[:1], heading, *filled]), "a.csv")
    same(MDS, as_csv([heading[:-1], *filled]), "a.csv")


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(cells_of(MDS) | st.just([]), min_size=1, max_size=6), again=st.integers(0, 3))
def test_a_data_set_in_a_workbook(rows: list[list[CellValue]], again: int) -> None:
    heading: list[CellValue] = [field.column for field in MDS.fields.values()]

    same(MDS, xlsx(heading, *rows, *rows[:again], sheet="MDS"), "a.xlsx")
    same(MDS, xlsx(*([None, *row, "x"] for row in ([], heading, *rows)), sheet="MDS"), "a.xlsx")


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_kind_with_every_rule(data: st.DataObject, every_rule: SubmissionKind) -> None:
    heading = [field.column for field in every_rule.fields.values()]
    rows = data.draw(st.lists(cells_of(every_rule), max_size=8))

    same(every_rule, as_csv([heading, *([2027.0, *row[1:]] for row in rows)]), "a.csv")
    same(every_rule, as_csv([heading, *rows]), "a.csv")


@pytest.fixture(scope="module")
def every_rule(tmp_path_factory: pytest.TempPathFactory) -> SubmissionKind:
    text = KIND_FILE.replace(", required_when: null", "")
    return kind_from(text, Path(tmp_path_factory.mktemp("kind")))


def test_faults_are_told_in_the_same_words_and_order() -> None:
    """By hand: two rows by combination, a doubled one by row, a fault of a cell, a row that says nothing."""
    heading = [field.column for field in MDS.fields.values()]
    good = {
        "agb": "75000001", "clientnummer": "V-1", "vorm_begeleiding": "groep online",
        "start_begeleiding": "16-02-2026", "sessies_tm_stopdatum": "2", "al_gestopt_bij_aanmelding": "nee",
        "minuten_begeleiding": "0", "farmacologische_ondersteuning": "ja",
    }  # fmt: skip
    changes = [
        {},
        {"clientnummer": "V-2", "leeftijd": "119"},
        {"clientnummer": "V-1 "},
        {"clientnummer": "V-3", "sessies_tm_stopdatum": "twee"},
    ]
    rows = [[(good | change).get(name, "") for name in heading] for change in changes]

    count, findings = check_rows(
        csv_file(heading, *rows, [""] * 24 + [" "]), "a.csv", MDS, columns_of(MDS), Asked(2027), coded_from=1
    )

    assert count == 4
    assert [(one.code, one.row, one.column, one.value) for one in findings if one.row] == [
        ("medicine-alone", 2, "farmacologische_ondersteuning", "ja"),
        ("medicine-kind-missing", 2, "soort_farmacologisch", ""),
        ("age-unlikely", 3, "leeftijd", "119"),
        ("medicine-alone", 3, "farmacologische_ondersteuning", "ja"),
        ("medicine-kind-missing", 3, "soort_farmacologisch", ""),
        ("client-twice", 4, "clientnummer", "V-1"),
        ("cell-type", 5, "sessies_tm_stopdatum", "twee"),
    ]


def test_a_large_table_is_kept_as_codes_and_a_small_one_is_not() -> None:
    small = read_sheets(b"a;b\n1;2\n", "a.csv", coded_from=3).sheets[0]
    large = read_sheets(b"a;b\n1;2\n1;2\n", "a.csv", coded_from=3).sheets[0]

    assert isinstance(small.rows, tuple)
    assert isinstance(large.rows, CodedRows)
    assert list(large.rows) == [("a", "b"), ("1", "2"), ("1", "2")]
    assert [sorted(map(str, cells)) for cells in large.rows.cells] == [["1", "a"], ["2", "b"]]


@settings(deadline=None)
@example("a;b\n\n1;2")
@example("a;b\n1")
@example("a\n1;2")
@example("a;b\n1\n2;2")
@example("a;b\n1;2;3")
@example("\na;b")
@example("a;b\r\n1;2")
@example('a;"b;c"\n1;2')
@example("\ufeffa;b\n1;2")
@example("a\n\nb")
@given(st.text(st.sampled_from("a1;;\n\n\r\"' \t#\u00e9\u2028\x0b\ufeff\x85,"), max_size=30))
def test_csv_text_is_read_as_python_reads_it_or_not_at_all(text: str) -> None:
    text = text.rstrip(" \t\r\n;")  # as it is before it is read

    rows = coded_text(text, ";") if text else None

    if rows is not None:
        *others, last = csv.reader(io.StringIO(text, newline=""), delimiter=";")
        assert list(rows) == [tuple(row) for row in (*others, last + [""] * (rows.codes.width - len(last)))]


def test_text_in_many_parts_is_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_coded_rows, "_PART", 4)

    rows = coded_text("a;b\r\n1;2\r\n2;2\r\n1;1\r\n3", ";")

    assert rows is not None
    assert list(rows) == [("a", "b"), ("1", "2"), ("2", "2"), ("1", "1"), ("3", "")]
    assert [sorted(map(str, cells)) for cells in rows.cells] == [["1", "2", "3", "a"], ["", "1", "2", "b"]]


def test_a_table_may_be_larger_than_another_file_when_it_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 20)
    plain = b"aaa;bbb\n111;222\n111;222\n"
    found = [
        read_sheets(content, "a.csv", coded_from=way)
        for content, way in ((plain, 3), (plain, 4), (plain.replace(b"111", b'"1"', 1), 3), (plain, NEVER))
    ]

    assert [[one.code for one in file.findings] for file in found] == [[], *[["file-too-large"]] * 3]


def test_a_row_of_a_thousand_cells_among_others_is_refused_as_too_wide() -> None:
    content = b"a;b\n" * 2_000 + b"1;" * 1_000 + b"1\n"

    found = [read_sheets(content, "a.csv", coded_from=way).findings for way in (NEVER, ALWAYS)]

    assert [[one.code for one in each] for each in found] == [["file-sheet-size"]] * 2


@given(st.lists(st.lists(st.sampled_from(ODD), min_size=1, max_size=4), min_size=1, max_size=5))
def test_rows_come_back_as_they_were(rows: list[list[CellValue]]) -> None:
    width = max(map(len, rows))
    full = [tuple(row) + (None,) * (width - len(row)) for row in rows]

    found = coded_rows(rows)

    assert [[(type(cell), cell) for cell in row] for row in found] == [
        [(type(cell), cell) for cell in row] for row in full
    ]
    assert [found[index] for index in range(len(found))] == full
    assert list(found[1:]) == full[1:]


def test_a_workbook_that_begins_further_down_and_to_the_right_keeps_its_places() -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("S", 0)
    sheet["C3"], sheet["D4"], sheet["D5"], sheet["E6"] = 1, True, date(2026, 5, 31), "x"

    plain, coded = (read_sheets(saved(workbook), "a.xlsx", coded_from=way).sheets[0] for way in (NEVER, 1))

    assert list(coded.rows) == list(plain.rows)
    assert (coded.width, plain.width) == (5, 5)
