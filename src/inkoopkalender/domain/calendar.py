"""A round's calendar as its authors wrote it: events in the policy's words.

Nothing here is a moment yet; `timeline` makes moments of the words.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal, TypeAlias

from inkoopkalender.domain.rounds import RoundKey

Actor: TypeAlias = Literal["insurer", "provider", "both", "other"]
"""both: insurer and provider together; other: a third party, such as the national regulator."""
Status: TypeAlias = Literal["confirmed", "expected"]
"""expected: next year's calendar by last year's words; nothing in it fires until it is confirmed."""
UNKNOWN_DOCUMENT = "onbekend"
"""The document of a calendar whose policy has not been seen yet."""
Roll: TypeAlias = Literal["next-working-day"]
Release: TypeAlias = Literal["automatic", "person"]
LeadUnit: TypeAlias = Literal["days", "weeks", "working days"]
Phase: TypeAlias = Literal[
    "publish-policy",
    "objections",
    "intake",
    "propose-production",
    "contracting",
    "offer-contracts",
    "sign-contracts",
    "publish-contracted-care",
    "enrol-new-providers",
    "promise",
]

EVERY_TRACK = "all"
"""The track of an event that concerns every provider of the round."""


@dataclass(frozen=True, slots=True)
class Source:
    """The policy document from which the dates were taken."""

    document: str
    title: str


@dataclass(frozen=True, slots=True)
class Track:
    """A group of providers with events of its own.

    `applies` is the rule that says who belongs to it, `catalogue` the numbers under which the catalogue of
    the policies lists it.
    """

    key: str
    title: str
    applies: str | None = None
    catalogue: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happens per case (a request, an enrolment) and from which words may count."""

    key: str
    subject: str
    title: str


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """What the policy leaves unclear, by the catalogue's number, and the reading chosen here."""

    id: str
    question: str
    reading: str
    alternatives: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before the end a reminder leaves."""

    amount: int
    unit: LeadUnit

    def __str__(self) -> str:
        """Write the lead as the calendar does: `14 days`, `1 working day`."""
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class Remind:
    """When those who still owe are reminded: at the opening, and so long before the end."""

    open: bool = False
    before_end: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the calendar.

    `when` is the phrase in our language, `quote` the policy's own words; `act` are the words for the day
    on which the insurer plans to do it; `year` stands in for a year that the words leave out; `reading`
    chooses among the readings of `tussen` and `tot`; `roll` moves an end that falls on a day off (never
    without being asked); `owner` is who at the insurer answers for it; `line` is its line in the file.
    """

    key: str
    track: str
    when: str
    quote: str
    section: str
    actor: Actor
    does: str
    channel: str | None = None
    submission: str | None = None
    phase: Phase | None = None
    remind: Remind | None = None
    release: Release | None = None
    act: str | None = None
    year: int | None = None
    reading: str | None = None
    roll: Roll | None = None
    owner: str | None = None
    ambiguities: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """A round's whole calendar.

    `timezone` is an IANA name, `working_days` a profile of `working_days`, `closed` the days on which the
    insurer itself is closed besides, `letters_at` the local hour at
    which letters leave, `revision` the first 12 hexadecimal digits of the file's SHA-256.
    """

    key: RoundKey
    source: Source
    timezone: str
    working_days: str
    letters_at: time
    tracks: tuple[Track, ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    revision: str
    ambiguities: tuple[Ambiguity, ...] = ()
    status: Status = "confirmed"
    closed: frozenset[date] = frozenset()
