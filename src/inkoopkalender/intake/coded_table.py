"""Asks about the rows of a large table: each question once for each combination of the answers it reads.

So what is asked is the same as of one row, and only how often differs. A row with a cell that is not plainly
an answer (a fault, a warning, a formula) is unusual, and is for who reads row by row.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, TypeVar

import polars as pl

from inkoopkalender.intake.coded_rows import CodedRows
from inkoopkalender.intake.columns import Value
from inkoopkalender.intake.fields import Place, is_empty, read_cell
from inkoopkalender.intake.rows import Headed
from inkoopkalender.intake.tables import CSV_SHEET

_Told = TypeVar("_Told")
_NOWHERE: Final = Place("", 0, "")


class CodedTable:
    """The filled rows below the headings. Columns go by their heading, rows by their number in the sheet."""

    def __init__(self, headed: Headed, rows: CodedRows) -> None:
        self.sheet = headed.sheet.name
        self._numbers = {column.name: str(number) for number, column in headed.places.items()}
        self._values: dict[str, list[Value]] = {}
        faulty: dict[int, list[int]] = {}
        for number, column in headed.places.items():
            read = [read_cell(column, cell, _NOWHERE) for cell in rows.cells[number]]
            self._values[column.name] = [value for value, _ in read]
            faulty[number] = [code for code, (_, finding) in enumerate(read) if finding is not None]
        empty = {
            number: [code for code, cell in enumerate(cells) if is_empty(cell)]
            for number, cells in enumerate(rows.cells)
        }
        behind = range(headed.width if headed.sheet.name == CSV_SHEET else len(rows.cells), len(rows.cells))
        marked = [row for row, _ in headed.sheet.marked]
        unusual = pl.any_horizontal(
            _in("row", marked),
            *(_in(number, codes) for number, codes in faulty.items()),
            *(~_in(number, empty[number]) for number in behind),
        )
        below = rows.codes.with_row_index("row", offset=1).slice(headed.heading)
        self._filled = below.filter(~pl.all_horizontal(_in(one, empty[one]) for one in empty))
        self._usual = self._filled.filter(~unusual)

    def __len__(self) -> int:
        return self._filled.height

    @property
    def unusual(self) -> list[int]:
        """The rows about which nothing is asked any more, in order."""
        rows: list[int] = self._filled.join(self._usual, on="row", how="anti")["row"].sort().to_list()
        return rows

    def set_aside(self, rows: Iterable[int]) -> None:
        """Ask nothing any more about these rows."""
        self._usual = self._usual.filter(~_in("row", list(rows)))

    def ask(
        self,
        columns: Sequence[str],
        question: Callable[[Mapping[str, Value]], Sequence[_Told]],
        given: Collection[str] = (),
    ) -> list[tuple[int, _Told]]:
        """Return (row, what was told of it); rows in any order, what is told of one row in its own order.

        Of the columns in `given` the question reads only whether there is a value.
        """
        names = [self._numbers[column] for column in columns]
        known = [self._values[column] for column in columns]
        usual = self._usual.with_columns(
            pl.col(self._numbers[column]).replace_strict(self._first_alike(column)) for column in given
        )
        told: list[Sequence[_Told]] = []
        of: list[tuple[int, ...]] = []
        for codes in usual.select(names).unique().iter_rows():
            answers = (values[code] for values, code in zip(known, codes, strict=True))
            found = question(dict(zip(columns, answers, strict=True)))
            if found:
                told.append(found)
                of.append(codes)
        if not told:
            return []
        schema = {name: usual.schema[name] for name in names}
        combinations = pl.DataFrame(of, schema=schema, orient="row").with_row_index("which")
        rows = usual.join(combinations, on=names).select("row", "which")
        return [(row, one) for row, which in rows.iter_rows() for one in told[which]]

    def repeated(self, columns: Sequence[str]) -> list[int]:
        """Return the rows, unusual ones too, whose values in these columns are those of another row."""
        values = pl.DataFrame([self._value_numbers(column) for column in columns])
        rows: list[int] = self._filled.filter(values.is_duplicated())["row"].to_list()
        return rows

    def columns(self, names: Mapping[str, str]) -> tuple[list[int], dict[str, Iterable[Value]]]:
        """Return the rows that are not unusual, and their values by name; `names` are by column."""
        rows: list[int] = self._usual["row"].to_list()
        return rows, {
            name: map(self._values[column].__getitem__, self._usual[self._numbers[column]])
            for column, name in names.items()
        }

    def _first_alike(self, column: str) -> dict[int, int]:
        """Return by code the first code of the column that has a value too, or that has none either."""
        firsts: dict[bool, int] = {}
        values = enumerate(self._values[column])
        return {code: firsts.setdefault(value is None, code) for code, value in values}

    def _value_numbers(self, column: str) -> pl.Series:
        numbers: dict[Value, int] = {}
        of_codes = [numbers.setdefault(value, len(numbers)) for value in self._values[column]]
        codes = self._filled[self._numbers[column]]
        return pl.Series(column, of_codes, dtype=pl.UInt32).gather(codes)


def _in(column: int | str, wanted: Sequence[int]) -> pl.Expr:
    """Say whether a row has one of these codes in that column."""
    return pl.col(str(column)).is_in(wanted) if wanted else pl.lit(value=False)
