"""What comes out of words, and what they need besides themselves: the value types of a resolution.

No rule is here; `meaning` gives phrases their moments, `timeline` gives events theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from inkoopkalender.domain.moments import last_day_before
from inkoopkalender.domain.phrases import Unit

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
    """How far a relative term reaches: 10 working days."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several defensible readings of the words; `chosen` marks the one in force."""

    name: str
    start: datetime | None
    end: datetime | None
    last_day: date | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Anchored:
    """When the thing that words count from happens: `instant` once it is known, else as planned."""

    first: date
    last: date
    instant: datetime | None = None
    span: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the words alone do not say. `find` gives the anchor of a name, None while it is not known."""

    zone: ZoneInfo
    profile: str
    words: str
    year: int | None = None
    reading: str | None = None
    find: Callable[[str], Anchored | None] = lambda _name: None


@dataclass(frozen=True, slots=True)
class Meaning:
    """The moments of a phrase; either bound may be open. `reason` is a Dutch sentence."""

    kind: Kind
    reason: str
    start: datetime | None = None
    end: datetime | None = None
    span: Span | None = None
    relative_to: str | None = None
    offset: Offset | None = None
    readings: tuple[Reading, ...] = ()
    inferred_year: bool = False

    @property
    def last_day(self) -> date | None:
        """The last local day on which one is in time; None when the end is open."""
        return None if self.end is None else last_day_before(self.end)
