"""From the bytes of a file to sheets of cells: XLSX by calamine after the preflight, CSV, JSON.

What the cells mean is for the fields. Never raises, whatever the bytes are: what cannot be read is a finding.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from inkoopkalender.errors import MisuseError, reason
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.csv_text import OpenQuoteError, csv_rows, decoded, delimited
from inkoopkalender.intake.findings import FileFinding, file_fault, stands_in_the_way
from inkoopkalender.intake.json_text import read_object
from inkoopkalender.intake.preflight import LARGEST_FILE, Preflight, is_workbook, look_at_workbook
from inkoopkalender.intake.sheet_xml import MOST_CELLS, MOST_COLUMNS, MarkedCell

if TYPE_CHECKING:
    from inkoopkalender.intake.coded_rows import CodedRows  # slow import, and few files need it


CSV_SHEET: Final = ""
"""The sheet's name in findings about CSV, which has none."""
LARGEST_TABLE: Final = 200_000_000
"""Bytes of CSV that is kept as codes as it is read: without quotes, each row as long as the first."""
MOST_CODED: Final = 30_000_000
"""Cells of such a file."""


class UnreadablePathError(MisuseError):
    """There is no such file, or it may not be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows, the first of which is row 1, and the cells that hold no answer."""

    name: str
    rows: "tuple[tuple[CellValue, ...], ...] | CodedRows"
    """Those of a large sheet are kept as codes; as rows they are the same."""
    marked: dict[tuple[int, int], MarkedCell] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many cells the longest row has."""
        if isinstance(self.rows, tuple):
            return max(map(len, self.rows), default=0)
        return len(self.rows[0])

    def distinct(self) -> Iterator[CellValue]:
        """Give the cells, those of a large sheet once each."""
        return chain.from_iterable(self.rows if isinstance(self.rows, tuple) else self.rows.cells)

    def places(
        self, wanted: Callable[[CellValue], bool], columns: Iterable[int]
    ) -> Iterable[tuple[int, int]]:
        """Give (row, column), both from 0, of each cell that is wanted, in the order of the rows."""
        if not isinstance(self.rows, tuple):
            return self.rows.places(wanted, columns)
        wide = list(columns)
        return (
            (row, column)
            for row, cells in enumerate(self.rows)
            for column in wide
            if column < len(cells) and wanted(cells[column])
        )


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
    content: bytes,
    filename: str,
    *,
    objects: bool = False,
    lists: Sequence[str] = (),
    coded_from: float = math.inf,
) -> ReadFile:
    """Return the sheets of a workbook or of CSV text, in their own order.

    With `objects` also a JSON object, as one sheet of codes and answers, and a sheet for each of `lists`. A
    sheet of `coded_from` rows or more holds them as `CodedRows`.
    """
    if is_workbook(content, filename):
        return _read_workbook(content, filename, coded_from)
    if len(content) > (LARGEST_FILE if math.isinf(coded_from) else LARGEST_TABLE):
        return ReadFile((), (file_fault("file-too-large", _TOO_LARGE),))
    text = decoded(content)
    if "\x00" in text or _OTHER_FORMAT.match(content):
        return ReadFile((), (file_fault("file-not-text", _NOT_TEXT),))
    if not text.strip(" \t\r\n;,"):
        return ReadFile((), (file_fault("file-empty", _EMPTY),))
    is_json = objects and (filename.lower().endswith(".json") or text.lstrip().startswith("{"))
    return _read_json(text, lists) if is_json else _read_csv(text, coded_from)


def _read_json(text: str, lists: Sequence[str]) -> ReadFile:
    """Read an object; with faults the sheets are there all the same, to be looked through for a BSN."""
    pairs, tables, faults = read_object(text, lists)
    keys = tuple(key for key, _ in pairs)
    lines = (Sheet(key, rows) for key, rows in tables.items())
    sheets = (Sheet(CSV_SHEET, (("Code", "Antwoord"), *pairs)), *lines) if pairs or tables else ()
    if faults or not sheets:
        bsn = tuple(fault for fault in faults if fault.code == "cell-bsn")
        told = tuple(fault for fault in faults if fault.code != "cell-bsn")
        return ReadFile(sheets, told or (file_fault("file-empty", _EMPTY),), bsn=bsn)
    return ReadFile(sheets, keys=keys)


def _read_workbook(content: bytes, filename: str, coded_from: float) -> ReadFile:
    look = look_at_workbook(content, filename)
    if stands_in_the_way(look.findings):
        return ReadFile((), look.findings)
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = [_sheet(workbook, name, look, coded_from) for name in _sheets(workbook, visible=True)]
        hidden = [_sheet(workbook, name, look, coded_from) for name in _sheets(workbook, visible=False)]
    except BaseException as error:  # the reader's own errors have no base, and a Rust panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        return ReadFile((), (file_fault("file-damaged", _DAMAGED),))
    filled = tuple(sheet for sheet in sheets if any(any(_says(cell) for cell in row) for row in sheet.rows))
    findings = look.findings if filled else (*look.findings, file_fault("file-empty", _EMPTY))
    return ReadFile(filled, findings, hidden=tuple(hidden), bsn=look.bsn, bsn_texts=look.bsn_texts)


def _sheet(workbook: CalamineWorkbook, name: str, look: Preflight, coded_from: float) -> Sheet:
    """Read one sheet. Raises KeyError for one that the preflight has not seen."""
    sheet = workbook.get_sheet_by_name(name)
    marked = {(cell.row, cell.column): cell for cell in look.marked[name]}
    if sheet.height >= coded_from:
        return Sheet(name, _coded_sheet(sheet), marked)
    return Sheet(name, tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False)), marked)


def _coded_sheet(sheet: CalamineSheet) -> "CodedRows":
    left = [""] * (sheet.start or (0, 0))[1]  # these rows begin where the first filled column does
    return _coded([*left, *row] if left else row for row in sheet.iter_rows())


def _coded(rows: Iterable[Sequence[CellValue]]) -> "CodedRows":
    from inkoopkalender.intake.coded_rows import coded_rows  # noqa: PLC0415 -- slow import, few files need it

    return coded_rows(rows)


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
_TOO_LARGE: Final = "Dit bestand is te groot om te lezen. Haal weg wat niet gevraagd is, of splits het."


def _read_csv(text: str, coded_from: float) -> ReadFile:
    delimiter, text = delimited(text)
    coded = _coded_text(text, delimiter) if text.count("\n") + 1 >= coded_from else None
    if coded is None and len(text) > LARGEST_FILE:
        return ReadFile((), (file_fault("file-too-large", _TOO_LARGE),))
    try:
        sheet = Sheet(CSV_SHEET, coded or csv_rows(text, delimiter))
    except csv.Error:
        return ReadFile((), (file_fault("file-not-text", _NOT_TEXT),))
    except OpenQuoteError as error:
        return ReadFile((), (replace(file_fault("file-quote", _QUOTE), row=error.args[0]),))
    if sheet.width > MOST_COLUMNS or sheet.width * len(sheet.rows) > (
        MOST_CELLS if coded is None else MOST_CODED
    ):
        return ReadFile((), (file_fault("file-sheet-size", _TOO_LARGE),))
    if isinstance(sheet.rows, tuple) and len(sheet.rows) >= coded_from:
        sheet = replace(sheet, rows=_coded(sheet.rows))
    return ReadFile((replace(sheet, marked=_formulas(sheet)),))


def _coded_text(text: str, delimiter: str) -> "CodedRows | None":
    from inkoopkalender.intake.coded_rows import coded_text  # noqa: PLC0415 -- slow import, few files need it

    heading = text[: text.find("\n")]
    return coded_text(text, delimiter) if heading.count(delimiter) < MOST_COLUMNS else None


def _formulas(sheet: Sheet) -> dict[tuple[int, int], MarkedCell]:
    places = sheet.places(lambda cell: isinstance(cell, str) and cell.startswith("="), range(sheet.width))
    return {
        (row + 1, column + 1): MarkedCell(row + 1, column + 1, "formula", str(sheet.rows[row][column]))
        for row, column in places
    }
