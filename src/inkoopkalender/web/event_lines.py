"""The events of a calendar as lines of words: who does what, when, in the policy's words, and how read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inkoopkalender.clock import HOME
from inkoopkalender.domain.ambiguity_checks import find_ambiguities
from inkoopkalender.domain.calendar import Ambiguity, Calendar
from inkoopkalender.domain.dutch import capitalised, long_date
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.storage.amendments import Amendment
from inkoopkalender.usecases.amended import last_of_each
from inkoopkalender.web.event_words import event_words, track_titles
from inkoopkalender.web.moment_words import event_moment, event_state


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the calendar, in words."""

    key: str
    track: str
    what: str
    moment: str
    state: str
    quote: str
    section: str
    ambiguities: tuple[Ambiguity, ...]
    reason: str
    changed: str = ""
    """When and why its date was moved, where it was."""


def event_lines(timeline: Timeline, now: datetime, amendments: Sequence[Amendment] = ()) -> list[EventLine]:
    """Return every event of the calendar as it stands at `now`, in the calendar's order."""
    moved = last_of_each(amendments)
    lines = [_event_line(event, timeline, now) for event in timeline.events]
    return [replace(line, changed=_changed(moved.get(line.key))) for line in lines]


def _changed(amendment: Amendment | None) -> str:
    if amendment is None:
        return ""
    on = long_date(amendment.changed_at.astimezone(HOME).date())
    return f"gewijzigd op {on}, was “{amendment.before_words}”: {amendment.reason}"


def _event_line(event: ResolvedEvent, timeline: Timeline, now: datetime) -> EventLine:
    calendar = timeline.calendar
    return EventLine(
        event.key,
        track_titles(calendar)[event.track],
        capitalised(event_words(event)),
        event_moment(event, timeline),
        event_state(event, now),
        event.quote,
        event.source.section,
        find_ambiguities(calendar, event.ambiguities),
        _with_titles(event.reason, calendar),
    )


def _with_titles(reason: str, calendar: Calendar) -> str:
    """Name what a term counts from by its title."""
    for fact in calendar.facts:
        reason = reason.replace(f"'{fact.key}'", f"'{fact.title}'")
    return reason
