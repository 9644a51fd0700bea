"""A calendar resolved: every event with its moments.

Instants are aware and in the calendar's own zone; ends are exclusive. The words themselves are given
their meaning in `meaning`; here events are put in the order in which they count from one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import Actor, Calendar, Event, Phase, Release, Remind
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.meaning import UNNAMED, meaning_of
from inkoopkalender.domain.phrases import Phrase, Within, reference_of
from inkoopkalender.domain.resolution import Anchored, Context, Kind, Meaning, Offset, Reading, Span
from inkoopkalender.errors import ContentError

__all__ = [
    "CircleError", "EventSource", "Kind", "Offset", "Reading", "ResolvedEvent", "Span", "Timeline",
    "anchored_at", "resolve_calendar", "resolve_event",
]  # fmt: skip


class CircleError(ContentError):
    """Events count from one another in a circle."""

    def __init__(self, circle: tuple[str, ...]) -> None:
        self.circle = circle
        super().__init__(
            f"These events count from one another in a circle: {' -> '.join(circle)}.\n"
            "Give one of them a date of its own, or declare a fact and count from that."
        )


@dataclass(frozen=True, slots=True)
class EventSource:
    """Where the policy says it."""

    document: str
    section: str


@dataclass(frozen=True, slots=True)
class ResolvedEvent:
    """An event with its moments: `start` and `end` aware, `end` exclusive, either may be open."""

    key: str
    track: str
    words: str
    quote: str
    kind: Kind
    start: datetime | None
    end: datetime | None
    last_day: date | None
    approximate: bool
    span: Span | None
    relative_to: str | None
    offset: Offset | None
    recurrence: str | None
    readings: tuple[Reading, ...]
    actor: Actor
    does: str
    channel: str | None
    source: EventSource
    phase: Phase | None
    submission: str | None
    remind: Remind | None
    release: Release | None
    act_on: date | None
    inferred_year: bool
    ambiguities: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The resolved events of one calendar, in the calendar's order; `actual` is what really happened when."""

    calendar: Calendar
    events: tuple[ResolvedEvent, ...]
    actual: Mapping[str, datetime] = field(default_factory=dict, hash=False)

    def event(self, key: str) -> ResolvedEvent:
        """Find an event. Raises KeyError."""
        for event in self.events:
            if event.key == key:
                return event
        raise KeyError(key)

    def resolve_from(self, key: str, moment: datetime) -> ResolvedEvent:
        """Resolve a relative event, counted from an actual moment of what it counts from.

        Raises KeyError for an unknown event, ValueError when its words count from nothing that happens.
        """
        event = next((event for event in self.calendar.events if event.key == key), None)
        if event is None:
            raise KeyError(key)
        anchor = _anchor_name(parse_phrase(event.when))
        if anchor is None:
            raise ValueError(f"'{event.when}' ({key}) does not count from an event or a fact.")
        return resolve_event(event, self.calendar, {**self.actual, anchor: moment})


def resolve_calendar(calendar: Calendar, actual: Mapping[str, datetime] | None = None) -> Timeline:
    """Resolve every event; `actual` are the moments at which events and facts really happened.

    Raises PhraseError for words without a meaning, CircleError for events that count from one another.
    """
    happened = dict(actual or {})
    found = tuple(resolve_event(event, calendar, happened) for event in calendar.events)
    return Timeline(calendar, found, happened)


def resolve_event(
    event: Event, calendar: Calendar, actual: Mapping[str, datetime], path: tuple[str, ...] = ()
) -> ResolvedEvent:
    """Resolve one event and those it counts from; `path` are the events that are waiting for it."""
    if event.key in path:
        raise CircleError((*path[path.index(event.key) :], event.key))
    zone = ZoneInfo(calendar.timezone)
    events = {other.key: other for other in calendar.events}

    def find(name: str) -> Anchored | None:
        if name in actual:
            return anchored_at(actual[name], zone)
        if name not in events:
            return None
        return _planned(resolve_event(events[name], calendar, actual, (*path, event.key)))

    context = Context(zone, calendar.working_days, event.when, event.year, event.reading, find)
    return _resolved(event, calendar, meaning_of(parse_phrase(event.when), context), _act_on(event, context))


def anchored_at(moment: datetime, zone: ZoneInfo) -> Anchored:
    """Make an anchor of an actual moment. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone; an actual moment needs one.")
    local = moment.astimezone(zone)
    return Anchored(local.date(), local.date(), instant=local)


def _planned(event: ResolvedEvent) -> Anchored | None:
    """Give the planned days of an event that others count from: its latest, and its earliest if known."""
    if event.last_day is None:
        return None
    first = event.act_on or (event.start.date() if event.start else event.last_day)
    span = (event.span.start, event.span.end) if event.span else None
    return Anchored(first, event.last_day, span=span)


def _anchor_name(phrase: Phrase) -> str | None:
    if isinstance(phrase, Within) and phrase.anchor is None:
        return UNNAMED
    reference = reference_of(phrase)
    return None if reference is None else reference.name


def _act_on(event: Event, context: Context) -> date | None:
    if event.act is None:
        return None
    plan = Context(context.zone, context.profile, event.act, event.year, None, context.find)
    moments = meaning_of(parse_phrase(event.act), plan)
    return moments.start.date() if moments.start else moments.last_day


def _resolved(event: Event, calendar: Calendar, meaning: Meaning, act_on: date | None) -> ResolvedEvent:
    return ResolvedEvent(
        key=event.key,
        track=event.track,
        words=event.when,
        quote=event.quote,
        kind=meaning.kind,
        start=meaning.start,
        end=meaning.end,
        last_day=meaning.last_day,
        approximate=meaning.span is not None,
        span=meaning.span,
        relative_to=meaning.relative_to,
        offset=meaning.offset,
        recurrence=None,
        readings=meaning.readings,
        actor=event.actor,
        does=event.does,
        channel=event.channel,
        source=EventSource(calendar.source.document, event.section),
        phase=event.phase,
        submission=event.submission,
        remind=event.remind,
        release=event.release,
        act_on=act_on,
        inferred_year=meaning.inferred_year,
        ambiguities=event.ambiguities,
        reason=meaning.reason,
    )
