"""Bad files that are refused, or told about, before any answer is read: see `bad_files`."""

import io
import struct
import warnings
import zipfile

from intake.bad_files import (
    RELATIONS,
    STRINGS,
    TYPES,
    WORKBOOK,
    Bad,
    added,
    archive,
    edited,
    form,
    member_of,
    raw,
    refused,
    replaced,
    told,
)
from openpyxl import Workbook
from workbooks import saved, with_member, with_sheet_xml

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><worksheet><sheetData><row r='1'><c r='A1'><v>&a9;</v></c></row></sheetData></worksheet>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/hostname">]><sst>&x;</sst>'


def _with_flag(content: bytes) -> bytes:
    """The first member marked as encrypted."""
    spoilt = bytearray(content)
    spoilt[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(spoilt)


def _twice(name: str) -> bytes:
    target = io.BytesIO(form())
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr(name, "<x/>")
    return target.getvalue()


def _bomb(*, lies: bool = False) -> bytes:
    """240 MB of spaces in one member of 240 kB; one that lies says that it holds 100 bytes."""
    target = io.BytesIO(form())
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as file,
        file.open("xl/media/x.xml", "w") as member,
    ):
        for _ in range(240):
            member.write(b" " * 1_000_000)
    content = target.getvalue()
    return content.replace(struct.pack("<L", 240_000_000), struct.pack("<L", 100)) if lies else content


def _wrong_checksum() -> bytes:
    content = form()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        checksum = struct.pack("<L", file.getinfo(member_of("Kwaliteit")).CRC)
    return content.replace(checksum, b"\x00\x01\x02\x03")


def _overlapping() -> bytes:
    """Two entries of the directory that name the same bytes."""
    content = form()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        first, second = (
            struct.pack("<L", file.getinfo(member_of(sheet)).header_offset) + member_of(sheet).encode()
            for sheet in ("Algemeen", "Kwaliteit")
        )
    assert content.count(second) == 1
    return content.replace(second, first[:4] + second[4:])


def _with_bzip2() -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(form())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, source.read(name))
    return target.getvalue()


def _last_cell(xml: str) -> bytes:
    """The sheet Kwaliteit with something behind its last row."""
    return replaced(member_of("Kwaliteit"), "</sheetData>", f"{xml}</sheetData>")


def _hidden_sheet(state: str) -> bytes:
    def change(workbook: Workbook) -> None:
        notes = workbook.create_sheet("Kladblok")
        notes["A1"] = "kladje"
        notes.sheet_state = state

    return edited(change)


def _utf16(xml: str) -> bytes:
    return xml.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")


NOT_A_WORKBOOK = (
    Bad("empty", lambda: b"", refused("file-empty")),
    Bad("nothing filled in a workbook", lambda: saved(Workbook()), refused("file-empty")),
    Bad("old Excel", lambda: OLE + b"\0" * 600, refused("file-xls"), "uitvraag.xls"),
    Bad("old Excel under a new name", lambda: OLE + b"\0" * 600, refused("file-xls")),
    Bad("web page named .xls", lambda: b"<html><table><tr><td>Code", refused("file-xls"), "uitvraag.xls"),
    Bad("with a password", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), refused("file-encrypted")),
    Bad("with an encrypted member", lambda: _with_flag(form()), refused("file-encrypted")),
    Bad("macros by name", form, refused("file-macros"), "uitvraag.xlsm"),
    Bad("macros inside", lambda: added("xl/vbaProject.bin"), refused("file-macros")),
    Bad(
        "macros under another name",
        lambda: replaced(
            RELATIONS,
            "</Relationships>",
            '<Relationship Id="rId99" Target="drawing9.bin" '
            'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
        ),
        refused("file-macros"),
    ),
    Bad(
        "macros by content type",
        lambda: replaced(
            TYPES,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        refused("file-macros"),
    ),
    Bad("macros of Excel 4", lambda: added("xl/macrosheets/sheet1.xml"), refused("file-macros")),
    Bad("cut off at the end", lambda: form()[:-400], refused("file-damaged")),
    Bad("cut in half", lambda: form()[: len(form()) // 2], refused("file-damaged")),
    Bad("only the first bytes", lambda: b"PK\x03\x04", refused("file-damaged")),
    Bad("a picture named .xlsx", lambda: _PNG, refused("file-damaged")),
    Bad("a picture", lambda: _PNG, refused("file-not-text"), "uitvraag.png"),
    Bad("a PDF named .xlsx", lambda: _PDF, refused("file-damaged")),
    Bad("a PDF", lambda: _PDF, refused("file-not-text"), "uitvraag.pdf"),
    Bad("OpenDocument", lambda: archive("content.xml", "mimetype"), refused("file-not-xlsx"), "uitvraag.ods"),
    Bad("binary workbook", lambda: archive("xl/workbook.bin"), refused("file-not-xlsx"), "uitvraag.xlsb"),
    Bad("a letter of Word", lambda: archive("word/document.xml"), refused("file-not-xlsx")),
    Bad("an archive around it", lambda: archive("uitvraag.xlsx"), refused("file-not-xlsx"), "uitvraag.zip"),
    Bad("without a list of sheets", lambda: with_member(form(), RELATIONS, lambda _: b"<Relationships/>"),
        refused("file-damaged")),
)  # fmt: skip

ARCHIVES = (
    Bad("a member twice", lambda: _twice(member_of("Kwaliteit")), refused("file-damaged")),
    Bad("a member twice but for capitals", lambda: added("XL/Workbook.xml"), refused("file-damaged")),
    Bad("zip bomb", _bomb, refused("file-too-large")),
    Bad("zip bomb that lies about its size", lambda: _bomb(lies=True), refused("file-damaged")),
    Bad("two members over the same bytes", _overlapping, refused("file-damaged")),
    Bad("wrong checksum", _wrong_checksum, refused("file-damaged")),
    Bad("packed in a way Excel cannot read", _with_bzip2, refused("file-damaged")),
    Bad("31 MB", lambda: form() + b"\0" * 31_000_000, refused("file-too-large")),
    Bad("2,001 members", lambda: archive(WORKBOOK, *(f"x{n}" for n in range(2_000))),
        refused("file-too-large")),
)  # fmt: skip

XML = (
    Bad("billion laughs", lambda: with_member(form(), member_of("Kwaliteit"), lambda _: _LAUGHS.encode()),
        refused("file-doctype")),
    Bad("billion laughs in UTF-16",
        lambda: with_member(form(), member_of("Kwaliteit"), lambda _: _utf16(_LAUGHS)),
        refused("file-doctype")),
    Bad("a file of ours as entity", lambda: with_member(form(), STRINGS, lambda _: _OUTSIDE.encode()),
        refused("file-doctype")),
    Bad("sparse bomb", lambda: _last_cell('<row r="60000"><c r="XFD60000"><v>1</v></c></row>'),
        refused("file-sheet-size", "Kwaliteit")),
    Bad("sparse bomb with other attributes first",
        lambda: _last_cell('<row r="9" spans="1:5"><c t="n" s="1" r="XFD9"><v>1</v></c></row>'),
        refused("file-sheet-size", "Kwaliteit")),
    Bad("sparse bomb behind a prefix",
        lambda: with_sheet_xml('<x:row r="60000"><x:c r="XFD60000"/></x:row>', prefix="x"),
        refused("file-sheet-size", "register")),
    Bad("five columns formatted to the last row",
        lambda: _last_cell("".join(f'<c r="{one}1048576" s="1"/>' for one in "ABCDE")),
        refused("file-sheet-size", "Kwaliteit")),
    Bad("a row beyond the last", lambda: _last_cell('<row r="1048577"><c r="A1048577"/></row>'),
        refused("file-sheet-size", "Kwaliteit")),
    Bad("two million empty rows", lambda: _last_cell("<row/>" * 2_000_000), ()),
    Bad("absurd dimension",
        lambda: replaced(member_of("Kwaliteit"), 'ref="A1:E8"', 'ref="A1:XFD1048576"'), ()),
    Bad("a cell that cannot exist", lambda: _last_cell('<row r="9"><c r="AAAA9"/></row>'),
        refused("file-damaged", "Kwaliteit")),
    Bad("rows in the wrong order", lambda: _last_cell('<row r="3"><c r="F3"><v>1</v></c></row>'),
        refused("file-damaged", "Kwaliteit")),
    Bad("cells in the wrong order",
        lambda: _last_cell('<row r="9"><c r="C9"><v>1</v></c><c r="A9"><v>1</v></c></row>'),
        refused("file-damaged", "Kwaliteit")),
    Bad("an answer twice", lambda: raw("Kwaliteit", "C7", '<c r="C7"><v>41</v></c><c r="C7"><v>100</v></c>'),
        refused("file-damaged", "Kwaliteit")),
    Bad("XML that does not close", lambda: replaced(member_of("Kwaliteit"), "</sheetData>", ""),
        refused("file-damaged")),
    Bad("NUL in a text",
        lambda: raw("Minimumeisen", "C9", '<c r="C9" t="inlineStr"><is><t>a&#0;b</t></is></c>'),
        refused("file-damaged")),
    Bad("a text that is not there", lambda: raw("Minimumeisen", "C9", '<c r="C9" t="s"><v>99999</v></c>'),
        refused("file-damaged")),
    Bad("a sheet outside the file",
        lambda: replaced(RELATIONS, "worksheets/sheet2.xml", "../../../etc/passwd"),
        refused("file-damaged")),
)  # fmt: skip

TOLD = (
    Bad("links to another workbook", lambda: added("xl/externalLinks/externalLink1.xml"),
        (told("file-links"),)),
    Bad("a data connection", lambda: added("xl/connections.xml"), (told("file-links"),)),
    Bad("another file inside", lambda: added("xl/embeddings/oleObject1.bin"), (told("file-embedded"),)),
    Bad("hidden rows", lambda: edited(lambda book: _hide(book, 5, 6)),
        (told("rows-hidden", "Kwaliteit", 5),)),
    Bad("a hidden sheet", lambda: _hidden_sheet("hidden"), (told("sheet-hidden", "Kladblok"),)),
    Bad("a deeply hidden sheet", lambda: _hidden_sheet("veryHidden"), (told("sheet-hidden", "Kladblok"),)),
)  # fmt: skip


def _hide(workbook: Workbook, *rows: int) -> None:
    for row in rows:
        workbook["Kwaliteit"].row_dimensions[row].hidden = True


CONTAINERS = NOT_A_WORKBOOK + ARCHIVES + XML + TOLD
