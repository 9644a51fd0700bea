"""Dates as words name them: a day, a month, a stretch of a year, an n-th weekday; and clock times.

`str()` writes each back in its shortest known form. A missing month or year stays missing here; `points`
fills it in. Columns (counted from 1) are kept for messages and do not take part in comparison. The module
is long because the list of kinds is closed and is read as one table.
"""

from dataclasses import dataclass, field
from datetime import time
from typing import Literal, TypeAlias

from inkoopkalender.domain.dutch import WEEKDAYS as WEEKDAY_NAMES
from inkoopkalender.domain.dutch_dates import MONTHS, clock_text
from inkoopkalender.domain.phrase_error import PhraseError

ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde")
LAST = -1
"""The place of the last one: `laatste werkdag van september`."""
DAY, WORKING_DAY = 7, 8
"""What is counted besides the weekdays 0 (Monday) to 6."""
_COUNTED = (*WEEKDAY_NAMES, "dag", "werkdag")
_QUARTER, _HALF = 3, 6
SEASONS = {3: "het voorjaar", 6: "de zomer", 9: "het najaar"}
"""The season of three months that begins with a month."""

ZONES: dict[str, tuple[str, ...]] = {
    "Europe/Amsterdam": ("Amsterdam", "Amsterdamse", "Nederlandse", "Nederland", "lokale", "CET", "CEST"),
    "Europe/Brussels": ("Brussel", "Brussels", "Brusselse", "Belgische", "België"),
    "Europe/London": ("Londen", "London", "Londense", "Britse"),
    "Europe/Berlin": ("Berlijn", "Berlin", "Duitse"),
    "Europe/Paris": ("Parijs", "Paris", "Franse"),
    "America/New_York": ("New York", "ET", "EST", "EDT"),
    "UTC": ("UTC", "GMT"),
}
"""Names under which other zones stand in words; the first is the one we write."""


@dataclass(frozen=True, slots=True)
class Clock:
    """`12.00 uur`, `17:00 Brussel`: a clock time on a day; without `at` the whole day of that zone."""

    at: time | None
    zone: str | None = None

    def __str__(self) -> str:
        """Write the clock, with its zone when it is another one."""
        shown = "24.00 uur" if self.at is None else clock_text(self.at)
        return shown if self.zone is None else f"{shown} {ZONES.get(self.zone, (self.zone,))[0]}"


@dataclass(frozen=True, slots=True)
class Day:
    """`zondag 31 mei 2026`; in a range the month and the year may be left to the other end."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the day with what is known of it."""
        month = None if self.month is None else MONTHS[self.month - 1]
        weekday = None if self.weekday is None else WEEKDAY_NAMES[self.weekday]
        return " ".join(str(part) for part in (weekday, self.day, month, self.year) if part is not None)


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole months of a year: `het derde kwartaal van 2026`, `de eerste 8 maanden van 2026`, a season."""

    first_month: int
    months: int
    year: int | None = None
    column: int = field(default=1, compare=False)

    @property
    def season(self) -> str | None:
        """Its name, when it is a season."""
        return SEASONS.get(self.first_month) if self.months == _QUARTER else None

    def __str__(self) -> str:
        """Write a quarter, a half, a season, or the first or last months of the year."""
        of_year = f"van {self.year or 'het jaar'}"
        if self.season is not None:
            return f"{self.season} {of_year}"
        if self.months == _QUARTER and self.first_month % _QUARTER == 1:
            return f"het {ORDINALS[self.first_month // _QUARTER]} kwartaal {of_year}"
        if self.months == _HALF and self.first_month % _HALF == 1:
            return f"de {ORDINALS[self.first_month // _HALF]} helft {of_year}"
        return f"de {'eerste' if self.first_month == 1 else 'laatste'} {self.months} maanden {of_year}"


@dataclass(frozen=True, slots=True)
class HalfMonth:
    """`de eerste helft van mei 2026`: the 1st to the 15th, or the 16th to the last."""

    half: Literal[1, 2]
    month: int
    year: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the half of the month."""
        return f"de {ORDINALS[self.half - 1]} helft van {Month(self.month, self.year)}"


@dataclass(frozen=True, slots=True)
class NthDay:
    """`derde dinsdag van september 2026`, `laatste werkdag van juni`.

    `counted` is a weekday (0 is Monday), DAY or WORKING_DAY; `nth` counts from 1, or is LAST.
    """

    nth: int
    counted: int
    month: int
    year: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write which one, of what, of which month."""
        return f"{nth_text(self.nth)} {counted_text(self.counted)} van {Month(self.month, self.year)}"


@dataclass(frozen=True, slots=True)
class Week:
    """`week 36 van 2026`: Monday to Sunday of the week with that number (ISO 8601)."""

    week: int
    year: int | None = None
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the week's number, with the year when it is known."""
        return f"week {self.week}" + ("" if self.year is None else f" van {self.year}")


SingleDay: TypeAlias = Day | About | NthDay
"""What words name one day by."""
DayRange: TypeAlias = Month | Year | Stretch | HalfMonth | Week
"""What words name more days by."""
Point: TypeAlias = SingleDay | DayRange


@dataclass(frozen=True, slots=True)
class Named:
    """What words count from when it is no date: an event, a declared fact, or free words."""

    name: str
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """Write the name."""
        return self.name


Anchor: TypeAlias = Point | Named


def nth_text(nth: int) -> str:
    """Write `derde` or `laatste`."""
    return "laatste" if nth == LAST else ORDINALS[nth - 1]


def counted_text(counted: int) -> str:
    """Write `dinsdag`, `dag` or `werkdag`."""
    return _COUNTED[counted]


def impossible_day(day: Day, most: int, words: str = "") -> PhraseError:
    """Make the error for a day that its month (of `most` days) does not have."""
    month = Month(day.month or 1, day.year)
    problem = f"'{day}' bestaat niet: {month} heeft {most} dagen."
    return PhraseError(words, day.column, problem, f"Schrijf een dag van 1 t/m {most}, of een andere maand.")
