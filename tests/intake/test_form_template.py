"""The template as a workbook: what Excel lets in, read back from the file."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from submission_forms import MSZ, SMR, VGZ, WV, kind_from, kind_of
from workbooks import saved

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.submissions import check_submission

HEAD = """\
try:
  id: SUB-TRY-01
  title: Proef
  section: "1"
  proposed: Alles.
  asks: [iets]
  fields:
    year: {sheet: S, column: jaar, label: Jaar, type: whole, identifies: contract-year}
"""
CHOICES = [f"keuze nummer {number:02}" for number in range(20)]
"""20 times 15 characters: more than the 255 of a list in a cell."""


@dataclass(frozen=True)
class Allowed:
    """What Excel lets into a cell."""

    type: str | None
    operator: str | None
    first: str | None
    second: str | None


def template(kind: SubmissionKind, folder: Path, period: str = "") -> Workbook:
    path = folder / "formulier.xlsx"
    write_template(kind, path, contract_year=2027, period=period)
    return load_workbook(path)


def validation(workbook: Workbook, sheet: str, cell: str) -> DataValidation:
    found: list[DataValidation] = [
        each for each in workbook[sheet].data_validations.dataValidation if cell in each.sqref
    ]
    assert len(found) == 1
    return found[0]


def allowed(workbook: Workbook, sheet: str, cell: str) -> Allowed:
    found = validation(workbook, sheet, cell)
    return Allowed(found.type, found.operator, found.formula1, found.formula2)


@pytest.mark.parametrize(
    ("asked", "expected", "said"),
    [
        ("type: whole, minimum: -100, maximum: 100", Allowed("whole", None, "-100", "100"),
         "Een heel getal van -100 tot en met 100."),
        ("type: whole, minimum: 0", Allowed("whole", None, "0", "1000000000000000"),
         "Een heel getal van minstens 0."),
        ("type: percent", Allowed("decimal", None, "0", "100"),
         "Een getal (92,5 is 92,5 procent) van 0 tot en met 100."),
        ("type: euro, maximum: 1000000", Allowed("decimal", None, "-1000000000000000", "1000000"),
         "Een getal in euro van hooguit 1.000.000."),
        ("type: decimal, minimum: 0.5, maximum: 2", Allowed("decimal", None, "0.5", "2"),
         "Een getal van 0,5 tot en met 2."),
        ("type: date", Allowed("date", None, "1", "401768"), "Een datum, zoals 31-05-2026."),
        ("type: text", Allowed("textLength", "lessThanOrEqual", "200", None), "Hooguit 200 tekens."),
        ("type: text, longest: 4000", Allowed("textLength", "lessThanOrEqual", "4000", None),
         "Hooguit 4000 tekens."),
        ("type: agb", Allowed("textLength", "equal", "8", None), "8 cijfers, ook de nullen vooraan."),
        ("type: yes_no", Allowed("list", None, '"ja,nee"', None), "Kies uit: ja, nee."),
        ("type: choice, choices: [rood, blauw]", Allowed("list", None, '"rood,blauw"', None),
         "Kies uit: rood, blauw."),
    ],
)  # fmt: skip
def test_a_cell_takes_what_the_data_say(tmp_path: Path, asked: str, expected: Allowed, said: str) -> None:
    kind = kind_from(f"{HEAD}    a: {{sheet: S, column: a, label: A, {asked}}}\n", tmp_path)

    workbook = template(kind, tmp_path)

    assert allowed(workbook, "S", "C3") == expected
    shown = validation(workbook, "S", "C3")
    assert (shown.error, shown.prompt, shown.errorTitle) == (said, said, "Dat kan hier niet")


def test_a_long_list_stands_on_a_hidden_sheet_and_the_form_can_still_be_read(tmp_path: Path) -> None:
    fields = "".join(
        f"    {name}: {{sheet: S, column: {name}, label: {name}, type: choice, choices: [{choices}]}}\n"
        for name, choices in (("a", ", ".join(CHOICES)), ("b", '"ja, graag", nee'))
    )
    kind = kind_from(HEAD + fields, tmp_path)

    workbook = template(kind, tmp_path)

    assert allowed(workbook, "S", "C3") == Allowed("list", None, "Keuzes!$A$1:$A$20", None)
    assert allowed(workbook, "S", "C4") == Allowed("list", None, "Keuzes!$B$1:$B$2", None)
    assert workbook["Keuzes"].sheet_state == "hidden"
    assert [cell.value for cell in workbook["Keuzes"]["A"]] == CHOICES
    workbook["S"]["C3"], workbook["S"]["C4"] = "keuze nummer 19", "ja, graag"
    checked = check_submission(saved(workbook), "f.xlsx", kind, contract_year=2027)
    assert (checked.findings, checked.values["a"], checked.values["b"]) == (
        (),
        "keuze nummer 19",
        "ja, graag",
    )


def test_dates_look_like_dates_and_codes_are_text(tmp_path: Path) -> None:
    workbook = template(kind_of(WV, "kindzorg-survey"), tmp_path)

    sheet = workbook["Algemeen"]
    assert [sheet[cell].number_format for cell in ("C2", "C3", "C4")] == ["General", "@", "dd-mm-yyyy"]


def test_it_is_said_when_a_question_is_asked(tmp_path: Path) -> None:
    workbook = template(kind_of(WV, "kindzorg-survey"), tmp_path)

    assert workbook["Dagopvang en verblijf"]["E6"].value == (
        "Alleen bij ja op de vraag 'Levert u palliatieve zorg aan kinderen?'. Voorstel: niet in het beleid."
    )


def test_the_first_sheet_says_when_how_and_with_what(tmp_path: Path) -> None:
    workbook = template(kind_of(SMR, "new-provider"), tmp_path, "uiterlijk 1 september 2026")

    lines = [row[0].value for row in workbook["Toelichting"]]
    assert lines[0] == "Voorstel nieuwe aanbieder stoppen met roken 2027"
    assert "Inleveren: uiterlijk 1 september 2026." in lines
    assert "Het beleid zegt niet hoe u dit inlevert." in lines
    assert "Wie later komt, kan vanaf 1 januari 2027 een overeenkomst aanvragen (4.2)." in lines
    assert (
        "Voeg toe: het inhoudelijk uitgewerkte voorstel (PDF of DOCX, hooguit 1 bestand van 10 MB)." in lines
    )


@pytest.mark.parametrize("name", ["quality-survey", "kindzorg-survey", "new-provider"])
def test_every_answer_of_a_kind_is_prepared(tmp_path: Path, name: str) -> None:
    kind = kind_of(WV, name)

    workbook = template(kind, tmp_path)

    prepared = {sheet: len(workbook[sheet].data_validations.dataValidation) for sheet in kind.sheets}
    assert prepared == {
        sheet: len([field for field in kind.fields.values() if field.sheet == sheet]) for sheet in kind.sheets
    }


def test_the_first_sheet_says_which_documents_may_and_which_must_come(tmp_path: Path) -> None:
    workbook = template(kind_of(WV, "new-provider"), tmp_path)

    lines = [row[0].value for row in workbook["Toelichting"]]
    assert lines[-2:] == [
        "U kunt toevoegen: de ingevulde vragenlijst van de IGJ (PDF, hooguit 1 bestand van 10 MB).",
        (
            "Voeg toe: het bewijs van het aantal cliënten per postcodegebied (PDF of XLSX, hooguit 3 "
            "bestanden van 10 MB). Alleen bij ja op de vraag "
            "'Levert u de meeste zorg in een kernwerkgebied van CZ?'. "
            "Voorstel: het beleid noemt dit bestand, zijn soort of zijn grootte niet."
        ),
    ]
    assert "Het beleid vraagt dit via VECOZO." in lines


@pytest.mark.parametrize(("key", "name"), [(WV, "quality-survey"), (SMR, "mds")])
def test_it_prints_across_a4_with_all_columns_on_one_page(tmp_path: Path, key: RoundKey, name: str) -> None:
    for sheet in template(kind_of(key, name), tmp_path).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.page_setup.fitToWidth in {None, 1}  # one page wide is what is meant when it is left out
        fits = sheet.sheet_properties.pageSetUpPr
        assert fits is not None
        assert fits.fitToPage


def test_a_row_is_as_high_as_its_longest_text_needs(tmp_path: Path) -> None:
    row = "    a: {{sheet: S, column: a, label: {label}, type: whole}}\n"

    short = template(kind_from(HEAD + row.format(label="k" * 60), tmp_path), tmp_path)
    long = template(kind_from(HEAD + row.format(label="k" * 61), tmp_path), tmp_path)

    assert short["S"].row_dimensions[3].height is None
    assert long["S"].row_dimensions[3].height == 30


@pytest.mark.parametrize(
    ("key", "name", "column", "allowed"),
    [
        (WV, "member-list", "aandeel", "percentage, zoals 92,5 (%)"),
        (WV, "member-list", "agb_lid", "8 cijfers"),
        (MSZ, "realisation-figures", "bedrag", "bedrag, hooguit 2 decimalen (euro)"),
    ],
)
def test_a_table_says_of_each_column_what_may_stand_in_it(
    tmp_path: Path, key: RoundKey, name: str, column: str, allowed: str
) -> None:
    workbook = template(kind_of(key, name), tmp_path)

    said = {row[0].value: row[2].value for row in workbook["Toelichting"].iter_rows(max_col=4)}
    assert said[column] == allowed


def test_a_table_says_when_to_hand_it_in_and_with_what(tmp_path: Path) -> None:
    workbook = template(kind_of(VGZ, "indicators"), tmp_path, "elk jaar")

    lines = [row[0].value for row in workbook["Toelichting"].iter_rows(max_row=12)]
    assert "Inleveren: elk jaar." in lines
    assert "Het beleid zegt niet hoe u dit inlevert." in lines
    assert (
        "U kunt toevoegen: het verbeterplan (PDF of DOCX, hooguit 1 bestand van 10 MB). "
        "Voorstel: het beleid noemt dit bestand, zijn soort of zijn grootte niet."
    ) in lines
