"""The facts that letters are made of, already in Dutch words where the reader sees words.

Every letter gets `insurer` (a Brand), `letter` (its LetterKind), `round`, `organisation`, `contact`,
`today` and the facts that it names under `facts` in letters.yaml. The `make_` functions turn moments
and days into the words of a deadline. Nothing is looked up here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

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


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What was handed in, as its form is called."""

    title: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document that came with it: what it is, its file, its size in words, and its hash."""

    title: str
    filename: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date that was moved: what happens then, old and new in words (`short` for the subject), and why."""

    what: str
    old: str
    new: str
    short: str
    reason: str
    section: str
    announced: str
    agenda: bool
    """Whether a calendar file with the new date travels with the letter."""
    also: tuple[str, ...] = ()
    """What moved with it, each with its new date."""


Term: TypeAlias = tuple[datetime | None, datetime | None, str]
"""A start, an exclusive end, both in their calendar's own zone, and the words they come from."""


def make_moved_along(what: str, new: Term) -> str:
    """Return what moved with a date, with its own new date."""
    return f"{what}: {_term(new)}"


def make_date_change(
    what: str, old: Term, new: Term, *, reason: str, section: str, announced: str, agenda: bool
) -> DateChange:
    """Return what a letter says of a moved date. `section` is a number, or the words of a heading."""
    where = f"paragraaf {section}" if section[:1].isdigit() else section
    return DateChange(what, _term(old), _term(new), _short_term(new), reason, where, announced, agenda)


def _term(term: Term) -> str:
    """Return a term in words: both bounds, or the one there is; rough words are added, never replaced."""
    start, end, words = term
    if start is None and end is None:
        return f'"{words}"'
    text = dutch.long_end(end) if end else f"vanaf {dutch.long_date(start)}" if start else ""
    if start is not None and end is not None and start.date() != dutch.last_day_of(end):
        text = f"{dutch.long_date(start)} tot en met {text}"
    return f'{text} ("{words}")' if _ROUGH & set(words.split()) else text


def _short_term(term: Term) -> str:
    start, end, words = term
    if end is not None:
        return f"uiterlijk {dutch.short_end(end)}"
    return f"vanaf {short_date(start.date())}" if start else f'"{words}"'


_ROUGH = frozenset({"begin", "medio", "half", "eind", "rond"})
"""Words for a date that is only roughly so."""


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
