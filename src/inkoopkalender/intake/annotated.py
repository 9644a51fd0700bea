"""Gives a provider's file back with what is wrong with it: coloured cells, comments, and a sheet of findings.

Only the values that were read are written, as text or numbers, never as a formula; what passes for a citizen
service number is blanked, also where nobody asked. Of a file that cannot be read only the findings are there.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue, as_text
from inkoopkalender.intake.findings import UNWRITABLE, FileFinding, holds_bsn, without_bsn
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
_COLOURS: Final = {"": "", "error": "#FFC7CE", "warning": "#FFEB9C"}
_NARROWEST, _WIDEST, _MOST_COLUMNS = 10, 60, 200
_HEADING_ROW: Final = 3
_HEADINGS_WITHIN: Final = 50
"""Rows from the top among which headings are looked for."""
_LONGEST: Final = 32_000
_FIRST_YEAR: Final = 1900
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
_IN_A_TITLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Formats:
    """How cells look; `cell` by severity, the empty one for cells without findings."""

    cell: dict[str, Format]
    day: dict[str, Format]
    clock: dict[str, Format]
    text: dict[str, Format]
    bold: Format
    wrap: Format
    link: Format


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is said at one cell."""

    severity: str
    message: str


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
        formats = _formats(workbook)
        cells = [_cell_of(sheets, finding) for finding in findings[:MOST_LISTED]]
        _write_findings(workbook, formats, filename, findings, cells, titles)
        for number, sheet in enumerate(sheets):
            marks = _marks(sheet, findings, cells)
            _write_sheet(workbook.add_worksheet(titles[number]), sheet, marks, formats)


# --- where a finding is ---------------------------------------------------------------------------
def _cell_of(sheets: Sequence[Sheet], finding: FileFinding) -> tuple[int, int, int] | None:
    """Return (number of the sheet, row, column) of a finding, the latter two from 1; None: of no cell."""
    number = next((number for number, sheet in enumerate(sheets) if sheet.name == finding.sheet), None)
    if number is None or finding.row is None:
        return None
    heading = normalised(finding.column)
    for row in reversed(sheets[number].rows[: min(finding.row, _HEADINGS_WITHIN)]):
        for column, cell in enumerate(row, start=1):
            if heading and isinstance(cell, str) and normalised(cell) == heading:
                return number, finding.row, column
    return number, finding.row, 1


def _marks(
    sheet: Sheet, findings: Sequence[FileFinding], cells: Sequence[tuple[int, int, int] | None]
) -> dict[tuple[int, int], _Mark]:
    marks: dict[tuple[int, int], _Mark] = {}
    for finding, cell in zip(findings, cells, strict=False):
        if cell is None or finding.sheet != sheet.name:
            continue
        place = cell[1:]
        before = marks.get(place)
        if before is None:
            marks[place] = _Mark(finding.severity, finding.message)
        else:
            severity = "error" if "error" in {before.severity, finding.severity} else "warning"
            marks[place] = _Mark(severity, f"{before.message}\n\n{finding.message}")
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
def _formats(workbook: xlsxwriter.Workbook) -> _Formats:

    def each(**properties: object) -> dict[str, Format]:
        return {
            name: workbook.add_format(properties | ({"bg_color": colour} if colour else {}))
            for name, colour in _COLOURS.items()
        }

    return _Formats(
        cell=each(text_wrap=True, valign="top"),
        day=each(num_format="dd-mm-yyyy", valign="top"),
        clock=each(num_format="[hh]:mm:ss", valign="top"),
        text=each(num_format="@", quote_prefix=True, text_wrap=True, valign="top"),
        bold=workbook.add_format({"bold": True}),
        wrap=workbook.add_format({"text_wrap": True, "valign": "top"}),
        link=workbook.add_format({"hyperlink": True, "valign": "top"}),
    )


def _write_findings(
    workbook: xlsxwriter.Workbook,
    formats: _Formats,
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
    sheet.write_string(0, 0, _clean(f"Bevindingen in {filename}"), formats.bold)
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


def _write_finding(sheet: Worksheet, row: int, number: int, finding: FileFinding, formats: _Formats) -> None:
    texts = (finding.sheet, None, finding.column, finding.value, _clean(finding.message))
    let_text_show(sheet, row, tuple(zip(texts, _WIDTHS[2:7], strict=True)))
    colour = formats.cell[finding.severity]
    sheet.write_number(row, 0, number, formats.wrap)
    sheet.write_string(row, 1, "fout" if finding.severity == "error" else "let op", colour)
    sheet.write_string(row, 2, _clean(finding.sheet), formats.wrap)
    if finding.row is not None:
        sheet.write_number(row, 3, finding.row, formats.wrap)
    for column, text in ((4, finding.column), (5, finding.value), (6, finding.message)):
        sheet.write_string(row, column, _clean(text), formats.text[""] if _is_risky(text) else formats.wrap)


def _write_sheet(
    target: Worksheet, sheet: Sheet, marks: dict[tuple[int, int], _Mark], formats: _Formats
) -> None:
    lay_out_for_paper(target)
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        target.set_column(column, column, width)
    if marks:
        target.set_tab_color(_COLOURS["error"])
    for place, mark in marks.items():
        text = _clean(mark.message)[:2_000]
        target.write_comment(
            place[0] - 1, place[1] - 1, text, {"x_scale": 3, "y_scale": 1 + len(text) // 200}
        )
    columns: dict[int, set[int]] = {}
    for row, column in marks:
        columns.setdefault(row, set()).add(column)
    for row in range(1, max([len(sheet.rows), *columns]) + 1):
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
        if row <= _HEADINGS_WITHIN:
            let_text_show(target, row - 1, tuple(zip(cells, widths, strict=False)))
        width = max([len(cells), *columns.get(row, ())])
        for column in range(1, width + 1):
            severity = marks[row, column].severity if (row, column) in marks else ""
            value = cells[column - 1] if column <= len(cells) else None
            _write_value(target, row - 1, column - 1, value, severity, formats)


def _widths(sheet: Sheet) -> list[int]:
    """Return how wide each column must be to be read, as far as its first rows say."""
    longest: list[int] = []
    for row in sheet.rows[:_HEADINGS_WITHIN]:
        longest.extend([0] * (len(row) - len(longest)))
        for column, value in enumerate(row):
            longest[column] = max(longest[column], 0 if value is None else len(as_text(value)))
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest[:_MOST_COLUMNS]]


def _write_value(
    target: Worksheet, row: int, column: int, value: CellValue, severity: str, formats: _Formats
) -> None:
    if isinstance(value, bool):
        target.write_boolean(row, column, value, formats.cell[severity])
    elif isinstance(value, (int, float)) and math.isfinite(value) and not holds_bsn(as_text(value)):
        target.write_number(row, column, value, formats.cell[severity])
    elif isinstance(value, (date, datetime)) and value.year >= _FIRST_YEAR:
        target.write_datetime(row, column, value, formats.day[severity])
    elif isinstance(value, (time, timedelta)):
        target.write_datetime(row, column, value, formats.clock[severity])
    elif value is not None and value != "":
        text = (
            BLANKED
            if isinstance(value, (int, float)) and holds_bsn(as_text(value))
            else _clean(as_text(value))
        )
        shape = formats.text if isinstance(value, str) and _is_risky(text) else formats.cell
        target.write_string(row, column, text, shape[severity])
    elif severity:
        target.write_blank(row, column, None, formats.cell[severity])


def _is_risky(text: str) -> bool:
    return text.startswith(_RISKY)


def _clean(text: str) -> str:
    """Return what a workbook can hold of a text, without what passes for a citizen service number."""
    return UNWRITABLE.sub("�", without_bsn(text))[:_LONGEST]
