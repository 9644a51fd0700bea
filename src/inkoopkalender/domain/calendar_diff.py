"""What differs between two calendars: versions of one round, two years, or two insurers.

Between years the difference of years is taken out first: the same day one year later has not moved. Events
belong together by key; else, where there is one of each, by phase and track, by track and duty (the same
`does`), and between insurers or sectors by phase.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from inkoopkalender.domain.calendar import Calendar, Event, Remind
from inkoopkalender.domain.dutch import last_day_of
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.domain.year_shift import shift_phrase

Match: TypeAlias = Literal["key", "phase and track", "track and duty", "phase"]

_FIELDS = (
    "track", "actor", "does", "channel", "submission", "phase", "section", "release", "remind", "owner",
    "roll", "end",
)  # fmt: skip
_OF_ANY_POLICY = frozenset({"actor", "channel", "phase", "release", "roll"})
"""What can be compared between insurers and sectors; sections, tracks and own words always differ."""
_HEAD = ("title", "document", "status", "timezone", "working_days", "closed", "letters_at", "tracks", "facts")


@dataclass(frozen=True, slots=True)
class Move:
    """A bound that moved: `days` later (earlier when negative), beyond the difference of years.

    `days` is None when the bound is new or gone, 0 when only the clock differs. Ends are exclusive.
    """

    bound: Literal["start", "end"]
    old: datetime | None
    new: datetime | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """Something else that differs, as text; None where it is not said."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """An event of both calendars. `same_words`: the new words are the old ones, that many years on."""

    old: ResolvedEvent
    new: ResolvedEvent
    matched_by: Match
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    same_words: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it: pairs in the order of the new calendar; what is new; what is gone, in that of the old."""

    old: Calendar
    new: Calendar
    years: int
    head: tuple[Change, ...]
    pairs: tuple[Pair, ...]
    added: tuple[ResolvedEvent, ...]
    removed: tuple[ResolvedEvent, ...]


def compare_calendars(old: Timeline, new: Timeline) -> Difference:
    """Compare two resolved calendars."""
    matched = match_events(old, new)
    olds = {one.key: one for one in old.events}
    pairs = tuple(
        _pair(olds[matched[one.key][0]], one, matched[one.key][1], old, new)
        for one in new.events
        if one.key in matched
    )
    gone = set(olds) - {pair.old.key for pair in pairs}
    return Difference(
        old=old.calendar,
        new=new.calendar,
        years=_years(old, new),
        head=tuple(_head_changes(old.calendar, new.calendar)),
        pairs=pairs,
        added=tuple(one for one in new.events if one.key not in matched),
        removed=tuple(one for one in old.events if one.key in gone),
    )


def match_events(old: Timeline, new: Timeline) -> Mapping[str, tuple[str, Match]]:
    """Give for each new event the old one that it belongs to, and by what."""
    known = {one.key for one in old.events}
    matched: dict[str, tuple[str, Match]] = {
        one.key: (one.key, "key") for one in new.events if one.key in known
    }
    _match_by("phase and track", lambda one: one.phase and (one.phase, one.track), old, new, matched)
    _match_by("track and duty", lambda one: (one.track, one.actor, one.does), old, new, matched)
    if _of_another_policy(old.calendar, new.calendar):
        _match_by("phase", lambda one: one.phase, old, new, matched)
    return matched


def _match_by(
    name: Match,
    by: Callable[[ResolvedEvent], object],
    old: Timeline,
    new: Timeline,
    matched: dict[str, tuple[str, Match]],
) -> None:
    """Match what is left over, where exactly one on either side has the same."""
    taken = {key for key, _ in matched.values()}
    olds = _alone([one for one in old.events if one.key not in taken], by)
    news = _alone([one for one in new.events if one.key not in matched], by)
    matched |= {news[same]: (olds[same], name) for same in news if same in olds}


def _alone(events: Sequence[ResolvedEvent], by: Callable[[ResolvedEvent], object]) -> dict[object, str]:
    found: dict[object, list[str]] = {}
    for event in events:
        if by(event):
            found.setdefault(by(event), []).append(event.key)
    return {same: keys[0] for same, keys in found.items() if len(keys) == 1}


def _of_another_policy(old: Calendar, new: Calendar) -> bool:
    """Say whether another insurer, or another sector, has other words and sections anyhow."""
    return (old.key.insurer, old.key.sector) != (new.key.insurer, new.key.sector)


def _years(old: Timeline, new: Timeline) -> int:
    return new.calendar.key.contract_year - old.calendar.key.contract_year


def _pair(old: ResolvedEvent, new: ResolvedEvent, by: Match, before: Timeline, after: Timeline) -> Pair:
    years = _years(before, after)
    first, second = _event(before, old.key), _event(after, new.key)
    same_words = shift_phrase(parse_phrase(first.when), years, first.year) == parse_phrase(second.when)
    moves = tuple(_moves(old, new, years))
    other = _of_another_policy(before.calendar, after.calendar)
    changes = list(_changes(first, second, _OF_ANY_POLICY if other else frozenset(_FIELDS)))
    if not same_words and not moves:
        changes.insert(0, Change("when", first.when, second.when))
    return Pair(old, new, by, moves, tuple(changes), same_words)


def _event(timeline: Timeline, key: str) -> Event:
    return next(one for one in timeline.calendar.events if one.key == key)


def _moves(old: ResolvedEvent, new: ResolvedEvent, years: int) -> Iterator[Move]:
    if (old.start, new.start) != (None, None):
        yield from _move("start", old.start, new.start, _first_day, years)
    if (old.end, new.end) != (None, None):
        yield from _move("end", old.end, new.end, last_day_of, years)


def _move(
    bound: Literal["start", "end"],
    old: datetime | None,
    new: datetime | None,
    day_of: Callable[[datetime], date],
    years: int,
) -> Iterator[Move]:
    if old is None or new is None:
        yield Move(bound, old, new, None)
        return
    days = (day_of(new) - years_on(day_of(old), years)).days
    if days or old.time() != new.time():
        yield Move(bound, old, new, days)


def _first_day(start: datetime) -> date:
    return start.date()


def years_on(day: date, years: int) -> date:
    """Give the same day of a later year; 29 February becomes 28 where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _changes(old: Event, new: Event, compared: frozenset[str]) -> Iterator[Change]:
    for field in _FIELDS:
        before, after = (_said(getattr(one, "reading" if field == "end" else field)) for one in (old, new))
        if field in compared and before != after:
            yield Change(field, before, after)


def _said(value: object) -> str | None:
    if isinstance(value, Remind):
        return ", ".join([*(["open"] if value.open else []), *map(str, value.before_end)])
    return None if value is None else str(value)


def _head_changes(old: Calendar, new: Calendar) -> Iterator[Change]:
    before, after = _head(old), _head(new)
    for field in _HEAD:
        if before[field] != after[field]:
            yield Change(field, before[field], after[field])


def _head(calendar: Calendar) -> Mapping[str, str]:
    return {
        "title": calendar.source.title,
        "document": calendar.source.document,
        "status": calendar.status,
        "timezone": calendar.timezone,
        "working_days": calendar.working_days,
        "closed": ", ".join(f"{day}" for day in sorted(calendar.closed)),
        "letters_at": f"{calendar.letters_at:%H:%M}",
        "tracks": ", ".join(one.key for one in calendar.tracks),
        "facts": ", ".join(one.key for one in calendar.facts),
    }
