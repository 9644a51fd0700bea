"""What Excel itself lets into a cell of the form: lists, bounds, dates, lengths, from the same data.

It helps while filling in; what comes back is checked all the same. A list that is too long for a cell
stands on a hidden sheet.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from inkoopkalender.content.submission_fields import NUMBERS, ColumnShape, FieldType
from inkoopkalender.intake.columns import CHOICES_SHEET, LONGEST_TEXT

_LONGEST_LIST: Final = 255
_LONGEST_MESSAGE: Final = 255
_CODE_LENGTH: Final = 8
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
_BEYOND: Final = Decimal(10) ** 15
"""No amount reaches it; Excel counts exactly up to here."""
_FORMATS: Final[Mapping[FieldType, str]] = {
    "text": "@",
    "agb": "@",
    "kvk": "@",
    "whole": "0",
    "decimal": "#,##0.00",
    "percent": "0.00",
    "euro": "#,##0.00",
    "date": "dd-mm-yyyy",
}


class AnswerCells:
    """Prepares the empty answers of one workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._formats = {
            code: workbook.add_format(
                {"num_format": code, "bg_color": "#FFF9E5", "border": 1, "valign": "top"}
            )
            for code in ("General", *sorted(set(_FORMATS.values())))
        }
        self._of_columns: dict[str, Format] = {}
        self._lists: Worksheet | None = None
        self._next_list = 0

    def column_format(self, field: ColumnShape) -> Format | None:
        """Return how a whole column of a table looks; None: as Excel has it."""
        code = _FORMATS.get(field.type)
        if code is not None and code not in self._of_columns:
            self._of_columns[code] = self._workbook.add_format({"num_format": code})
        return self._of_columns.get(code or "")

    def format_of(self, field: ColumnShape) -> Format:
        """Return how an answer looks: codes and text as text, dates as dates."""
        return self._formats[_FORMATS.get(field.type, "General")]

    def prepare(self, sheet: Worksheet, row: int, column: int, field: ColumnShape) -> None:
        """Write the empty cell, and what it takes."""
        sheet.write_blank(row, column, None, self.format_of(field))
        self.allow(sheet, row, row, column, field)

    def allow(self, sheet: Worksheet, first: int, last: int, column: int, field: ColumnShape) -> None:
        """Let Excel take only what the data allow, from row `first` to row `last`."""
        message = _message(field)
        sheet.data_validation(
            first,
            column,
            last,
            column,
            self._rule(field)
            | {
                "ignore_blank": True,
                "input_title": "Antwoord",
                "input_message": message,
                "error_title": "Dat kan hier niet",
                "error_message": message,
            },
        )

    def _rule(self, field: ColumnShape) -> dict[str, object]:
        if field.possible:
            return {"validate": "list", "source": self._source(field.possible)}
        if field.type in NUMBERS:
            low, high = _bounds(field)
            validate = "integer" if field.type == "whole" else "decimal"
            return {
                "validate": validate,
                "criteria": "between",
                "minimum": _plain(low),
                "maximum": _plain(high),
            }
        if field.type == "date":
            return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        if field.type == "text":
            return {"validate": "length", "criteria": "<=", "value": field.longest or LONGEST_TEXT}
        return {"validate": "length", "criteria": "==", "value": _CODE_LENGTH}

    def _source(self, choices: tuple[str, ...]) -> list[str] | str:
        """Return the list itself, or where it stands when it is too long or a choice holds a comma."""
        if len(",".join(choices)) <= _LONGEST_LIST and not any("," in choice for choice in choices):
            return list(choices)
        if self._lists is None:
            self._lists = self._workbook.add_worksheet(CHOICES_SHEET)
            self._lists.hide()
        column = self._next_list
        self._next_list += 1
        for row, choice in enumerate(choices):
            self._lists.write_string(row, column, choice)
        last = xl_rowcol_to_cell(len(choices) - 1, column, row_abs=True, col_abs=True)
        first = xl_rowcol_to_cell(0, column, row_abs=True, col_abs=True)
        return f"={CHOICES_SHEET}!{first}:{last}"


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _bounds(field: ColumnShape) -> tuple[Decimal, Decimal]:
    percent = field.type == "percent" and field.maximum is None
    low, high = (Decimal(0), Decimal(100)) if percent else (field.minimum, field.maximum)
    return (-_BEYOND if low is None else low), (_BEYOND if high is None else high)


def _message(field: ColumnShape) -> str:
    """Say what the cell takes, as short as Excel shows it."""
    if field.possible:
        said = f"Kies uit: {', '.join(field.possible)}."
        said = said if len(said) <= _LONGEST_MESSAGE else "Kies uit de lijst."
    elif field.type in NUMBERS:
        said = _number_message(field)
    elif field.type == "date":
        said = "Een datum, zoals 31-05-2026."
    elif field.type == "text":
        shape = f", als {field.form}" if field.form else ""
        said = f"Hooguit {field.longest or LONGEST_TEXT} tekens{shape}."
    else:
        said = f"{_CODE_LENGTH} cijfers, ook de nullen vooraan."
    return said[:_LONGEST_MESSAGE]


def _number_message(field: ColumnShape) -> str:
    what = "Een heel getal" if field.type == "whole" else "Een getal"
    unit = {"euro": " in euro", "percent": " (92,5 is 92,5 procent)"}.get(field.type, "")
    low, high = _bounds(field)
    if low == -_BEYOND and high == _BEYOND:
        return f"{what}{unit}."
    if high == _BEYOND:
        return f"{what}{unit} van minstens {_dutch(low)}."
    if low == -_BEYOND:
        return f"{what}{unit} van hooguit {_dutch(high)}."
    return f"{what}{unit} van {_dutch(low)} tot en met {_dutch(high)}."


def _dutch(number: Decimal) -> str:
    return f"{number:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
