"""Ends on a day off moved to the next working day, for the events whose calendar asks for it (`roll`).

A clock time stays: Sunday 12.00 becomes Monday 12.00. What comes back moves time by time, and each reading
by itself. Starts and spans stay.
"""

from dataclasses import replace
from datetime import datetime, time
from typing import TypeVar

from inkoopkalender.domain.dutch_dates import end_text
from inkoopkalender.domain.moments import end_at, end_of_day, last_day_before
from inkoopkalender.domain.resolution import Context, Meaning, Occurrence, Reading
from inkoopkalender.domain.working_days import is_working_day, next_working_day

Timed = TypeVar("Timed", Occurrence, Reading)


def rolled(meaning: Meaning, context: Context) -> Meaning:
    """Give the meaning with every end that is on a day off moved; the reason says so."""
    moved = replace(
        meaning,
        end=_moved(meaning.end, context),
        occurrences=tuple(_ended(each, context) for each in meaning.occurrences),
        readings=tuple(_ended(each, context) for each in meaning.readings),
    )
    if moved == meaning:
        return meaning
    until = "" if moved.end in (None, meaning.end) else f": t/m {end_text(moved.end)}"
    reason = f"{meaning.reason} Doorgeschoven naar de eerstvolgende werkdag{until}."
    elsewhere = meaning.end_elsewhere
    if elsewhere is not None and moved.end is not None:
        elsewhere = moved.end.astimezone(elsewhere.tzinfo)
    return replace(moved, reason=reason, end_elsewhere=elsewhere)


def _ended(each: Timed, context: Context) -> Timed:
    end = _moved(each.end, context)
    return replace(each, end=end, last_day=None if end is None else last_day_before(end))


def _moved(end: datetime | None, context: Context) -> datetime | None:
    if end is None or is_working_day(last_day_before(end), context.profile, context.closed):
        return end
    day = next_working_day(last_day_before(end), context.profile, context.closed)
    return end_of_day(day, context.zone) if end.time() == time() else end_at(day, end.time(), context.zone)
