"""What dates and ranges of dates mean: deadlines, windows, open ends, single days, whole years.

One function per phrase. Which of two readings holds is the context's; both are told.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch_dates import clock_text, end_text, moment_text, start_text
from inkoopkalender.domain.moments import end_at, end_of_day, start_at, start_of_day
from inkoopkalender.domain.points import Days, own, whole, whole_range
from inkoopkalender.domain.resolution import READINGS, Bound, Context, Meaning, Span, mean, readings_of


@mean.register
def _until(phrase: p.Until, context: Context) -> Meaning:
    days, inferred = whole(phrase.point, context)
    end = end_on(days.last, phrase.clock, context)
    reason = f"'{phrase.word}': de dag telt mee, te laat vanaf {moment_text(end)}{_elsewhere(phrase.clock)}."
    return Meaning("deadline", reason, end=end, span=span_of("end", days), inferred_year=inferred)


@mean.register
def _before(phrase: p.Before, context: Context) -> Meaning:
    if isinstance(phrase.anchor, p.Named):
        return _before_event(phrase.anchor.name, phrase.word, context)
    days, inferred = whole(phrase.anchor, context)
    if phrase.clock is not None:
        end = end_on(days.first, phrase.clock, context)
        counts = "de klok bindt op de dag zelf"
    elif phrase.word == "tot":
        return _up_to_a_day(days, inferred, context)
    else:
        end, counts = start_of_day(days.first, context.zone), "de dag telt niet mee"
    reason = f"'{phrase.word}': {counts}, te laat vanaf {moment_text(end)}{_elsewhere(phrase.clock)}."
    return Meaning("deadline", reason, end=end, span=span_of("end", days), inferred_year=inferred)


def _up_to_a_day(days: Days, inferred: bool, context: Context) -> Meaning:
    ends = {
        "exclusive": start_of_day(days.first, context.zone),
        "inclusive": end_of_day(days.last, context.zone),
    }
    chosen = context.reading or "exclusive"
    end = ends[chosen]
    reason = f"'tot': {READINGS[chosen]} (gekozen lezing: {chosen}), te laat vanaf {moment_text(end)}."
    readings = readings_of(None, ends, chosen)
    return Meaning(
        "deadline", reason, end=end, span=span_of("end", days), readings=readings, inferred_year=inferred
    )


def _before_event(name: str, word: str, context: Context) -> Meaning:
    found = context.find(name)
    if found is None:
        reason = f"Eindigt wanneer '{name}' gebeurt; dat is nog niet bekend."
        return Meaning("deadline", reason, relative_to=name)
    end = found.instant or start_of_day(found.first, context.zone)
    reason = f"'{word}': eindigt wanneer '{name}' gebeurt, {moment_text(end)}."
    span = None if found.span is None else Span(*found.span, "end")
    return Meaning("deadline", reason, end=end, span=span, relative_to=name)


@mean.register
def _through(phrase: p.Through, context: Context) -> Meaning:
    first, last, inferred = whole_range(phrase.start, phrase.end, context)
    start, end = _start_on(first.first, phrase.start_clock, context), end_on(last.last, phrase.clock, context)
    _refuse_empty(start, end, phrase.end, context)
    late = f"te laat vanaf {moment_text(end)}{_elsewhere(phrase.clock)}"
    reason = f"'{phrase.word}': beide dagen tellen mee, {late}."
    return Meaning("window", reason, start, end, _range_span(first, last), inferred_year=inferred)


@mean.register
def _up_to(phrase: p.UpTo, context: Context) -> Meaning:
    first, last, inferred = whole_range(phrase.start, phrase.end, context)
    start, span = _start_on(first.first, phrase.start_clock, context), _range_span(first, last)
    if phrase.clock is not None:
        end = end_on(last.first, phrase.clock, context)
        reason = (
            f"'tot': de klok bindt op de einddag, te laat vanaf {moment_text(end)}{_elsewhere(phrase.clock)}."
        )
        _refuse_empty(start, end, phrase.end, context)
        return Meaning("window", reason, start, end, span, inferred_year=inferred)
    ends = {
        "exclusive": start_of_day(last.first, context.zone),
        "inclusive": end_of_day(last.last, context.zone),
    }
    return _read_twice("tot", start, ends, "exclusive", phrase.end, span, inferred, context)


@mean.register
def _between(phrase: p.Between, context: Context) -> Meaning:
    first, last, inferred = whole_range(phrase.start, phrase.end, context)
    start, span = start_of_day(first.first, context.zone), _range_span(first, last)
    if phrase.clock is not None:
        end = end_on(last.last, phrase.clock, context)
        reason = f"'tussen': de klok bindt op de laatste dag, te laat vanaf {moment_text(end)}."
        _refuse_empty(start, end, phrase.end, context)
        return Meaning("window", reason, start, end, span, inferred_year=inferred)
    ends = {
        "inclusive": end_of_day(last.last, context.zone),
        "exclusive": start_of_day(last.first, context.zone),
    }
    return _read_twice("tussen", start, ends, "inclusive", phrase.end, span, inferred, context)


def _read_twice(
    word: str,
    start: datetime,
    ends: Mapping[str, datetime],
    usual: str,
    last: p.Point,
    span: Span | None,
    inferred: bool,
    context: Context,
) -> Meaning:
    chosen = context.reading or usual
    end = ends[chosen]
    _refuse_empty(start, end, last, context)
    reason = f"'{word}': {READINGS[chosen]} (gekozen lezing: {chosen}), te laat vanaf {moment_text(end)}."
    readings = readings_of(start, ends, chosen)
    return Meaning("window", reason, start, end, span, readings=readings, inferred_year=inferred)


@mean.register
def _from(phrase: p.From, context: Context) -> Meaning:
    return _open_end("vanaf", phrase.anchor, phrase.clock, context)


@mean.register
def _after(phrase: p.After, context: Context) -> Meaning:
    return _open_end("na", phrase.anchor, None, context)


def _open_end(
    word: Literal["vanaf", "na"], anchor: p.Anchor, clock: p.Clock | None, context: Context
) -> Meaning:
    """`vanaf` begins with the first day, `na` behind the last."""
    counts = "de dag telt mee" if word == "vanaf" else "de dag telt niet mee"
    if isinstance(anchor, p.Named):
        found, inferred, name = context.find(anchor.name), False, anchor.name
        if found is None:
            return Meaning("from", f"'{word}': {counts}; '{name}' is nog niet bekend.", relative_to=name)
        days = Days(found.first, found.last, found.span)
    else:
        (days, inferred), name = whole(anchor, context), None
    start = _start_on(days.first, clock, context) if word == "vanaf" else end_of_day(days.last, context.zone)
    reason = f"'{word}': {counts}, begint {start_text(start)}; geen einde."
    span = span_of("start", days)
    return Meaning("from", reason, start=start, span=span, relative_to=name, inferred_year=inferred)


@mean.register
def _on(phrase: p.On, context: Context) -> Meaning:
    days, inferred = whole(phrase.point, context)
    return replace(one_day(days, phrase.clock, context), inferred_year=inferred)


def one_day(days: Days, clock: p.Clock | None, context: Context) -> Meaning:
    """Give a single day its moments: the whole of it, or up to the clock."""
    start, end = start_of_day(days.first, context.zone), end_on(days.last, clock, context)
    if start >= end:
        problem = f"Deze dag eindigt voordat hij begint: {moment_text(end)}."
        raise context.fault(problem, "Schrijf een latere kloktijd, of 'uiterlijk' als alleen het einde telt.")
    reason = f"Een datum: de hele dag, t/m {end_text(end)}{_elsewhere(clock)}."
    return Meaning("milestone", reason, start, end, span_of("both", days))


@mean.register
def _during(phrase: p.During, context: Context) -> Meaning:
    if isinstance(phrase.point, p.Year):
        return _whole_year(p.WholeYear(phrase.point.year), context)
    days, inferred = whole(phrase.point, context)
    start, end = start_of_day(days.first, context.zone), end_of_day(days.last, context.zone)
    what = "de hele maand" if isinstance(phrase.point, p.Month) else str(phrase.point)
    reason = f"'in': {what}, t/m {end_text(end)}."
    return Meaning("window", reason, start, end, span_of("both", days), inferred_year=inferred)


@mean.register
def _over(phrase: p.Over, context: Context) -> Meaning:
    days, inferred = whole(phrase.point, context)
    start, end = start_of_day(days.first, context.zone), end_of_day(days.last, context.zone)
    kind: Literal["whole-year", "window"] = "whole-year" if isinstance(phrase.point, p.Year) else "window"
    reason = "'over': de tijd waarover de gegevens gaan; geen termijn."
    return Meaning(kind, reason, start, end, inferred_year=inferred)


@mean.register
def _whole_year(phrase: p.WholeYear, context: Context) -> Meaning:
    year = phrase.year or context.year
    if year is None:
        next_step = "Schrijf het jaar in de woorden, of ernaast (year: 2027, of --year 2027)."
        raise context.fault("De woorden noemen geen jaar.", next_step)
    start, end = start_of_day(date(year, 1, 1), context.zone), end_of_day(date(year, 12, 31), context.zone)
    inferred = phrase.year is None
    return Meaning("whole-year", f"Het hele jaar {year}.", start, end, inferred_year=inferred)


@mean.register
def _start_of_year(phrase: p.StartOfYear, context: Context) -> Meaning:
    year = phrase.year or context.own_year
    if year is None:
        return Meaning("milestone", "De eerste dag van het contractjaar; welk jaar, is niet gezegd.")
    days = own(p.Day(1, 1, year), context)
    return replace(one_day(days, None, context), reason=f"De eerste dag van {year}.")


@mean.register
def _unknown(_phrase: p.Unknown, _context: Context) -> Meaning:
    return Meaning("unresolved", "Het beleid noemt geen datum.")


@mean.register
def _at_once(phrase: p.AtOnce, _context: Context) -> Meaning:
    after = "" if phrase.anchor is None else f" na '{phrase.anchor}'"
    return Meaning("unresolved", f"Zonder uitstel{after}; het beleid noemt geen termijn.")


def end_on(day: date, clock: p.Clock | None, context: Context) -> datetime:
    """Give the first moment after the day, or the clock on it; another zone is counted back to ours."""
    if clock is None:
        return end_of_day(day, context.zone)
    zone = context.zone if clock.zone is None else ZoneInfo(clock.zone)
    end = end_of_day(day, zone) if clock.at is None else end_at(day, clock.at, zone)
    return end.astimezone(context.zone)


def span_of(bound: Bound, days: Days) -> Span | None:
    """Give the days that an approximate date may mean, and which bound they concern."""
    return None if days.span is None else Span(*days.span, bound)


def _start_on(day: date, clock: p.Clock | None, context: Context) -> datetime:
    if clock is None or clock.at is None:
        return start_of_day(day, context.zone)
    zone = context.zone if clock.zone is None else ZoneInfo(clock.zone)
    return start_at(day, clock.at, zone).astimezone(context.zone)


def _elsewhere(clock: p.Clock | None) -> str:
    """Tell the clock of another zone beside our own."""
    if clock is None or clock.zone is None:
        return ""
    shown = "24.00 uur" if clock.at is None else clock_text(clock.at)
    return f" ({shown} in {str(clock).removeprefix(shown).strip()})"


def _refuse_empty(start: datetime, end: datetime, last: p.Point, context: Context) -> None:
    if start >= end:
        problem = f"Tussen begin en einde ligt niets: '{last}' telt zelf niet mee."
        raise context.fault(problem, "Schrijf t/m als de laatste dag wel meetelt.", last.column)


def _range_span(first: Days, last: Days) -> Span | None:
    if first.span and last.span:
        return Span(first.span[0], last.span[1], "both")
    return span_of("start", first) or span_of("end", last)
