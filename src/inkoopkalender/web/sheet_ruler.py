"""The time of a calendar's sheet: months and years above, days off as shades, today as a line."""

from collections.abc import Iterator
from datetime import date, timedelta

from inkoopkalender.domain.working_days import holidays
from inkoopkalender.web.sheet_layout import MARGIN, PAGE, PAGE_HEAD, WIDTH, Part, SheetLayout
from inkoopkalender.web.short_moments import MONTHS_SHORT, short_day
from inkoopkalender.web.svg_parts import path, rect, title, words
from inkoopkalender.web.time_scale import Scale

WEEKENDS_FROM, HOLIDAYS_FROM = 2.6, 1.4
"""Pixels for a day from which weekends, and from which holidays, are told apart."""
_SATURDAY = 5
_NAMED = 27.0
_LABEL, _YEAR = 120.0, 34.0


def draw_ruler(layout: SheetLayout) -> Iterator[str]:
    """Draw a line where each month begins, beside the rows of every calendar, and names above."""
    scale = layout.scale
    for month in _months(scale):
        x, name = scale.day(month), "year" if month.month == 1 else "month"
        yield path(f"M{x:g} {layout.ruler + (4 if name == 'year' else 20):g}V{layout.top:g}", name)
        yield from (path(f"M{x:g} {part.top:g}V{part.bottom:g}", name) for part in layout.parts)
        if name == "year" or (month == scale.first and _next_year(month, scale) - x > _YEAR):
            yield words(x + 3, layout.ruler + 14, str(month.year), "soft")
    yield from draw_months(layout, layout.top - 6)
    for page in range(PAGE, int(layout.height), PAGE):
        if any(part.top < page < part.bottom for part in layout.parts):
            yield from draw_months(layout, page + PAGE_HEAD - 6)


def _next_year(month: date, scale: Scale) -> float:
    return scale.day(date(month.year + 1, 1, 1))


def draw_months(layout: SheetLayout, y: float) -> Iterator[str]:
    """Write the names of the months; of every third where they stand close together."""
    scale = layout.scale
    months = list(_months(scale))
    narrow = (scale.right - scale.left) / len(months) < _NAMED
    for month in months:
        x = scale.day(month)
        if x + _NAMED - 8 <= scale.right and (not narrow or month.month % 3 == 1):
            yield words(x + 3, y, MONTHS_SHORT[month.month - 1], "small")


def draw_shades(layout: SheetLayout) -> Iterator[str]:
    """Shade the days off of each calendar, as far as a day is wide enough to be seen."""
    scale = layout.scale
    wide = day_width(scale)
    for part in layout.parts:
        profile = part.chapter.timeline.calendar.working_days
        for day, name in _days_off(scale, profile):
            if wide >= (HOLIDAYS_FROM if name else WEEKENDS_FROM):
                yield _shade(day, name, part, scale)


def day_width(scale: Scale) -> float:
    """Return how many pixels a day has."""
    return (scale.right - scale.left) / (scale.last - scale.first).days


def draw_today(layout: SheetLayout) -> Iterator[str]:
    """Draw today on the ruler and beside the rows of every calendar, when the picture holds it."""
    today, scale = layout.sheet.today, layout.scale
    if not scale.first <= today < scale.last:
        return
    x = scale.noon(today)
    ends = x + _LABEL > WIDTH - MARGIN
    yield path(f"M{x:g} {layout.ruler - 6:g}V{layout.top:g}", "today")
    yield from (path(f"M{x:g} {part.top:g}V{part.bottom:g}", "today") for part in layout.parts)
    label = f"vandaag, {short_day(today)}"
    yield words(x - 4 if ends else x + 4, layout.ruler + 1, label, "todays", ends=ends)


def _shade(day: date, name: str, part: Part, scale: Scale) -> str:
    left, right = scale.day(day), scale.day(day + timedelta(days=1))
    said = title(f"{name}, {short_day(day)}") if name else ""
    high = part.bottom - part.top
    return rect(left, part.top, max(1.5, right - left), high, "holiday" if name else "off", inside=said)


def _days_off(scale: Scale, profile: str) -> Iterator[tuple[date, str]]:
    """Give the days off in order, a holiday with its name."""
    day = scale.first
    while day < scale.last:
        name = holidays(day.year, profile).get(day, "")
        if name or day.weekday() >= _SATURDAY:
            yield day, name
        day += timedelta(days=1)


def _months(scale: Scale) -> Iterator[date]:
    """Give the first day of the picture, and the first of each month in it."""
    yield scale.first
    month = (scale.first.replace(day=1) + timedelta(days=31)).replace(day=1)
    while month < scale.last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)
