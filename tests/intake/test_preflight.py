import io
import zipfile

import pytest
from workbooks import register_row, with_member, with_sheet_xml, xlsx

from inkoopkalender.intake import preflight
from inkoopkalender.intake.preflight import look_at_workbook
from inkoopkalender.intake.sheet_xml import MarkedCell, column_letters
from inkoopkalender.intake.tables import read_sheets

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def codes(content: bytes, filename: str = "register.xlsx") -> list[str]:
    return [finding.code for finding in look_at_workbook(content, filename).findings]


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "a.xlsx", "file-empty"),
        (OLE + b"\0" * 600, "a.xls", "file-xls"),
        (OLE + b"\0" * 600, "a.xlsx", "file-xls"),
        (b"PK\x03\x04", "a.xls", "file-xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "file-encrypted"),
        (b"PK\x03\x04 rest", "a.xlsx", "file-damaged"),
        (b"no workbook", "a.xlsx", "file-damaged"),
        (b"PK\x03\x04", "a.xlsm", "file-macros"),
        (archive("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx", "file-macros"),
        (archive("content.xml", "mimetype"), "a.ods", "file-not-xlsx"),
        (archive("xl/workbook.bin"), "a.xlsb", "file-not-xlsx"),
        (xlsx(("kvk",))[:-400], "a.xlsx", "file-damaged"),
    ],
)
def test_a_file_that_is_no_plain_workbook_is_refused(content: bytes, filename: str, code: str) -> None:
    assert codes(content, filename) == [code]


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(xlsx(("kvk",)))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1

    assert codes(bytes(content)) == ["file-encrypted"]


def test_two_members_of_one_name_are_refused() -> None:
    target = io.BytesIO(xlsx(("kvk",)))
    with zipfile.ZipFile(target, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("xl/workbook.xml", "<other/>")

    assert codes(target.getvalue()) == ["file-damaged"]


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_is_refused_in_every_member(member: str) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'

    assert codes(with_member(xlsx(("kvk",)), member, lambda _: bomb)) == ["file-doctype"]


@pytest.mark.parametrize(
    ("rows", "reach"),
    [
        ('<row r="1"><c r="A1"/></row><row r="60000"><c r="XFD60000"/></row>', "XFD60000"),
        ('<row r="1048577"><c r="A1048577"/></row>', "A1048577"),
        ('<row r="1"><c r="GS1"/></row>', "GS1"),
        ('<row r="30000"><c r="GR30000"/></row>', "GR30000"),
        ('<row r="9999999"><c/></row>', "A9999999"),
        ('<row r="60000"><c r="xfd60000"/></row>', "XFD60000"),
    ],
)
def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_read(rows: str, reach: str) -> None:
    (finding,) = read_sheets(with_sheet_xml(rows), "a.xlsx").findings

    assert finding.code == "file-sheet-size"
    assert f"cel {reach};" in finding.message


@pytest.mark.parametrize("reference", ["AAAA1", "1A", "$A$1", "A", "A99999999", ""])
def test_a_cell_that_cannot_exist_is_refused(reference: str) -> None:
    assert codes(with_sheet_xml(f'<row r="1"><c r="{reference}"/></row>')) == ["file-damaged"]


def test_a_worksheet_is_scanned_wherever_it_stands() -> None:
    far = b"<worksheet><sheetData><row><c r='XFD9'/></row></sheetData></worksheet>"

    assert codes(with_member(xlsx(("kvk",)), "xl/other/thing.bin", lambda _: far)) == ["file-sheet-size"]


def test_formulas_are_found_in_a_strict_workbook_and_under_a_path_in_capitals() -> None:
    content = with_sheet_xml('<row r="2"><c r="B2"><f>1+1</f></c></row>')
    ordinary = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = with_member(
        content,
        "xl/workbook.xml",
        lambda xml: xml.replace(ordinary, b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    capitals = with_member(
        content, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"sheet1.xml", b"SHEET1.xml")
    )

    formula = {"register": (MarkedCell(2, 2, "formula", "=1+1"),)}
    assert look_at_workbook(strict, "a.xlsx").marked == formula
    assert look_at_workbook(capitals, "a.xlsx").marked == formula


def test_a_sheet_that_the_look_did_not_see_is_not_read() -> None:
    content = with_member(xlsx(("kvk",)), "xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>")

    assert [finding.code for finding in read_sheets(content, "a.xlsx").findings] == ["file-damaged"]


def test_a_sheet_of_two_hundred_columns_is_read() -> None:
    assert codes(with_sheet_xml('<row r="1"><c r="GR1"/></row>')) == []


def test_what_is_inflated_is_counted_whatever_the_archive_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "LARGEST_INFLATED", 1_000)

    assert codes(xlsx(("kvk",))) == ["file-too-large"]


def test_formulas_and_error_cells_are_marked_with_their_place() -> None:
    rows = (
        '<row r="2"><c t="str" r="B2"><f>1+1</f><v>2</v></c><c t="e" r="C2"><v>#DIV/0!</v></c></row>'
        "<row><c/><c><f/><v>3</v></c></row>"
    )

    marked = look_at_workbook(with_sheet_xml(rows), "a.xlsx").marked

    assert marked == {
        "register": (
            MarkedCell(2, 2, "formula", "=1+1"),
            MarkedCell(2, 3, "error", "#DIV/0!"),
            MarkedCell(3, 2, "formula", "="),
        )
    }


def test_a_namespace_prefix_hides_nothing() -> None:
    rows = '<x:row r="2"><x:c s="1" r="B2"><x:f>1+1</x:f></x:c></x:row>'

    marked = look_at_workbook(with_sheet_xml(rows, prefix="x"), "a.xlsx").marked

    assert marked == {"register": (MarkedCell(2, 2, "formula", "=1+1"),)}


def test_a_good_workbook_has_no_findings() -> None:
    look = look_at_workbook(xlsx(register_row()), "a.xlsx")

    assert (look.findings, look.marked) == ((), {"register": ()})


def test_column_letters() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 200, 16384)] == ["A", "Z", "AA", "GR", "XFD"]
