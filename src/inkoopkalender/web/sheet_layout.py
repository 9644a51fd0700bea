"""Where everything of a calendar's sheet stands: columns of words, the scale of time, rows, lists beneath.

Geometry only, in pixels of a picture 1280 wide; on A4 landscape its letters are 7 points, and no row is cut
where a page ends: what would be goes to the next page, below the months once more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inkoopkalender.web.sheet import Chapter, Entry, Lane, Sheet
from inkoopkalender.web.text_width import wrap_text
from inkoopkalender.web.time_scale import Scale, next_month

WIDTH = 1280
MARGIN = 16
WHAT, WHEN, STATE, CHART = MARGIN, 372, 556, 640
"""Where the columns begin: what, when, state, and the picture."""
SIZE, SMALL = 12.0, 11.0
LINE = 14
BAR = 12
_GAP = 10
_ROW = 7
_LANE = 20
_CHAPTER, _FIRST_CHAPTER = 42, 26
_HEAD, _RULER = 70, 34
_FOOT = 30
_COLUMNS = 2
PAGE = 878
"""The height of an A4 page on its side, with margins of 10 mm, when the picture fills its width."""
PAGE_HEAD = 22
"""The room for the months at the top of a next page."""
_LEAD_IN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Row:
    """One event: `y` is its top, `middle` that of its bar."""

    entry: Entry
    what: tuple[str, ...]
    when: tuple[str, ...]
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where the middle of its first line is, and of its bar."""
        return self.y + _ROW / 2 + LINE / 2


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one track below its title."""

    lane: Lane
    y: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Something without a date, in lines from `y` down."""

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Part:
    """One calendar: its title at `y`, its bands from `top` to `bottom`, its items beneath."""

    chapter: Chapter
    y: float
    top: float
    bottom: float
    bands: tuple[Band, ...]
    items_y: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A whole sheet: the ruler lies between `ruler` and `top`."""

    sheet: Sheet
    scale: Scale
    ruler: float
    top: float
    parts: tuple[Part, ...]
    foot: float
    sources: tuple[str, ...]
    height: float


def lay_out_sheet(sheet: Sheet) -> SheetLayout:
    """Place everything. A sheet without a dated event still has a ruler: that of today's year."""
    top = float(_HEAD + _RULER)
    y = top
    parts: list[Part] = []
    for chapter in sheet.chapters:
        part = _part(chapter, y, _title_height(len(parts), len(sheet.chapters)))
        parts.append(part)
        y = _bottom_of(part) + _GAP
    y = _on_one_page(y, _FOOT)
    sources = wrap_text(_sources(sheet), WIDTH - 2 * MARGIN, SMALL)
    height = y + _FOOT + LINE * len(sources)
    return SheetLayout(sheet, sheet_scale(sheet), _HEAD, top, tuple(parts), y, sources, height)


def sheet_scale(sheet: Sheet) -> Scale:
    """Give the months to show: those with events; the sheet's own bounds go before.

    No earlier than 16 months before the first contract year begins, no later than 15 months after the last
    one began: an agreement of five years does not press the year of work together.
    """
    years = [one.timeline.calendar.key.contract_year for one in sheet.chapters]
    earliest, latest = date(min(years) - 2, 9, 1), date(max(years) + 1, 3, 31)
    days = [day for day in _days(sheet) if earliest <= day <= latest] or [
        date(sheet.today.year, 1, 1), date(sheet.today.year, 12, 31)
    ]  # fmt: skip
    first = sheet.first or (min(days) - _LEAD_IN).replace(day=1)
    last = sheet.last or max(days)
    if first > last:  # all that is dated lies before the one bound that was asked for, or behind it
        first, last = sheet.first or last.replace(day=1), sheet.last or first
    end = last + timedelta(days=1) if sheet.last else next_month(last)
    return Scale(first, end, CHART, WIDTH - MARGIN, sheet.chapters[0].zone)


def _sources(sheet: Sheet) -> str:
    calendars = [chapter.timeline.calendar for chapter in sheet.chapters]
    return "Bron: " + "; ".join(
        f"{one.source.title} ({one.key}, versie {one.revision}, werkdagen {one.working_days})"
        for one in calendars
    )


def _days(sheet: Sheet) -> Iterator[date]:
    for chapter in sheet.chapters:
        for entry in (entry for lane in chapter.lanes for entry in lane.entries):
            for bar in entry.bars:
                yield from (day for day in (bar.first_day, bar.last_day) if day is not None)


def _title_height(place: int, chapters: int) -> float:
    """Give a lone calendar no title of its own, and all but the first a repeated ruler below it."""
    if chapters == 1:
        return 0
    return _CHAPTER if place else _FIRST_CHAPTER


def _part(chapter: Chapter, y: float, title: float) -> Part:
    y = _on_one_page(y, title + _LANE + 2 * LINE + _ROW)
    top = y + title
    below, bands = top, []
    for lane in chapter.lanes:
        band = _band(lane, below)
        bands.append(band)
        below = _bottom(band)
    items_y = _on_one_page(below + 8, 3 * LINE) if chapter.undated else below
    items = tuple(_items(chapter.undated, items_y + LINE + 4)) if chapter.undated else ()
    return Part(chapter, y, top, below, tuple(bands), items_y, items)


def _band(lane: Lane, y: float) -> Band:
    y = _on_one_page(y, _LANE + 2 * LINE + _ROW)
    below = y + _LANE
    rows: list[Row] = []
    for entry in lane.entries:
        what = wrap_text(entry.what, WHEN - WHAT - _GAP, SIZE)
        when = wrap_text(entry.when, STATE - WHEN - _GAP, SIZE)
        height = LINE * max(len(what), len(when)) + _ROW
        below = _on_one_page(below, height)
        rows.append(Row(entry, what, when, below, height))
        below += height
    return Band(lane, y, tuple(rows))


def _on_one_page(y: float, height: float) -> float:
    """Give y, or the top of the next page when what stands there would be cut; months stand above both."""
    page = int(y // PAGE)
    if y + height > (page + 1) * PAGE:
        return (page + 1) * PAGE + PAGE_HEAD
    return max(y, page * PAGE + PAGE_HEAD) if page else y


def _bottom(band: Band) -> float:
    return band.rows[-1].y + band.rows[-1].height + 4


def _items(undated: Sequence[str], y: float) -> Iterator[Item]:
    """Place the items two beside one another, so that they read in their order on every page."""
    width = (WIDTH - 2 * MARGIN) / _COLUMNS
    wrapped = [wrap_text(text, width - 2 * _GAP, SMALL) for text in undated]
    for first in range(0, len(wrapped), _COLUMNS):
        line = wrapped[first : first + _COLUMNS]
        height = LINE * max(len(lines) for lines in line)
        y = _on_one_page(y, height)
        for column, lines in enumerate(line):
            yield Item(lines, MARGIN + column * width, y)
        y += height + 2


def _bottom_of(part: Part) -> float:
    return max([part.bottom, *(item.y + LINE * len(item.lines) for item in part.items)])
