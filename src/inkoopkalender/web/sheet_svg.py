"""Draws a calendar's sheet as an SVG: a table of what, when and state, with the year beside it.

Windows are bars, days are diamonds, last days are arrows up to a line, what is approximate is hatched over
the days it may mean, open ends fade. What has no date stands beneath. Text is text; there is no script.
"""

from collections.abc import Iterator
from html import escape

from inkoopkalender.domain.dutch import counted, last_day_of
from inkoopkalender.web.sheet import Chapter, Sheet
from inkoopkalender.web.sheet_event import draw_event
from inkoopkalender.web.sheet_layout import (
    CHART,
    LINE,
    MARGIN,
    STATE,
    WHAT,
    WHEN,
    WIDTH,
    Band,
    Part,
    Row,
    SheetLayout,
    lay_out_sheet,
)  # fmt: skip
from inkoopkalender.web.sheet_legend import draw_sheet_legend
from inkoopkalender.web.sheet_ruler import draw_months, draw_ruler, draw_shades, draw_today
from inkoopkalender.web.sheet_signs import STYLE, definitions
from inkoopkalender.web.short_moments import short_day
from inkoopkalender.web.svg_parts import path, rect, title, words
from inkoopkalender.web.time_scale import Scale

UNDATED = "Zonder vaste datum: nog niet bekend, of wat er staat"


def draw_sheet(sheet: Sheet) -> str:
    """Return the picture as a whole SVG document."""
    layout = lay_out_sheet(sheet)
    parts = (
        _opening(layout.height),
        f'<title id="sheet-title">{escape(sheet.title)}</title>',
        f'<desc id="sheet-desc">{escape(sheet_sentence(sheet))}</desc>',
        f"<style>{STYLE}</style>",
        definitions(),
        rect(0, 0, WIDTH, layout.height, "paper"),
        words(MARGIN, 26, sheet.title, "title"),
        words(MARGIN, 46, sheet_sentence(sheet), "soft"),
        *draw_shades(layout),
        *draw_ruler(layout),
        *(drawn for part in layout.parts for drawn in _part(part, layout)),
        *draw_today(layout),
        *draw_sheet_legend(layout),
        "</svg>\n",
    )
    return "\n".join(parts)


def _opening(height: float) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="sheet" role="graphics-document document" lang="nl" '
        f'width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}" '
        'aria-labelledby="sheet-title" aria-describedby="sheet-desc">'
    )


def sheet_sentence(sheet: Sheet) -> str:
    """Say what the picture shows, and what comes first: `14 gebeurtenissen, 4 zonder datum. Eerst: …`."""
    entries = [entry for chapter in sheet.chapters for lane in chapter.lanes for entry in lane.entries]
    undated = sum(len(chapter.undated) for chapter in sheet.chapters)
    whole = counted(len(entries) + undated, "gebeurtenis", "gebeurtenissen")
    rest = f", waarvan {undated} zonder datum" if undated else ""
    ahead = [
        (last_day_of(bar.end), entry.what)
        for entry in entries
        for bar in entry.bars
        if bar.end is not None and last_day_of(bar.end) >= sheet.today
    ]
    first = min(ahead, default=None)
    coming = f" Eerste dag die verstrijkt: {short_day(first[0])}, {_lowered(first[1])}." if first else ""
    return f"{whole}{rest}.{coming}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _part(part: Part, layout: SheetLayout) -> Iterator[str]:
    calendar = part.chapter.timeline.calendar
    status = "verwacht" if calendar.status == "expected" else "vast"
    yield f'<g class="{status}" data-round="{calendar.key}">'
    if part.top > part.y:
        yield rect(0, part.y, WIDTH, part.top - part.y, "head")
        yield words(WHAT, part.y + 18, chapter_title(part.chapter), "chapter")
        if part.y > layout.top:
            yield from draw_months(layout, part.top - 6)
    for band in part.bands:
        yield from _band(band, layout)
    if part.items:
        yield words(WHAT, part.items_y + LINE - 2, UNDATED, "lane")
    for item in part.items:
        for place, line in enumerate(item.lines):
            dot = "·" if place == 0 else "\N{NO-BREAK SPACE}"
            yield words(item.x, item.y + (place + 1) * LINE - 3, f"{dot} {line}", "small")
    yield "</g>"


def chapter_title(chapter: Chapter) -> str:
    """Return a calendar's policy and key; one that is only expected says so."""
    calendar = chapter.timeline.calendar
    expected = " · verwacht, nog niet bevestigd" if calendar.status == "expected" else ""
    return f"{calendar.source.title} ({calendar.key}){expected}"


def _band(band: Band, layout: SheetLayout) -> Iterator[str]:
    yield rect(0, band.y, CHART - 6, 18, "band")
    yield words(WHAT, band.y + 13, band.lane.title, "lane")
    for row in band.rows:
        yield from _row(row, layout.scale)


def _row(row: Row, scale: Scale) -> Iterator[str]:
    entry = row.entry
    yield f'<g class="row is-{entry.state}" data-event="{escape(entry.event.key)}">{title(entry.facts)}'
    yield path(f"M{WHAT} {row.y + row.height:g}H{WIDTH - MARGIN}", "rule")
    cells = ((WHAT, row.what, ""), (WHEN, row.when, ""), (STATE, (entry.state_words,), "state"))
    for x, lines, name in cells:
        for place, line in enumerate(lines):
            yield words(x, row.y + LINE * (place + 1), line, name)
    yield from draw_event(entry, row.middle, scale)
    yield "</g>"
