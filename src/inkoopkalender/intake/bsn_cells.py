"""Finds citizen service numbers (BSN) in cells that nobody asked for: no file may bring one, wherever."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from inkoopkalender.intake.columns import CellValue, as_text
from inkoopkalender.intake.fields import Place, is_empty
from inkoopkalender.intake.findings import BLANKED, FileFinding, holds_bsn, shown
from inkoopkalender.intake.headings import normalised
from inkoopkalender.intake.tables import Sheet

Heading: TypeAlias = tuple[int, Sequence[CellValue]]
"""A line of headings: its row, counted from 0, and its cells."""
_SHORTEST_BSN = 9
_BSN = "Hier staat een getal dat een burgerservicenummer kan zijn. Haal het weg: dat mag hier niet staan."


def find_bsn(
    sheets: Sequence[Sheet],
    headings: Mapping[str, Heading],
    *,
    read: Collection[str] = (),
    answers: Iterable[Place] = (),
) -> Iterator[FileFinding]:
    """Give each BSN in the order of the file, with its value blanked.

    `headings` are those of the sheets that have any, by name. Columns in `read` were looked at already, below
    their heading, and so were the cells of `answers`: there a number may be a number.
    """
    known = {(one.sheet, one.row, normalised(one.column)) for one in answers}
    for sheet in sheets:
        heading, names = headings.get(sheet.name, (len(sheet.rows), ()))
        by_column = [heading_name(at(names, column)) for column in range(sheet.width)]
        unread = [column for column, name in enumerate(by_column) if name not in read]
        top = replace(sheet, rows=tuple(map(tuple, sheet.rows[: heading + 1])))
        above = top.places(_is_bsn, range(sheet.width))
        for row, column in sorted({*above, *sheet.places(_is_bsn, unread)}):
            below = row > heading
            if below and (sheet.name, row + 1, by_column[column]) in known:
                continue
            named = shown(at(names, column)) if below else ""
            place = named or f"kolom {column + 1}"
            yield FileFinding("cell-bsn", "error", sheet.name, row + 1, place, BLANKED, _BSN)


def headings_of(sheets: Sequence[Sheet], word: str) -> dict[str, Heading]:
    """Return of each sheet the first line that holds the heading `word`, else its first filled row."""
    return {sheet.name: line_with(sheet, word) or first_heading(sheet) for sheet in sheets}


def first_heading(sheet: Sheet) -> Heading:
    """Return the first filled row."""
    rows = enumerate(sheet.rows)
    return next(((row, cells) for row, cells in rows if not all(map(is_empty, cells))), (0, ()))


def heading_name(cell: CellValue) -> str:
    """Return a heading as it is compared."""
    return normalised("" if cell is None else cell)


def at(cells: Sequence[CellValue], column: int) -> CellValue:
    """Return a cell of a row, None behind its end; columns count from 0."""
    return cells[column] if column < len(cells) else None


def line_with(sheet: Sheet, word: str) -> Heading | None:
    """Return the first line that holds the heading `word`; None when no line does."""
    rows = enumerate(sheet.rows)
    return next(((row, cells) for row, cells in rows if word in map(heading_name, cells)), None)


def _is_bsn(cell: CellValue) -> bool:
    may_be = isinstance(cell, (int, float)) or (isinstance(cell, str) and len(cell) >= _SHORTEST_BSN)
    return may_be and holds_bsn(as_text(cell))
