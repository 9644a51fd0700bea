"""Numbers in a cell: Dutch decimals, whole numbers, percentages, and euros that become cents."""

import math
import re
from decimal import Decimal, InvalidOperation

from inkoopkalender.intake.columns import CellValue, Column, UnreadableError, as_text
from inkoopkalender.intake.findings import shown

_DUTCH_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?", re.ASCII)
_POINT_NUMBER = re.compile(r"[+-]?[0-9]+\.[0-9]{1,2}", re.ASCII)
_LONGEST_NUMBER = 18


def _number(column: Column, cell: CellValue) -> Decimal:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _within(column, cell, _finite(column, cell))
    text = as_text(cell).replace("\u00a0", "").replace("\u2212", "-").strip()
    plain = text.removeprefix("€").removesuffix("%").strip()
    if isinstance(cell, str) and len(plain) <= _LONGEST_NUMBER:
        if _DUTCH_NUMBER.fullmatch(plain):
            return _within(column, cell, Decimal(plain.replace(".", "").replace(",", ".")))
        if _POINT_NUMBER.fullmatch(plain):
            return _within(column, cell, Decimal(plain))
    raise _not_a_number(column, cell)


def _not_a_number(column: Column, cell: CellValue) -> UnreadableError:
    return UnreadableError(
        "cell-type",
        f"'{shown(cell)}' in '{column.name}' is geen getal. Vul alleen cijfers in, met een komma voor "
        "decimalen (bijvoorbeeld 1234,56).",
    )


def _finite(column: Column, cell: float) -> Decimal:
    if math.isnan(cell):
        raise _not_a_number(column, cell)
    try:
        return Decimal(repr(cell)).quantize(Decimal("0.000001"))
    except InvalidOperation:  # infinite, or beyond any amount
        raise _not_a_number(column, cell) from None


def _within(column: Column, cell: CellValue, number: Decimal) -> Decimal:
    low, high = column.minimum, column.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        if high is None:
            allowed = f"minstens {low}"
        else:
            allowed = f"hooguit {high}" if low is None else f"tussen {low} en {high}"
        raise UnreadableError(
            "cell-range", f"{shown(cell)} kan niet in '{column.name}': het moet {allowed} zijn."
        )
    return number


def read_whole(column: Column, cell: CellValue) -> int:
    """Return a whole number. Raises UnreadableError."""
    number = _number(column, cell)
    if number != number.to_integral_value():
        raise UnreadableError(
            "cell-type", f"'{shown(cell)}' in '{column.name}' is geen heel getal. Rond het af."
        )
    return int(number)


def read_decimal(column: Column, cell: CellValue) -> Decimal:
    """Return a number with at most two decimals. Raises UnreadableError."""
    return _rounded(column, cell, 2)


def read_percent(column: Column, cell: CellValue) -> Decimal:
    """Return a percentage, 0-100 unless the column says otherwise. Raises UnreadableError."""
    bounded = column if column.maximum is not None else _percentage(column)
    return _rounded(bounded, cell, 2)


def _percentage(column: Column) -> Column:
    return Column(column.name, column.kind, minimum=Decimal(0), maximum=Decimal(100))


def read_euro(column: Column, cell: CellValue) -> int:
    """Return whole cents. Raises UnreadableError."""
    return int(_rounded(column, cell, 2) * 100)


def _advice(column: Column, number: Decimal) -> str:
    """Say what to do: who writes 0,925 for a percentage means 92,5."""
    if column.kind == "percent" and 0 < number < 1:
        return "Schrijf 92,5 procent als 92,5 en niet als 0,925."
    return "Rond het af."


def _rounded(column: Column, cell: CellValue, decimals: int) -> Decimal:
    number = _number(column, cell)
    rounded = number.quantize(Decimal(1).scaleb(-decimals))
    if abs(number - rounded) > (Decimal("0.00001") if isinstance(cell, float) else 0):
        raise UnreadableError(
            "cell-type",
            f"'{shown(cell)}' in '{column.name}' heeft meer dan {decimals} decimalen. "
            + _advice(column, number),
        )
    return rounded
