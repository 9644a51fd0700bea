"""Rows below a line of headings: finds the columns, reads each cell by its kind, and names every fault.

A row with a fault gives no values to use and stands in nobody's way. Findings come in the order of the
file: row, then column.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue, Column, Value
from inkoopkalender.intake.fields import Place, is_empty, read_cell
from inkoopkalender.intake.findings import FileFinding, file_fault, holds_bsn, shown, stands_in_the_way
from inkoopkalender.intake.headings import find_columns
from inkoopkalender.intake.tables import CSV_SHEET, Sheet


@dataclass(frozen=True, slots=True)
class Record:
    """One row: what could be read of it, and what is wrong with it."""

    sheet: str
    row: int
    values: Mapping[str, Value]
    findings: tuple[FileFinding, ...] = ()

    @property
    def is_good(self) -> bool:
        """Say whether every cell could be used."""
        return not stands_in_the_way(self.findings)


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a file, and the faults of the file itself (when there are errors, no rows)."""

    rows: tuple[Record, ...]
    findings: tuple[FileFinding, ...] = ()
    bsn: tuple[FileFinding, ...] = ()
    """The citizen service numbers (BSN) outside the rows: rows beside them can be used."""


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet whose headings were looked for: the columns by their number (from 0), and what is wrong.

    `heading` is their row, counted from 1; 0 when the rows cannot be read.
    """

    sheet: Sheet
    heading: int = 0
    places: Mapping[int, Column] = field(default_factory=dict)
    findings: tuple[FileFinding, ...] = ()

    @property
    def width(self) -> int:
        """How many cells the line of headings has; None only fills up the rows of `CodedRows`."""
        return sum(cell is not None for cell in self.sheet.rows[self.heading - 1])

    def records(self, rows: Iterable[int] | None = None) -> Iterator[Record]:
        """Read these rows, counted from 1, or all below the headings; those without anything are no rows."""
        if not self.heading:
            return iter(())
        cells = self.sheet.rows
        if rows is None:
            return _read_rows(self, enumerate(cells[self.heading :], start=self.heading + 1))
        return _read_rows(self, ((row, cells[row - 1]) for row in rows))


def find_headings(sheet: Sheet, columns: Sequence[Column], findings: tuple[FileFinding, ...] = ()) -> Headed:
    """Look for the columns in the first filled row of a sheet."""
    filled = (row for row, cells in enumerate(sheet.rows, start=1) if _is_filled(cells))
    heading = next(filled, None)
    if heading is None:
        return Headed(sheet, findings=(*findings, file_fault("file-empty", _EMPTY, sheet=sheet.name)))
    places, faults = find_columns(sheet, heading, columns)
    findings += faults
    return Headed(sheet, 0 if stands_in_the_way(findings) else heading, places, findings)


def records_of(sheet: Sheet, columns: Sequence[Column], findings: tuple[FileFinding, ...] = ()) -> Records:
    """Read the rows of one sheet, the first filled one being the headings."""
    headed = find_headings(sheet, columns, findings)
    return Records(tuple(headed.records()), headed.findings)


_EMPTY = "In dit bestand staat niets. Vul het in en bewaar het opnieuw."


def row_fault(record: Record, code: str, column: str, message: str) -> FileFinding:
    """Return an error about a row that only shows beside something else."""
    value = record.values.get(column)
    return FileFinding(
        code, "error", record.sheet, record.row, column, "" if value is None else str(value), message
    )


def in_file_order(records: Records, found: Sequence[FileFinding]) -> tuple[FileFinding, ...]:
    """Return the findings of the file, of its rows, and those found beside them, in the order of the rows."""
    rows = [finding for record in records.rows for finding in record.findings]
    beside = sorted([*rows, *found], key=lambda finding: finding.row or 0)
    return (*records.findings, *beside, *records.bsn)


def cell_finding(sheet: Sheet, place: Place, column: int, cell: CellValue) -> FileFinding | None:
    """Return why a cell holds no answer (a formula, `#DIV/0!`), or None when it may be read."""
    marked = sheet.marked.get((place.row, column))
    if marked is None:
        return None
    if marked.what == "formula":
        code, message = "cell-formula", _FORMULA.format(column=place.column)
    else:
        code, message = "cell-error", _ERROR.format(column=place.column, value=marked.value)
    return FileFinding(
        code, "error", place.sheet, place.row, place.column, shown(marked.value or cell), message
    )


def overlong_row(
    sheet: Sheet, row: int, cells: Sequence[CellValue], width: int, column: str
) -> FileFinding | None:
    """Return why a row of CSV cannot be used that has more cells than there are headings; None: it has not.

    Its delimiter stands in an answer too, so that every answer after it has moved.
    """
    if sheet.name != CSV_SHEET or not _is_filled(cells[width:]):
        return None
    extra = shown(next(cell for cell in cells[width:] if not is_empty(cell)))
    return FileFinding("row-too-long", "error", sheet.name, row, column, extra, _OVERLONG)


_OVERLONG = (
    "Deze regel heeft meer cellen dan er koppen zijn: het scheidingsteken staat ook in een antwoord "
    "(zoals de komma in 92,5). Zet dat antwoord tussen aanhalingstekens, of lever een .xlsx in."
)
_FORMULA = "'{column}' bevat een formule. Vervang die door de uitkomst: kopiëren, dan plakken als waarde."
_ERROR = "'{column}' bevat de fout {value} van een formule. Vul hier het antwoord zelf in."


def _is_filled(cells: Sequence[CellValue]) -> bool:
    return not all(is_empty(cell) for cell in cells)


def _bsn_in(sheet: Sheet, row: int, cells: Sequence[CellValue]) -> Iterator[FileFinding]:
    """Give a finding when a row that cannot be read holds a citizen service number (BSN)."""
    if any(holds_bsn(cell) for cell in cells if isinstance(cell, str)):
        yield FileFinding("cell-bsn", "error", sheet.name, row, "", BLANKED, _BSN)


_BSN = (
    "In deze regel staat een getal dat een burgerservicenummer kan zijn. "
    "Haal het weg: dat mag hier niet staan."
)
_Known: TypeAlias = dict[tuple[int, type, CellValue], Value]
"""Faultless cells by column, type (1, 1.0 and True are equal) and content: most come again and again."""
_MOST_KNOWN = 20_000


def _read_rows(headed: Headed, rows: Iterable[tuple[int, Sequence[CellValue]]]) -> Iterator[Record]:
    sheet, known, width = headed.sheet, _Known(), headed.width
    for row, cells in rows:
        if _is_filled(cells):
            overlong = overlong_row(sheet, row, cells, width, "")
            if overlong:
                yield Record(sheet.name, row, {}, (overlong, *_bsn_in(sheet, row, cells)))
            else:
                yield _read_row(sheet, row, cells, headed.places, known)


def _read_row(
    sheet: Sheet, row: int, cells: Sequence[CellValue], places: Mapping[int, Column], known: _Known
) -> Record:
    values: dict[str, Value] = {}
    findings = []
    for number, column in places.items():
        cell = cells[number] if number < len(cells) else None
        same = (number, type(cell), cell)
        if same in known and (row, number + 1) not in sheet.marked:
            values[column.name] = known[same]
            continue
        place = Place(sheet.name, row, column.name)
        finding = cell_finding(sheet, place, number + 1, cell)
        if finding is None:
            values[column.name], finding = read_cell(column, cell, place)
        if finding is not None:
            findings.append(finding)
        elif len(known) < _MOST_KNOWN:
            known[same] = values[column.name]
    return Record(sheet.name, row, values, tuple(findings))
