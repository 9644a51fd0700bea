"""Counts by name and by column, ready to be written down as a table with totals."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by name and by column; `total` is the row below. Columns nobody is in are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    total: tuple[int, ...]
    empty: tuple[str, ...]
    """The names of the rows that have no count."""


def make_matrix(counts: Mapping[str, Mapping[str, int]], *, keep_columns: bool = False) -> Matrix:
    """Return the matrix of counts by row and column, in their own order."""
    names = list(dict.fromkeys(column for row in counts.values() for column in row))
    columns = [name for name in names if keep_columns or any(row.get(name) for row in counts.values())]
    rows = {name: tuple(row.get(column, 0) for column in columns) for name, row in counts.items()}
    return Matrix(
        tuple(columns),
        tuple((name, row, sum(row)) for name, row in rows.items() if any(row)),
        tuple(sum(row[place] for row in rows.values()) for place in range(len(columns))),
        tuple(name for name, row in rows.items() if not any(row)),
    )
