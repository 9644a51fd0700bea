"""A citizen service number is found where nobody looks: hidden sheets, comments, properties, JSON keys."""

import io
import json
from collections.abc import Callable, Iterator

import pytest
from intake.bad_files import STRINGS, csv_form, form
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from workbooks import BSN, RECEIVED, good_answers, saved, survey_kind, with_member

from inkoopkalender.intake.bsn_parts import BsnParts
from inkoopkalender.intake.findings import BLANKED, may_keep
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

ON_SHEET = "een kop- of voettekst, keuzelijst, filter of koppeling van het blad"
Place = tuple[str, int | None, str]


def check(content: bytes, filename: str = "uitvraag.xlsx") -> CheckedSubmission:
    return check_submission(content, filename, survey_kind(), contract_year=2027, received_on=RECEIVED)


def bsn_places(checked: CheckedSubmission) -> list[Place]:
    return [(one.sheet, one.row, one.column) for one in checked.findings if one.code == "cell-bsn"]


def spoiled(spoil: Callable[[Workbook], None]) -> bytes:
    workbook = load_workbook(io.BytesIO(form()))
    spoil(workbook)
    return saved(workbook)


def hidden(state: str, value: str | int) -> Callable[[Workbook], None]:
    def spoil(workbook: Workbook) -> None:
        sheet = workbook.create_sheet("Kladblok")
        sheet["B3"] = value
        sheet.sheet_state = state

    return spoil


def comment(workbook: Workbook) -> None:
    workbook["Kwaliteit"]["D4"].comment = Comment(f"gaat over {BSN}", "Anne Voorbeeld")


def author(workbook: Workbook) -> None:
    workbook.properties.creator = BSN


def own_property(workbook: Workbook) -> None:
    properties: CustomPropertyList[StringProperty] = vars(workbook)[
        "custom_doc_props"
    ]  # unknown to the stubs
    properties.append(StringProperty(name="dossier", value=BSN))


def footer(workbook: Workbook) -> None:
    line = workbook["Kwaliteit"].oddFooter
    assert line is not None
    assert line.center is not None
    line.center.text = f"dossier {BSN}"


def defined_name(workbook: Workbook) -> None:
    workbook.defined_names["geheim"] = DefinedName("geheim", attr_text=f'"{BSN}"')


def drop_down(workbook: Workbook) -> None:
    rule = DataValidation(type="list", formula1=f'"{BSN},geen"')
    workbook["Kwaliteit"].add_data_validation(rule)
    rule.add("H9")


def hint(workbook: Workbook) -> None:
    rule = DataValidation(type="whole", formula1="1", prompt=f"zoals {BSN}")
    workbook["Kwaliteit"].add_data_validation(rule)
    rule.add("H9")


def link(workbook: Workbook) -> None:
    cell = workbook["Kwaliteit"]["H9"]
    cell.hyperlink = Hyperlink(ref="H9", location="Algemeen!A1", tooltip=BSN)


def filtered(workbook: Workbook) -> None:
    workbook["Kwaliteit"].auto_filter.ref = "A1:E5"
    workbook["Kwaliteit"].auto_filter.add_filter_column(0, [BSN])


def formula(workbook: Workbook) -> None:
    workbook["Kwaliteit"]["H9"] = f"={BSN}+0"


def formula_for_an_answer(workbook: Workbook) -> None:
    workbook["Kwaliteit"]["C3"] = f"={BSN}+0"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (hidden("hidden", BSN), ("Kladblok", 3, "kolom 2")),
        (hidden("veryHidden", BSN), ("Kladblok", 3, "kolom 2")),
        (hidden("veryHidden", int(BSN)), ("Kladblok", 3, "kolom 2")),
        (hidden("hidden", f"={BSN}+0"), ("Kladblok", 3, "kolom 2")),
        (comment, ("Kwaliteit", 4, "een opmerking bij cel D4")),
        (author, ("", None, "de eigenschappen van het bestand")),
        (own_property, ("", None, "de eigenschappen van het bestand")),
        (footer, ("Kwaliteit", None, ON_SHEET)),
        (drop_down, ("Kwaliteit", None, ON_SHEET)),
        (hint, ("Kwaliteit", None, ON_SHEET)),
        (link, ("Kwaliteit", None, ON_SHEET)),
        (filtered, ("Kwaliteit", None, ON_SHEET)),
        (defined_name, ("", None, "de naam van een blad of een gedefinieerde naam")),
        (formula, ("Kwaliteit", 9, "kolom 8")),
        (formula_for_an_answer, ("Kwaliteit", 3, "Antwoord")),
    ],
)
def test_a_bsn_in_a_hidden_place_is_refused_with_its_place(
    spoil: Callable[[Workbook], None], place: Place
) -> None:
    checked = check(spoiled(spoil))

    assert bsn_places(checked) == [place]
    assert (checked.accepted, may_keep(checked.findings)) == (False, False)
    assert {one.value for one in checked.findings if one.code == "cell-bsn"} == {BLANKED}
    assert BSN not in str(checked)


def test_a_bsn_in_the_name_of_a_sheet_is_refused() -> None:
    def spoil(workbook: Workbook) -> None:
        workbook.create_sheet(f"over {BSN}")["A1"] = "leeg"

    checked = check(spoiled(spoil))

    assert ("", None, "de naam van een blad of een gedefinieerde naam") in bsn_places(checked)
    assert BSN not in str(checked)


def test_a_bsn_in_a_text_box_is_refused_also_when_its_digits_are_formatted_apart() -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:x="urn:x"'
    drawing = f"<x:wsDr {space}><a:p><a:r><a:t>99999</a:t></a:r><a:r><a:t>0019</a:t></a:r></a:p></x:wsDr>"
    relations = '<Relationships><Relationship Id="r" Target="../drawings/drawing9.xml"/></Relationships>'
    content = with_member(form(), "xl/drawings/drawing9.xml", lambda _: drawing.encode())
    content = with_member(content, "xl/worksheets/_rels/sheet2.xml.rels", lambda _: relations.encode())

    assert bsn_places(check(content)) == [("Kwaliteit", None, "een tekstvak of vorm")]


def test_where_a_shape_is_drawn_is_no_bsn() -> None:
    drawing = f'<x:wsDr xmlns:x="urn:x"><x:from><x:colOff>{BSN}</x:colOff></x:from></x:wsDr>'

    assert check(with_member(form(), "xl/drawings/drawing9.xml", lambda _: drawing.encode())).accepted


def test_drawings_that_are_no_xml_are_looked_at_too() -> None:
    drawing = f"<xml><div>eerst<br>{BSN}</div></xml>"
    content = with_member(form(), "xl/drawings/vmlDrawing9.vml", lambda _: drawing.encode())

    assert bsn_places(check(content)) == [("", None, "een tekstvak of vorm")]


def test_a_text_that_no_cell_uses_any_more_is_refused() -> None:
    content = with_member(
        form(), STRINGS, lambda xml: xml.replace(b"</sst>", f"<si><t>{BSN}</t></si></sst>".encode())
    )

    assert bsn_places(check(content)) == [("", None, "een tekst die geen cel meer gebruikt")]


@pytest.mark.parametrize(
    ("content", "name"),
    [(form(), f"{BSN}.xlsx"), (csv_form().encode(), f"over {BSN}.csv")],
)
def test_a_bsn_in_the_name_of_the_file_is_refused(content: bytes, name: str) -> None:
    assert bsn_places(check(content, name)) == [("", None, "de naam van het bestand")]


@pytest.mark.parametrize(
    "more",
    [{BSN: "x"}, {"lijst": ["a", {"b": BSN}]}, {"object": {"nummer": int(BSN)}}, {"object": {BSN: 1}}],
)
def test_a_bsn_in_a_key_or_a_nested_answer_of_json_is_refused(more: dict[str, object]) -> None:
    answers = good_answers() | {"reference_date": "2026-01-01", "nps_measured_on": "2025-11-20"} | more

    checked = check(json.dumps(answers).encode(), "uitvraag.json")

    (place,) = bsn_places(checked)
    assert place == ("", None, BLANKED if BSN in more else next(iter(more)))
    assert BSN not in str(checked)


@pytest.mark.parametrize(
    "number",
    ["75000001", "90000001", "0612345678", f"1{BSN}", f"{BSN}0", "999990018",
     "{99999001-9abc-4def-8123-999990019abc}", "0x999990019"],
)  # fmt: skip
def test_other_numbers_may_stand_in_a_hidden_place(number: str) -> None:
    def spoil(workbook: Workbook) -> None:
        workbook.properties.description = number
        workbook["Kwaliteit"]["D4"].comment = Comment(number, "Anne Voorbeeld")

    assert check(spoiled(spoil)).accepted


def test_a_file_that_was_not_looked_through_is_not_kept() -> None:
    content = with_member(form(), "xl/embeddings/plan.docx", lambda _: b"PK")

    checked = check(content)

    assert (checked.accepted, may_keep(checked.findings)) == (True, False)
    assert not may_keep(check(content[:-50]).findings)
    assert may_keep(check(form()).findings)


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_the_cells_of_a_sheet_are_left_out_wherever_the_pieces_end(size: int) -> None:
    xml = (
        f'<s:worksheet xmlns:s="urn:s"><s:cols/><s:sheetData a="b"><s:c>{BSN}</s:c></s:sheetData >'
        f"<s:oddHeader>{'x' * 500}</s:oddHeader></s:worksheet>"
    ).encode()

    def found(content: bytes) -> list[Place]:
        parts = BsnParts()
        pieces: Iterator[bytes] = (content[at : at + size] for at in range(0, len(content), size))
        assert b"".join(parts.past("xl/worksheets/sheet1.xml", pieces, sheet=True)) == content
        return [
            (one.sheet, one.row, one.column) for one in parts.findings({"xl/worksheets/sheet1.xml": "Blad"})
        ]

    assert found(xml) == []
    assert found(xml.replace(b"xxx<", f" {BSN}<".encode())) == [("Blad", None, ON_SHEET)]
    assert found(xml.replace(b"<s:cols/>", f"<s:title>{BSN}</s:title>".encode())) == [
        ("Blad", None, ON_SHEET)
    ]
