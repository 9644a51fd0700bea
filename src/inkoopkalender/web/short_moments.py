"""When an event is, as short as a picture needs and still whole: `za 2 mei - zo 31 mei 2026`.

A deadline reads `t/m zo 1 nov 2026`; a clock stands only where it is not midnight.
"""

from datetime import date, datetime, time

from inkoopkalender.domain.dutch import last_day_of
from inkoopkalender.domain.dutch_dates import WEEKDAYS
from inkoopkalender.domain.resolution import Span
from inkoopkalender.domain.timeline import ResolvedEvent

MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def short_day(day: date, *, year: bool = True) -> str:
    """Return `zo 31 mei 2026`."""
    written = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS_SHORT[day.month - 1]}"
    return f"{written} {day.year}" if year else written


def short_moment(event: ResolvedEvent) -> str:
    """Return when a dated event is; what is approximate begins with ≈ and ends with the days it may mean."""
    moment = short_bounds(event.start, event.end)
    if event.span is None:
        return moment
    said = event.start and event.end and _covers(event.span, event.start, event.end)
    return f"≈ {moment}" if said else f"≈ {moment} ({_days(event.span.start, event.span.end)})"


def _covers(span: Span, start: datetime, end: datetime) -> bool:
    """Say whether the days it may mean are the days it is."""
    return (span.start, span.end) == (start.date(), last_day_of(end))


def short_bounds(start: datetime | None, end: datetime | None) -> str:
    """Return `za 2 mei - zo 31 mei 2026`, `t/m zo 31 mei 2026` or `vanaf za 2 mei 2026`."""
    if start is None:
        return "" if end is None else f"t/m {_end(end)}"
    if end is None:
        return f"vanaf {_start(start)}"
    first, last = start.date(), last_day_of(end)
    if first == last:
        return _end(end)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and end.time() == time():
        return f"heel {first.year}" if first.year == last.year else f"{first.year} t/m {last.year}"
    same_year = first.year == last.year
    begin = short_day(first, year=not same_year) if start.time() == time() else _start(start)
    return f"{begin} - {_end(end)}"


def _start(start: datetime) -> str:
    return short_day(start) + _clock(start)


def _end(end: datetime) -> str:
    return short_day(last_day_of(end)) + _clock(end)


def _clock(moment: datetime) -> str:
    return "" if moment.time() == time() else f", {moment:%H.%M}\N{NO-BREAK SPACE}uur"


def _days(first: date, last: date) -> str:
    """Return `11-20 jul`, on one line: the days that an approximate word may mean."""
    until = f"{last.day} {MONTHS_SHORT[last.month - 1]}"
    same = (first.year, first.month) == (last.year, last.month)
    begin = f"{first.day}-" if same else f"{first.day} {MONTHS_SHORT[first.month - 1]} - "
    return f"{begin}{until}".replace(" ", "\N{NO-BREAK SPACE}")
