"""What each kind of phrase means in moments, and why.

One function per phrase. Instants are aware, in the zone of the context; ends are exclusive; no deadline
is ever moved to a working day. Which events the words count from is the caller's knowledge.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import singledispatch
from types import MappingProxyType
from typing import Literal

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.dutch_dates import end_text, moment_text, short_date, start_text
from inkoopkalender.domain.moments import end_at, end_of_day, last_day_before, start_of_day
from inkoopkalender.domain.points import Days, whole, whole_range
from inkoopkalender.domain.resolution import Anchored, Bound, Context, Meaning, Offset, Reading, Span
from inkoopkalender.domain.terms import add_term

READINGS: Mapping[str, str] = MappingProxyType(
    {"inclusive": "de einddag telt mee", "exclusive": "de einddag telt niet mee"}
)
"""The names of the readings of `tussen A en B`."""
UNNAMED = ""
"""The name under which `find` is asked for the event of `binnen 4 weken`, which names none."""


def meaning_of(phrase: p.Phrase, context: Context) -> Meaning:
    """Give the phrase its moments. Raises PhraseError for a missing year or an impossible date."""
    if context.reading is not None and not (isinstance(phrase, p.Between) and context.reading in READINGS):
        problem = f"Deze woorden hebben geen lezing '{context.reading}'."
        next_step = "Alleen 'tussen A en B' heeft er twee: inclusive (de gewone) en exclusive."
        raise p.PhraseError(context.words, 1, problem, next_step)
    meaning = _meaning(phrase, context)
    notes = [meaning.reason, *_notes(meaning)]
    return replace(meaning, reason=" ".join(notes))


def _notes(meaning: Meaning) -> list[str]:
    notes = []
    if meaning.span is not None:
        notes.append(f"Bij benadering: {short_date(meaning.span.start)} - {short_date(meaning.span.end)}.")
    if meaning.inferred_year:
        notes.append("Het jaar staat niet in de woorden en is aangevuld.")
    return notes


@singledispatch
def _meaning(phrase: object, context: Context) -> Meaning:
    raise NotImplementedError(phrase, context)


@_meaning.register
def _until(phrase: p.Until, context: Context) -> Meaning:
    days, inferred = whole(phrase.point, context.year, context.words)
    end = _end(days.last, phrase.clock, context)
    reason = f"'{phrase.word}': de dag telt mee, te laat vanaf {moment_text(end)}."
    return Meaning("deadline", reason, end=end, span=_span("end", days), inferred_year=inferred)


@_meaning.register
def _before(phrase: p.Before, context: Context) -> Meaning:
    if isinstance(phrase.anchor, p.Named):
        return _before_event(phrase.anchor.name, context)
    days, inferred = whole(phrase.anchor, context.year, context.words)
    end = start_of_day(days.first, context.zone)
    counts = "de dag telt niet mee"
    if phrase.clock is not None:
        end, counts = end_at(days.first, phrase.clock, context.zone), "de klok bindt op de dag zelf"
    reason = f"'{phrase.word}': {counts}, te laat vanaf {moment_text(end)}."
    return Meaning("deadline", reason, end=end, span=_span("end", days), inferred_year=inferred)


def _before_event(name: str, context: Context) -> Meaning:
    found = context.find(name)
    if found is None:
        return Meaning(
            "deadline", f"Eindigt wanneer '{name}' gebeurt; dat is nog niet bekend.", relative_to=name
        )
    end = found.instant or start_of_day(found.first, context.zone)
    reason = f"'vóór': eindigt wanneer '{name}' gebeurt, {moment_text(end)}."
    return Meaning(
        "deadline", reason, end=end, span=_counted_span(found, "end", lambda day: day), relative_to=name
    )


@_meaning.register
def _through(phrase: p.Through, context: Context) -> Meaning:
    first, last, inferred = whole_range(phrase.start, phrase.end, context.year, context.words)
    end = _end(last.last, phrase.clock, context)
    reason = f"'{phrase.word}': beide dagen tellen mee, te laat vanaf {moment_text(end)}."
    return _window(first, end, reason, _range_span(first, last), inferred, context)


@_meaning.register
def _up_to(phrase: p.UpTo, context: Context) -> Meaning:
    first, last, inferred = whole_range(phrase.start, phrase.end, context.year, context.words)
    if phrase.clock is None:
        end, counts = start_of_day(last.first, context.zone), "de einddag telt niet mee"
    else:
        end, counts = end_at(last.first, phrase.clock, context.zone), "de klok bindt op de einddag"
    _refuse_empty(first, end, phrase.end, context)
    reason = f"'tot': {counts}, te laat vanaf {moment_text(end)}."
    return _window(first, end, reason, _range_span(first, last), inferred, context)


@_meaning.register
def _between(phrase: p.Between, context: Context) -> Meaning:
    first, last, inferred = whole_range(phrase.start, phrase.end, context.year, context.words)
    start = start_of_day(first.first, context.zone)
    ends = {
        "inclusive": _end(last.last, phrase.clock, context),
        "exclusive": start_of_day(last.first, context.zone),
    }
    chosen = context.reading or "inclusive"
    end = ends[chosen]
    _refuse_empty(first, end, phrase.end, context)
    readings = tuple(
        Reading(name, start, other, last_day_before(other), name == chosen) for name, other in ends.items()
    )
    reason = f"'tussen': {READINGS[chosen]} (gekozen lezing: {chosen}), te laat vanaf {moment_text(end)}."
    meaning = _window(first, end, reason, _range_span(first, last), inferred, context)
    return replace(meaning, readings=readings)


@_meaning.register
def _from(phrase: p.From, context: Context) -> Meaning:
    return _open_end("vanaf", phrase.anchor, context)


@_meaning.register
def _after(phrase: p.After, context: Context) -> Meaning:
    return _open_end("na", phrase.anchor, context)


def _open_end(word: Literal["vanaf", "na"], anchor: p.Anchor, context: Context) -> Meaning:
    """`vanaf` begins with the first day, `na` behind the last."""
    counts = "de dag telt mee" if word == "vanaf" else "de dag telt niet mee"
    if isinstance(anchor, p.Named):
        found, inferred, name = context.find(anchor.name), False, anchor.name
        if found is None:
            return Meaning("from", f"'{word}': {counts}; '{name}' is nog niet bekend.", relative_to=name)
        days = Days(found.first, found.last, found.span)
    else:
        (days, inferred), name = whole(anchor, context.year, context.words), None
    start = start_of_day(days.first, context.zone) if word == "vanaf" else end_of_day(days.last, context.zone)
    reason = f"'{word}': {counts}, begint {start_text(start)}; geen einde."
    span = _span("start", days)
    return Meaning("from", reason, start=start, span=span, relative_to=name, inferred_year=inferred)


@_meaning.register
def _on(phrase: p.On, context: Context) -> Meaning:
    days, inferred = whole(phrase.point, context.year, context.words)
    start, end = start_of_day(days.first, context.zone), _end(days.last, phrase.clock, context)
    reason = f"Een datum: de hele dag, t/m {end_text(end)}."
    return Meaning("milestone", reason, start, end, _span("both", days), inferred_year=inferred)


@_meaning.register
def _during(phrase: p.During, context: Context) -> Meaning:
    days, inferred = whole(phrase.point, context.year, context.words)
    end = end_of_day(days.last, context.zone)
    if isinstance(phrase.point, p.Year):
        return _whole_year(p.WholeYear(phrase.point.year), context)
    return _window(days, end, f"'in': de hele maand, t/m {end_text(end)}.", None, inferred, context)


@_meaning.register
def _whole_year(phrase: p.WholeYear, context: Context) -> Meaning:
    year = phrase.year or context.year
    if year is None:
        next_step = "Schrijf het jaar in de woorden, of ernaast (year: 2027, of --year 2027)."
        raise p.PhraseError(context.words, 1, "De woorden noemen geen jaar.", next_step)
    days, _ = whole(p.Year(year), None, context.words)
    end = end_of_day(days.last, context.zone)
    window = _window(days, end, f"Het hele jaar {year}.", None, phrase.year is None, context)
    return replace(window, kind="whole-year")


@_meaning.register
def _within(phrase: p.Within, context: Context) -> Meaning:
    found, name, inferred = _counted_from(phrase.anchor, context)
    offset = Offset(phrase.amount, phrase.unit)
    words = str(p.Within(phrase.amount, phrase.unit))
    if found is None:
        rest = (
            f"telt vanaf '{name}', per geval" if name else "de gebeurtenis waarvan het telt is niet genoemd"
        )
        return Meaning("sla", f"'{words}': {rest}; nog niet bekend.", relative_to=name, offset=offset)

    def last_day(day: date) -> date:
        return add_term(day, phrase.amount, phrase.unit, context.profile)

    end = end_of_day(last_day(found.last), context.zone)
    counting = f", profiel {context.profile}" if phrase.unit == "working days" else ""
    reason = f"'{words}' na {short_date(found.last)} (die dag telt niet mee{counting}): t/m {end_text(end)}."
    span = _counted_span(found, "end", last_day)
    return Meaning("sla", reason, None, end, span, name, offset, inferred_year=inferred)


@_meaning.register
def _unknown(_phrase: p.Unknown, _context: Context) -> Meaning:
    return Meaning("unresolved", "Het beleid noemt geen datum.")


def _counted_from(anchor: p.Anchor | None, context: Context) -> tuple[Anchored | None, str | None, bool]:
    if anchor is None:
        return context.find(UNNAMED), None, False
    if isinstance(anchor, p.Named):
        return context.find(anchor.name), anchor.name, False
    days, inferred = whole(anchor, context.year, context.words)
    return Anchored(days.first, days.last, span=days.span), str(anchor), inferred


def _window(
    first: Days, end: datetime, reason: str, span: Span | None, inferred: bool, context: Context
) -> Meaning:
    start = start_of_day(first.first, context.zone)
    return Meaning("window", reason, start, end, span, inferred_year=inferred)


def _refuse_empty(first: Days, end: datetime, last: p.Point, context: Context) -> None:
    if start_of_day(first.first, context.zone) >= end:
        problem = f"Tussen begin en einde ligt niets: '{last}' telt zelf niet mee."
        next_step = "Schrijf t/m als de laatste dag wel meetelt."
        raise p.PhraseError(context.words, last.column, problem, next_step)


def _end(day: date, clock: time | None, context: Context) -> datetime:
    return end_of_day(day, context.zone) if clock is None else end_at(day, clock, context.zone)


def _span(bound: Bound, days: Days) -> Span | None:
    return None if days.span is None else Span(*days.span, bound)


def _counted_span(found: Anchored, bound: Bound, shift: Callable[[date], date]) -> Span | None:
    return None if found.span is None else Span(shift(found.span[0]), shift(found.span[1]), bound)


def _range_span(first: Days, last: Days) -> Span | None:
    if first.span and last.span:
        return Span(first.span[0], last.span[1], "both")
    return _span("start", first) or _span("end", last)
