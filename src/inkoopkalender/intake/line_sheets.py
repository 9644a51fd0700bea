"""Writes the tables of a form: a sheet of headings each, with what Excel lets in below them.

Read in `line_tables`; a column is known by its heading, so that columns may move.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import xlsxwriter

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.answer_cells import AnswerCells
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.row_templates import explained
from inkoopkalender.intake.writing import heading_format, lay_out_for_paper, let_text_show, write_cell

COLUMNS_SHEET: Final = "Kolommen"
_EXPLAINED: Final = {
    "Blad": 20, "Kolom": 24, "Wat er gevraagd wordt": 60, "Wat er kan staan": 34, "Uitleg": 60
}  # fmt: skip
"""The headings of that sheet, and how wide each column is."""
_NARROWEST: Final = 14


def write_line_sheets(
    workbook: xlsxwriter.Workbook,
    kind: SubmissionKind,
    lines: Mapping[str, Sequence[Mapping[str, CellValue]]],
    cells: AnswerCells | None,
) -> None:
    """Write a sheet for each table, with its `lines` by name; with `cells` prepared for filling in."""
    bold = heading_format(workbook)
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    text = workbook.add_format({"num_format": "@"})
    for name, table in kind.tables.items():
        sheet = workbook.add_worksheet(table.sheet)
        sheet.freeze_panes(1, 0)
        lay_out_for_paper(sheet)
        for column, (field_name, field) in enumerate(table.fields.items()):
            width = max(_NARROWEST, len(field.column) + 2)
            sheet.set_column(column, column, width, cells.column_format(field) if cells else None)
            sheet.write_string(0, column, field.column, bold)
            if cells is not None:
                cells.allow(sheet, 1, table.most, column, field)
            for row, line in enumerate(lines.get(name, ()), start=1):
                write_cell(sheet, row, column, line.get(field_name), day, text)


def write_columns(workbook: xlsxwriter.Workbook, kind: SubmissionKind) -> None:
    """Write a sheet that explains every column of every table; none when there are no tables."""
    if not kind.tables:
        return
    bold = heading_format(workbook)
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet(COLUMNS_SHEET)
    sheet.freeze_panes(1, 0)
    lay_out_for_paper(sheet)
    for column, (heading, width) in enumerate(_EXPLAINED.items()):
        sheet.set_column(column, column, width, wrap)
        sheet.write_string(0, column, heading, bold)
    rows = [
        (lines.sheets[0], *explained(lines, field))
        for lines in map(kind.lines_of, kind.tables)
        for field in lines.fields.values()
    ]
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, wrap)
        let_text_show(sheet, row, tuple(zip(texts, _EXPLAINED.values(), strict=True)))
