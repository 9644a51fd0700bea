"""From the bytes of a file to sheets of cells: XLSX by calamine after the preflight, CSV, JSON.

What the cells mean is for the fields. Never raises, whatever the bytes are: what cannot be read is a finding.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from inkoopkalender.errors import MisuseError, reason
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.findings import FileFinding, file_fault, stands_in_the_way
from inkoopkalender.intake.json_text import read_object
from inkoopkalender.intake.preflight import LARGEST_FILE, Preflight, is_workbook, look_at_workbook
from inkoopkalender.intake.sheet_xml import MOST_CELLS, MOST_COLUMNS, MarkedCell

csv.field_size_limit(LARGEST_FILE)  # a long cell is a fault of that cell, told by its field

CSV_SHEET: Final = ""
"""The sheet's name in findings about CSV, which has none."""


class UnreadablePathError(MisuseError):
    """There is no such file, or it may not be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows, the first of which is row 1, and the cells that hold no answer."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    marked: dict[tuple[int, int], MarkedCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The sheets of a file that hold something, and what stands in the way of reading it."""

    sheets: tuple[Sheet, ...]
    findings: tuple[FileFinding, ...] = ()
    keys: tuple[str, ...] = ()
    """Of JSON: the key in whose place each row below the headings stands."""
    hidden: tuple[Sheet, ...] = ()
    """Sheets that are not read, because they are hidden."""
    bsn: tuple[FileFinding, ...] = ()
    """The citizen service numbers (BSN) that stand in no cell."""
    bsn_texts: frozenset[str] = frozenset()
    """Of a workbook: the texts with a BSN that cells share, whether a cell uses them or not."""


def read_bytes(path: Path) -> bytes:
    """Return a file's content. Raises UnreadablePathError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadablePathError(
            f"{path} kan niet worden gelezen: {reason(error)}.\nControleer de naam en de rechten."
        ) from error


def read_sheets(
    content: bytes, filename: str, *, objects: bool = False, lists: Sequence[str] = ()
) -> ReadFile:
    """Return the sheets of a workbook or of CSV text, in their own order.

    With `objects` also a JSON object, as one sheet of codes and answers, and a sheet for each of `lists`.
    """
    if is_workbook(content, filename):
        return _read_workbook(content, filename)
    if len(content) > LARGEST_FILE:
        return ReadFile((), (file_fault("file-too-large", _TOO_LARGE),))
    text = _decoded(content)
    if "\x00" in text or _OTHER_FORMAT.match(content):
        return ReadFile((), (file_fault("file-not-text", _NOT_TEXT),))
    if not text.strip(" \t\r\n;,"):
        return ReadFile((), (file_fault("file-empty", _EMPTY),))
    is_json = objects and (filename.lower().endswith(".json") or text.lstrip().startswith("{"))
    return _read_json(text, lists) if is_json else _read_csv(text)


def _read_json(text: str, lists: Sequence[str]) -> ReadFile:
    pairs, tables, faults = read_object(text, lists)
    if faults or not (pairs or tables):
        bsn = tuple(fault for fault in faults if fault.code == "cell-bsn")
        told = tuple(fault for fault in faults if fault.code != "cell-bsn")
        return ReadFile((), told or (file_fault("file-empty", _EMPTY),), bsn=bsn)
    keys = tuple(key for key, _ in pairs)
    lines = (Sheet(key, rows) for key, rows in tables.items())
    return ReadFile((Sheet(CSV_SHEET, (("Code", "Antwoord"), *pairs)), *lines), keys=keys)


def _read_workbook(content: bytes, filename: str) -> ReadFile:
    look = look_at_workbook(content, filename)
    if stands_in_the_way(look.findings):
        return ReadFile((), look.findings)
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = [_sheet(workbook, name, look) for name in _sheets(workbook, visible=True)]
        hidden = [_sheet(workbook, name, look) for name in _sheets(workbook, visible=False)]
    except BaseException as error:  # the reader's own errors have no base, and a Rust panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        return ReadFile((), (file_fault("file-damaged", _DAMAGED),))
    filled = tuple(sheet for sheet in sheets if any(any(_says(cell) for cell in row) for row in sheet.rows))
    findings = look.findings if filled else (*look.findings, file_fault("file-empty", _EMPTY))
    return ReadFile(filled, findings, hidden=tuple(hidden), bsn=look.bsn, bsn_texts=look.bsn_texts)


def _sheet(workbook: CalamineWorkbook, name: str, look: Preflight) -> Sheet:
    """Read one sheet. Raises KeyError for one that the preflight has not seen."""
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    marked = {(cell.row, cell.column): cell for cell in look.marked[name]}
    return Sheet(name, tuple(tuple(row) for row in rows), marked)


def _sheets(workbook: CalamineWorkbook, *, visible: bool) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and (sheet.visible == SheetVisibleEnum.Visible) == visible
    ]


def _says(cell: CellValue) -> bool:
    return cell is not None and cell != ""


_DAMAGED: Final = (
    "Dit bestand is beschadigd of geen Excel-werkmap. Open het in Excel en bewaar het opnieuw als .xlsx."
)
_EMPTY: Final = "In dit bestand staat niets. Vul het in en bewaar het opnieuw."
_NOT_TEXT: Final = "Dit bestand is geen CSV en geen Excel-werkmap. Bewaar het in Excel als .xlsx of als CSV."
_QUOTE: Final = (
    'Op deze regel begint een aanhalingsteken (") dat nergens sluit; wat erop volgt kan niet worden gelezen. '
    "Haal het weg, of zet er aan het einde van het antwoord ook een."
)
_OTHER_FORMAT: Final = re.compile(
    rb"\xef?\xbb?\xbf?\s*(?:%PDF|\x89PNG|\xff\xd8\xff|\{\\rtf|<!doctype|<html|<\?xml)", re.IGNORECASE
)
_SEP: Final = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line by which a file tells Excel its delimiter; Excel does not show it."""
_END: Final = "\n\x00"
"""Stands below the text while it is read: when it is not the last row, a quote was left open."""
_TOO_LARGE: Final = "Dit bestand is te groot om te lezen. Haal weg wat niet gevraagd is, of splits het."


def _read_csv(text: str) -> ReadFile:
    try:
        rows = _csv_rows(text)
    except csv.Error:
        return ReadFile((), (file_fault("file-not-text", _NOT_TEXT),))
    fault = _csv_fault(rows)
    return ReadFile((), (fault,)) if fault else ReadFile((Sheet(CSV_SHEET, tuple(rows), _formulas(rows)),))


def _csv_rows(text: str) -> list[tuple[str, ...]]:
    """Return the rows. Raises csv.Error."""
    delimiter, text = _delimited(text)
    return [tuple(row) for row in csv.reader(io.StringIO(text + _END, newline=""), delimiter=delimiter)]


def _csv_fault(rows: list[tuple[str, ...]]) -> FileFinding | None:
    """Take the end mark off, and return why the rows cannot be used."""
    if rows.pop() != (_END.strip("\n"),):
        return replace(file_fault("file-quote", _QUOTE), row=len(rows) + 1)
    widest = max(map(len, rows), default=0)
    too_large = widest > MOST_COLUMNS or widest * len(rows) > MOST_CELLS
    return file_fault("file-sheet-size", _TOO_LARGE) if too_large else None


def _delimited(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without the line that names it, and without what is empty below."""
    named = _SEP.match(text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else _delimiter(text)
    return delimiter, text.rstrip(f" \t\r\n{delimiter}")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return what parts the first line that holds something; a semicolon when nothing does."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=lambda mark: (heading.count(mark), mark == ";"))


def _formulas(rows: list[tuple[str, ...]]) -> dict[tuple[int, int], MarkedCell]:
    return {
        (row, column): MarkedCell(row, column, "formula", cell)
        for row, cells in enumerate(rows, start=1)
        for column, cell in enumerate(cells, start=1)
        if cell.startswith("=")
    }
