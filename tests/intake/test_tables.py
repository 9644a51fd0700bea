from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from workbooks import csv_file, saved, xlsx

from inkoopkalender.intake.tables import UnreadablePathError, read_bytes, read_sheets


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    (sheet,) = read_sheets(
        csv_file(("kvk", "naam"), ("90000001", "Eén"), delimiter=delimiter), "a.csv"
    ).sheets

    assert sheet.rows == (("kvk", "naam"), ("90000001", "Eén"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found(encoding: str) -> None:
    (sheet,) = read_sheets("naam;plaats\nCafé;'s-Gravenhage".encode(encoding), "a.csv").sheets

    assert sheet.rows == (("naam", "plaats"), ("Café", "'s-Gravenhage"))


def test_rows_of_csv_keep_their_number_after_empty_lines_and_line_breaks_in_cells() -> None:
    (sheet,) = read_sheets(b'naam;plaats\n\n"a\nb";c\n', "a.csv").sheets

    assert sheet.rows == (("naam", "plaats"), (), ("a\nb", "c"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \n \n", "file-empty"),
        (b";;\n; ;", "file-empty"),
        (b"\x00\x01\x02", "file-not-text"),
        (b'a;"b\nc', "file-quote"),
        (b"a;" * 300, "file-sheet-size"),
    ],
)
def test_csv_that_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert [finding.code for finding in read_sheets(content, "a.csv").findings] == [code]


def test_rows_of_a_workbook_keep_their_number_when_it_begins_lower_down() -> None:
    workbook = Workbook()
    workbook.create_sheet("register", 0)["B3"] = "kvk"

    (sheet,) = read_sheets(saved(workbook), "a.xlsx").sheets

    assert sheet.rows == (("", ""), ("", ""), ("", "kvk"))


def test_hidden_and_empty_sheets_are_not_read() -> None:
    workbook = Workbook()
    workbook.create_sheet("register", 0)["A1"] = "kvk"
    hidden = workbook.create_sheet("verborgen")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    workbook.create_sheet("leeg")

    assert [sheet.name for sheet in read_sheets(saved(workbook), "a.xlsx").sheets] == ["register"]


def test_an_empty_workbook_is_a_finding() -> None:
    assert [finding.code for finding in read_sheets(xlsx(()), "a.xlsx").findings] == ["file-empty"]


def test_a_path_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError) as refusal:
        read_bytes(tmp_path / "none.csv")

    assert refusal.value.exit_code == 2


@given(text=st.text(alphabet=" \t\n\r;,\"'=a1\x0b\x1c\x85\u2028", max_size=30))
def test_no_csv_raises(text: str) -> None:
    result = read_sheets(text.encode(), "a.csv")

    assert bool(result.sheets) != bool(result.findings)
