"""What comes back: its occurrences in the year they are asked for, in order.

The year is the one in the words, else `year` beside them, else the contract year; without one there are no
occurrences yet. A clock keeps its local time, whatever daylight saving does.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dates_in_words import WORKING_DAY
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.meaning_dates import one_day
from inkoopkalender.domain.meaning_relative import PERIOD_MONTHS
from inkoopkalender.domain.moments import end_of_day, start_of_day
from inkoopkalender.domain.points import Days, nth_in, own, whole_list, whole_range
from inkoopkalender.domain.resolution import Context, Meaning, Occurrence, Offset, mean
from inkoopkalender.domain.terms import add_months, add_term
from inkoopkalender.domain.working_days import is_working_day

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MONTHS_OF = {"months": 1, "years": 12}


@mean.register
def _every(phrase: p.Every, context: Context) -> Meaning:
    within = _within(phrase.bounds, context)
    if within is None:
        return _without_year(phrase)
    first = _aligned(phrase, within)
    windows = [*_windows(phrase, first, within, context)]
    if phrase.weekday is not None or phrase.clock is not None:
        step = (
            f"'{phrase}': telkens op {short_date(windows[0][0])} en zo verder." if windows else f"'{phrase}'."
        )
        return _recurring(phrase, [one_day(Days(a, a), phrase.clock, context) for a, _ in windows], step)
    found = (
        Meaning("window", "", start_of_day(start, context.zone), start_of_day(after, context.zone))
        for start, after in windows
    )
    return _recurring(phrase, [*found], f"'{phrase}': telkens de hele periode.")


def _aligned(phrase: p.Every, within: Days) -> date:
    """Give the day on which counting begins: the bound, a Monday for whole weeks, the weekday asked for."""
    if phrase.weekday is not None:
        return within.first + (phrase.weekday - within.first.weekday()) % 7 * _DAY
    open_start = phrase.bounds is None or phrase.bounds.whole
    if phrase.unit == "weeks" and open_start:
        return within.first + (-within.first.weekday()) % 7 * _DAY
    return within.first


def _windows(phrase: p.Every, first: date, within: Days, context: Context) -> Iterator[tuple[date, date]]:
    ends_by_words = phrase.bounds is not None and phrase.bounds.end is not None
    end = within.last + _DAY if ends_by_words else date.max
    start, count = first, 0
    while start <= within.last:
        count += 1
        after = _step(phrase, first, count, context)
        yield start, min(after, end)
        start = after


def _step(phrase: p.Every, first: date, count: int, context: Context) -> date:
    # Months are counted from the first day each time: 31 January is followed by 28 February and 31 March.
    if phrase.unit in _MONTHS_OF:
        return add_months(first, count * phrase.amount * _MONTHS_OF[phrase.unit])
    if phrase.unit == "hours":
        raise context.fault("Iets komt niet om de zoveel uur terug.", "Schrijf elke dag, met een kloktijd.")
    return add_term(first, count * phrase.amount, phrase.unit, context.profile, context.closed)


@mean.register
def _every_day(phrase: p.EveryDay, context: Context) -> Meaning:
    within = _within(phrase.bounds, context)
    if within is None:
        return _without_year(phrase)
    days = _weekly(phrase, within, context) if phrase.nth is None else _monthly(phrase, within, context)
    found = [one_day(Days(day, day), phrase.clock, context) for day in days]
    return _recurring(phrase, found, f"'{phrase}': op {len(found)} dagen.")


def _weekly(phrase: p.EveryDay, within: Days, context: Context) -> Iterator[date]:
    day = within.first
    while day <= within.last:
        if phrase.counted == WORKING_DAY:
            wanted = is_working_day(day, context.profile, context.closed)
        else:
            wanted = day.weekday() == phrase.counted
        if wanted:
            yield day
        day += _DAY


def _monthly(phrase: p.EveryDay, within: Days, context: Context) -> Iterator[date]:
    months = PERIOD_MONTHS[phrase.period]
    start = date(within.first.year, (within.first.month - 1) // months * months + 1, 1)
    while start <= within.last:
        after = add_months(start, months)
        day = nth_in(Days(start, after - _DAY), phrase.nth or 1, phrase.counted, context)
        if day is not None and within.first <= day <= within.last:
            yield day
        start = after


@mean.register
def _day_of_month(phrase: p.DayOfMonth, context: Context) -> Meaning:
    within = _within(phrase.bounds, context)
    if within is None:
        return _without_year(phrase)
    found, start = [], within.first.replace(day=1)
    while start <= within.last:
        after = add_months(start, 1)
        day = min(start + (phrase.day - 1) * _DAY, after - _DAY)  # a month without a 31st ends it
        if within.first <= day <= within.last:
            found.append(_by_day(phrase, day, context))
        start = after
    return _recurring(phrase, found, f"'{phrase}': {len(found)} keer.")


def _by_day(phrase: p.DayOfMonth, day: date, context: Context) -> Meaning:
    if phrase.word == "op":
        return one_day(Days(day, day), None, context)
    end = (end_of_day if phrase.word == "uiterlijk" else start_of_day)(day, context.zone)
    return Meaning("deadline", "", None, end)


@mean.register
def _yearly(phrase: p.Yearly, context: Context) -> Meaning:
    year = context.own_year
    inner = replace(context, year=year)
    try:
        meaning = mean(phrase.phrase, inner)
    except p.PhraseError:
        if year is not None:
            raise
        return _without_year(phrase)
    told = f"Elk jaar. {meaning.reason}"
    # A year taken from the calendar is what `jaarlijks` means; nothing was left out.
    return replace(
        _recurring(phrase, [meaning], told), span=meaning.span, readings=meaning.readings, inferred_year=False
    )


@mean.register
def _listed(phrase: p.Listed, context: Context) -> Meaning:
    days, inferred = whole_list(phrase.points, context)
    found = [one_day(each, None, context) for each in sorted(days, key=lambda each: each.first)]
    told = f"{len(found)} datums: {', '.join(short_date(each.first) for each in days)}."
    return replace(_recurring(phrase, found, told), inferred_year=inferred)


@mean.register
def _after_periods(phrase: p.AfterPeriods, context: Context) -> Meaning:
    year = context.own_year
    offset = Offset(phrase.amount, phrase.unit)
    if year is None:
        return replace(_without_year(phrase), offset=offset)
    months = PERIOD_MONTHS[phrase.period]
    lasts = [add_months(date(year, 1, 1), many) - _DAY for many in range(months, 13, months)]
    found = []
    for last in lasts:
        end_day = add_term(last, phrase.amount, phrase.unit, context.profile, context.closed)
        found.append(Meaning("sla", "", None, end_of_day(end_day, context.zone)))
    told = f"'{phrase}': de laatste dag van de periode telt niet mee."
    return replace(_recurring(phrase, found, told), offset=offset)


@mean.register
def _limit(phrase: p.Limit, _context: Context) -> Meaning:
    return Meaning(
        "recurring", f"'{phrase}': zegt hoe vaak, niet wanneer; geen venster.", recurrence=str(phrase)
    )


def _within(bounds: p.Bounds | None, context: Context) -> Days | None:
    """Give the days between which something comes back; open at the end, to the end of the later year."""
    if bounds is None:
        return None if context.own_year is None else own(p.Year(context.own_year), context)
    if bounds.end is not None:
        inner = replace(context, year=context.own_year)
        first, last, _inferred = whole_range(bounds.start, bounds.end, inner)
        return Days(first.first, last.last)
    first = own(bounds.start, context)
    if bounds.whole:
        return first
    return Days(first.first, date(max(first.first.year, context.own_year or 0), 12, 31))


def _recurring(phrase: p.Phrase, found: list[Meaning], told: str) -> Meaning:
    occurrences = tuple(Occurrence(each.start, each.end, each.last_day) for each in found)
    if not occurrences:
        return Meaning("recurring", told, recurrence=str(phrase))
    first = occurrences[0]
    return Meaning("recurring", told, first.start, first.end, recurrence=str(phrase), occurrences=occurrences)


def _without_year(phrase: p.Phrase) -> Meaning:
    reason = f"'{phrase}': komt terug; in welk jaar, is niet gezegd (year: 2027, of --year 2027)."
    return Meaning("recurring", reason, recurrence=str(phrase))
