"""Dates, terms, money and lists as a Dutch letter says them.

Pure text: which moment holds is decided elsewhere. A half-open end at midnight is shown as the day
before it, `tot 24.00 uur`; moments must be in the zone of the calendar that they come from. Relative
time stands beside a date, never in its place.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from inkoopkalender.domain.dutch_dates import MONTHS, short_date

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def long_date(day: date) -> str:
    """Return `zondag 31 mei 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {plain_date(day)}"


def plain_date(day: date) -> str:
    """Return `31 mei 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_moment(moment: datetime) -> str:
    """Return `zondag 31 mei 2026 om 21.04 uur`."""
    return f"{long_date(moment)} om {moment:%H.%M} uur"


def last_day_of(end: datetime) -> date:
    """Return the last day that lies before the exclusive `end`."""
    return (end - timedelta(microseconds=1)).date() if end.time() == time() else end.date()


def long_end(end: datetime) -> str:
    """Return `zondag 31 mei 2026, tot 24.00 uur` for an exclusive end."""
    clock = "24.00" if end.time() == time() else f"{end:%H.%M}"
    return f"{long_date(last_day_of(end))}, tot {clock} uur"


def short_end(end: datetime) -> str:
    """Return `zo 31 mei 2026` for an exclusive end; with the clock when it is not midnight."""
    clock = "" if end.time() == time() else f", {end:%H.%M} uur"
    return f"{short_date(last_day_of(end))}{clock}"


def around(day: date, words: str) -> str:
    """Return `rond 15 juli 2026 ("medio juli")`: an approximate day and the policy's words for it."""
    return f'rond {plain_date(day)} ("{words}")'


def days_left(last_day: date, today: date) -> str:
    """Return `nog 7 dagen`, `nog 1 dag`, `vandaag`, or `verstreken` when the last day lies behind."""
    days = (last_day - today).days
    if days < 0:
        return "verstreken"
    if days == 0:
        return "vandaag"
    return f"nog {days} {'dag' if days == 1 else 'dagen'}"


def number(value: int) -> str:
    """Return `1.234.567`."""
    return f"{value:,}".replace(",", ".")


def money(cents: int) -> str:
    """Return `€ 1.234.567,00` for an amount in cents."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    return f"€ {sign}{number(euros)},{rest:02d}"


def listed(parts: Sequence[str]) -> str:
    """Return `a, b en c`."""
    if len(parts) < 2:  # noqa: PLR2004 -- one part needs no `en`
        return "".join(parts)
    return f"{', '.join(parts[:-1])} en {parts[-1]}"


def counted(count: int, one: str, many: str) -> str:
    """Return `1 bevinding` or `20 bevindingen`."""
    return f"{number(count)} {one if count == 1 else many}"


def capitalised(text: str) -> str:
    """Begin with a capital; the rest stays as it is."""
    return text[:1].upper() + text[1:]
