"""What words about time can say: one dataclass per kind of phrase.

`str()` writes a phrase back in its shortest known form, so that reading it again gives the same phrase.
A phrase has no moment yet: years may be missing, and references are names. Dates are in `dates_in_words`,
what counts from an event in `relative_phrases`, what comes back in `recurring_phrases`; all are named
here too. The module is long because the list of kinds is closed and is read as one table.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from inkoopkalender.domain.dates_in_words import (
    About,
    Anchor,
    Clock,
    Day,
    DayRange,
    HalfMonth,
    Month,
    Named,
    NthDay,
    Point,
    SingleDay,
    Stretch,
    Week,
    Year,
)
from inkoopkalender.domain.phrase_error import PhraseError
from inkoopkalender.domain.recurring_phrases import Bounds, DayOfMonth, Every, EveryDay, Limit, Listed
from inkoopkalender.domain.relative_phrases import (
    UNIT_WORDS,
    AfterPeriods,
    Earlier,
    Later,
    Moments,
    OnEvent,
    StartRule,
    Unit,
    Within,
)

__all__ = [
    "UNIT_WORDS",
    "About",
    "After",
    "AfterPeriods",
    "Anchor",
    "AtOnce",
    "Before",
    "Between",
    "Bounds",
    "Clock",
    "Dated",
    "Day",
    "DayOfMonth",
    "DayRange",
    "During",
    "Earlier",
    "Every",
    "EveryDay",
    "From",
    "HalfMonth",
    "Later",
    "Limit",
    "Listed",
    "Moments",
    "Month",
    "Named",
    "NthDay",
    "On",
    "OnEvent",
    "Over",
    "Phrase",
    "PhraseError",
    "Point",
    "SingleDay",
    "StartOfYear",
    "StartRule",
    "Stretch",
    "Through",
    "Unit",
    "Unknown",
    "Until",
    "UpTo",
    "Week",
    "WholeYear",
    "Within",
    "Year",
    "Yearly",
    "references_of",
]  # fmt: skip


def _clocked(words: object, clock: Clock | None) -> str:
    return str(words) if clock is None else f"{words}, {clock}"


@dataclass(frozen=True, slots=True)
class Until:
    """`uiterlijk D`, `t/m D`, `tot uiterlijk D`: open start, the day counts."""

    point: Point
    clock: Clock | None = None
    word: Literal["uiterlijk", "t/m", "tot uiterlijk"] = "uiterlijk"

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.word} {self.point}", self.clock)


@dataclass(frozen=True, slots=True)
class Before:
    """`vóór D`, `tot D`: open start, the day does not count; with a clock: before that moment of the day."""

    anchor: Anchor
    clock: Clock | None = None
    word: Literal["vóór", "tot"] = "vóór"

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.word} {self.anchor}", self.clock)


@dataclass(frozen=True, slots=True)
class Through:
    """`A t/m B`, `A-B`: both count."""

    start: Point
    end: Point
    clock: Clock | None = None
    word: Literal["t/m", "-"] = "t/m"
    start_clock: Clock | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        start = _clocked(self.start, self.start_clock)
        return _clocked(f"{start} {self.word} {self.end}", self.clock)


@dataclass(frozen=True, slots=True)
class UpTo:
    """`A tot B`: B does not count."""

    start: Point
    end: Point
    clock: Clock | None = None
    start_clock: Clock | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{_clocked(self.start, self.start_clock)} tot {self.end}", self.clock)


@dataclass(frozen=True, slots=True)
class Between:
    """`tussen A en B`: both count, unless the calendar chooses the exclusive reading."""

    start: Point
    end: Point
    clock: Clock | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"tussen {self.start} en {self.end}", self.clock)


@dataclass(frozen=True, slots=True)
class From:
    """`vanaf D`: open end, D counts; with a clock: from that moment of the day."""

    anchor: Anchor
    clock: Clock | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"vanaf {self.anchor}", self.clock)


@dataclass(frozen=True, slots=True)
class After:
    """`na D`: open end, D does not count."""

    anchor: Anchor

    def __str__(self) -> str:
        """Write the phrase."""
        return f"na {self.anchor}"


@dataclass(frozen=True, slots=True)
class On:
    """`D`, `op D`, `per D`: the whole day; with a clock: up to that moment of the day."""

    point: SingleDay
    clock: Clock | None = None
    word: Literal["", "op", "per"] = ""

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.word} {self.point}".strip(), self.clock)


@dataclass(frozen=True, slots=True)
class During:
    """`in september 2027`, `in 2027`: the whole month, the whole year."""

    point: DayRange

    def __str__(self) -> str:
        """Write the phrase."""
        return f"in {self.point}"


@dataclass(frozen=True, slots=True)
class WholeYear:
    """`gedurende het hele jaar 2027`, `het gehele jaar door`."""

    year: int | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return "het hele jaar" + ("" if self.year is None else f" {self.year}")


@dataclass(frozen=True, slots=True)
class Over:
    """`over 2025`: the time that data are about; no term."""

    point: DayRange

    def __str__(self) -> str:
        """Write the phrase."""
        return f"over {self.point}"


@dataclass(frozen=True, slots=True)
class StartOfYear:
    """`bij de start van het jaar`: 1 January of the contract year."""

    year: int | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return "bij de start van het jaar" + ("" if self.year is None else f" {self.year}")


@dataclass(frozen=True, slots=True)
class AtOnce:
    """`onverwijld`, `zo spoedig mogelijk na E`: without delay, and without a date."""

    anchor: Named | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return "onverwijld" + ("" if self.anchor is None else f" na {self.anchor}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """`onbekend`: the policy names a duty without a date."""

    def __str__(self) -> str:
        """Write the phrase."""
        return "onbekend"


Dated: TypeAlias = Until | Before | Through | UpTo | Between | On | During
"""What can come back every year."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """`jaarlijks uiterlijk 1 juni`, `elk jaar op 12 november`: the same words, year after year."""

    phrase: Dated

    def __str__(self) -> str:
        """Write the phrase."""
        return f"jaarlijks {self.phrase}"


Phrase: TypeAlias = (
    Dated | From | After | Over | WholeYear | StartOfYear | Unknown | AtOnce | Yearly
    | Within | Later | Earlier | AfterPeriods | StartRule | Moments | OnEvent
    | Every | EveryDay | DayOfMonth | Listed | Limit
)  # fmt: skip


def references_of(phrase: Phrase) -> tuple[Named, ...]:
    """Give the events and facts from which the phrase counts, in their order."""
    if isinstance(phrase, Moments):
        return (phrase.first, phrase.second)
    if isinstance(phrase, Yearly):
        return references_of(phrase.phrase)
    if isinstance(phrase, Before | From | After | Within | Later | Earlier | StartRule | OnEvent | AtOnce):
        return (phrase.anchor,) if isinstance(phrase.anchor, Named) else ()
    return ()
