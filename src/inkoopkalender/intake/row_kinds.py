"""Reads a kind of submission with `layout: rows`: a column per question, a row per case.

Every column of the kind must be there, those that may stay empty too: a heading with a typing error would
otherwise empty a whole column unseen. A citizen service number (BSN) is refused wherever it stands, also in
columns and on sheets that nobody asked for. What the rows mean is for the kind's own module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from inkoopkalender.intake.columns import CellValue, Column, as_text
from inkoopkalender.intake.fields import is_empty
from inkoopkalender.intake.findings import (
    BLANKED,
    FileFinding,
    file_fault,
    holds_bsn,
    shown,
    stands_in_the_way,
)
from inkoopkalender.intake.rows import Records, normalised, records_of
from inkoopkalender.intake.tables import ReadFile, Sheet, read_sheets

_SHORTEST_BSN = 9
_BSN = "Hier staat een getal dat een burgerservicenummer kan zijn. Haal het weg: dat mag hier niet staan."


def read_row_kind(content: bytes, filename: str, columns: Sequence[Column]) -> Records:
    """Read the rows of the sheet with the kind's columns. Never raises, whatever the bytes are.

    Records come in the order of the file; the findings of the file name every BSN outside the columns.
    """
    file = read_sheets(content, filename)
    if stands_in_the_way(file.findings):
        return Records((), file.findings)
    asked = [replace(column, heading=True) for column in columns]
    names = {column.name for column in asked}
    sheet = max(file.sheets, key=lambda each: len(names & set(map(_name, _heading_of(each)[1]))))
    records = records_of(sheet, asked, file.findings)
    findings = (*records.findings, *_bsn_elsewhere(file, sheet, names if records.rows else set()))
    if not records.rows and not stands_in_the_way(findings):
        findings += (file_fault("rows-none", _NO_ROWS, sheet=sheet.name),)
    return Records(records.rows, findings)


_NO_ROWS = "Onder de koppen staat geen enkele regel. Vul een regel in per geval."


def _bsn_elsewhere(file: ReadFile, read: Sheet, names: set[str]) -> Iterator[FileFinding]:
    """Give each BSN in cells that are not read by column: other sheets, unknown columns, the headings."""
    for sheet in file.sheets:
        heading, headings = _heading_of(sheet) if sheet is read else (len(sheet.rows), ())
        width = max(map(len, sheet.rows), default=0)
        unknown = [number for number in range(width) if _name(_at(headings, number)) not in names]
        for number, cells in enumerate(sheet.rows):
            for column in unknown if number > heading else range(len(cells)):
                cell = _at(cells, column)
                if _may_be_bsn(cell) and holds_bsn(as_text(cell)):
                    named = shown(_at(headings, column)) if number > heading else ""
                    place = named or f"kolom {column + 1}"
                    yield FileFinding("cell-bsn", "error", sheet.name, number + 1, place, BLANKED, _BSN)


def _heading_of(sheet: Sheet) -> tuple[int, Sequence[CellValue]]:
    """Return the first filled row, by its number from 0."""
    rows = enumerate(sheet.rows)
    return next(((row, cells) for row, cells in rows if not all(map(is_empty, cells))), (0, ()))


def _at(cells: Sequence[CellValue], column: int) -> CellValue:
    return cells[column] if column < len(cells) else None


def _name(cell: CellValue) -> str:
    return normalised("" if cell is None else cell)


def _may_be_bsn(cell: CellValue) -> bool:
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and len(cell) >= _SHORTEST_BSN)
