"""Draws one event of a calendar's sheet: every time that it is, each in its own state."""

from collections.abc import Iterator
from datetime import timedelta

from inkoopkalender.domain.dutch import last_day_of
from inkoopkalender.web.sheet import Bar, Entry
from inkoopkalender.web.sheet_signs import about, beyond, deadline, diamond, open_end, repeated, window
from inkoopkalender.web.time_scale import Scale

MANY, TOO_MANY = 12, 40
"""From how many times on a day's sign is small, and from how many they are no longer drawn one by one."""
_DAY = timedelta(days=1, hours=1)
"""The longest day, that on which the clock goes back."""


def draw_event(entry: Entry, y: float, scale: Scale) -> Iterator[str]:
    """Give the signs of an event around y."""
    if len(entry.bars) > TOO_MANY:
        yield from _all_of_them(entry, y, scale)
        return
    for bar in entry.bars:
        yield f'<g class="{bar.state}">{_sign(entry, bar, y, scale)}</g>'


def _all_of_them(entry: Entry, y: float, scale: Scale) -> Iterator[str]:
    """Draw what is past as one row of marks, and what is not as another."""
    past = [bar for bar in entry.bars if bar.state == "voorbij"]
    ahead = [bar for bar in entry.bars if bar.state != "voorbij"]
    for state, bars in (("voorbij", past), ("gepland", ahead)):
        days = [day for bar in bars for day in (bar.first_day, bar.last_day) if day is not None]
        if days:
            drawn = repeated(scale.day(min(days)), scale.day(max(days) + timedelta(days=1)), y)
            yield f'<g class="{state}">{drawn}</g>'


def _sign(entry: Entry, bar: Bar, y: float, scale: Scale) -> str:
    if bar.last_day is not None and bar.last_day < scale.first:
        return beyond(scale.left + 8, y, right=False)
    begins = bar.first_day or bar.last_day
    if begins is not None and begins >= scale.last:
        return beyond(scale.right - 8, y, right=True)
    shape, span = _shape(entry, bar, y, scale), _span(entry, y, scale)
    return span + shape if entry.event.kind == "milestone" else shape + span


def _shape(entry: Entry, bar: Bar, y: float, scale: Scale) -> str:
    start, end, several = bar.start, bar.end, len(entry.bars) > 1
    if start is None:
        return deadline(scale.x(end), y, bar.state) if end else ""
    if end is None or last_day_of(end) >= scale.last:
        return open_end(scale.x(start), scale.right, y, bar.state)
    if end - start <= _DAY:
        return diamond(scale.noon(start.date()), y, bar.state, small=len(entry.bars) > MANY)
    return window(scale.x(start), scale.x(end) - several, y, bar.state)


def _span(entry: Entry, y: float, scale: Scale) -> str:
    span = entry.event.span
    if span is None:
        return ""
    return about(scale.day(span.start), scale.day(span.end + timedelta(days=1)), y)
