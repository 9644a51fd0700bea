"""What terms and start rules mean: counted from an event, a fact or a date.

Counted from the actual moment once it is known, else from what is planned. Days and months are dates; only
hours are counted on the clock, in elapsed time.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch_dates import end_text, moment_text, short_date
from inkoopkalender.domain.moments import end_of_day, last_day_before, start_of_day
from inkoopkalender.domain.points import own, whole
from inkoopkalender.domain.relative_phrases import PERIOD_WORDS, Period, term_text
from inkoopkalender.domain.resolution import (
    READINGS,
    Anchored,
    Bound,
    Context,
    Meaning,
    Offset,
    Reading,
    Span,
    mean,
    readings_of,
)
from inkoopkalender.domain.terms import add_months, add_term

UNNAMED = ""
"""The name under which `find` is asked for the event of `binnen 4 weken`, which names none."""
PERIOD_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_DAY = timedelta(days=1)


@mean.register
def _within(phrase: p.Within, context: Context) -> Meaning:
    found, name, inferred = _counted_from(phrase.anchor, context)
    offset = Offset(phrase.amount, phrase.unit)
    words = f"'{phrase.opening} {term_text(phrase.amount, phrase.unit)}'"
    if found is None:
        return Meaning("sla", _not_yet(words, name), relative_to=name, offset=offset)
    if phrase.unit == "hours":
        end = _after_hours(found, phrase.amount, context)
        reason = f"{words} na {_moment(found, context)}: te laat vanaf {moment_text(end)}."
        span = _hours_span(found, phrase.amount, lambda day: end_of_day(day, context.zone))
        return Meaning("sla", reason, None, end, span, name, offset, inferred_year=inferred)

    def last_day(day: date) -> date:
        return add_term(day, phrase.amount, phrase.unit, context.profile, context.closed)

    day = last_day(found.last)
    readings: tuple[Reading, ...] = ()
    end = end_of_day(day, context.zone)
    if phrase.opening == "tot":
        ends = {"inclusive": end, "exclusive": start_of_day(day, context.zone)}
        chosen = context.reading or "inclusive"
        end, readings = ends[chosen], readings_of(None, ends, chosen)
        words += f", {READINGS[chosen]} (gekozen lezing: {chosen}),"
    counting = f", profiel {context.profile}" if phrase.unit == "working days" else ""
    reason = f"{words} na {short_date(found.last)} (die dag telt niet mee{counting}): t/m {end_text(end)}."
    span = _counted_span(found, "end", last_day)
    return Meaning("sla", reason, None, end, span, name, offset, readings=readings, inferred_year=inferred)


@mean.register
def _later(phrase: p.Later, context: Context) -> Meaning:
    found, name, inferred = _counted_from(phrase.anchor, context)
    offset = Offset(phrase.amount, phrase.unit)
    words = f"'{term_text(phrase.amount, phrase.unit)} na'"
    if phrase.unit == "hours":
        problem = "Een aantal uren na een gebeurtenis is geen dag."
        raise context.fault(problem, "Schrijf 'binnen 24 uur na' als het een termijn is.")
    if found is None:
        return Meaning("milestone", _not_yet(words, name), relative_to=name, offset=offset)

    def day_of(day: date) -> date:
        return add_term(day, phrase.amount, phrase.unit, context.profile, context.closed)

    day = day_of(found.last)
    start, end = start_of_day(day, context.zone), end_of_day(day, context.zone)
    reason = f"{words} {short_date(found.last)}: op {short_date(day)}."
    span = _counted_span(found, "both", day_of)
    return Meaning("milestone", reason, start, end, span, name, offset, inferred_year=inferred)


@mean.register
def _earlier(phrase: p.Earlier, context: Context) -> Meaning:
    found, name, inferred = _counted_from(phrase.anchor, context)
    offset = Offset(-phrase.amount, phrase.unit)
    words = f"'{term_text(phrase.amount, phrase.unit)} vóór'"
    if found is None:
        return Meaning("deadline", _not_yet(words, name), relative_to=name, offset=offset)
    if phrase.unit == "hours":
        begins = found.instant or start_of_day(found.first, context.zone)
        end = _elapsed(begins, -phrase.amount)
        reason = f"{words} {moment_text(begins)}: te laat vanaf {moment_text(end)}."
        span = _hours_span(found, -phrase.amount, lambda day: start_of_day(day, context.zone))
        return Meaning("deadline", reason, None, end, span, name, offset, inferred_year=inferred)

    def last_day(day: date) -> date:
        return add_term(day, -phrase.amount, phrase.unit, context.profile, context.closed)

    end = end_of_day(last_day(found.first), context.zone)
    reason = f"{words} {short_date(found.first)}, teruggeteld: t/m {end_text(end)}."
    span = _counted_span(found, "end", last_day)
    return Meaning("deadline", reason, None, end, span, name, offset, inferred_year=inferred)


@mean.register
def _start_rule(phrase: p.StartRule, context: Context) -> Meaning:
    found, name, inferred = _counted_from(phrase.anchor, context)
    same = phrase.rule == "same"
    rule = f"De eerste dag van {PERIOD_WORDS[phrase.period]} " + ("waarin" if same else "na")
    floor = None if phrase.floor is None else own(phrase.floor, context).first
    limit = "" if floor is None else f" Niet eerder dan {short_date(floor)}."
    if found is None:
        reason = f"{rule} '{name or 'de gebeurtenis'}', per geval; nog niet bekend.{limit}"
        return Meaning("start-rule", reason, relative_to=name, retroactive=same)

    def begins(day: date, reading: str) -> date:
        first = _first_of(day, phrase.period)
        on_time = reading == "inclusive" and day == first
        ruled = first if same or on_time else add_months(first, PERIOD_MONTHS[phrase.period])
        return ruled if floor is None else max(ruled, floor)

    chosen = context.reading or "exclusive"
    day = begins(found.last, chosen)
    start = start_of_day(day, context.zone)
    readings: tuple[Reading, ...] = ()
    if not same and found.last == _first_of(found.last, phrase.period):
        readings = tuple(
            Reading(each, start_of_day(begins(found.last, each), context.zone), None, None, each == chosen)
            for each in sorted(("exclusive", "inclusive"), key=lambda each: each != chosen)
        )
    reason = f"{rule} {short_date(found.last)}: {short_date(day)}.{limit}"
    span = _counted_span(found, "start", lambda one: begins(one, chosen))
    return Meaning(
        "start-rule", reason, start, None, span, name,
        readings=readings, inferred_year=inferred, retroactive=same,
    )  # fmt: skip


@mean.register
def _moments(phrase: p.Moments, context: Context) -> Meaning:
    first, second = context.find(phrase.first.name), context.find(phrase.second.name)
    start = None if first is None else first.instant or start_of_day(first.first, context.zone)
    end = None if second is None else second.instant or end_of_day(second.last, context.zone)
    if start is not None and end is not None and start >= end:
        problem = f"'{phrase.second}' komt niet na '{phrase.first}'."
        raise context.fault(problem, "Draai de twee om, of kijk hun datums na.", phrase.second.column)
    missing = [f"'{each}'" for each, at in ((phrase.first, start), (phrase.second, end)) if at is None]
    known = f" {' en '.join(missing)} nog niet bekend." if missing else ""
    reason = f"Van het moment dat '{phrase.first}' tot het moment dat '{phrase.second}'.{known}"
    return Meaning("window", reason, start, end, relative_to=phrase.first.name)


@mean.register
def _on_event(phrase: p.OnEvent, context: Context) -> Meaning:
    name, found = phrase.anchor.name, context.find(phrase.anchor.name)
    if found is None:
        return Meaning("unresolved", f"Op '{name}'; die dag is nog niet bekend.", relative_to=name)
    start, end = start_of_day(found.first, context.zone), end_of_day(found.last, context.zone)
    span = None if found.span is None else Span(*found.span, "both")
    return Meaning("milestone", f"Op '{name}': {short_date(found.last)}.", start, end, span, name)


def _counted_from(anchor: p.Anchor | None, context: Context) -> tuple[Anchored | None, str | None, bool]:
    if anchor is None:
        return context.find(UNNAMED), None, False
    if isinstance(anchor, p.Named):
        return context.find(anchor.name), anchor.name, False
    days, inferred = whole(anchor, context)
    return Anchored(days.first, days.last, span=days.span), str(anchor), inferred


def _not_yet(words: str, name: str | None) -> str:
    rest = f"telt vanaf '{name}', per geval" if name else "de gebeurtenis waarvan het telt is niet genoemd"
    return f"{words}: {rest}; nog niet bekend."


def _first_of(day: date, period: Period) -> date:
    months = PERIOD_MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _after_hours(found: Anchored, hours: int, context: Context) -> datetime:
    return _elapsed(found.instant or end_of_day(found.last, context.zone), hours)


def _elapsed(moment: datetime, hours: int) -> datetime:
    return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(moment.tzinfo)


def _moment(found: Anchored, context: Context) -> str:
    return moment_text(found.instant or end_of_day(found.last, context.zone))


def _counted_span(found: Anchored, bound: Bound, shift: Callable[[date], date]) -> Span | None:
    return None if found.span is None else Span(shift(found.span[0]), shift(found.span[1]), bound)


def _hours_span(found: Anchored, hours: int, edge: Callable[[date], datetime]) -> Span | None:
    return _counted_span(found, "end", lambda day: last_day_before(_elapsed(edge(day), hours)))
