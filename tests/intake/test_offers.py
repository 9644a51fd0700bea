"""The offer with lines: bad files, JSON in and out, the template, and the provider's own file back."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.bad_files import Bad, Expected
from intake.bad_offers import OFFERS, PARTS
from offer_forms import FIRST_PARTS, GOOD_LINES, GOOD_OFFER, OFFER, line, offer
from openpyxl import load_workbook
from submission_forms import WV, kind_of
from workbooks import BSN, csv_file

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.annotated import write_annotated
from inkoopkalender.intake.export import read_submission_export
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

RECEIVED = date(2026, 9, 28)


def check(content: bytes, filename: str = "offerte.xlsx", kind: SubmissionKind = OFFER) -> CheckedSubmission:
    return check_submission(content, filename, kind, contract_year=2027, agb="75000001", received_on=RECEIVED)


def places(findings: tuple[FileFinding, ...]) -> tuple[Expected, ...]:
    return tuple((one.code, one.severity, one.sheet, one.row, one.column) for one in findings)


def as_json(**changes: object) -> bytes:
    return json.dumps({**GOOD_OFFER, "not_allowed_care": None, **GOOD_LINES, **changes}).encode()


def lines_with(**changes: object) -> list[Mapping[str, object]]:
    first, *others = GOOD_LINES["lines"]
    return [{**first, **changes}, *others]


@pytest.mark.parametrize("bad", OFFERS, ids=str)
def test_a_bad_offer_gives_exactly_its_findings(bad: Bad) -> None:
    checked = check(bad.make())

    assert places(checked.findings) == bad.findings
    assert checked.accepted is not any(severity == "error" for _, severity, *_ in bad.findings)
    assert all(one.message.endswith(".") for one in checked.findings)
    assert BSN not in str(checked)


@pytest.mark.parametrize("bad", PARTS, ids=str)
def test_bad_first_parts_give_exactly_their_findings(bad: Bad) -> None:
    assert places(check(bad.make(), kind=FIRST_PARTS).findings) == bad.findings


def test_a_good_offer_gives_its_lines_by_the_names_of_the_columns() -> None:
    checked = check(offer())

    assert (checked.accepted, checked.rows, checked.findings) == (True, 19, ())
    assert checked.values["additional_codes"] == [
        {"code": "17B123", "description": "Verzonnen", "price": 9_500, "price_without_contract": 10_000},
        {"code": "16A001", "description": None, "price": 5_000, "price_without_contract": 5_000},
    ]
    assert checked.values["lines"][1]["volume"] == 10.5  # type: ignore[index]  # it is a list


def test_a_total_says_what_the_lines_come_to() -> None:
    (finding,) = check(offer(total_basic=261_002, total=344_704)).findings

    assert finding.value == "261002"
    assert "De regels op het blad 'Zorgproducten' komen samen op 261.000." in finding.message


def test_a_line_twice_says_where_it_stands_already() -> None:
    (finding,) = check(line("additional_codes", 1, code="17B123")).findings

    assert finding.message == "'17B123' staat ook op regel 2. Laat er één staan, of verbeter de code."


# --- JSON -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("named", [True, False])
def test_lines_in_json_are_objects_by_name_or_by_column(named: bool) -> None:
    changes = {}
    if not named:
        for name, table in OFFER.tables.items():
            columns = {field: shape.column for field, shape in table.fields.items()}
            changes[name] = [
                {columns[key]: value for key, value in each.items()} for each in GOOD_LINES[name]
            ]

    checked = check(as_json(**changes), "offerte.json")

    assert places(checked.findings) == ()
    assert checked.values == check(offer()).values


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lines": lines_with(price=-1)}, [("cell-range", "lines[0].prijs")]),
        ({"lines": lines_with(code="17B123")}, [("cell-pattern", "lines[0].declaratiecode")]),
        ({"lines": lines_with(price=[1])}, [("answer-nested", "lines[0].price")]),
        ({"lines": lines_with(colour="x")}, [("column-unknown", "lines.colour")]),
        ({"lines": lines_with(description=BSN)}, [("cell-bsn", "lines[0].omschrijving")]),
        ({"lines": {"lot": "DGM"}}, [("answer-nested", "lines")]),
        ({"lines": [1]}, [("answer-nested", "lines[0]")]),
        ({"lines": []}, [("lines-too-few", "lines")]),
        ({"diagnostics": [{}]}, [("lines-too-few", "diagnostics")]),
        ({"name": ["x"]}, [("answer-nested", "name")]),
        ({"total": 350_000}, [("total-is-the-sum", "total")]),
    ],
)  # fmt: skip
def test_a_fault_in_json_names_its_place_in_the_list(
    changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    checked = check(as_json(**changes), "offerte.json")

    assert [(one.code, one.column) for one in checked.findings] == expected
    assert {(one.sheet, one.row) for one in checked.findings} == {("", None)}


def test_a_list_where_no_table_is_asked_is_refused() -> None:
    checked = check(b'{"agb": "75000001", "lines": [{"code": "15B123"}]}', "v.json", FIRST_PARTS)

    assert [(one.code, one.column) for one in checked.findings] == [("answer-nested", "lines")]


@pytest.mark.parametrize(
    "lines",
    [
        [{f"column{number}": 1} for number in range(300)],
        [{}] * 5_000_001,
    ],
    ids=["300 columns", "5,000,001 lines"],
)
def test_a_list_that_is_too_large_is_refused(lines: list[dict[str, int]]) -> None:
    checked = check(as_json(lines=lines), "offerte.json")

    assert [(one.code, one.column) for one in checked.findings] == [("file-sheet-size", "lines")]


# --- one sheet only -------------------------------------------------------------------------------
def test_csv_has_no_room_for_lines() -> None:
    answers = [(field.column, str(GOOD_OFFER.get(name, ""))) for name, field in OFFER.fields.items()]

    checked = check(csv_file(("Code", "Antwoord"), *answers), "offerte.csv")

    assert places(checked.findings) == tuple(
        ("sheet-missing", "error", table.sheet, None, "") for table in OFFER.tables.values()
    )


def test_an_export_has_no_room_for_lines() -> None:
    read = read_submission_export(csv_file(("agb", "ontvangen_op")), "e.csv", OFFER, contract_year=2027)

    assert ([one.code for one in read.findings], read.rows) == (["export-lines"], ())


# --- the workbook ---------------------------------------------------------------------------------
def test_the_template_has_a_sheet_for_each_table_and_explains_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "offerte.xlsx"

    write_template(OFFER, path, contract_year=2027)

    workbook = load_workbook(path)
    assert workbook.sheetnames == [
        "Toelichting", "Algemeen", "Onderbouwing", "Totalen", "Zorgproducten", "16- en 17-codes", "ELD",
        "Kolommen",
    ]  # fmt: skip
    assert [cell.value for cell in workbook["16- en 17-codes"][1]] == [
        "declaratiecode", "omschrijving", "prijs", "prijs_zonder_contract"
    ]  # fmt: skip
    explained = [row[:2] for row in workbook["Kolommen"].iter_rows(min_row=2, values_only=True)]
    assert explained == [
        (table.sheet, field.column) for table in OFFER.tables.values() for field in table.fields.values()
    ]
    said = [row[0] for row in workbook["Toelichting"].iter_rows(values_only=True)]
    assert (
        "Vul op het blad 'ELD' de prijzen voor eerstelijnsdiagnostiek in, een regel elk; laat de koppen "
        "staan. Alleen bij ja op de vraag 'Is eerstelijnsdiagnostiek (ELD) deel van deze offerte?'. "
        "De lijst met maximumtarieven is sinds 1 juni op te vragen via eerstelijnsdiagnostiek@cz.nl."
    ) in said


def test_excel_lets_only_what_is_asked_into_every_line(tmp_path: Path) -> None:
    path = tmp_path / "offerte.xlsx"

    write_template(OFFER, path, contract_year=2027)

    allowed = load_workbook(path)["Zorgproducten"].data_validations.dataValidation
    assert [(str(one.sqref), one.type, one.formula1, one.formula2) for one in allowed] == [
        ("A2:A5001", "list", '"MSZ Basisafspraak,DNPZ,Overige kavels,DGM"', None),
        ("B2:B5001", "textLength", "6", None),
        ("C2:C5001", "textLength", "200", None),
        ("D2:D5001", "decimal", "0", "100000000"),
        ("E2:E5001", "decimal", "0", "10000000"),
    ]


def test_an_empty_template_says_only_what_must_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "offerte.xlsx"
    write_template(OFFER, path, contract_year=2027)

    checked = check(path.read_bytes())

    assert {one.code for one in checked.findings} == {"cell-empty", "lines-too-few"}
    assert [one.sheet for one in checked.findings if one.code == "lines-too-few"] == ["Zorgproducten"]


def test_the_annotated_copy_marks_the_line(tmp_path: Path) -> None:
    path = tmp_path / "terug.xlsx"
    content = line("additional_codes", 0, price=100.01)

    write_annotated(path, content, "offerte.xlsx", check(content).findings)

    cell = load_workbook(path)["16- en 17-codes"]["C2"]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert cell.comment is not None
    assert cell.comment.text.startswith("De prijs met contract is hoger")


def test_a_kind_without_tables_reads_a_sheet_of_such_a_name_as_before() -> None:
    checked = check(offer(), kind=kind_of(WV, "new-provider"))

    assert "sheet-missing" not in {one.code for one in checked.findings}


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["DGM", "17B123", "15B123", BSN, "1e400"]),
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(["lot", "code", "price", "volume", "prijs"]), st.text(max_size=5))


@given(lines=st.lists(st.one_of(ANYTHING, st.dictionaries(NAMES, st.one_of(ANYTHING, st.lists(ANYTHING))))))
@settings(max_examples=60)
def test_no_lines_raise(lines: list[object]) -> None:
    checked = check(as_json(lines=lines), "offerte.json")

    assert BSN not in str(checked.findings)
    assert checked.rows in {0, 18, 19}
