"""A calendar resolved: every event with its moments.

Instants are aware and in the calendar's own zone; ends are exclusive. The words themselves are given
their meaning in `meaning`; here events are put in the order in which they count from one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from inkoopkalender.domain.calendar import Actor, Calendar, Phase, Release, Remind

Kind: TypeAlias = Literal[
    "deadline", "window", "from", "milestone", "sla", "whole-year", "start-rule", "recurring", "unresolved"
]
Bound: TypeAlias = Literal["start", "end", "both"]


@dataclass(frozen=True, slots=True)
class Span:
    """The days an approximate word may mean (both count), and which bound they concern."""

    start: date
    end: date
    bound: Bound


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a relative term reaches: `10`, `working days`."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several defensible readings of the words; `chosen` marks the one in force."""

    name: str
    start: datetime | None
    end: datetime | None
    last_day: date | None
    chosen: bool


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
    """The resolved events of one calendar, in the calendar's order."""

    calendar: Calendar
    events: tuple[ResolvedEvent, ...]
    actual: Mapping[str, datetime] = field(default_factory=dict)

    def event(self, key: str) -> ResolvedEvent:
        """Find an event. Raises KeyError."""
        for event in self.events:
            if event.key == key:
                return event
        raise KeyError(key)

    def resolve_from(self, key: str, moment: datetime) -> ResolvedEvent:
        """Resolve a relative event, counted from an actual moment of what it counts from."""
        raise NotImplementedError(key, moment)


def resolve_calendar(calendar: Calendar, actual: Mapping[str, datetime] | None = None) -> Timeline:
    """Resolve every event; `actual` are the moments at which events and facts really happened."""
    raise NotImplementedError(calendar, actual)
