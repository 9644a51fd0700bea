"""The cells of a large sheet by column: each distinct cell once, and of each row the number of its cell.

So a table of 100,000 rows takes some megabytes, and whoever reads it reads each distinct cell once. As rows
they are the same as any other. What the cells mean is not known here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Final, overload

import polars as pl
from polars.exceptions import PolarsError

from inkoopkalender.intake.columns import CellValue

_BLOCK: Final = 4_096
"""Rows that stand in memory as rows at one time."""
_PART: Final = 8_000_000
"""Characters of text that are read at one time, and a line more."""


class CodedRows(Sequence[Sequence[CellValue]]):
    """Rows of equal length; `cells[column]` are a column's distinct cells, `codes` says which are a row's.

    The frame's columns are named by their number, from 0. Cells that are equal and of another type (1.0 and
    True) are distinct.
    """

    def __init__(self, cells: Sequence[Sequence[CellValue]], codes: pl.DataFrame) -> None:
        self.cells = cells
        self.codes = codes

    def __len__(self) -> int:
        return self.codes.height

    def __iter__(self) -> Iterator[Sequence[CellValue]]:
        for block in self.codes.iter_slices(_BLOCK):
            yield from _decoded(self.cells, block)

    def places(self, wanted: Callable[[CellValue], bool], columns: Iterable[int]) -> list[tuple[int, int]]:
        """Return (row, column), both from 0, of each cell that is wanted, in the order of the rows."""
        found: list[tuple[int, int]] = []
        for column in columns:
            codes = [code for code, cell in enumerate(self.cells[column]) if wanted(cell)]
            rows = self.codes[str(column)].is_in(codes).arg_true() if codes else ()
            found += [(row, column) for row in rows]
        return sorted(found)

    @overload
    def __getitem__(self, index: int) -> Sequence[CellValue]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[CellValue]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[CellValue] | Sequence[Sequence[CellValue]]:
        if isinstance(index, slice):
            return CodedRows(self.cells, self.codes[index])
        codes = self.codes.row(index)
        return tuple(cells[code] for cells, code in zip(self.cells, codes, strict=True))


def _decoded(cells: Sequence[Sequence[CellValue]], block: pl.DataFrame) -> Iterator[tuple[CellValue, ...]]:
    columns = (map(known.__getitem__, codes) for known, codes in zip(cells, block, strict=True))
    return zip(*columns, strict=True)


def coded_text(text: str, delimiter: str) -> CodedRows | None:
    """Return the rows of CSV text; None for text that polars reads otherwise than Python's csv.

    That is text with quotes, of one column, with rows of more or fewer cells than the first, or that end in
    no line feed. Nothing empty stands below the last row, which may lack its last, empty cells.
    """
    columns = _Columns()
    lacking = text[: text.find("\n")].count(delimiter) - text[text.rfind("\n") + 1 :].count(delimiter)
    for part in _parts(text, delimiter * lacking):
        table = _read_part(part.replace("\r\n", "\n").removesuffix("\n"), delimiter)
        if table is None or len(columns.codes) not in {0, table.width}:
            return None
        columns.add([_Distinct(column) for column in table])
    return columns.rows()


def _parts(text: str, end_of_last: str) -> Iterator[str]:
    """Give the text in pieces of whole lines, and the last with its end."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PART) + 1 or len(text)
        yield text[start:end] + (end_of_last if end == len(text) else "")
        start = end


def _read_part(text: str, delimiter: str) -> pl.DataFrame | None:
    if '"' in text or "\r" in text or text.startswith("\ufeff") or not delimiter.isascii():
        return None
    try:
        table = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=delimiter,
            quote_char=None,
            infer_schema=False,
            empty_string_is_null=False,
        )
    except (PolarsError, UnicodeEncodeError):
        return None
    rows = text.count("\n") + 1
    is_full = table.height == rows and text.count(delimiter) == rows * (table.width - 1)
    return table if is_full and table.width > 1 else None


def coded_rows(rows: Iterable[Sequence[CellValue]]) -> CodedRows:
    """Return rows as they come; those that are shorter than the longest get cells that hold None."""
    columns = _Columns()
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        columns.add(list(zip_longest(*block)))
    return columns.rows()


class _Distinct:
    """A column of text as polars has it: its distinct cells, and the number of each."""

    def __init__(self, column: pl.Series) -> None:
        cells = column.unique()
        self.cells: list[str] = cells.to_list()
        self.numbers = column.cast(pl.Enum(cells)).to_physical()

    def __len__(self) -> int:
        return len(self.numbers)


class _Columns:
    """The columns so far; one that begins later, or ends earlier, holds None where others have a cell."""

    def __init__(self) -> None:
        self.codes: list[_Codes] = []
        self._parts: list[list[pl.Series]] = []
        self._height = 0

    def add(self, block: "Sequence[Sequence[CellValue] | _Distinct]") -> None:
        """Take in the next rows, by column."""
        height = max(map(len, block), default=0)
        for _ in range(len(block) - len(self.codes)):
            self.codes.append(_Codes())
            self._parts.append([self.codes[-1].of_cells([None] * self._height)])
        columns = [*block, *[[None] * height] * (len(self.codes) - len(block))]
        for known, parts, column in zip(self.codes, self._parts, columns, strict=True):
            parts.append(
                known.of_distinct(column) if isinstance(column, _Distinct) else known.of_cells(column)
            )
        self._height += height

    def rows(self) -> CodedRows:
        """Return all of them as rows."""
        columns = [pl.concat(parts).alias(str(number)) for number, parts in enumerate(self._parts)]
        return CodedRows([known.cells for known in self.codes], pl.DataFrame(columns))


class _Codes(dict[CellValue | tuple[type, CellValue], int]):
    """The number of each distinct cell of a column."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[CellValue] = []

    def __missing__(self, cell: CellValue | tuple[type, CellValue]) -> int:
        self[cell] = number = len(self.cells)
        self.cells.append(cell[1] if isinstance(cell, tuple) else cell)
        return number

    def of_cells(self, column: Sequence[CellValue]) -> pl.Series:
        """Return the number of each cell."""
        typed: Sequence[CellValue | tuple[type, CellValue]] = column
        if {bool, int}.intersection(map(type, column)):
            typed = [(type(cell), cell) for cell in column]
        return pl.Series(list(map(self.__getitem__, typed)), dtype=pl.UInt32)

    def of_distinct(self, column: _Distinct) -> pl.Series:
        """Return the number of each cell of a column of text."""
        return self.of_cells(column.cells).gather(column.numbers)
