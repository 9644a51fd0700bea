"""What stands on a calendar's sheet: one picture of one or more calendars, by calendar and by track.

Facts only: which events, in which state, with which words. Places are given in `sheet_layout`, the picture
is drawn in `sheet_svg`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import EVERY_TRACK
from inkoopkalender.domain.dutch import capitalised, days_left, last_day_of
from inkoopkalender.domain.moves import Move, move_words, short_move
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.web.event_words import event_words, track_titles
from inkoopkalender.web.moment_words import event_moment
from inkoopkalender.web.short_moments import short_bounds, short_moment

State: TypeAlias = Literal["gepland", "open", "bijna", "voorbij"]
NOTHING_MOVED: Mapping[str, Move] = {}
SOON = 7
"""Days before its end from which what is open or planned is said to end soon."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One time of an event: either bound may be open, the end is exclusive."""

    start: datetime | None
    end: datetime | None
    state: State = "gepland"

    @property
    def first_day(self) -> date | None:
        """The day on which it begins."""
        return None if self.start is None else self.start.date()

    @property
    def last_day(self) -> date | None:
        """The last day that counts."""
        return None if self.end is None else last_day_of(self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: its words, its moments (several when it recurs), and where it stands today."""

    event: ResolvedEvent
    what: str
    when: str
    bars: tuple[Bar, ...]
    state: State
    state_words: str
    facts: str
    move: Move | None = None
    """How its date was moved, where it was."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The dated events of one track."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One calendar: its lanes, and what has no date, each with what it waits for."""

    timeline: Timeline
    lanes: tuple[Lane, ...]
    undated: tuple[str, ...]

    @property
    def moved(self) -> tuple[Entry, ...]:
        """The events whose date was moved."""
        return tuple(entry for lane in self.lanes for entry in lane.entries if entry.move is not None)

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's own zone."""
        return ZoneInfo(self.timeline.calendar.timezone)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole picture; `first` and `last` (both count) narrow it, where they are given."""

    title: str
    chapters: tuple[Chapter, ...]
    today: date
    first: date | None = None
    last: date | None = None


def make_chapter(
    timeline: Timeline,
    today: date,
    tracks: Collection[str] | None = None,
    moves: Mapping[str, Move] = NOTHING_MOVED,
) -> Chapter:
    """Gather the events of these tracks (None: of all), and of everybody, in the calendar's order."""
    titles = track_titles(timeline.calendar)
    chosen = [one for one in timeline.events if tracks is None or one.track in (EVERY_TRACK, *tracks)]
    lanes = []
    for track, title in titles.items():
        entries = tuple(
            _entry(one, timeline, today, moves.get(one.key))
            for one in chosen
            if one.track == track and (one.start or one.end)
        )
        if entries:
            lanes.append(Lane(title, entries))
    return Chapter(timeline, tuple(lanes), tuple(_undated(chosen, titles, timeline)))


def _bars(event: ResolvedEvent, today: date) -> tuple[Bar, ...]:
    times = event.occurrences or ((event,) if event.start or event.end else ())
    bars = (Bar(one.start, one.end) for one in times)
    return tuple(replace(bar, state=_state(bar, today)) for bar in bars)


def _entry(event: ResolvedEvent, timeline: Timeline, today: date, move: Move | None) -> Entry:
    bars = _bars(event, today)
    counted_bar = next((bar for bar in bars if bar.state != "voorbij"), bars[-1])
    state, words = counted_bar.state, _state_words(counted_bar, today)
    what = capitalised(event_words(event))
    section = f" ({event.source.section})" if event.source.section else ""
    facts = f'{what}: {event_moment(event, timeline)} · {words} · "{event.quote}"{section}'
    when = _when(event, bars)
    if move is not None:
        when, facts = f"{when}; {short_move(move)}", f"{facts} · {move_words(move)}"
    return Entry(event, what, when, bars, state, words, facts, move)


def _when(event: ResolvedEvent, bars: Sequence[Bar]) -> str:
    """Say when it is; of what comes back, how often, and the time that is next or was last."""
    if len(bars) == 1:
        return short_moment(event)
    bar = next((bar for bar in bars if bar.state != "voorbij"), bars[-1])
    word = {"voorbij": "laatste", "gepland": "volgende"}.get(bar.state, "nu")
    return f"{event.recurrence} ({len(bars)}×); {word}: {short_bounds(bar.start, bar.end)}"


def _state(bar: Bar, today: date) -> State:
    """Say where one time of an event stands: past, running, near its end, or still to come."""
    if bar.last_day is not None and bar.last_day < today:
        return "voorbij"
    begun = bar.first_day is not None and bar.first_day <= today
    near = bar.last_day is not None and (bar.last_day - today).days <= SOON
    if near and (begun or bar.first_day is None):
        return "bijna"
    return "open" if begun else "gepland"


def _state_words(bar: Bar, today: date) -> str:
    if bar.state == "bijna" and bar.last_day is not None:
        return days_left(bar.last_day, today)
    return bar.state


def _undated(events: Sequence[ResolvedEvent], titles: Mapping[str, str], timeline: Timeline) -> Iterator[str]:
    """Say of each event without a date what it waits for; nothing where the policy only says nothing."""
    for event in events:
        if not (event.start or event.end):
            track = "" if event.track == EVERY_TRACK else f" ({titles[event.track]})"
            moment = "" if event.words == "onbekend" else f": {event_moment(event, timeline)}"
            yield f"{capitalised(event_words(event))}{track}{moment}"
