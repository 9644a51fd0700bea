"""What the moments of an event give cause to say: days off, years filled in, ends that are not there."""

from collections.abc import Iterator
from dataclasses import replace

from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_error import PhraseError
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_event
from inkoopkalender.domain.working_days import holidays, is_working_day

_DATED = ("deadline", "window", "milestone")


def check_days(event: Event, resolved: ResolvedEvent, calendar: Calendar) -> Iterator[Finding]:
    """Give the findings about one event."""
    yield from _check_last_day(event, resolved, calendar)
    yield from _check_year(event, resolved, calendar)
    if (
        resolved.end is None
        and event.remind is not None
        and event.remind.before_end
        and resolved.kind != "sla"
    ):
        message = f"{event.key}: er zijn herinneringen vóór het einde, maar de woorden geven geen einde."
        next_step = "Laat before_end weg, of geef een einde."
        yield Finding("no-end", "error", message, next_step, ("events", event.key, "remind"))


def _check_last_day(event: Event, resolved: ResolvedEvent, calendar: Calendar) -> Iterator[Finding]:
    day, profile = resolved.last_day, calendar.working_days
    if day is None or resolved.kind not in _DATED or is_working_day(day, profile, calendar.closed):
        return
    if resolved.kind == "milestone" and (day.month, day.day) == (1, 1):
        return  # a year begins there: that it is not worked surprises nobody
    own = "eigen sluitingsdag" if day in calendar.closed else "weekend"
    why = holidays(day.year, profile).get(day, own)
    which = "de dag" if resolved.kind == "milestone" else "de laatste dag"
    message = f"{event.key}: {which}, {short_date(day)}, is geen werkdag: {why}{_doubts(event)}."
    next_step = "De termijn blijft zo; herinneringen gaan weg op werkdagen ervoor."
    yield Finding("no-working-day", "warning", message, next_step, ("events", event.key, "when"))


def _check_year(event: Event, resolved: ResolvedEvent, calendar: Calendar) -> Iterator[Finding]:
    if resolved.inferred_year:
        message = f"{event.key}: in '{event.when}' ontbreekt een jaar; het is aangevuld{_doubts(event)}."
        next_step = "Controleer of het jaar klopt."
        yield Finding("inferred-year", "warning", message, next_step, ("events", event.key, "when"))
    elif event.year is not None and event.act is None and _same_without_year(event, resolved, calendar):
        message = f"{event.key}: year: {event.year} doet niets, want de woorden noemen hun jaar."
        yield Finding("unused-year", "warning", message, "Laat year weg.", ("events", event.key, "year"))


def _same_without_year(event: Event, resolved: ResolvedEvent, calendar: Calendar) -> bool:
    """Say whether the words mean the same without the year beside them; what comes back may not."""
    events = tuple(replace(one, year=None) if one.key == event.key else one for one in calendar.events)
    try:
        other = resolve_event(replace(event, year=None), replace(calendar, events=events), {})
    except PhraseError:
        return False
    return (other.start, other.end, other.occurrences) == (resolved.start, resolved.end, resolved.occurrences)


def _doubts(event: Event) -> str:
    return f" ({', '.join(event.ambiguities)})" if event.ambiguities else ""
