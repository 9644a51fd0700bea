"""Gives a provider's file back with what is wrong with it: coloured cells, comments, and a sheet of findings.

Only the values that were read are written, as text or numbers, never as a formula; what passes for a citizen
service number is blanked, also where nobody asked. Of a file that cannot be read only the findings are there.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.intake.annotated_cells import (
    HEADINGS_WITHIN,
    Formats,
    Mark,
    clean,
    formats_of,
    is_risky,
    write_sheet,
)
from inkoopkalender.intake.findings import FileFinding, without_bsn
from inkoopkalender.intake.headings import normalised
from inkoopkalender.intake.sheet_xml import column_letters
from inkoopkalender.intake.tables import Sheet, read_sheets
from inkoopkalender.intake.writing import MADE_AT, heading_format, lay_out_for_paper, let_text_show

FINDINGS_SHEET: Final = "Bevindingen"
CSV_TITLE: Final = "Bestand"
MOST_LISTED: Final = 1_000
"""Findings in the list, and findings that are shown at their cell; the count above the list is of all."""
_HEADINGS: Final = ("Nr.", "Ernst", "Blad", "Regel", "Kolom", "Waarde", "Wat er is, en wat u doet", "Cel")
_WIDTHS: Final = (6, 10, 24, 8, 28, 30, 90, 34)
_HEADING_ROW: Final = 3
_IN_A_TITLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def write_annotated(
    path: Path,
    content: bytes,
    filename: str,
    findings: Sequence[FileFinding],
    *,
    lists: Sequence[str] = (),
) -> None:
    """Write the file back as a workbook with the findings in it. Raises OSError for a bad `path`.

    `lists` are the keys that hold lists of lines in JSON.
    """
    path.open("ab").close()  # a place that cannot be written to is told now, by its own error
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    sheets = read_sheets(content, filename, objects=True, lists=lists).sheets
    titles = _titles(sheets)
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": MADE_AT})
        formats = formats_of(workbook)
        cells = [_cell_of(sheets, finding) for finding in findings[:MOST_LISTED]]
        _write_findings(workbook, formats, filename, findings, cells, titles)
        for number, sheet in enumerate(sheets):
            marks = _marks(sheet, findings, cells)
            write_sheet(workbook.add_worksheet(titles[number]), sheet, marks, formats)


# --- where a finding is ---------------------------------------------------------------------------
def _cell_of(sheets: Sequence[Sheet], finding: FileFinding) -> tuple[int, int, int] | None:
    """Return (number of the sheet, row, column) of a finding, the latter two from 1; None: of no cell."""
    number = next((number for number, sheet in enumerate(sheets) if sheet.name == finding.sheet), None)
    if number is None or finding.row is None:
        return None
    heading = normalised(finding.column)
    for row in reversed(sheets[number].rows[: min(finding.row, HEADINGS_WITHIN)]):
        for column, cell in enumerate(row, start=1):
            if heading and isinstance(cell, str) and normalised(cell) == heading:
                return number, finding.row, column
    return number, finding.row, 1


def _marks(
    sheet: Sheet, findings: Sequence[FileFinding], cells: Sequence[tuple[int, int, int] | None]
) -> dict[tuple[int, int], Mark]:
    marks: dict[tuple[int, int], Mark] = {}
    for finding, cell in zip(findings, cells, strict=False):
        if cell is None or finding.sheet != sheet.name:
            continue
        place = cell[1:]
        before = marks.get(place)
        if before is None:
            marks[place] = Mark(finding.severity, finding.message)
        else:
            severity = "error" if "error" in {before.severity, finding.severity} else "warning"
            marks[place] = Mark(severity, f"{before.message}\n\n{finding.message}")
    return marks


def _titles(sheets: Sequence[Sheet]) -> list[str]:
    """Return a title for each sheet that a workbook can have: unique, at most 31 characters."""
    taken = {FINDINGS_SHEET.casefold()}
    titles = []
    for sheet in sheets:
        wanted = _IN_A_TITLE.sub(" ", without_bsn(sheet.name) or CSV_TITLE).strip("' ") or CSV_TITLE
        for number in range(1, len(sheets) + 2):
            tail = "" if number == 1 else f" ({number})"
            title = wanted[: 31 - len(tail)] + tail
            if title.casefold() not in taken | {"history"}:
                break
        taken.add(title.casefold())
        titles.append(title)
    return titles


# --- writing --------------------------------------------------------------------------------------


def _write_findings(
    workbook: xlsxwriter.Workbook,
    formats: Formats,
    filename: str,
    findings: Sequence[FileFinding],
    cells: Sequence[tuple[int, int, int] | None],
    titles: Sequence[str],
) -> None:
    sheet = workbook.add_worksheet(FINDINGS_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    lay_out_for_paper(sheet, heading_row=_HEADING_ROW)
    sheet.write_string(0, 0, clean(f"Bevindingen in {filename}"), formats.bold)
    sheet.write_string(1, 0, _counted(findings))
    heading_look = heading_format(workbook)
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(_HEADING_ROW, column, heading, heading_look)
    for number, (finding, cell) in enumerate(zip(findings, cells, strict=False), start=1):
        _write_finding(sheet, _HEADING_ROW + number, number, finding, formats)
        if cell is not None:
            title = titles[cell[0]].replace("'", "''")
            reference = f"'{title}'!{column_letters(cell[2])}{cell[1]}"
            place = (_HEADING_ROW + number, len(_HEADINGS) - 1)
            sheet.write_url(*place, f"internal:{reference}", formats.link, string=reference)


def _counted(findings: Sequence[FileFinding]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    counted = f"{errors} keer een fout, {len(findings) - errors} keer iets om op te letten."
    if not findings:
        return "Er is niets gevonden."
    if len(findings) > MOST_LISTED:
        counted += f" Van de {len(findings)} bevindingen staan de eerste {MOST_LISTED} hieronder."
    return counted


def _write_finding(sheet: Worksheet, row: int, number: int, finding: FileFinding, formats: Formats) -> None:
    texts = (finding.sheet, None, finding.column, finding.value, clean(finding.message))
    let_text_show(sheet, row, tuple(zip(texts, _WIDTHS[2:7], strict=True)))
    colour = formats.cell[finding.severity]
    sheet.write_number(row, 0, number, formats.wrap)
    sheet.write_string(row, 1, "fout" if finding.severity == "error" else "let op", colour)
    sheet.write_string(row, 2, clean(finding.sheet), formats.wrap)
    if finding.row is not None:
        sheet.write_number(row, 3, finding.row, formats.wrap)
    for column, text in ((4, finding.column), (5, finding.value), (6, finding.message)):
        sheet.write_string(row, column, clean(text), formats.text[""] if is_risky(text) else formats.wrap)
