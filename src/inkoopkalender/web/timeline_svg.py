"""Draws a resolved timeline as an SVG: months as a ruler, one row per event, tracks grouped.

Windows are bars, days are diamonds, deadlines are arrows up to a line, what is approximate is hatched
over its span; a promise that counts per case is a dotted line. Marks show what fired. Nothing is said
by colour alone. Colours come from the page's variables, with their own values where there are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.moment_words import event_moment, moment_words
from inkoopkalender.web.time_scale import Scale
from inkoopkalender.web.timeline_layout import (
    BAR,
    LINE,
    WIDE,
    Frame,
    Layout,
    Mark,
    PlacedMark,
    Row,
    lay_out,
)
from inkoopkalender.web.timeline_signs import STYLE, arrow, bar, diamond, sign

__all__ = ["Mark", "draw_timeline"]

MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ARROW = 30
_NARROW_ARROW = 18
_MONTH_ROOM = 22
"""What the name of a month needs; where months are closer, only every second, third … is named."""
_MONTHS_APART = (1, 2, 3, 6, 12)


def draw_timeline(
    timeline: Timeline, marks: Sequence[Mark], *, now: datetime, frame: Frame = WIDE, name: str = "tl"
) -> str:
    """Return the picture as SVG text. `now` decides what is past, open or planned, and draws a line.

    `name` begins the ids within the picture: pictures on one page need names of their own.
    """
    layout = lay_out(timeline, marks, now, frame)
    name = f"{name}-{frame.name}"
    parts = (
        _opening(layout, name),
        f'<title id="{name}-title">{escape(_title(timeline))}</title>',
        f"<style>{STYLE}</style>",
        _hatch(name),
        *_ruler(layout),
        *_bands(layout),
        *(drawn for group in layout.groups for drawn in _rows(group.rows, layout, timeline, name)),
        *_until(layout, now),
        "</svg>",
    )
    return "\n".join(parts)


def _opening(layout: Layout, name: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl {layout.frame.name}" role="img" '
        f'viewBox="0 0 {layout.frame.width} {layout.height:g}" aria-labelledby="{name}-title">'
    )


def _hatch(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="hatched" width="6" height="6"/>'
        '<path class="hatch" d="M0 0V6"/></pattern></defs>'
    )


def _title(timeline: Timeline) -> str:
    key = timeline.calendar.key
    return f"Tijdlijn van {timeline.calendar.source.title} ({key}); dezelfde feiten staan in de tabel eronder"


def _bands(layout: Layout) -> Iterator[str]:
    for group in layout.groups:
        yield (
            f'<rect class="band" x="0" y="{group.y:g}" width="{layout.frame.width}" height="24"/>'
            f'<text class="track" x="8" y="{group.y + 17:g}">{escape(group.title)}</text>'
        )


def _ruler(layout: Layout) -> Iterator[str]:
    scale, top, bottom = layout.scale, layout.top, layout.height
    step = _months_apart(scale)
    for month in scale.months():
        x, begins = scale.day(month), month.month == 1
        start = 4 if begins else top - 14
        yield f'<path class="grid{" year" if begins else ""}" d="M{x:g} {start:g}V{bottom:g}"/>'
        if (month.month - 1) % step == 0:
            yield f'<text class="month" x="{x + 3:g}" y="{top - 6:g}">{MONTHS_SHORT[month.month - 1]}</text>'
        if begins or month == scale.first:
            yield f'<text class="month" x="{x + 3:g}" y="{top - 20:g}">{month.year}</text>'


def _months_apart(scale: Scale) -> int:
    month = (scale.right - scale.left) * 365 / 12 / (scale.last - scale.first).days
    return next((step for step in _MONTHS_APART if month * step >= _MONTH_ROOM), _MONTHS_APART[-1])


def _rows(rows: Sequence[Row], layout: Layout, timeline: Timeline, name: str) -> Iterator[str]:
    for row in rows:
        facts = f"{event_words(row.event)}: {event_moment(row.event, timeline)}"
        yield f'<g class="row {row.state.replace(" ", "-")}" data-event="{escape(row.event.key)}">'
        yield f'<path class="grid" d="M0 {row.y:g}H{layout.frame.width}"/>'
        yield from _label(row)
        yield f'<g class="event"><title>{escape(facts)}</title>'
        for one in _times(row.event):
            yield from _event(one, row.bar_y, layout, name)
        yield "</g>"
        yield from (_mark(placed) for placed in row.marks)
        yield "</g>"


def _label(row: Row) -> Iterator[str]:
    lines = [("does", line) for line in row.lines] + [("when", line) for line in row.moment]
    for place, (name, line) in enumerate(lines):
        yield f'<text class="{name}" x="8" y="{row.label_y + place * LINE:g}">{escape(line)}</text>'


def _times(event: ResolvedEvent) -> Iterator[ResolvedEvent]:
    """Give what is drawn of an event: itself, or each time that it comes back; a single day as a day."""
    if not event.occurrences:
        yield event
    for one in event.occurrences:
        whole_day = one.start is not None and one.start.date() == one.last_day
        kind = "milestone" if whole_day else event.kind
        yield replace(event, kind=kind, start=one.start, end=one.end, last_day=one.last_day)


def _event(event: ResolvedEvent, y: float, layout: Layout, name: str) -> Iterator[str]:
    scale = layout.scale
    lead = _ARROW if layout.frame.labels else _NARROW_ARROW
    if event.start is None and event.end is None:
        yield f'<path class="case" d="M{scale.left:g} {y:g}H{scale.right:g}"/>'
        return
    if event.kind == "milestone" and event.last_day is not None:
        yield from _span(event, y, layout, name)
        yield diamond(scale.noon(event.last_day), y)
    elif event.start is None and event.end is not None:
        yield from _span(event, y, layout, name)
        yield arrow(scale.x(event.end), y, lead)
    elif event.start is not None:
        right = scale.x(event.end) if event.end else scale.right
        yield bar(scale.x(event.start), right, y, open_ended=event.end is None)
        yield from _span(event, y, layout, name)


def _span(event: ResolvedEvent, y: float, layout: Layout, name: str) -> Iterator[str]:
    if event.span is None:
        return
    left = layout.scale.day(event.span.start)
    right = layout.scale.day(event.span.end + timedelta(days=1))
    yield (
        f'<rect class="span" fill="url(#{name}-hatch)" x="{left:g}" y="{y - BAR / 2:g}" '
        f'width="{max(6, right - left):g}" height="{BAR}"/>'
    )


def _mark(placed: PlacedMark) -> str:
    title = escape(placed.mark.title)
    return f'<g class="mark"><title>{title}</title>{sign(placed.mark.state, placed.x, placed.y)}</g>'


def _until(layout: Layout, now: datetime) -> Iterator[str]:
    """Draw the line of `now`, when the picture goes on after it."""
    scale = layout.scale
    if not scale.first <= now.astimezone(scale.zone).date() < scale.last:
        return
    x = scale.x(now)
    yield (
        f'<g class="now"><title>{escape(f"tot hier: {moment_words(now)}")}</title>'
        f'<path class="until" d="M{x:g} {layout.top - 2:g}V{layout.height:g}"/></g>'
    )
