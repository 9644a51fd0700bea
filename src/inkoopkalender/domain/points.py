"""Dates as written to days of the calendar: missing parts filled in, first and last day, approximation.

A year is never guessed: it comes from the other end of a range or from the `year` beside the words.
"""

from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import singledispatch

from inkoopkalender.domain import dates_in_words as w
from inkoopkalender.domain.dutch import WEEKDAYS
from inkoopkalender.domain.phrase_error import PhraseError
from inkoopkalender.domain.resolution import Context
from inkoopkalender.domain.working_days import next_working_day, previous_working_day

_DAY, _YEAR, _WEEK = timedelta(days=1), timedelta(days=365), 7
_TO_SOLSTICE = timedelta(days=20)
"""How much longer than its three months a season may last: spring ends on 31 May, or on 20 June."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date covers (both count), and those that an approximate one may mean."""

    first: date
    last: date
    span: tuple[date, date] | None = None


def whole(point: w.Point, context: Context) -> tuple[Days, bool]:
    """Give the days of one date, and whether its year was inferred. Raises PhraseError without a year."""
    if point.year is not None:
        return days_of(point, context), False
    return days_of(_with_year(point, context.year, context), context), True


def own(point: w.Point, context: Context) -> Days:
    """Give the days of a date; a year left out is the contract year. Raises PhraseError without one."""
    return days_of(point if point.year else _with_year(point, context.own_year, context), context)


def whole_range(start: w.Point, end: w.Point, context: Context) -> tuple[Days, Days, bool]:
    """Give the days of both ends, and whether a year was inferred.

    A missing month or year is taken from the other end; where that would end the range before it begins,
    the year end lies between them. Raises PhraseError for a range that ends before it begins.
    """
    start = _with_month(start, end, context)
    inferred = False
    if start.year is None and end.year is None:
        start, inferred = _with_year(start, context.year, context), True
    if start.year is None:
        first, last, crossed = _crossing(start, end, context, years=-1)
    elif end.year is None:
        last, first, crossed = _crossing(end, start, context, years=1)
    else:
        first, last, crossed = days_of(start, context), days_of(end, context), False
    if first.first > last.last:
        problem = f"De periode eindigt voordat zij begint: {start} ligt na {end}."
        raise context.fault(problem, "Zet de vroegste datum voorop, of schrijf beide jaren.", end.column)
    return first, last, inferred or crossed


def whole_list(points: tuple[w.Point, ...], context: Context) -> tuple[list[Days], bool]:
    """Give the days of a list of dates; a missing month or year is that of the next date that has one."""
    *earlier, last = points
    point, inferred = last if last.year else _with_year(last, context.year, context), last.year is None
    found = [days_of(point, context)]
    for before in reversed(earlier):
        known = _with_month(before, point, context)
        year = point.year if known.year is None else known.year
        point = known if known.year else _with_year(known, year, context)
        days = days_of(point, context)
        if days.first > found[0].last and known.year is None and year is not None:
            point, inferred = _with_year(known, year - 1, context), True
            days = days_of(point, context)
        found.insert(0, days)
    return found, inferred


@singledispatch
def days_of(point: w.Point, context: Context) -> Days:
    """Give the days of a whole date. Raises PhraseError for a day that does not exist."""
    raise NotImplementedError(point, context)


@days_of.register
def _(point: w.Year, _context: Context) -> Days:
    return Days(date(point.year, 1, 1), date(point.year, 12, 31))


@days_of.register
def _(point: w.Month, _context: Context) -> Days:
    return _month(point.year or 0, point.month)


@days_of.register
def _(point: w.Stretch, _context: Context) -> Days:
    year, last_month = point.year or 0, point.first_month + point.months - 1
    first, last = date(year, point.first_month, 1), _month(year, last_month).last
    return Days(first, last, (first, last + _TO_SOLSTICE) if point.season else None)


@days_of.register
def _(point: w.HalfMonth, _context: Context) -> Days:
    month = _month(point.year or 0, point.month)
    middle = month.first.replace(day=15)
    return Days(month.first, middle) if point.half == 1 else Days(middle + _DAY, month.last)


@days_of.register
def _(point: w.About, _context: Context) -> Days:
    month = _month(point.year or 0, point.month)
    day, low, high = {
        "begin": (1, 1, 10),
        "medio": (15, 11, 20),
        "eind": (month.last.day, 21, month.last.day),
    }[point.part]
    found = month.first.replace(day=day)
    return Days(found, found, (month.first.replace(day=low), month.first.replace(day=high)))


@days_of.register
def _(point: w.Week, context: Context) -> Days:
    try:
        monday = date.fromisocalendar(point.year or 0, point.week, 1)
    except ValueError:
        problem = f"{point.year} heeft geen week {point.week}."
        raise context.fault(problem, "Schrijf een week van 1 t/m 52.", point.column) from None
    return Days(monday, monday + 6 * _DAY)


@days_of.register
def _(point: w.NthDay, context: Context) -> Days:
    month = _month(point.year or 0, point.month)
    found = nth_in(month, point.nth, point.counted, context)
    if found is None:
        problem = f"'{point}' bestaat niet."
        raise context.fault(problem, "Schrijf een eerdere, of de laatste.", point.column)
    return Days(found, found)


@days_of.register
def _(point: w.Day, context: Context) -> Days:
    month = _month(point.year or 0, point.month or 1)
    if not 1 <= point.day <= month.last.day:
        raise w.impossible_day(point, month.last.day, context.words)
    found = month.first.replace(day=point.day)
    if point.weekday is not None and found.weekday() != point.weekday:
        plain = replace(point, weekday=None)
        problem = f"{plain} is geen {WEEKDAYS[point.weekday]} maar een {WEEKDAYS[found.weekday()]}."
        next_step = (
            "Kijk in het beleid welke van de twee klopt. Staat het daar zo: zet de woorden van het beleid in "
            "quote, de datum zonder weekdag in when, en wat er niet klopt onder ambiguities."
        )
        raise context.fault(problem, next_step, point.column)
    return Days(found, found)


def nth_in(days: Days, nth: int, counted: int, context: Context) -> date | None:
    """Give the n-th (or last) day, working day or weekday of some days; None when there are not so many."""
    if counted == w.WORKING_DAY:
        return _nth_working_day(days, nth, context)
    step = 1 if counted == w.DAY else _WEEK
    if nth == w.LAST:
        back = 0 if counted == w.DAY else (days.last.weekday() - counted) % _WEEK
        return days.last - back * _DAY
    ahead = 0 if counted == w.DAY else (counted - days.first.weekday()) % _WEEK
    found = days.first + (ahead + (nth - 1) * step) * _DAY
    return found if found <= days.last else None


def _nth_working_day(days: Days, nth: int, context: Context) -> date | None:
    if nth == w.LAST:
        found = previous_working_day(days.last, context.profile, context.closed)
        return found if found >= days.first else None
    found = next_working_day(days.first, context.profile, context.closed)
    for _ in range(nth - 1):
        found = next_working_day(found + _DAY, context.profile, context.closed)
    return found if found <= days.last else None


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _crossing(yearless: w.Point, other: w.Point, context: Context, years: int) -> tuple[Days, Days, bool]:
    """Give the yearless end the other's year, or the one beside it when the range would run backwards."""
    known = days_of(other, context)
    year = other.year or known.first.year
    try:
        same = days_of(_with_year(yearless, year, context), context)
    except PhraseError:
        # Week 53, 29 February or the day's name may fit only in the year beside it; there the range would
        # then take less than a year.
        with suppress(PhraseError):
            beside = days_of(_with_year(yearless, year + years, context), context)
            if max(beside.last, known.last) - min(beside.first, known.first) < _YEAR:
                return beside, known, True
        raise
    backwards = same.first > known.last if years < 0 else same.last < known.first
    one_month = isinstance(yearless, w.Day) and isinstance(other, w.Day) and yearless.month == other.month
    if not backwards or one_month:
        return same, known, False
    return days_of(_with_year(yearless, year + years, context), context), known, True


def _with_year(point: w.Point, year: int | None, context: Context) -> w.Point:
    if isinstance(point, w.Year):
        return point
    if year is None:
        next_step = (
            "Schrijf het jaar in de woorden, of ernaast (year: 2026, of --year 2026) als u het aanvult."
        )
        raise context.fault(f"'{point}' heeft geen jaar.", next_step, point.column)
    return replace(point, year=year)


def _with_month(point: w.Point, other: w.Point, context: Context) -> w.Point:
    if not isinstance(point, w.Day) or point.month is not None:
        return point
    month = None if isinstance(other, w.Year | w.Stretch | w.Week) else other.month
    if month is None:
        problem = f"'{point}' heeft geen maand, en '{other}' geeft er geen."
        raise context.fault(problem, "Schrijf de maand, bijvoorbeeld 2 mei.", point.column)
    return replace(point, month=month)
