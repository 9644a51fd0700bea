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
    no line feed.
    """
    text = text.replace("\r\n", "\n")
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
    if table.width == 1 or table.height != rows or text.count(delimiter) != rows * (table.width - 1):
        return None
    found = [_coded_series(column) for column in table]
    return CodedRows([cells for cells, _ in found], _frame([codes for _, codes in found]))


def _coded_series(column: pl.Series) -> tuple[list[CellValue], pl.Series]:
    cells = column.unique()
    return cells.to_list(), column.cast(pl.Enum(cells)).to_physical()


def _frame(columns: Iterable[pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([codes.alias(str(number)) for number, codes in enumerate(columns)])


def coded_rows(rows: Iterable[Sequence[CellValue]]) -> CodedRows:
    """Return rows as they come; those that are shorter than the longest get cells that hold None."""
    source = iter(rows)
    codes: list[_Codes] = []
    parts: list[list[pl.Series]] = []
    height = 0
    while block := list(islice(source, _BLOCK)):
        columns = list(zip_longest(*block))
        for _ in range(len(columns) - len(codes)):
            codes.append(_Codes())
            parts.append([codes[-1].series([None] * height)])
        columns += [(None,) * len(block)] * (len(codes) - len(columns))
        for known, part, column in zip(codes, parts, columns, strict=True):
            part.append(known.series(column))
        height += len(block)
    return CodedRows([known.cells for known in codes], _frame(map(pl.concat, parts)))


class _Codes(dict[CellValue | tuple[type, CellValue], int]):
    """The number of each distinct cell of a column."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[CellValue] = []

    def __missing__(self, cell: CellValue | tuple[type, CellValue]) -> int:
        self[cell] = number = len(self.cells)
        self.cells.append(cell[1] if isinstance(cell, tuple) else cell)
        return number

    def series(self, column: Sequence[CellValue]) -> pl.Series:
        typed: Sequence[CellValue | tuple[type, CellValue]] = column
        if {bool, int}.intersection(map(type, column)):
            typed = [(type(cell), cell) for cell in column]
        return pl.Series(list(map(self.__getitem__, typed)), dtype=pl.UInt32)
