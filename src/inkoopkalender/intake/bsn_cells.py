"""Finds citizen service numbers (BSN) where nobody asked for anything: no file may bring one, wherever.

What stands in a workbook outside its cells was found by `bsn_parts`, and is given on here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue, as_text
from inkoopkalender.intake.fields import Place, is_empty
from inkoopkalender.intake.findings import FileFinding, holds_bsn, shown
from inkoopkalender.intake.headings import normalised
from inkoopkalender.intake.tables import ReadFile, Sheet

Heading: TypeAlias = tuple[int, Sequence[CellValue]]
"""A line of headings: its row, counted from 0, and its cells."""
_SHORTEST_BSN = 9
_BSN = "Hier staat een getal dat een burgerservicenummer kan zijn. Haal het weg: dat mag hier niet staan."


def find_bsn(
    file: ReadFile,
    filename: str,
    headings: Mapping[str, Heading],
    *,
    read: Collection[str] = (),
    answers: Iterable[Place] = (),
) -> Iterator[FileFinding]:
    """Give each BSN that reading the answers did not find, with its value blanked, in the order of the file.

    `headings` are those of the visible sheets that have any, by name. Columns in `read` were looked at
    already, below their heading, and so were the cells of `answers`: there a number may be a number. Then
    come the hidden sheets, what stands in no cell, and the name of the file.
    """
    known = {(one.sheet, one.row, normalised(one.column)) for one in answers}
    for sheet in file.sheets:
        yield from _in_sheet(sheet, headings, read, known)
    for sheet in file.hidden:
        yield from _in_sheet(sheet, {}, (), ())
    yield from file.bsn
    yield from _unused(file)
    if holds_bsn(filename):
        yield _found("", None, "de naam van het bestand")


def _in_sheet(
    sheet: Sheet,
    headings: Mapping[str, Heading],
    read: Collection[str],
    known: Collection[tuple[str, int | None, str]],
) -> Iterator[FileFinding]:
    heading, names = headings.get(sheet.name, (len(sheet.rows), ()))
    by_column = [heading_name(at(names, column)) for column in range(sheet.width)]
    unread = [column for column, name in enumerate(by_column) if name not in read]
    top = replace(sheet, rows=tuple(map(tuple, sheet.rows[: heading + 1])))
    above = top.places(_is_bsn, range(sheet.width))
    marked = {(row - 1, column - 1): one.value for (row, column), one in sheet.marked.items()}
    for number, column in sorted({*above, *sheet.places(_is_bsn, unread)}):
        below = number > heading
        if (number, column) in marked or (below and (sheet.name, number + 1, by_column[column]) in known):
            continue
        yield _found(sheet.name, number + 1, _named(names, column, below=below))
    for (number, column), value in marked.items():
        cell = at(sheet.rows[number], column) if number < len(sheet.rows) else None
        if holds_bsn(value) or holds_bsn(as_text(cell)):
            yield _found(sheet.name, number + 1, _named(names, column, below=number > heading))


def _named(names: Sequence[CellValue], column: int, *, below: bool) -> str:
    return (shown(at(names, column)) if below else "") or f"kolom {column + 1}"


def _found(sheet: str, row: int | None, place: str) -> FileFinding:
    return FileFinding("cell-bsn", "error", shown(sheet), row, place, BLANKED, _BSN)


def _unused(file: ReadFile) -> Iterator[FileFinding]:
    """Give a finding when a workbook keeps a text that no cell uses any more."""
    if not file.bsn_texts:
        return
    used = {cell for sheet in (*file.sheets, *file.hidden) for cell in sheet.distinct()}
    if not file.bsn_texts <= used:
        yield _found("", None, "een tekst die geen cel meer gebruikt")


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
