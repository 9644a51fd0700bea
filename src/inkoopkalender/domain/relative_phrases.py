"""Phrases that count from something else: terms, start rules, from one event to another.

`str()` writes a phrase back in its shortest known form. What is counted from may be an event, a declared
fact, free words or a date; left out, it is unnamed.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from inkoopkalender.domain.dates_in_words import Anchor, Day, Named

Unit: TypeAlias = Literal["hours", "days", "weeks", "months", "years", "working days"]
Period: TypeAlias = Literal["month", "quarter", "half-year", "year"]

UNIT_WORDS: dict[Unit, tuple[str, str]] = {
    "hours": ("uur", "uur"),
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
    "years": ("jaar", "jaar"),
    "working days": ("werkdag", "werkdagen"),
}
PERIOD_WORDS: dict[Period, str] = {
    "month": "de maand",
    "quarter": "het kwartaal",
    "half-year": "het half jaar",
    "year": "het jaar",
}


def term_text(amount: int, unit: Unit) -> str:
    """Write `10 werkdagen`."""
    return f"{amount} {UNIT_WORDS[unit][amount != 1]}"


@dataclass(frozen=True, slots=True)
class Within:
    """`binnen 2 weken na E`: the day of the event does not count; without an anchor the event is unnamed.

    `tot 2 weken na E` leaves open whether the last day counts.
    """

    amount: int
    unit: Unit
    anchor: Anchor | None = None
    word: Literal["na", "nadat"] = "na"
    opening: Literal["binnen", "tot"] = "binnen"

    def __str__(self) -> str:
        """Write the phrase."""
        term = f"{self.opening} {term_text(self.amount, self.unit)}"
        return term if self.anchor is None else f"{term} {self.word} {self.anchor}"


@dataclass(frozen=True, slots=True)
class Later:
    """`4 weken na E`: that very day."""

    amount: int
    unit: Unit
    anchor: Anchor
    word: Literal["na", "nadat"] = "na"

    def __str__(self) -> str:
        """Write the phrase."""
        return f"{term_text(self.amount, self.unit)} {self.word} {self.anchor}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """`2 weken vóór E`, `drie maanden van tevoren`: the last day is so long before the event."""

    amount: int
    unit: Unit
    anchor: Anchor | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        term = f"{term_text(self.amount, self.unit)}"
        return f"{term} van tevoren" if self.anchor is None else f"{term} vóór {self.anchor}"


@dataclass(frozen=True, slots=True)
class AfterPeriods:
    """`binnen 6 weken na afloop van elk kwartaal`: a term after each period of the year."""

    amount: int
    unit: Unit
    period: Period

    def __str__(self) -> str:
        """Write the phrase."""
        each = PERIOD_WORDS[self.period].replace("het ", "elk ").replace("de ", "elke ")
        return f"binnen {term_text(self.amount, self.unit)} na afloop van {each}"


@dataclass(frozen=True, slots=True)
class StartRule:
    """`eerste dag van het kwartaal na E`: of the next period, or (`waarin`) of the one in which E falls.

    `floor` is the day before which it does not fall: `…, niet eerder dan D`.
    """

    period: Period
    rule: Literal["next", "same"] = "next"
    anchor: Anchor | None = None
    floor: Day | None = None

    def __str__(self) -> str:
        """Write the phrase."""
        first = f"eerste dag van {PERIOD_WORDS[self.period]}"
        joint = "na" if self.rule == "next" else "waarin"
        whole = first if self.anchor is None else f"{first} {joint} {self.anchor}"
        return whole if self.floor is None else f"{whole}, niet eerder dan {self.floor}"


@dataclass(frozen=True, slots=True)
class Moments:
    """`tussen het moment dat E1 en het moment dat E2`: from the one event to the other."""

    first: Named
    second: Named

    def __str__(self) -> str:
        """Write the phrase."""
        return f"tussen het moment dat {self.first} en het moment dat {self.second}"


@dataclass(frozen=True, slots=True)
class OnEvent:
    """`op de vastgestelde peildatum`, `bij E`: the day of an event."""

    anchor: Named
    word: Literal["op", "per", "bij"] = "op"

    def __str__(self) -> str:
        """Write the phrase."""
        return f"{self.word} {self.anchor}"


RelativePhrase: TypeAlias = Within | Later | Earlier | AfterPeriods | StartRule | Moments | OnEvent
