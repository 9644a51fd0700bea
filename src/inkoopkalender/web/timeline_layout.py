"""Where everything of a timeline picture stands: rows, lines of text, marks in lanes.

Geometry only, in pixels of the picture; how it is drawn stands in `timeline_svg`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import wrap
from zoneinfo import ZoneInfo

from inkoopkalender.domain.actions import LedgerState
from inkoopkalender.domain.dutch import capitalised
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.web.event_words import event_words, track_titles
from inkoopkalender.web.moment_words import event_moment, event_state
from inkoopkalender.web.time_scale import Scale, next_month

BAR = 16
"""The height of a bar, and of the zone in which an event itself is drawn."""
LANE = 11
"""The height of a lane of marks, and the least distance between two marks in one lane."""
LINE = 16
_RULER = 34
_GROUP = 30
_PAD = 7
_LEAD_IN = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that fired: drawn as a small sign in its event's row, with its facts as a title."""

    event: str
    moment: datetime
    state: LedgerState
    title: str


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a picture is; `labels` is the width of the column of labels, 0 to put them above the bars."""

    name: str
    width: int
    labels: int
    letters: int
    """How many letters fit on a line that says what the event is."""
    small_letters: int
    """How many fit on a line that says when it is."""


WIDE = Frame("wide", 1120, 400, 58, 58)
NARROW = Frame("narrow", 360, 0, 45, 51)


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark and its place."""

    mark: Mark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    """One event: its label's lines from `label_y` down, its bar around `bar_y`, its marks below that."""

    event: ResolvedEvent
    state: str
    y: float
    height: float
    label_y: float
    lines: tuple[str, ...]
    moment: tuple[str, ...]
    bar_y: float
    marks: tuple[PlacedMark, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one track below its title."""

    title: str
    y: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture."""

    frame: Frame
    scale: Scale
    top: float
    height: float
    groups: tuple[Group, ...]


def lay_out(timeline: Timeline, marks: Sequence[Mark], now: datetime, frame: Frame) -> Layout:
    """Place every event of the timeline, by track and in the calendar's order, with its marks."""
    scale = _scale(timeline, marks, frame)
    y, groups = float(_RULER), []
    for title, events in _by_track(timeline):
        top, rows = y, []
        y += _GROUP
        for event in events:
            own = [mark for mark in marks if mark.event == event.key]
            row = _row(event, timeline, own, now, scale, frame, y)
            rows.append(row)
            y += row.height
        groups.append(Group(title, top, tuple(rows)))
    return Layout(frame, scale, _RULER, y + _PAD, tuple(groups))


def event_moments(event: ResolvedEvent) -> tuple[datetime, ...]:
    """Return the known moments at which an event, or a time that it comes back, begins and ends."""
    later = (moment for one in event.occurrences for moment in (one.start, one.end))
    return tuple(moment for moment in (event.start, event.end, *later) if moment is not None)


def _by_track(timeline: Timeline) -> Iterator[tuple[str, list[ResolvedEvent]]]:
    for track, title in track_titles(timeline.calendar).items():
        events = [event for event in timeline.events if event.track == track]
        if events:
            yield title, events


def _scale(timeline: Timeline, marks: Iterable[Mark], frame: Frame) -> Scale:
    zone = ZoneInfo(timeline.calendar.timezone)
    moments = [moment for event in timeline.events for moment in event_moments(event)]
    days = [moment.astimezone(zone).date() for moment in (*moments, *(mark.moment for mark in marks))]
    first, last = min(days) - _LEAD_IN, max(days)
    left = frame.labels + 14 if frame.labels else 8
    return Scale(first.replace(day=1), next_month(last), left, frame.width - 10, zone)


def _row(
    event: ResolvedEvent,
    timeline: Timeline,
    marks: Sequence[Mark],
    now: datetime,
    scale: Scale,
    frame: Frame,
    y: float,
) -> Row:
    lines = tuple(wrap(capitalised(event_words(event)), frame.letters))
    moment = tuple(wrap(_moment_and_state(event, timeline, now), frame.small_letters))
    label_height = LINE * (len(lines) + len(moment))
    bar_y = y + _PAD + BAR / 2 + (0 if frame.labels else label_height + 4)
    placed = tuple(_in_lanes(marks, scale, bar_y + BAR / 2 + LANE - 2))
    bottom = max([bar_y + BAR / 2, y + _PAD + label_height, *(one.y + LANE / 2 for one in placed)])
    label_y = y + _PAD + LINE - 4
    return Row(event, event_state(event, now), y, bottom + _PAD - y, label_y, lines, moment, bar_y, placed)


def _moment_and_state(event: ResolvedEvent, timeline: Timeline, now: datetime) -> str:
    """Return when an event is and where it stands; what counts per case says so itself."""
    moment = event_moment(event, timeline)
    dated = event.start is not None or event.end is not None
    return f"{moment} ·\N{NO-BREAK SPACE}{event_state(event, now)}" if dated else moment


def _in_lanes(marks: Sequence[Mark], scale: Scale, y: float) -> Iterator[PlacedMark]:
    """Place marks from left to right, each in the first lane where it touches no other."""
    ends: list[float] = []
    for mark in sorted(marks, key=lambda one: one.moment):
        x = scale.x(mark.moment)
        lane = next((place for place, end in enumerate(ends) if x - end >= LANE), len(ends))
        ends[lane : lane + 1] = [x]
        yield PlacedMark(mark, x, y + lane * LANE)
