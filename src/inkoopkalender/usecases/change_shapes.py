"""What moving a date is asked with, and what it did or would do. Shapes only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.timeline import ResolvedEvent

Effect: TypeAlias = Literal["again", "composed-anew", "due", "lapsed", "moved", "dropped"]
"""again: was done, and is due again at its new moment; composed-anew: was being prepared or waited for
release; due: due at once by the new date; lapsed: its use is over by the new date; moved: planned, at
another moment; dropped: no longer planned."""


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A date to be moved: to which words, why, and when that is announced."""

    event: str
    words: str
    reason: str
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class Moments:
    """An event's words and what they mean; `end` is exclusive."""

    words: str
    start: datetime | None
    end: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class MovedAction:
    """An action whose moment, or whose letters, are touched; moments in the calendar's zone."""

    event: str
    kind: str
    occurrence: str
    subject: str
    effect: Effect
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What the act did, or would do. `stored` says which; `already` that the event has these words."""

    round: str
    event: str
    before: Moments
    after: Moments | None
    reason: str
    announced_at: datetime
    already: bool
    stored: bool
    number: int
    revision: int
    notice: Mapping[str, int | None]
    """Days from the announcement to the old and the new moment; None where there is none."""
    moved: tuple[str, ...]
    """Other events whose moments moved with it."""
    actions: tuple[MovedAction, ...]
    letters: Mapping[str, int]
    """withdrawn; to_compose: the letter about the change; sent: already sent about this event."""
    organisations: Mapping[str, int]
    """to_tell; reached: of those, by a letter about this event; without_address."""
    to_tell: tuple[str, ...]
    """The AGB codes of who must be told."""
    submissions: Mapping[str, int]
    """What was stored as too late and is judged anew, by what it is now."""
    consequences: int
    """How many consequences that a person released are now a question."""
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether an error stands in the way."""
        return any(finding.severity == "error" for finding in self.findings)


def moments_of(event: ResolvedEvent) -> Moments:
    """Return an event's words and moments."""
    return Moments(event.words, event.start, event.end, event.last_day)
