"""Rows below a line of headings: finds the columns, reads each cell by its kind, and names every fault.

A row with a fault gives no values to use and stands in nobody's way. Findings come in the order of the
file: row, then column.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue, Column, Value
from inkoopkalender.intake.fields import Place, is_empty, read_cell
from inkoopkalender.intake.findings import (
    FileFinding,
    Severity,
    file_fault,
    holds_bsn,
    shown,
    stands_in_the_way,
)
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


def records_of(sheet: Sheet, columns: Sequence[Column], findings: tuple[FileFinding, ...] = ()) -> Records:
    """Read the rows of one sheet, the first filled one being the headings."""
    filled = (row for row, cells in enumerate(sheet.rows, start=1) if _is_filled(cells))
    heading = next(filled, None)
    if heading is None:
        return Records((), (*findings, file_fault("file-empty", _EMPTY, sheet=sheet.name)))
    places, faults = _find_columns(sheet, heading, columns)
    findings += faults
    if stands_in_the_way(findings):
        return Records((), findings)
    return Records(
        tuple(_read_rows(sheet, heading, places)),
        findings,
    )


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


def normalised(heading: object) -> str:
    """Return a heading as it is compared: small letters, no accents, one underscore between words."""
    text = unicodedata.normalize("NFKD", str(heading)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


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


def _find_columns(
    sheet: Sheet, heading: int, columns: Sequence[Column]
) -> tuple[dict[int, Column], tuple[FileFinding, ...]]:
    """Return each column by its number (from 0), and what is wrong with the headings."""
    named = {column.name: column for column in columns}
    places: dict[int, Column] = {}
    unknown: dict[int, str] = {}
    findings = []
    for number, cell in enumerate(sheet.rows[heading - 1]):
        name = normalised("" if cell is None else cell)
        if name in named and named[name] not in places.values():
            places[number] = named[name]
        elif name in named:
            findings.append(_heading_fault(sheet, heading, "column-twice", shown(cell), _TWICE))
        elif name:
            unknown[number] = shown(cell)
    present = set(places.values())
    missing = [column for column in columns if column not in present and column.heading]
    findings += [_missing(sheet, heading, column, list(unknown.values())) for column in missing]
    suspects = {_nearest(column.name, list(unknown.values())) for column in missing}
    findings += [
        _heading_fault(sheet, heading, "column-unknown", name, _UNKNOWN, severity="warning")
        for name in unknown.values()
        if name not in suspects
    ]
    return places, tuple(findings)


_TWICE = "De kolom '{name}' staat er twee keer. Laat er één staan."
_UNKNOWN = "De kolom '{name}' is niet gevraagd en wordt niet gelezen."


def _heading_fault(
    sheet: Sheet, row: int, code: str, name: str, message: str, severity: Severity = "error"
) -> FileFinding:
    return FileFinding(
        code,
        severity,
        sheet.name,
        row,
        name,
        name,
        message.format(name=name),
    )


def _missing(sheet: Sheet, row: int, column: Column, unknown: Sequence[str]) -> FileFinding:
    nearest = _nearest(column.name, unknown)
    hint = f" Bedoelt u de kolom '{nearest}'? Noem die '{column.name}'." if nearest else ""
    return FileFinding(
        "column-missing",
        "error",
        sheet.name,
        row,
        column.name,
        nearest,
        f"De kolom '{column.name}' ontbreekt.{hint or ' Voeg haar toe aan de eerste regel.'}",
    )


def _nearest(name: str, unknown: Sequence[str]) -> str:
    by_form = {normalised(heading): heading for heading in unknown}
    close = difflib.get_close_matches(name, by_form, n=1, cutoff=0.5)
    return by_form[close[0]] if close else ""


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


def _read_rows(sheet: Sheet, heading: int, places: Mapping[int, Column]) -> Iterator[Record]:
    known: _Known = {}
    for row, cells in enumerate(sheet.rows[heading:], start=heading + 1):
        if _is_filled(cells):
            overlong = overlong_row(sheet, row, cells, len(sheet.rows[heading - 1]), "")
            if overlong:
                yield Record(sheet.name, row, {}, (overlong, *_bsn_in(sheet, row, cells)))
            else:
                yield _read_row(sheet, row, cells, places, known)


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
