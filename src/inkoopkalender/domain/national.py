"""What holds for every insurer in one contract year: the law's latest dates, and terms of notice and study.

Facts and parameters only; what a calendar owes to them is asked in `statutory_checks`, `notice_checks` and
`gap_checks`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from inkoopkalender.domain.calendar import Phase

Verified: TypeAlias = Literal["current", "derived", "earlier", "unread"]
"""How well the law was read: the text in force, one in force from whose other term the day follows, an older
one that says the same, or only what others say."""
Basis: TypeAlias = Literal["law", "proposed", "insurer"]
"""Who says how many days: a law, we (no law does), or the insurer for its own rounds."""


@dataclass(frozen=True, slots=True)
class LegalSource:
    """Where a latest date stands; `since` is from when the rule holds, as far as that was read."""

    title: str
    url: str
    verified: Verified
    note: str
    article: str | None = None
    since: date | None = None

    def __str__(self) -> str:
        """Write the title with its article: `Regeling transparantie zorginkoopproces Zvw, artikel 4`."""
        return self.title if self.article is None else f"{self.title}, artikel {self.article}"


@dataclass(frozen=True, slots=True)
class StatutoryDate:
    """The latest moment at which the events of a phase may happen; `when` is in the calendar language."""

    key: str
    phase: Phase
    when: str
    does: str
    source: LegalSource


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of calendar days that a check asks for, who says so and in which file."""

    name: str
    days: int
    basis: Basis
    file: str

    def __str__(self) -> str:
        """Write the parameter with its value and origin, in Dutch."""
        says = {"law": "de wet", "proposed": "ons voorstel", "insurer": "de verzekeraar"}[self.basis]
        return f"{self.name} = {self.days} ({says}, {self.file})"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The terms of a contract year.

    `notice_days`: how long before its window opens, or its term ends, a date must have been announced.
    `study_days`: how long a provider has between an offer and its last day to answer, and between the policy
    and the first thing to hand in. `handling_days`: how long the insurer has between a closed window and what
    follows from it.
    """

    notice_days: Parameter
    study_days: Parameter
    handling_days: Parameter


@dataclass(frozen=True, slots=True)
class NationalCalendar:
    """The national calendar of one contract year."""

    contract_year: int
    dates: tuple[StatutoryDate, ...]
    parameters: Parameters

    def date_of(self, phase: Phase | None) -> StatutoryDate | None:
        """Give the law's latest date for a phase, when there is one."""
        return next((each for each in self.dates if each.phase == phase), None)
