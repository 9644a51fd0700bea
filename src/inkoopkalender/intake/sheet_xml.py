"""Streams the XML inside a workbook: its elements, and of a sheet the size and the cells to refuse.

A document type (DOCTYPE) is refused, so no entity is ever expanded. Attributes come in any order, with
any namespace prefix; a cell without a reference stands right of the one before it.
"""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.parsers import expat

from inkoopkalender.intake.seen_rows import SeenRows

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 5_000_000
MOST_MARKED: Final = 1_000
"""Formulas and error cells that are named one by one."""

_SAVE_AGAIN: Final = "Open het bestand in Excel en bewaar het opnieuw als .xlsx."
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell whose content must not be read as an answer. Row and column count from 1."""

    row: int
    column: int
    what: Literal["formula", "error"]
    value: str


@dataclass(frozen=True, slots=True)
class SheetScan:
    """How far a sheet reaches, its formulas and error cells, and its hidden rows that hold something."""

    rows: int
    columns: int
    marked: tuple[MarkedCell, ...]
    hidden_rows: int = 0
    first_hidden: int = 0


class XmlRefusedError(Exception):
    """The XML holds what no workbook needs; the message is Dutch."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _RootReached(Exception):  # noqa: N818 -- no error: it ends the parser's work
    """The root element is known; the rest need not be parsed."""


def column_letters(column: int) -> str:
    """Return the letters of a column that counts from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_elements(pieces: Iterable[bytes], *, only_root: bool = False) -> list[tuple[str, dict[str, str]]]:
    """Return (local name, attributes) of each element in order.

    With `only_root` parsing ends at the root element, before which alone a DOCTYPE can stand; the other
    pieces are still drawn, so that the archive's checksum is held against them.
    """
    found: list[tuple[str, dict[str, str]]] = []

    def take(name: str, attributes: dict[str, str]) -> None:
        found.append((_local(name), attributes))
        if only_root:
            raise _RootReached

    parser = _parser()
    parser.StartElementHandler = take
    for piece in pieces:
        if not (only_root and found):
            with contextlib.suppress(_RootReached):
                parser.Parse(piece)
    if not only_root:
        parser.Parse(b"", True)  # noqa: FBT003 -- expat takes no name here
    return found


def scan_sheet(pieces: Iterable[bytes]) -> SheetScan:
    """Stream one sheet. Raises XmlRefusedError as soon as it is larger than anything asked for."""
    scan = _Scan()
    parser = _parser()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    rows = SeenRows(parser.Parse, scan)
    for piece in pieces:
        rows.feed(piece)
    rows.close()
    parser.Parse(b"", True)  # noqa: FBT003 -- expat takes no name here
    return SheetScan(scan.rows, scan.columns, tuple(scan.marked), scan.hidden_rows, scan.first_hidden)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise XmlRefusedError(
        "file-doctype",
        "Dit bestand bevat een documenttype (DOCTYPE), dat in een werkmap niet thuishoort. " + _SAVE_AGAIN,
    )


def _local(name: str) -> str:
    return name[name.rfind(" ") + 1 :]


@dataclass(slots=True)
class _Scan:
    """Where the stream is, and what it has met."""

    rows: int = 0
    columns: int = 0
    marked: list[MarkedCell] = field(default_factory=list)
    hidden_rows: int = 0
    first_hidden: int = 0
    _row: int = 0
    _column: int = 0
    _what: Literal["formula", "error"] | None = None
    _value: list[str] | None = None
    _shown: str = ""
    _last: tuple[int, int] = (0, 0)
    _hidden: bool = False
    _first: tuple[int, int] | None = None
    """The first cell of the row."""
    _told: bool = False
    """Whether there is more to tell of the row than how far it reaches."""

    def columns_of(self, row: int) -> tuple[int, int] | None:
        """Return the first and last column of the row just ended; None when there is more to tell of it."""
        is_plain = self._first is not None and self._first[0] == self._last[0] == row and not self._told
        return (self._first[1], self._last[1]) if self._first is not None and is_plain else None

    def take(self, row: int, columns: tuple[int, int]) -> bool:
        """Take in a row of which nothing is told but how far it reaches; False when it does not fit."""
        first, last = columns
        reach = max(self.rows, row), max(self.columns, last)
        if (row, first) <= self._last or _is_too_large(*reach):
            return False
        self.rows, self.columns = reach
        self._row, self._column = self._last = row, last
        self._hidden = False
        return True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        tag = _local(name)
        if tag == "row":
            self._row = _whole(attributes.get("r"), self._row + 1)
            self._column = 0
            self._hidden = self._told = attributes.get("hidden") in {"1", "true"}
            self._first = None
        elif tag == "c":
            self._start_cell(attributes)
        elif tag in {"f", "v", "is"}:
            self._start_content(tag)

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        tag = _local(name)
        if tag in {"f", "v"} and self._value is not None:
            mark = "=" if tag == "f" else ""
            self._shown = self._shown or mark + "".join(self._value)
            self._value = None
        elif tag == "c" and self._what is not None and len(self.marked) < MOST_MARKED:
            self.marked.append(MarkedCell(self._row, self._column, self._what, self._shown))

    def text(self, characters: str) -> None:
        """Take in text inside an element."""
        if self._value is not None:
            self._value.append(characters)

    def _start_content(self, tag: str) -> None:
        if tag == "f":
            self._what, self._told = "formula", True
        if tag == "f" or (tag == "v" and self._what == "error"):
            self._value = []
        if self._hidden:
            self._hidden = False
            self.hidden_rows += 1
            self.first_hidden = self.first_hidden or self._row

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        place = _REFERENCE.fullmatch(reference or "")
        if reference is not None and place is None:
            raise XmlRefusedError("file-damaged", f"Dit blad noemt een cel die niet bestaat. {_SAVE_AGAIN}")
        self._column = _column_number(place[1]) if place else self._column + 1
        self._row = int(place[2]) if place else self._row
        if (self._row, self._column) <= self._last:  # of two answers in one cell, which counts?
            raise XmlRefusedError(
                "file-damaged", f"Dit blad noemt een cel twee keer of niet op volgorde. {_SAVE_AGAIN}"
            )
        self._last = (self._row, self._column)
        self._first = self._first or self._last
        self._what = "error" if attributes.get("t") == "e" else None
        self._told |= self._what is not None
        self._shown = ""
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, self._column)
        if _is_too_large(self.rows, self.columns):
            raise XmlRefusedError(
                "file-sheet-size",
                f"Dit blad reikt tot cel {column_letters(self.columns)}{self.rows}; dat is veel meer dan "
                "gevraagd. Wis de lege rijen en kolommen achter de gegevens en bewaar opnieuw.",
            )


def _is_too_large(rows: int, columns: int) -> bool:
    return rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else otherwise
