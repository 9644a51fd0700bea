"""What a column of a file asks, as data, and what a cell may hold. Reading it is for `fields`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

CellValue = str | float | int | bool | date | datetime | time | timedelta | None
Value = str | int | bool | Decimal | date | datetime | None
Kind = Literal[
    "text", "agb", "kvk", "whole", "decimal", "percent", "euro", "date", "moment", "choice", "yes_no",
    "email", "postcode",
]  # fmt: skip

LONGEST_TEXT = 200
CHOICES_SHEET = "Keuzes"
"""The hidden sheet of our own templates: what can be chosen. It holds no answers."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file, or one question of a form. `minimum` and `maximum` are inclusive.

    `required` is about each cell; `heading` about the column itself, which may then be left out.
    """

    name: str
    kind: Kind
    required: bool = True
    heading: bool = True
    help: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[str, ...] = ()
    default: str = ""
    longest: int = LONGEST_TEXT


class UnreadableError(ValueError):
    """A cell is not what its kind asks."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def as_text(cell: CellValue) -> str:
    """Return a cell as it would have been typed: whole numbers without `.0`, booleans as ja and nee."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
