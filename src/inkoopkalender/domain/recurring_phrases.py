"""Phrases that come back: periods, fixed days, yearly dates, lists of dates, and limits on how often.

`str()` writes a phrase back in its shortest known form.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from inkoopkalender.domain.dates_in_words import (
    Clock,
    Point,
    counted_text,
    nth_text,
)
from inkoopkalender.domain.dutch import WEEKDAYS as WEEKDAY_NAMES
from inkoopkalender.domain.relative_phrases import PERIOD_WORDS, UNIT_WORDS, Period, Unit


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a recurrence begins and ends: `in 2027`, `vanaf 4 januari 2027`, `van A t/m B`."""

    start: Point
    end: Point | None = None
    whole: bool = False
    """`start` is the whole of it (`in 2027`)."""

    def __str__(self) -> str:
        """Write the bounds."""
        if self.whole:
            return f"in {self.start}"
        return f"vanaf {self.start}" if self.end is None else f"van {self.start} t/m {self.end}"


@dataclass(frozen=True, slots=True)
class Every:
    """`per kwartaal`, `elke 2 weken`, `elke 2 weken op dinsdag`: windows that follow one another."""

    amount: int
    unit: Unit
    weekday: int | None = None
    clock: Clock | None = None
    bounds: Bounds | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        step = period_text(self.amount, self.unit)
        step = f"elke {step}" if step[0].isdigit() else f"per {step}"
        return _tailed(step if self.weekday is None else f"{step} op {WEEKDAY_NAMES[self.weekday]}", self)


@dataclass(frozen=True, slots=True)
class EveryDay:
    """`elke dinsdag`, `elke eerste maandag van de maand`: single days that come back."""

    counted: int
    nth: int | None = None
    period: Period = "month"
    clock: Clock | None = None
    bounds: Bounds | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        if self.nth is None:
            return _tailed(f"elke {counted_text(self.counted)}", self)
        which = f"{nth_text(self.nth)} {counted_text(self.counted)}"
        return _tailed(f"elke {which} van {PERIOD_WORDS[self.period]}", self)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`elke maand uiterlijk de 10e`: a day of every month, as a deadline or (`op`) by itself."""

    day: int
    word: Literal["uiterlijk", "vóór", "op"] = "uiterlijk"
    bounds: Bounds | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        words = f"elke maand {self.word} de {self.day}e"
        return words if self.bounds is None else f"{words} {self.bounds}"


def period_text(amount: int, unit: Unit) -> str:
    """Write `kwartaal`, `half jaar`, `2 weken`."""
    whole = {(3, "months"): "kwartaal", (6, "months"): "half jaar"}.get((amount, unit))
    one, more = UNIT_WORDS[unit]
    return whole or (one if amount == 1 else f"{amount} {more}")


def _tailed(words: str, phrase: Every | EveryDay) -> str:
    clocked = words if phrase.clock is None else f"{words}, {phrase.clock}"
    return clocked if phrase.bounds is None else f"{clocked} {phrase.bounds}"


@dataclass(frozen=True, slots=True)
class Listed:
    """`per 1 januari, 1 april, 1 juli of 1 oktober 2024`: each of the dates by itself."""

    points: tuple[Point, ...]
    word: Literal["", "op", "per"] = ""

    def __str__(self) -> str:
        """Write the phrase."""
        *first, last = (str(point) for point in self.points)
        return f"{self.word} {', '.join(first)} of {last}".strip()


@dataclass(frozen=True, slots=True)
class Limit:
    """`minimaal elke 2 jaar`, `maximaal 1 keer per contractjaar`: how often, without a window."""

    bound: Literal["minimaal", "maximaal", ""]
    times: int
    amount: int
    unit: Unit

    def __str__(self) -> str:
        """Write the phrase."""
        return f"{self.bound} {self.times} keer per {period_text(self.amount, self.unit)}".strip()


RecurringPhrase: TypeAlias = Every | EveryDay | DayOfMonth | Listed | Limit
