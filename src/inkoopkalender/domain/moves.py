"""A calendar as it holds in an open round, and how its dates were moved there, with the words that tell it.

What was moved is stored in `storage.amendments`; a calendar without an open round is its file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inkoopkalender.clock import HOME
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.dutch import plain_date
from inkoopkalender.domain.dutch_dates import end_text, start_text


@dataclass(frozen=True, slots=True)
class Move:
    """How an event got another date: `by` is the event that was moved, itself or what it counts from."""

    event: str
    by: str
    words_before: str
    words_after: str
    start_before: datetime | None
    end_before: datetime | None
    reason: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class HeldCalendar:
    """The calendar's file, the calendar with what was moved, and per event its move and its SEQUENCE."""

    file: Calendar
    calendar: Calendar
    moves: Mapping[str, Move] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    disagreements: tuple[str, ...] = ()
    """Where the file was edited to something else than what was decided, in Dutch."""


def move_words(move: Move) -> str:
    """Write `verplaatst op 20 mei 2026 van "2-31 mei 2026" naar "2 mei 2026 t/m 7 juni 2026": storing`."""
    on = plain_date(move.changed_at.astimezone(HOME).date())
    if move.by != move.event:
        return f"meeverschoven op {on} met {move.by}, was {_moment_before(move)}: {move.reason}"
    return f'verplaatst op {on} van "{move.words_before}" naar "{move.words_after}": {move.reason}'


def short_move(move: Move) -> str:
    """Write what it was in a few words, for beside the date that holds."""
    if move.by != move.event:
        return f"meeverschoven, was {_moment_before(move)}"
    return f"verplaatst, was {move.words_before}"


def _moment_before(move: Move) -> str:
    start, end = move.start_before, move.end_before
    first = start_text(start) if start else ""
    if end is None:
        return f"vanaf {first}" if first else "nog niet bekend"
    return f"{first} t/m {end_text(end)}".strip()
