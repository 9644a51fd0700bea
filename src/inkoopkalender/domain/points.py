"""Dates as written to days of the calendar: missing parts filled in, first and last day, approximation.

A year is never guessed: it comes from the other end of a range or from the `year` beside the words.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from inkoopkalender.domain.phrases import About, Day, Month, PhraseError, Point, Year, impossible_day


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date covers (both count), and those that an approximate one may mean."""

    first: date
    last: date
    span: tuple[date, date] | None = None


def days_of(point: Point, words: str) -> Days:
    """Give the days of a whole date. Raises PhraseError for a day that does not exist."""
    if isinstance(point, Year):
        return Days(date(point.year, 1, 1), date(point.year, 12, 31))
    year, month = point.year or 0, point.month or 0
    length = monthrange(year, month)[1]
    if isinstance(point, Month):
        return Days(date(year, month, 1), date(year, month, length))
    if isinstance(point, About):
        day, low, high = {"begin": (1, 1, 10), "medio": (15, 11, 20), "eind": (length, 21, length)}[
            point.part
        ]
        found = date(year, month, day)
        return Days(found, found, (date(year, month, low), date(year, month, high)))
    if not 1 <= point.day <= length:
        raise impossible_day(words, point, length)
    found = date(year, month, point.day)
    return Days(found, found)


def whole(point: Point, year: int | None, words: str) -> tuple[Days, bool]:
    """Give the days of one date, and whether its year was inferred. Raises PhraseError without a year."""
    if point.year is not None:
        return days_of(point, words), False
    return days_of(_with_year(point, year, words), words), True


def whole_range(start: Point, end: Point, year: int | None, words: str) -> tuple[Days, Days, bool]:
    """Give the days of both ends, and whether a year was inferred.

    A missing month or year is taken from the other end; where that would end the range before it begins,
    the year end lies between them. Raises PhraseError for a range that ends before it begins.
    """
    start = _with_month(start, end, words)
    inferred = False
    if start.year is None and end.year is None:
        start, inferred = _with_year(start, year, words), True
    if start.year is None:
        first, last, crossed = _crossing(start, end, words, years=-1)
    elif end.year is None:
        first, last, crossed = _crossing(end, start, words, years=1)
        first, last = last, first
    else:
        first, last, crossed = days_of(start, words), days_of(end, words), False
    if first.first > last.last:
        problem = f"De periode eindigt voordat zij begint: {start} ligt na {end}."
        next_step = "Zet de vroegste datum voorop, of schrijf beide jaren."
        raise PhraseError(words, end.column, problem, next_step)
    return first, last, inferred or crossed


def _crossing(yearless: Point, other: Point, words: str, years: int) -> tuple[Days, Days, bool]:
    """Give the yearless end the other's year, or the one beside it when the range would run backwards."""
    known = days_of(other, words)
    year = known.first.year
    same = days_of(_with_year(yearless, year, words), words)
    backwards = same.first > known.last if years < 0 else same.last < known.first
    if not backwards or (
        isinstance(yearless, Day) and isinstance(other, Day) and yearless.month == other.month
    ):
        return same, known, False
    return days_of(_with_year(yearless, year + years, words), words), known, True


def _with_year(point: Point, year: int | None, words: str) -> Point:
    if isinstance(point, Year):
        return point
    if year is None:
        problem = f"'{point}' heeft geen jaar."
        next_step = (
            "Schrijf het jaar in de woorden, of ernaast (year: 2026, of --year 2026) als u het aanvult."
        )
        raise PhraseError(words, point.column, problem, next_step)
    return replace(point, year=year)


def _with_month(point: Point, other: Point, words: str) -> Point:
    if not isinstance(point, Day) or point.month is not None:
        return point
    if isinstance(other, Year) or other.month is None:
        problem = f"'{point}' heeft geen maand, en '{other}' geeft er geen."
        raise PhraseError(words, point.column, problem, "Schrijf de maand, bijvoorbeeld 2 mei.")
    return replace(point, month=other.month)
