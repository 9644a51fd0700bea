"""What stands on a calendar's sheet: one picture of one or more calendars, by calendar and by track.

Facts only: which events, in which state, with which words. Places are given in `sheet_layout`, the picture
is drawn in `sheet_svg`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import EVERY_TRACK
from inkoopkalender.domain.dutch import days_left, last_day_of
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.web.moment_words import event_moment
from inkoopkalender.web.short_moments import short_moment
from inkoopkalender.web.timeline_layout import capitalised, event_words

State: TypeAlias = Literal["gepland", "open", "bijna", "voorbij"]
SOON = 7
"""Days before its end from which what is open or planned is said to end soon."""

Bar: TypeAlias = tuple[datetime | None, datetime | None]


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


def make_chapter(timeline: Timeline, today: date, tracks: Collection[str] | None = None) -> Chapter:
    """Gather the events of these tracks (None: of all), and of everybody, in the calendar's order."""
    titles = {EVERY_TRACK: "Alle aanbieders"} | {one.key: one.title for one in timeline.calendar.tracks}
    chosen = [one for one in timeline.events if tracks is None or one.track in (EVERY_TRACK, *tracks)]
    lanes = []
    for track, title in titles.items():
        entries = tuple(_entry(one, timeline, today) for one in chosen if one.track == track and _bars(one))
        if entries:
            lanes.append(Lane(title, entries))
    return Chapter(timeline, tuple(lanes), tuple(_undated(chosen, titles, timeline)))


def _bars(event: ResolvedEvent) -> tuple[Bar, ...]:
    return () if event.start is None and event.end is None else ((event.start, event.end),)


def _entry(event: ResolvedEvent, timeline: Timeline, today: date) -> Entry:
    bars = _bars(event)
    state, words = _state(event, bars, today)
    what = capitalised(event_words(event))
    section = f" ({event.source.section})" if event.source.section else ""
    facts = f'{what}: {event_moment(event, timeline)} · {words} · "{event.quote}"{section}'
    return Entry(event, what, short_moment(event), bars, state, words, facts)


def _state(event: ResolvedEvent, bars: Sequence[Bar], today: date) -> tuple[State, str]:
    """Say where the event stands: past, running, near its end, or still to come."""
    ahead = [bar for bar in bars if bar[1] is None or last_day_of(bar[1]) >= today]
    if not ahead:
        return "voorbij", "voorbij"
    start, end = ahead[0]
    begun = event.actor == "provider" if start is None else start.date() <= today
    left = SOON + 1 if end is None else (last_day_of(end) - today).days
    if left <= SOON and (begun or start is None):
        return "bijna", days_left(last_day_of(end), today) if end else ""
    return ("open", "open") if begun else ("gepland", "gepland")


def _undated(events: Sequence[ResolvedEvent], titles: Mapping[str, str], timeline: Timeline) -> Iterator[str]:
    for event in events:
        if not _bars(event):
            track = "" if event.track == EVERY_TRACK else f" ({titles[event.track]})"
            yield f"{capitalised(event_words(event))}{track}: {event_moment(event, timeline)}"
