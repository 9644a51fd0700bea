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
from inkoopkalender.domain.phrases import Earlier, Phrase, StartRule, Within, references_of
from inkoopkalender.domain.resolution import (
    Anchored,
    Context,
    Kind,
    Meaning,
    Occurrence,
    Offset,
    Reading,
    Span,
)
from inkoopkalender.domain.rolling import rolled
from inkoopkalender.errors import ContentError

__all__ = [
    "CircleError", "EventSource", "Kind", "Occurrence", "Offset", "Reading", "ResolvedEvent", "Resolver",
    "Span", "Timeline", "anchored_at", "resolve_calendar", "resolve_event",
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
    occurrences: tuple[Occurrence, ...]
    retroactive: bool
    readings: tuple[Reading, ...]
    actor: Actor
    does: str
    channel: str | None
    source: EventSource
    phase: Phase | None
    submission: str | None
    remind: Remind | None
    release: Release | None
    owner: str | None
    act_on: date | None
    inferred_year: bool
    ambiguities: tuple[str, ...]
    reason: str
    end_elsewhere: datetime | None = None


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
    resolver = Resolver(calendar, happened)
    return Timeline(calendar, tuple(resolver.resolve(event.key) for event in calendar.events), happened)


def resolve_event(event: Event, calendar: Calendar, actual: Mapping[str, datetime]) -> ResolvedEvent:
    """Resolve one event and those it counts from. Raises as `resolve_calendar` does."""
    return Resolver(calendar, actual).resolve(event.key)


class Resolver:
    """Resolves the events of one calendar, each once, in the order in which they count from one another."""

    def __init__(self, calendar: Calendar, actual: Mapping[str, datetime]) -> None:
        self._calendar = calendar
        self._actual = actual
        self._zone = ZoneInfo(calendar.timezone)
        self._events = {event.key: event for event in calendar.events}
        self._found: dict[str, ResolvedEvent] = {}
        self._path: list[str] = []

    def resolve(self, key: str) -> ResolvedEvent:
        """Resolve one event and those it counts from. Raises as `resolve_calendar` does."""
        if key in self._found:
            return self._found[key]
        if key in self._path:
            raise CircleError((*self._path[self._path.index(key) :], key))
        event = self._events[key]
        self._path.append(key)
        try:
            context = self._context(event, event.when, event.reading)
            meaning = meaning_of(parse_phrase(event.when), context)
            if event.roll is not None:
                meaning = rolled(meaning, context)
            resolved = _resolved(event, self._calendar, meaning, self._act_on(event))
        finally:
            self._path.pop()
        self._found[key] = resolved
        return resolved

    def _context(self, event: Event, words: str, reading: str | None) -> Context:
        calendar = self._calendar
        return Context(
            self._zone, calendar.working_days, words, event.year, reading, self._find,
            calendar.key.contract_year, calendar.closed,
        )  # fmt: skip

    def _find(self, name: str) -> Anchored | None:
        if name in self._actual:
            return anchored_at(self._actual[name], self._zone)
        return _planned(self.resolve(name)) if name in self._events else None

    def _act_on(self, event: Event) -> date | None:
        if event.act is None:
            return None
        moments = meaning_of(parse_phrase(event.act), self._context(event, event.act, None))
        return moments.start.date() if moments.start else moments.last_day


def anchored_at(moment: datetime, zone: ZoneInfo) -> Anchored:
    """Make an anchor of an actual moment. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone; an actual moment needs one.")
    local = moment.astimezone(zone)
    return Anchored(local.date(), local.date(), instant=local)


def _planned(event: ResolvedEvent) -> Anchored | None:
    """Give the planned days of an event that others count from: its latest, and its earliest if known.

    A start rule has only a start. What stays open, or comes back, is not planned: nothing can count from it.
    """
    if event.kind == "start-rule" and event.start is not None:
        return Anchored(event.start.date(), event.start.date())
    if event.last_day is None or event.kind == "recurring":
        return None
    first = event.act_on or (event.start.date() if event.start else event.last_day)
    span = (event.span.start, event.span.end) if event.span else None
    return Anchored(first, event.last_day, span=span)


def _anchor_name(phrase: Phrase) -> str | None:
    if isinstance(phrase, Within | Earlier | StartRule) and phrase.anchor is None:
        return UNNAMED
    references = references_of(phrase)
    return references[0].name if references else None


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
        recurrence=meaning.recurrence,
        occurrences=meaning.occurrences,
        retroactive=meaning.retroactive,
        readings=meaning.readings,
        actor=event.actor,
        does=event.does,
        channel=event.channel,
        source=EventSource(calendar.source.document, event.section),
        phase=event.phase,
        submission=event.submission,
        remind=event.remind,
        release=event.release,
        owner=event.owner,
        act_on=act_on,
        inferred_year=meaning.inferred_year,
        ambiguities=event.ambiguities,
        reason=meaning.reason,
        end_elsewhere=meaning.end_elsewhere,
    )
