"""A timeline as an agenda: the entries that people see, each with an identity that never changes.

Pure: no file, no clock. `ics` writes an agenda in the form that other programs read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from inkoopkalender.domain.calendar import EVERY_TRACK, Calendar
from inkoopkalender.domain.dutch import capitalised
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrases import Over
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.mail.ics_alarms import alarm_moments
from inkoopkalender.mail.ics_parts import Part, moments_of, parts_of
from inkoopkalender.mail.ics_publisher import Publisher
from inkoopkalender.mail.ics_words import (
    description_words,
    place_words,
    round_words,
    sector_words,
    title_words,
    track_words,
)

Status: TypeAlias = Literal["CONFIRMED", "TENTATIVE"]
Why: TypeAlias = Literal["relative", "undated", "about", "bound"]
"""relative: counts per case, or from what is not known yet; undated: the words give no date; about: the year
that the data are about, in which nothing is due; bound: occurrences beyond the first `MOST_OCCURRENCES`."""
MOST_OCCURRENCES = 100
"""More of one event would bury the others: each working day of a year is 250."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `start` and `end` (exclusive) are both days, or both aware moments."""

    uid: str
    event: str
    start: date
    end: date
    title: str
    description: str
    place: str | None
    categories: tuple[str, ...]
    status: Status
    alarms: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event, or so many of its occurrences, without an entry."""

    event: str
    why: Why
    occurrences: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """The entries of a round, or of one of its tracks, in the calendar's order."""

    title: str
    publisher: Publisher
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()


def make_agenda(timeline: Timeline, publisher: Publisher, track: str | None = None) -> Agenda:
    """Make the agenda of a round; with `track`, of what concerns that track."""
    calendar = timeline.calendar
    events = [event for event in timeline.events if track is None or event.track in (track, EVERY_TRACK)]
    reasons = [(event, _why(event)) for event in events]
    entries = [
        entry for event, why in reasons if why is None for entry in _entries(event, timeline, publisher)
    ]
    left_out = [one for event, why in reasons for one in _left_out(event, why)]
    return Agenda(round_words(calendar, publisher.name), publisher, tuple(entries), tuple(left_out))


def entries_gone(old: Agenda, new: Agenda) -> tuple[Entry, ...]:
    """Return the entries of the old agenda that the new one has no more: they must be cancelled."""
    kept = {entry.uid for entry in new.entries}
    return tuple(entry for entry in old.entries if entry.uid not in kept)


def _left_out(event: ResolvedEvent, why: Why | None) -> Iterator[LeftOut]:
    if why is not None:
        yield LeftOut(event.key, why)
    elif len(event.occurrences) > MOST_OCCURRENCES:
        yield LeftOut(event.key, "bound", len(event.occurrences) - MOST_OCCURRENCES)


def _why(event: ResolvedEvent) -> Why | None:
    if event.phase == "promise":
        return "relative"
    if isinstance(parse_phrase(event.words), Over):
        return "about"
    if moments_of(event):
        return None
    return "relative" if event.relative_to is not None or event.kind in ("sla", "start-rule") else "undated"


def _entries(event: ResolvedEvent, timeline: Timeline, publisher: Publisher) -> Iterator[Entry]:
    for moments in moments_of(event)[:MOST_OCCURRENCES]:
        for part in parts_of(event, moments):
            yield _entry(event, part, timeline, publisher)


def _entry(event: ResolvedEvent, part: Part, timeline: Timeline, publisher: Publisher) -> Entry:
    calendar, insurer = timeline.calendar, publisher.name
    doubts = _doubts(event, timeline)
    last_day = part.moments.last_day
    warned = part.kind == "deadline" and last_day is not None
    return Entry(
        uid=_uid(event, part, calendar, publisher),
        event=event.key,
        start=part.start,
        end=part.end,
        title=title_words(event, part, calendar, insurer),
        description=description_words(event, part, calendar, insurer, doubts),
        place=place_words(event),
        categories=(capitalised(sector_words(calendar)), track_words(event, calendar)),
        status="TENTATIVE" if part.approximate or doubts else "CONFIRMED",
        alarms=alarm_moments(event, part.moments.start, last_day, calendar) if warned and last_day else (),
    )


def _uid(event: ResolvedEvent, part: Part, calendar: Calendar, publisher: Publisher) -> str:
    """Write the identity: round, event, occurrence, part. Never a date: those move."""
    key = calendar.key
    names = [key.insurer, key.sector, str(key.contract_year), event.key]
    numbered = [str(part.moments.number)] if part.moments.number else []
    return f"{'.'.join([*names, *numbered, part.kind])}@{publisher.domain}"


def _doubts(event: ResolvedEvent, timeline: Timeline) -> tuple[str, ...]:
    """Say why the date may still move, however exact its words are."""
    doubts = []
    if timeline.calendar.status == "expected":
        doubts.append("Verwacht, volgens de woorden van vorig jaar; nog niet bevestigd.")
    steps = {one.key: one.does for one in timeline.calendar.events if one.key not in timeline.actual}
    if event.relative_to in steps:
        doubts.append(f'Gepland: telt vanaf "{steps[event.relative_to]}", en dat moet nog gebeuren.')
    return tuple(doubts)
