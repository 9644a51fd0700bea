"""Which entries an event gives to an agenda, and from when until when each is drawn.

A deadline is drawn as the half hour before it, so that it stands on its last day; a window also as a band
over its days, unless it comes back or lasts very long. Approximate days get no clock. What the entries say
is in `ics_words`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from inkoopkalender.domain.moments import start_of_day
from inkoopkalender.domain.timeline import ResolvedEvent

PartKind: TypeAlias = Literal["deadline", "period", "day", "from"]
DRAWN = timedelta(minutes=30)
"""How long a moment is drawn: one row of an agenda."""
LONGEST_BAND = timedelta(days=184)
"""What lasts longer than half a year is drawn on its first day: a band on every day says nothing."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moments:
    """One stretch of an event; `number` counts the occurrences of what comes back, 0 for what does not."""

    number: int
    start: datetime | None
    end: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """One entry; `start` and `end` (exclusive) are both days or both moments."""

    kind: PartKind
    moments: Moments
    start: date
    end: date
    approximate: bool


def moments_of(event: ResolvedEvent) -> tuple[Moments, ...]:
    """Return the event's stretches in order; none when it has no moment."""
    if event.occurrences:
        return tuple(
            Moments(number, one.start, one.end, one.last_day)
            for number, one in enumerate(event.occurrences, start=1)
        )
    if event.start is None and event.end is None:
        return ()
    return (Moments(0, event.start, event.end, event.last_day),)


def parts_of(event: ResolvedEvent, moments: Moments) -> tuple[Part, ...]:
    """Return the entries of one stretch of the event: a band before the deadline that ends it."""
    return tuple(_parts(event, moments))


def _parts(event: ResolvedEvent, moments: Moments) -> Iterator[Part]:
    bound = event.span.bound if event.span else None
    start, end, last_day = moments.start, moments.end, moments.last_day
    if end is None or last_day is None:
        if start is not None:
            yield _beginning(start, moments, approximate=bound is not None)
        return
    if start is not None and _is_whole(event, start, end):
        yield Part("day", moments, start.date(), last_day + _DAY, bound is not None)
        return
    if start is not None and event.kind in ("window", "whole-year") and start.date() < last_day:
        until = last_day + _DAY if last_day - start.date() < LONGEST_BAND else start.date() + _DAY
        yield Part("period", moments, start.date(), until, bound is not None)
    if event.kind != "whole-year":
        yield _deadline(moments, end, last_day, approximate=bound in ("end", "both"))


def _is_whole(event: ResolvedEvent, start: datetime, end: datetime) -> bool:
    """Say whether it is a day, or days, rather than something that must be done before an end."""
    midnights = start.time() == end.time() == time()
    return midnights and (event.kind == "milestone" or (event.kind == "recurring" and end - start <= _DAY))


def _beginning(start: datetime, moments: Moments, *, approximate: bool) -> Part:
    if start.time() == time():
        return Part("from", moments, start.date(), start.date() + _DAY, approximate)
    return Part("from", moments, start, _moved(start, DRAWN), approximate)


def _deadline(moments: Moments, end: datetime, last_day: date, *, approximate: bool) -> Part:
    if approximate:
        return Part("deadline", moments, last_day, last_day + _DAY, approximate)
    return Part("deadline", moments, _drawn_from(end, last_day, moments.start), end, approximate)


def _drawn_from(end: datetime, last_day: date, start: datetime | None) -> datetime:
    """Give the half hour's beginning: not before the window's start, nor before the last day's."""
    earliest = datetime.combine(last_day, time(), end.tzinfo)
    if isinstance(end.tzinfo, ZoneInfo):
        earliest = start_of_day(last_day, end.tzinfo)
    moments = [_moved(end, -DRAWN), earliest, *([start] if start else [])]
    return max(moments, key=lambda moment: moment.astimezone(UTC))


def _moved(moment: datetime, by: timedelta) -> datetime:
    """Move along the real time line, whatever the clock does meanwhile."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
