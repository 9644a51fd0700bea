"""A cell that was read before is not read again; that must never show in what it becomes."""

from workbooks import csv_file, with_sheet_xml, xlsx

from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.row_files import read_records

WHOLE, YES_NO, TEXT = Column("aantal", "whole"), Column("ja_nee", "yes_no"), Column("tekst", "text")


def test_equal_values_of_other_types_are_not_the_same_cell() -> None:
    records = read_records(xlsx(["ja_nee"], [True], [1.0], [1], ["1"], [True]), "a.xlsx", [YES_NO])

    assert [row.values["ja_nee"] for row in records.rows] == [True, None, None, None, True]
    assert [[each.code for each in row.findings] for row in records.rows] == [
        [],
        ["cell-choice"],
        ["cell-choice"],
        ["cell-choice"],
        [],
    ]


def test_the_same_text_in_two_columns_is_read_by_each_columns_own_kind() -> None:
    records = read_records(csv_file(("aantal", "tekst"), ("1", "1"), ("1", "1")), "a.csv", [WHOLE, TEXT])

    assert [row.values for row in records.rows] == [{"aantal": 1, "tekst": "1"}] * 2


def test_a_formula_with_an_answer_that_came_before_is_still_refused() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>aantal</t></is></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="A4"><v>2</v></c></row>'
    )

    records = read_records(with_sheet_xml(rows), "a.xlsx", [WHOLE])

    assert [[each.code for each in row.findings] for row in records.rows] == [[], ["cell-formula"], []]


def test_a_fault_is_told_on_every_row_that_has_it() -> None:
    records = read_records(csv_file(("aantal",), ("twee",), ("2",), ("twee",), ("2",)), "a.csv", [WHOLE])

    assert [[(each.code, each.row) for each in row.findings] for row in records.rows] == [
        [("cell-type", 2)],
        [],
        [("cell-type", 4)],
        [],
    ]
    assert [row.values["aantal"] for row in records.rows] == [None, 2, None, 2]
