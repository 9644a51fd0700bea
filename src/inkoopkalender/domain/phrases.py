"""What words about time can say: one dataclass per kind of phrase.

`str()` writes a phrase back in its shortest known form, so that reading it again gives the same phrase.
A phrase has no moment yet: years may be missing, and references are names. Columns (counted from 1)
are kept for messages and do not take part in comparison. The module is long because the list of kinds is
closed and is read as one table.
"""

from dataclasses import dataclass, field
from datetime import time
from typing import Literal, TypeAlias

from inkoopkalender.domain.dutch_dates import MONTHS, clock_text
from inkoopkalender.errors import MisuseError

Unit: TypeAlias = Literal["days", "weeks", "months", "years", "working days"]

UNIT_WORDS: dict[Unit, tuple[str, str]] = {
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
    "years": ("jaar", "jaren"),
    "working days": ("werkdag", "werkdagen"),
}


class PhraseError(MisuseError):
    """The words cannot be given a moment; `problem` and `next_step` are Dutch sentences."""

    def __init__(self, words: str, column: int, problem: str, next_step: str) -> None:
        self.words = words
        self.column = column
        self.problem = problem
        self.next_step = next_step
        super().__init__(f"{problem}\n  {words}\n  {' ' * (column - 1)}^ plaats {column}\n{next_step}")


@dataclass(frozen=True, slots=True)
class Day:
    """`31 mei 2026`; in a range the month and the year may be left to the other end."""

    day: int
    month: int | None = None
    year: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the day with what is known of it."""
        month = None if self.month is None else MONTHS[self.month - 1]
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)


@dataclass(frozen=True, slots=True)
class Month:
    """`mei 2026`: its first day as a start, its last day as an end."""

    month: int
    year: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the month, with the year when it is known."""
        return MONTHS[self.month - 1] + ("" if self.year is None else f" {self.year}")


@dataclass(frozen=True, slots=True)
class Year:
    """`2027`: its first day as a start, its last day as an end."""

    year: int
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the year."""
        return str(self.year)


@dataclass(frozen=True, slots=True)
class About:
    """`medio juli 2026`: a day by approximation, the 1st, the 15th or the last."""

    part: Literal["begin", "medio", "eind"]
    month: int
    year: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the part and the month, with the year when it is known."""
        return f"{self.part} {Month(self.month, self.year)}"


Point: TypeAlias = Day | Month | Year | About


@dataclass(frozen=True, slots=True)
class Named:
    """What words count from when it is no date: an event, a declared fact, or free words."""

    name: str
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the name."""
        return self.name


Anchor: TypeAlias = Point | Named


def impossible_day(words: str, day: Day, most: int) -> PhraseError:
    """Make the error for a day that its month (of `most` days) does not have."""
    month = Month(day.month or 1, day.year)
    problem = f"'{day}' bestaat niet: {month} heeft {most} dagen."
    return PhraseError(words, day.column, problem, f"Schrijf een dag van 1 t/m {most}, of een andere maand.")


def _clocked(words: str, clock: time | None) -> str:
    return words if clock is None else f"{words}, {clock_text(clock)}"


@dataclass(frozen=True, slots=True)
class Until:
    """`uiterlijk D`, `t/m D`, `tot uiterlijk D`: open start, the day counts."""

    point: Point
    clock: time | None = None
    word: Literal["uiterlijk", "t/m", "tot uiterlijk"] = "uiterlijk"

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.word} {self.point}", self.clock)


@dataclass(frozen=True, slots=True)
class Before:
    """`vóór D`, `tot D`: open start, the day does not count; with a clock: before that moment of the day."""

    anchor: Anchor
    clock: time | None = None
    word: Literal["vóór", "tot"] = "vóór"

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.word} {self.anchor}", self.clock)


@dataclass(frozen=True, slots=True)
class Through:
    """`A t/m B`, `A-B`: both count."""

    start: Point
    end: Point
    clock: time | None = None
    word: Literal["t/m", "-"] = "t/m"

    def __str__(self) -> str:
        """Write the phrase."""
        joint = " - " if self.word == "-" else f" {self.word} "
        return _clocked(f"{self.start}{joint}{self.end}", self.clock)


@dataclass(frozen=True, slots=True)
class UpTo:
    """`A tot B`: B does not count."""

    start: Point
    end: Point
    clock: time | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.start} tot {self.end}", self.clock)


@dataclass(frozen=True, slots=True)
class Between:
    """`tussen A en B`: both count, unless the calendar chooses the exclusive reading."""

    start: Point
    end: Point
    clock: time | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"tussen {self.start} en {self.end}", self.clock)


@dataclass(frozen=True, slots=True)
class From:
    """`vanaf D`: open end, D counts."""

    anchor: Anchor

    def __str__(self) -> str:
        """Write the phrase."""
        return f"vanaf {self.anchor}"


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

    point: Day | About
    clock: time | None = None
    word: Literal["", "op", "per"] = ""

    def __str__(self) -> str:
        """Write the phrase."""
        return _clocked(f"{self.word} {self.point}".strip(), self.clock)


@dataclass(frozen=True, slots=True)
class During:
    """`in september 2027`, `in 2027`: the whole month, the whole year."""

    point: Month | Year

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
class Within:
    """`binnen 2 weken na E`: the day of the event does not count; without an anchor the event is unnamed."""

    amount: int
    unit: Unit
    anchor: Anchor | None = None
    word: Literal["na", "nadat"] = "na"

    def __str__(self) -> str:
        """Write the phrase."""
        term = f"binnen {self.amount} {UNIT_WORDS[self.unit][self.amount != 1]}"
        return term if self.anchor is None else f"{term} {self.word} {self.anchor}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """`onbekend`: the policy names a duty without a date."""

    def __str__(self) -> str:
        """Write the phrase."""
        return "onbekend"


Phrase: TypeAlias = (
    Until | Before | Through | UpTo | Between | From | After | On | During | WholeYear | Within | Unknown
)


def reference_of(phrase: Phrase) -> Named | None:
    """Give the event or fact from which the phrase counts, if it counts from one."""
    anchor = phrase.anchor if isinstance(phrase, Before | From | After | Within) else None
    return anchor if isinstance(anchor, Named) else None
