"""Terms counted from a day: so many days, weeks, months, years or working days on.

The day itself does not count; months and years are clipped to the month's end.
"""

from collections.abc import Collection
from datetime import date, timedelta

from inkoopkalender.domain.relative_phrases import Unit
from inkoopkalender.domain.working_days import add_working_days

_IN_EVERY_MONTH = 28


def add_term(day: date, amount: int, unit: Unit, profile: str, closed: Collection[date] = ()) -> date:
    """Give the last day of a term (its first, when the amount is negative); hours are no days."""
    if unit == "working days":
        return add_working_days(day, amount, profile, closed)
    if unit == "hours":
        raise ValueError("hours are counted from a moment, not from a day")
    if unit in ("days", "weeks"):
        return day + timedelta(days=amount * (7 if unit == "weeks" else 1))
    return add_months(day, amount * (12 if unit == "years" else 1))


def add_months(day: date, amount: int) -> date:
    """Go whole months on or back; a day that the month does not have becomes its last."""
    if day.day <= _IN_EVERY_MONTH:
        year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
        return date(year, month + 1, day.day)
    from pendulum import Date  # noqa: PLC0415 -- slow import

    moved = Date(day.year, day.month, day.day).add(months=amount)
    return date(moved.year, moved.month, moved.day)
