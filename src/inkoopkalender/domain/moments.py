"""Days and clock times to instants, made once, in a named zone.

A day is half-open: from its first moment up to, not including, the next day's. A local time that does
not exist moves forward; one that exists twice is the first as a start and the second as an end.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Give the first moment of the day."""
    return start_at(day, time(), zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Give the first moment after the day: an exclusive end."""
    return start_at(day + _DAY, time(), zone)


def start_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Give the moment at which the clock shows this for the first time."""
    return _existing(datetime.combine(day, clock.replace(fold=0), zone))


def end_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Give the moment at which the clock shows this for the last time: an exclusive end."""
    later = datetime.combine(day, clock.replace(fold=1), zone)
    return later if _existing(later) == later else start_at(day, clock, zone)


def last_day_before(end: datetime) -> date:
    """Give the local day on which one is still in time for an exclusive end."""
    return (end.astimezone(UTC) - _INSTANT).astimezone(end.tzinfo).date()


def _existing(moment: datetime) -> datetime:
    """Go through UTC and back: what does not exist moves, what exists stays (zone and fold kept)."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)
