"""How the cells of an annotated copy are written: what was read of a sheet, with its marks.

A text is never a formula, and what passes for a citizen service number is blanked.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue, as_text
from inkoopkalender.intake.findings import UNWRITABLE, holds_bsn, without_bsn
from inkoopkalender.intake.tables import Sheet
from inkoopkalender.intake.writing import lay_out_for_paper, let_text_show

HEADINGS_WITHIN: Final = 50
"""Rows from the top among which headings are looked for, and by which the width of columns is chosen."""
_COLOURS: Final = {"": "", "error": "#FFC7CE", "warning": "#FFEB9C"}
_NARROWEST, _WIDEST, _MOST_COLUMNS = 10, 60, 200
_LONGEST: Final = 32_000
_FIRST_YEAR: Final = 1900
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look; `cell` by severity, the empty one for cells without findings."""

    cell: dict[str, Format]
    day: dict[str, Format]
    clock: dict[str, Format]
    text: dict[str, Format]
    bold: Format
    wrap: Format
    link: Format


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said at one cell."""

    severity: str
    message: str


def formats_of(workbook: xlsxwriter.Workbook) -> Formats:
    """Make the looks of one workbook."""

    def each(**properties: object) -> dict[str, Format]:
        return {
            name: workbook.add_format(properties | ({"bg_color": colour} if colour else {}))
            for name, colour in _COLOURS.items()
        }

    return Formats(
        cell=each(text_wrap=True, valign="top"),
        day=each(num_format="dd-mm-yyyy", valign="top"),
        clock=each(num_format="[hh]:mm:ss", valign="top"),
        text=each(num_format="@", quote_prefix=True, text_wrap=True, valign="top"),
        bold=workbook.add_format({"bold": True}),
        wrap=workbook.add_format({"text_wrap": True, "valign": "top"}),
        link=workbook.add_format({"hyperlink": True, "valign": "top"}),
    )


def write_sheet(
    target: Worksheet, sheet: Sheet, marks: dict[tuple[int, int], Mark], formats: Formats
) -> None:
    """Write what was read of a sheet, and its marks by (row, column), both from 1."""
    lay_out_for_paper(target)
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        target.set_column(column, column, width)
    if marks:
        target.set_tab_color(_COLOURS["error"])
    for place, mark in marks.items():
        text = clean(mark.message)[:2_000]
        target.write_comment(
            place[0] - 1, place[1] - 1, text, {"x_scale": 3, "y_scale": 1 + len(text) // 200}
        )
    columns: dict[int, set[int]] = {}
    for row, column in marks:
        columns.setdefault(row, set()).add(column)
    for row in range(1, max([len(sheet.rows), *columns]) + 1):
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
        if row <= HEADINGS_WITHIN:
            let_text_show(target, row - 1, tuple(zip(cells, widths, strict=False)))
        width = max([len(cells), *columns.get(row, ())])
        for column in range(1, width + 1):
            severity = marks[row, column].severity if (row, column) in marks else ""
            value = cells[column - 1] if column <= len(cells) else None
            _write_value(target, row - 1, column - 1, value, severity, formats)


def _widths(sheet: Sheet) -> list[int]:
    """Return how wide each column must be to be read, as far as its first rows say."""
    longest: list[int] = []
    for row in sheet.rows[:HEADINGS_WITHIN]:
        longest.extend([0] * (len(row) - len(longest)))
        for column, value in enumerate(row):
            longest[column] = max(longest[column], 0 if value is None else len(as_text(value)))
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest[:_MOST_COLUMNS]]


def _write_value(
    target: Worksheet, row: int, column: int, value: CellValue, severity: str, formats: Formats
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
            else clean(as_text(value))
        )
        shape = formats.text if isinstance(value, str) and is_risky(text) else formats.cell
        target.write_string(row, column, text, shape[severity])
    elif severity:
        target.write_blank(row, column, None, formats.cell[severity])


def is_risky(text: str) -> bool:
    """Say whether a program could take a text for a formula."""
    return text.startswith(_RISKY)


def clean(text: str) -> str:
    """Return what a workbook can hold of a text, without what passes for a citizen service number."""
    return UNWRITABLE.sub("�", without_bsn(text))[:_LONGEST]
