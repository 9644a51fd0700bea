"""When an event is, in the words of a page: weekday, whole date, ≈ and the span where it is approximate."""

from datetime import date, datetime

from inkoopkalender.domain.dutch_dates import MONTHS, end_text, short_date, start_text
from inkoopkalender.domain.resolution import Span
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline


def event_moment(event: ResolvedEvent, timeline: Timeline) -> str:
    """Return `za 2 mei 2026 t/m zo 31 mei 2026, 24.00 uur`; for a promise, from what it counts."""
    return _tight(_event_moment(event, timeline))


def moment_words(moment: datetime) -> str:
    """Return `vr 15 mei 2026, 9.00 uur`."""
    return _tight(f"{short_date(moment)}, {moment.hour}.{moment:%M} uur")


def end_words(end: datetime) -> str:
    """Return `zo 31 mei 2026, 24.00 uur` for an exclusive end."""
    return _tight(end_text(end))


def event_state(event: ResolvedEvent, now: datetime) -> str:
    """Return where the event stands at `now`: gepland, open, voorbij or per geval.

    What the insurer must have done by a day is planned until then; what a provider may do is open. What
    comes back stands where the first time that is not yet past stands.
    """
    if event.start is None and event.end is None:
        return "per geval"
    times = event.occurrences or (event,)
    ahead = next((one for one in times if one.end is None or one.end > now), None)
    if ahead is None:
        return "voorbij"
    begun = event.actor == "provider" if ahead.start is None else ahead.start <= now
    return "open" if begun else "gepland"


def _event_moment(event: ResolvedEvent, timeline: Timeline) -> str:
    if event.recurrence is not None:
        return _comes_back(event)
    if event.start is None and event.end is None:
        return _without_date(event, timeline)
    return _dated(event)


def _comes_back(event: ResolvedEvent) -> str:
    """Return `per kwartaal, 4 keer: eerst …`; a limit says only how often."""
    if event.start is None and event.end is None:
        return event.recurrence or ""
    times = len(event.occurrences)
    return f"{event.recurrence}{f', {times} keer: eerst' if times > 1 else ':'} {_dated(event)}"


def _dated(event: ResolvedEvent) -> str:
    if event.kind == "milestone" and event.start is not None:
        return _about(short_date(event.start), event.span, "both")
    begin = _about(start_text(event.start), event.span, "start") if event.start else ""
    until = "t/m" if event.start else "uiterlijk"
    last = _about(f"{until} {end_text(event.end)}", event.span, "end") if event.end else ""
    return f"{begin} {last}".strip() if event.end else f"vanaf {begin}"


def _tight(text: str) -> str:
    """Keep a clock time and its `uur` on one line."""
    return text.replace(" uur", "\N{NO-BREAK SPACE}uur")


def _without_date(event: ResolvedEvent, timeline: Timeline) -> str:
    """Say what an event without a date waits for, in its own words with the names of facts and events."""
    if event.relative_to is None:
        said = "" if event.words == "onbekend" else f": {event.words}"
        return f"nog niet bekend{said}"
    facts = {one.key: one.title for one in timeline.calendar.facts}
    names = facts | {one.key: f"'{one.does}'" for one in timeline.events}
    words = " ".join(names.get(word, word) for word in event.words.split(" "))
    return f"{'per geval' if event.relative_to in facts else 'nog niet bekend'}: {words}"


def _about(text: str, span: Span | None, bound: str) -> str:
    if span is None or span.bound not in (bound, "both"):
        return text
    return f"≈ {text} ({_days(span.start, span.end)})"


def _days(first: date, last: date) -> str:
    """Return `11-20 juli 2026`: the days that an approximate word may mean."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day} {MONTHS[first.month - 1]} {first.year}"
    return f"{short_date(first)} - {short_date(last)}"
