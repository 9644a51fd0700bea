"""Writes tables and forms that the intake can read: XLSX by XlsxWriter, CSV with semicolons.

Text stays text: codes keep their zeros, and nothing is taken for a formula or an address. The same rows
give the same bytes. What the rows hold is the caller's.
"""

import csv
import math
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.columns import CellValue, as_text

MADE_AT: Final = datetime(2026, 1, 1)  # noqa: DTZ001 -- a workbook's own property has no zone
_A4: Final = 9
_LINE_HEIGHT, _MOST_LINES = 15, 27
"""In points; Excel takes no row of more than 409."""
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


class UnknownFormError(MisuseError):
    """A table is written as .xlsx or .csv."""


def write_rows(path: Path, sheet: str, headings: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> None:
    """Write one table; its form follows from the suffix. Raises UnknownFormError."""
    if path.suffix.lower() == ".csv":
        _write_csv(path, headings, rows)
    elif path.suffix.lower() == ".xlsx":
        _write_xlsx(path, sheet, headings, rows)
    else:
        raise UnknownFormError(
            f"{path.name} is geen naam voor een tabel. Kies een naam die eindigt op .xlsx of .csv."
        )


def new_workbook(path: Path) -> xlsxwriter.Workbook:
    """Return a workbook in which text stays text, made at a fixed moment. Raises OSError."""
    path.open("ab").close()  # a place that cannot be written to is told now, by its own error
    workbook = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    workbook.set_properties({"created": MADE_AT})
    return workbook


def heading_format(workbook: xlsxwriter.Workbook) -> Format:
    """Return how the headings of a table look."""
    return workbook.add_format({"bold": True, "bg_color": "#E7ECF1", "bottom": 1, "valign": "top"})


def lay_out_for_paper(sheet: Worksheet, *, heading_row: int | None = 0) -> None:
    """Let a sheet print across A4, all columns on one page, its headings and page numbers on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P van &N")
    if heading_row is not None:
        sheet.repeat_rows(heading_row)


def let_text_show(sheet: Worksheet, row: int, cells: Sequence[tuple[CellValue, float]]) -> None:
    """Make a row as high as its longest wrapped text needs; each cell is its value and its column's width.

    Not every program does that by itself when it opens a workbook.
    """
    lines = max((_lines(as_text(value), width) for value, width in cells if value is not None), default=1)
    if lines > 1:
        sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))


def write_cell(sheet: Worksheet, row: int, column: int, value: CellValue, day: Format, text: Format) -> None:
    """Write one cell by the kind of its value; an empty one stays empty."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, text)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "ja" if value else "nee")
    else:
        sheet.write(row, column, value)


def _write_xlsx(path: Path, sheet: str, headings: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> None:
    with new_workbook(path) as workbook:
        table = workbook.add_worksheet(sheet)
        bold = heading_format(workbook)
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        text = workbook.add_format({"num_format": "@"})
        table.freeze_panes(1, 0)
        lay_out_for_paper(table)
        table.set_column(0, len(headings) - 1, 22)
        for column, heading in enumerate(headings):
            table.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                write_cell(table, number, column, value, day, text)


def _write_csv(path: Path, headings: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)


def _csv_cell(value: CellValue) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RISKY) else text
