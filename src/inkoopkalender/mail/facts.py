"""The facts that letters are made of, already in Dutch words where the reader sees words.

Every letter gets `insurer` (a Brand), `letter` (its LetterKind), `round`, `organisation`, `contact`,
`today` and the facts that it names under `facts` in letters.yaml. The `make_` functions turn moments
and days into the words of a deadline. Nothing is looked up here.
"""

from dataclasses import dataclass
from datetime import date, datetime

from inkoopkalender.domain import dutch
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.rounds import RoundKey

COMMON_FACTS = ("round", "organisation", "contact", "today")
"""What every letter needs besides the facts it names itself."""
MOST_FINDINGS = 20
"""So many findings a letter lists; it says how many there are."""


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The round a letter belongs to. `sector` is as a Dutch reader says it; `document` names the policy."""

    key: str
    sector: str
    contract_year: int
    document: str


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The provider: `agb` is the code that the subject names, `codes` are all it has."""

    name: str
    agb: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Who is written to."""

    name: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment in words: whole, short for the subject, how far away; whether roughly, or passed."""

    long: str
    short: str
    days: str
    approximate: bool = False
    passed: bool = False


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One thing wrong in a file: where it stands, what is wrong, and what to do about it."""

    where: str
    what: str
    do: str


def make_round(key: RoundKey, document: str) -> RoundFacts:
    """Return the facts of a round."""
    return RoundFacts(str(key), key.sector.replace("-", " "), key.contract_year, document)


def make_deadline(end: datetime, today: date) -> Deadline:
    """Return an exclusive end, in its calendar's own zone, as a deadline seen from `today`."""
    return _deadline(dutch.long_end(end), dutch.short_end(end), dutch.last_day_of(end), today)


def make_day(day: date, today: date) -> Deadline:
    """Return a whole day on which something happens."""
    return _deadline(dutch.long_date(day), short_date(day), day, today)


def make_approximate(day: date, words: str, today: date) -> Deadline:
    """Return a day that the policy names only roughly, with its words."""
    text = dutch.around(day, words)
    return _deadline(text, text, day, today, approximate=True)


def _deadline(long: str, short: str, last_day: date, today: date, *, approximate: bool = False) -> Deadline:
    return Deadline(long, short, dutch.days_left(last_day, today), approximate, passed=last_day < today)
