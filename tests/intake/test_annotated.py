"""The provider's own file back, with its findings: read back by another program's reader."""

import io
from datetime import date
from pathlib import Path

import pytest
from intake.bad_answers import ANSWERS
from intake.bad_containers import CONTAINERS
from intake.bad_files import HEAVY, Bad, csv_form, form
from intake.bad_tables import FORMS
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from workbooks import BSN, RECEIVED, good_answers, saved, survey, survey_kind

from inkoopkalender.intake.annotated import MOST_LISTED, write_annotated
from inkoopkalender.intake.findings import BLANKED, FileFinding
from inkoopkalender.intake.submissions import check_submission

KIND = survey_kind()
RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


def annotated(
    folder: Path, content: bytes, filename: str = "uitvraag.xlsx", agb: str = "75000001"
) -> Workbook:
    checked = check_submission(content, filename, KIND, contract_year=2027, agb=agb, received_on=RECEIVED)
    write_annotated(folder / "terug.xlsx", content, filename, checked.findings)
    return load_workbook(folder / "terug.xlsx")


def listed(workbook: Workbook) -> list[tuple[object, ...]]:
    """The list of findings without its numbers and links: severity, sheet, row, column, value, message."""
    rows = list(workbook["Bevindingen"].iter_rows(min_row=5, values_only=True))
    return [row[1:7] for row in rows]


def colour(cell: Cell | MergedCell) -> str | None:
    return cell.fill.start_color.rgb if cell.fill.fill_type == "solid" else None


def marked(workbook: Workbook) -> list[tuple[str, str, str | None]]:
    """Every coloured cell: sheet, cell, colour."""
    return [
        (sheet.title, cell.coordinate, colour(cell))
        for sheet in workbook.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if colour(cell)
    ]


def test_each_finding_stands_at_its_cell_and_in_the_list(tmp_path: Path) -> None:
    content = form(agb=1012345, nps=101, clients="veel")

    workbook = annotated(tmp_path, content, agb="01012345")

    assert workbook.sheetnames == [
        "Bevindingen",
        "Algemeen",
        "Kwaliteit",
        "Thuiszorgtechnologie",
        "Minimumeisen",
    ]
    assert marked(workbook) == [
        ("Algemeen", "C3", YELLOW), ("Kwaliteit", "C6", RED), ("Kwaliteit", "C7", RED)
    ]  # fmt: skip
    assert workbook["Kwaliteit"]["C7"].value == 101
    assert workbook["Kwaliteit"]["C7"].comment.text == (
        "101 kan niet in 'Cliënttevredenheid (NPS)': het moet tussen -100 en 100 zijn."
    )
    assert workbook["Bevindingen"]["A2"].value == "2 keer een fout, 1 keer iets om op te letten."
    assert [row[:5] for row in listed(workbook)] == [
        ("let op", "Algemeen", 3, "Antwoord", "1012345"),
        ("fout", "Kwaliteit", 6, "Antwoord", "veel"),
        ("fout", "Kwaliteit", 7, "Antwoord", "101"),
    ]
    assert workbook["Bevindingen"]["H7"].hyperlink.location == "'Kwaliteit'!C7"


def test_the_values_are_the_providers_own(tmp_path: Path) -> None:
    workbook = annotated(tmp_path, survey(tmp_path, good_answers()))

    assert workbook["Bevindingen"]["A2"].value == "Er is niets gevonden."
    assert workbook["Algemeen"]["C3"].value == "75000001"
    assert workbook["Algemeen"]["C4"].value.date() == date(2026, 1, 1)
    assert workbook["Kwaliteit"]["C4"].value == 92.5
    assert marked(workbook) == []


def test_a_bsn_is_not_given_back(tmp_path: Path) -> None:
    workbook = annotated(tmp_path, form(remarks=f"over {BSN}", clients=int(BSN)))

    assert workbook["Minimumeisen"]["C9"].value == f"over {BLANKED}"
    assert workbook["Kwaliteit"]["C6"].value == BLANKED
    assert all(BSN not in str(cell.value) for sheet in workbook for row in sheet for cell in row)


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "@SUM(1)", "+1+1", "-1+1"])
def test_nothing_is_given_back_as_a_formula(tmp_path: Path, text: str) -> None:
    cell = annotated(tmp_path, form(remarks=text, governance_code=text))["Minimumeisen"]["C9"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_csv_is_given_back_as_one_sheet(tmp_path: Path) -> None:
    workbook = annotated(tmp_path, csv_form(nps="x").encode(), "uitvraag.csv")

    assert workbook.sheetnames == ["Bevindingen", "Bestand"]
    assert marked(workbook) == [("Bestand", "B10", RED)]


def test_a_file_that_cannot_be_read_gives_only_the_list(tmp_path: Path) -> None:
    workbook = annotated(tmp_path, b"PK\x03\x04")

    assert workbook.sheetnames == ["Bevindingen"]
    assert [row[0] for row in listed(workbook)] == ["fout"]


def test_the_list_is_cut_off_and_says_how_many_there_are(tmp_path: Path) -> None:
    finding = FileFinding("cell-type", "error", "", 2, "Antwoord", "x", "Fout.")
    write_annotated(tmp_path / "a.xlsx", b"Code;Antwoord\nx;y", "a.csv", [finding] * (MOST_LISTED + 1))
    sheet = load_workbook(tmp_path / "a.xlsx")["Bevindingen"]

    assert sheet.max_row == 4 + MOST_LISTED
    assert sheet["A2"].value == (
        "1001 keer een fout, 0 keer iets om op te letten. "
        "Van de 1001 bevindingen staan de eerste 1000 hieronder."
    )


def test_two_findings_at_one_cell_are_both_said_there(tmp_path: Path) -> None:
    findings = [
        FileFinding("a", severity, "", 2, "Antwoord", "y", f"{severity}.")
        for severity in ("warning", "error")
    ]
    write_annotated(tmp_path / "a.xlsx", b"Code;Antwoord\nx;y", "a.csv", findings)
    cell = load_workbook(tmp_path / "a.xlsx")["Bestand"]["B2"]

    assert (cell.comment.text, colour(cell)) == ("warning.\n\nerror.", RED)


def test_sheets_with_names_that_clash_are_given_other_names(tmp_path: Path) -> None:
    workbook = load_workbook(io.BytesIO(form()))
    workbook["Algemeen"].title = "bevindingen"

    assert annotated(tmp_path, saved(workbook)).sheetnames[:2] == ["Bevindingen", "bevindingen (2)"]


@pytest.mark.parametrize(
    "bad", [one for one in (*CONTAINERS, *ANSWERS, *FORMS) if one.name not in HEAVY], ids=str
)
def test_every_bad_file_can_be_given_back(tmp_path: Path, bad: Bad) -> None:
    workbook = annotated(tmp_path, bad.make(), bad.filename, bad.agb)

    assert len(listed(workbook)) == len(bad.findings)
    assert not any(cell.data_type == "f" for sheet in workbook for row in sheet for cell in row)


def test_the_copy_can_be_read_without_widening_columns(tmp_path: Path) -> None:
    workbook = annotated(tmp_path, form(nps=101))

    quality = workbook["Kwaliteit"]
    assert quality.column_dimensions["A"].width >= len("aantal_hbo_verpleegkundigen")
    assert quality["B3"].alignment.wrap_text
    assert quality.row_dimensions[3].height == 30
    tab = quality.sheet_properties.tabColor
    assert tab is not None
    assert tab.rgb == RED
    assert workbook["Algemeen"].sheet_properties.tabColor is None
