"""What comes out of words, and what they need besides themselves: the value types of a resolution.

No rule is here; `meaning` gives phrases their moments, `timeline` gives events theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatch
from types import MappingProxyType
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from inkoopkalender.domain.moments import last_day_before
from inkoopkalender.domain.phrase_error import PhraseError
from inkoopkalender.domain.relative_phrases import Unit

Kind: TypeAlias = Literal[
    "deadline", "window", "from", "milestone", "sla", "whole-year", "start-rule", "recurring", "unresolved"
]
Bound: TypeAlias = Literal["start", "end", "both"]
READINGS: Mapping[str, str] = MappingProxyType(
    {"inclusive": "de laatste dag telt mee", "exclusive": "de laatste dag telt niet mee"}
)
"""The names of the readings of words that leave open whether a day counts."""


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
class Occurrence:
    """One time of what comes back; `end` is exclusive, `last_day` the last day on which one is in time."""

    start: datetime | None
    end: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Anchored:
    """When the thing that words count from happens: `instant` once it is known, else as planned."""

    first: date
    last: date
    instant: datetime | None = None
    span: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the words alone do not say.

    `year` stands in for a year that the words leave out; `contract_year` is that of words that mean a whole
    year by themselves (`per kwartaal`); `find` gives the anchor of a name, None while it is not known;
    `closed` are the insurer's own closing days.
    """

    zone: ZoneInfo
    profile: str
    words: str
    year: int | None = None
    reading: str | None = None
    find: Callable[[str], Anchored | None] = lambda _name: None
    contract_year: int | None = None
    closed: frozenset[date] = frozenset()

    @property
    def own_year(self) -> int | None:
        """The year of words that mean a whole year by themselves, if it is known."""
        return self.year or self.contract_year

    def fault(self, problem: str, next_step: str, column: int = 1) -> PhraseError:
        """Make the error of these words."""
        return PhraseError(self.words, column, problem, next_step)


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
    recurrence: str | None = None
    occurrences: tuple[Occurrence, ...] = ()
    """The times of what comes back, as far as the year is known; `start` and `end` are the first one's."""
    retroactive: bool = False
    """The rule can lead to a day before the event from which it counts."""
    end_elsewhere: datetime | None = None
    """The end by the clock that the words name, when that is not the calendar's own."""

    @property
    def last_day(self) -> date | None:
        """The last local day on which one is in time; None when the end is open."""
        return None if self.end is None else last_day_before(self.end)


def readings_of(start: datetime | None, ends: Mapping[str, datetime], chosen: str) -> tuple[Reading, ...]:
    """Tell both readings, the chosen one first; one that would leave nothing is none."""
    names = sorted(ends, key=lambda name: name != chosen)
    return tuple(
        Reading(name, start, ends[name], last_day_before(ends[name]), name == chosen)
        for name in names
        if start is None or start < ends[name]
    )


@singledispatch
def mean(phrase: object, context: Context) -> Meaning:
    """Give one kind of phrase its moments; each `meaning` module teaches it its kinds."""
    raise NotImplementedError(phrase, context)
