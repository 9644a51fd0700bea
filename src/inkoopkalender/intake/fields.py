"""The kinds of field that a file may hold: from a cell to a value, or to a finding in Dutch.

A column is data (`Column`); a kind is one function. Dates come as a date cell, `31-5-2026` or
`2026-05-31`; decimals with a comma; codes keep their leading zeros.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from email_validator import EmailNotValidError, validate_email

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue, Column, Kind, UnreadableError, Value, as_text
from inkoopkalender.intake.field_dates import read_date, read_moment
from inkoopkalender.intake.field_numbers import read_decimal, read_euro, read_percent, read_whole
from inkoopkalender.intake.findings import UNWRITABLE, FileFinding, Severity, holds_bsn, shown


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, before it has a place."""

    code: str
    message: str
    severity: Severity = "error"
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A cell read: its value, and a fault when there is one (with a warning the value holds)."""

    value: Value
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands."""

    sheet: str
    row: int
    column: str


def read_cell(column: Column, cell: CellValue, place: Place) -> tuple[Value, FileFinding | None]:
    """Return the value of a cell and the finding it leads to; the value is None when it cannot be used."""
    result = _read(column, cell)
    if result.fault is None:
        return result.value, None
    value = shown(cell) if result.fault.value is None else result.fault.value
    finding = FileFinding(
        result.fault.code,
        result.fault.severity,
        place.sheet,
        place.row,
        place.column,
        value,
        result.fault.message,
    )
    return result.value, finding


def is_empty(cell: CellValue) -> bool:
    """Say whether a cell holds nothing, or white space only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read(column: Column, cell: CellValue) -> Read:
    if is_empty(cell):
        if column.default:
            cell = column.default
        elif column.required:
            return Read(None, Fault("cell-empty", f"'{column.name}' is leeg. Vul hier iets in."))
        else:
            return Read(None)
    if isinstance(cell, str) and holds_bsn(cell):
        return Read(None, _bsn(column))
    try:
        result = _READERS[column.kind](column, cell)
    except UnreadableError as error:
        return Read(None, Fault(error.code, error.message))
    if isinstance(result, Read):
        return result
    return Read(result, _small_percentage(column, cell, result))


def _small_percentage(column: Column, cell: CellValue, value: Value) -> Fault | None:
    """Doubt a number up to 1: Excel keeps what it shows as 95 % as 0,95."""
    if column.kind != "percent" or isinstance(cell, str):
        return None
    if not isinstance(value, Decimal) or not 0 < value <= 1:
        return None
    told, meant = shown(float(value)), shown(float(value * 100))
    return Fault(
        "cell-percent",
        f"{told} in '{column.name}' telt als {told} procent. Bedoelt u {meant} procent? Schrijf dan {meant}, "
        "en kies als opmaak van de cel Getal en niet Percentage.",
        severity="warning",
    )


def _bsn(column: Column) -> Fault:
    return Fault(
        "cell-bsn",
        f"In '{column.name}' staat een getal dat een burgerservicenummer kan zijn. "
        "Haal het weg: deze gegevens mogen hier niet staan.",
        value=BLANKED,
    )


# --- text and codes -------------------------------------------------------------------------------
def _text(column: Column, cell: CellValue) -> str:
    if isinstance(cell, (float, int)) and holds_bsn(as_text(cell)):
        raise UnreadableError("cell-bsn", _bsn(column).message)
    text = " ".join(as_text(cell).split())
    if len(text) > column.longest:
        raise UnreadableError(
            "cell-too-long",
            f"'{column.name}' telt {len(text)} tekens; hooguit {column.longest} kan. Kort de tekst in.",
        )
    if UNWRITABLE.search(text):
        raise UnreadableError("cell-type", f"'{column.name}' bevat een stuurteken. Typ de tekst opnieuw.")
    return text


def _code(name: str) -> Callable[[Column, CellValue], Read]:
    def read(column: Column, cell: CellValue) -> Read:
        text = as_text(cell).strip()
        if re.fullmatch(r"[0-9]{8}", text):
            return Read(text)
        if not isinstance(cell, bool) and re.fullmatch(r"[0-9]{7}", text):
            fault = Fault(
                "cell-zero-lost",
                f"{text} telt 7 cijfers; gelezen als {text.zfill(8)}. "
                f"Maak van de kolom '{column.name}' tekst, dan blijft de nul vooraan staan.",
                "warning",
            )
            return Read(text.zfill(8), fault)
        raise UnreadableError(
            "cell-type",
            f"'{shown(cell)}' is geen {name}. Een {name} heeft 8 cijfers, ook de nullen vooraan.",
        )

    return read


def _postcode(column: Column, cell: CellValue) -> str:
    text = "".join(as_text(cell).upper().split())
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", text):
        raise UnreadableError(
            "cell-type", f"'{shown(cell)}' is geen postcode. Schrijf '{column.name}' als 1234 AB."
        )
    return text


def _email(column: Column, cell: CellValue) -> str:
    text = as_text(cell).strip()
    if not text.isascii():
        raise UnreadableError(
            "cell-type",
            f"'{shown(cell)}' bevat letters die een mailadres niet mag hebben (zoals é). "
            f"Geef in '{column.name}' een adres zonder accenten.",
        )
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise UnreadableError(
            "cell-type",
            f"'{shown(cell)}' is geen mailadres. Schrijf '{column.name}' als naam@voorbeeld.nl.",
        ) from None
    return found.ascii_email or found.normalized


def _choice(column: Column, cell: CellValue) -> str:
    text = as_text(cell).strip()
    for choice in column.choices:
        if text.casefold() == choice.casefold():
            return choice
    raise UnreadableError(
        "cell-choice",
        f"'{shown(cell)}' kan niet in '{column.name}'. Kies uit: {', '.join(column.choices)}.",
    )


def _yes_no(column: Column, cell: CellValue) -> bool:
    answers = {"ja": True, "j": True, "nee": False, "n": False}
    if isinstance(cell, bool):
        return cell
    text = as_text(cell).strip().casefold()
    if text not in answers:
        raise UnreadableError(
            "cell-choice", f"'{shown(cell)}' kan niet in '{column.name}'. Vul ja of nee in."
        )
    return answers[text]


_READERS: Final[Mapping[Kind, Callable[[Column, CellValue], Read | Value]]] = {
    "text": _text,
    "agb": _code("AGB-code"),
    "kvk": _code("KvK-nummer"),
    "whole": read_whole,
    "decimal": read_decimal,
    "percent": read_percent,
    "euro": read_euro,
    "date": read_date,
    "moment": read_moment,
    "choice": _choice,
    "yes_no": _yes_no,
    "email": _email,
    "postcode": _postcode,
}
