"""Dates and moments in a cell.

A moment without an offset is Dutch local time; of an hour that comes twice it is the first.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from inkoopkalender.intake.columns import CellValue, Column, UnreadableError, as_text
from inkoopkalender.intake.findings import shown

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_YEARS: Final = range(1950, 3000)
"""Any other year is a typing error: a number in a cell for dates is a day of 1900 and some."""

_DUTCH_DATE = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})", re.ASCII)
_CLOCK = re.compile(
    r"(?P<day>\S+) (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?", re.ASCII
)


def read_date(column: Column, cell: CellValue) -> date:
    """Return a date. Raises UnreadableError."""
    if isinstance(cell, datetime):
        cell = cell.date()
    found = cell if isinstance(cell, date) else _written_date(as_text(cell).strip())
    if found is None:
        raise UnreadableError(
            "cell-type", f"'{shown(cell)}' in '{column.name}' is geen datum. Schrijf bijvoorbeeld 31-05-2026."
        )
    if found.year not in _YEARS:
        raise UnreadableError(
            "cell-type",
            f"{found:%d-%m-}{found.year:04} in '{column.name}' kan niet: het jaar moet tussen {_YEARS[0]} en "
            f"{_YEARS[-1]} liggen. Controleer de datum: van een los getal maakt Excel een dag.",
        )
    return found


def _written_date(text: str) -> date | None:
    found = _DUTCH_DATE.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return (
            date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) else None
        )
    except ValueError:
        return None


def read_moment(column: Column, cell: CellValue) -> datetime:
    """Return a moment in UTC. Raises UnreadableError."""
    found = cell if isinstance(cell, datetime) else _written_moment(as_text(cell).strip())
    if found is None or found.year not in _YEARS:
        raise UnreadableError(
            "cell-type",
            f"'{shown(cell)}' in '{column.name}' is geen tijdstip. "
            "Schrijf bijvoorbeeld 31-05-2026 23:59:59, of 2026-05-31T23:59:59+02:00.",
        )
    moment = (found if found.tzinfo else found.replace(tzinfo=AMSTERDAM)).astimezone(UTC)
    if not found.tzinfo and moment.astimezone(AMSTERDAM).replace(tzinfo=None) != found:
        raise UnreadableError(
            "cell-type",
            f"{shown(cell)} in '{column.name}' bestaat niet: de klok ging toen een uur vooruit.",
        )
    return moment


def _written_moment(text: str) -> datetime | None:
    found = _CLOCK.fullmatch(text)
    try:
        if found is None or (day := _written_date(found["day"])) is None:
            return datetime.fromisoformat(text) if "T" in text or ":" in text else None
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        return datetime.combine(day, clock)
    except ValueError:
        return None
