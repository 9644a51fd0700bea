"""From the bytes of a file to sheets of cells: XLSX by calamine after the preflight, CSV by `csv`.

What the cells mean is for the fields. Never raises, whatever the bytes are: what cannot be read is a finding.
"""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from inkoopkalender.errors import MisuseError, reason
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.findings import FileFinding, file_fault
from inkoopkalender.intake.preflight import LARGEST_FILE, Preflight, is_workbook, look_at_workbook
from inkoopkalender.intake.sheet_xml import MOST_CELLS, MOST_COLUMNS, MarkedCell

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


def read_bytes(path: Path) -> bytes:
    """Return a file's content. Raises UnreadablePathError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadablePathError(
            f"{path} kan niet worden gelezen: {reason(error)}.\nControleer de naam en de rechten."
        ) from error


def read_sheets(content: bytes, filename: str) -> ReadFile:
    """Return the sheets of a workbook or of CSV text, in their own order."""
    if is_workbook(content, filename):
        return _read_workbook(content, filename)
    return _read_csv(content)


def _read_workbook(content: bytes, filename: str) -> ReadFile:
    look = look_at_workbook(content, filename)
    if look.findings:
        return ReadFile((), look.findings)
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = [_sheet(workbook, name, look) for name in _visible_sheets(workbook)]
    except BaseException as error:  # the reader's own errors have no base, and a Rust panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        return ReadFile((), (file_fault("file-damaged", _DAMAGED),))
    filled = tuple(sheet for sheet in sheets if any(any(_says(cell) for cell in row) for row in sheet.rows))
    return ReadFile(filled, () if filled else (file_fault("file-empty", _EMPTY),))


def _sheet(workbook: CalamineWorkbook, name: str, look: Preflight) -> Sheet:
    """Read one sheet. Raises KeyError for one that the preflight has not seen."""
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    marked = {(cell.row, cell.column): cell for cell in look.marked[name]}
    return Sheet(name, tuple(tuple(row) for row in rows), marked)


def _visible_sheets(workbook: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _says(cell: CellValue) -> bool:
    return cell is not None and cell != ""


_DAMAGED: Final = (
    "Dit bestand is beschadigd of geen Excel-werkmap. Open het in Excel en bewaar het opnieuw als .xlsx."
)
_EMPTY: Final = "In dit bestand staat niets. Vul het in en bewaar het opnieuw."
_NOT_TEXT: Final = "Dit bestand is geen CSV en geen Excel-werkmap. Bewaar het in Excel als .xlsx of als CSV."
_TOO_LARGE: Final = "Dit bestand is te groot om te lezen. Haal weg wat niet gevraagd is, of splits het."


def _read_csv(content: bytes) -> ReadFile:
    if len(content) > LARGEST_FILE:
        return ReadFile((), (file_fault("file-too-large", _TOO_LARGE),))
    text = _decoded(content)
    if "\x00" in text:
        return ReadFile((), (file_fault("file-not-text", _NOT_TEXT),))
    if not text.strip(" \t\r\n;,"):
        return ReadFile((), (file_fault("file-empty", _EMPTY),))
    try:
        rows = tuple(
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        )
    except csv.Error:
        return ReadFile((), (file_fault("file-not-text", _NOT_TEXT),))
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS or widest * len(rows) > MOST_CELLS:
        return ReadFile((), (file_fault("file-sheet-size", _TOO_LARGE),))
    return ReadFile((Sheet(CSV_SHEET, rows, _formulas(rows)),))


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


def _formulas(rows: tuple[tuple[str, ...], ...]) -> dict[tuple[int, int], MarkedCell]:
    return {
        (row, column): MarkedCell(row, column, "formula", cell)
        for row, cells in enumerate(rows, start=1)
        for column, cell in enumerate(cells, start=1)
        if cell.startswith("=")
    }
