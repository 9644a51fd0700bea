"""A citizen service number is refused wherever it stands in a form, also where no answer is read."""

import io

import pytest
from intake.bad_files import form
from openpyxl import load_workbook
from workbooks import BSN, RECEIVED, saved, survey_kind

from inkoopkalender.intake.submissions import CheckedSubmission, check_submission


def checked_with(sheet: str, cell: str, value: str | int) -> CheckedSubmission:
    workbook = load_workbook(io.BytesIO(form()))
    table = workbook[sheet] if sheet in workbook.sheetnames else workbook.create_sheet(sheet)
    table[cell] = value
    return check_submission(
        saved(workbook), "uitvraag.xlsx", survey_kind(), contract_year=2027, received_on=RECEIVED
    )


@pytest.mark.parametrize("value", [BSN, int(BSN), f"mevrouw Voorbeeld, {BSN}"])
@pytest.mark.parametrize(
    ("sheet", "cell", "row", "column"),
    [
        ("Kwaliteit", "D3", 3, "Eenheid"),
        ("Kwaliteit", "H4", 4, "kolom 8"),
        ("Minimumeisen", "B40", 40, "Vraag"),
        ("Kladblok", "B2", 2, "kolom 2"),
    ],
)
def test_a_bsn_beside_the_answers_is_refused_with_its_place(
    sheet: str, cell: str, row: int, column: str, value: str | int
) -> None:
    checked = checked_with(sheet, cell, value)

    found = [one for one in checked.findings if one.code == "cell-bsn"]
    assert [(one.severity, one.sheet, one.row, one.column) for one in found] == [
        ("error", sheet, row, column)
    ]
    assert not checked.accepted
    assert BSN not in str(checked)


def test_nine_digits_that_are_no_bsn_may_stand_beside_the_answers() -> None:
    assert checked_with("Kwaliteit", "E3", "999990018").accepted
