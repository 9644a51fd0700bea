"""The foot of a calendar's sheet: what each sign means, and where the dates come from."""

from collections.abc import Iterator

from inkoopkalender.web.sheet_layout import LINE, MARGIN, SMALL, SheetLayout
from inkoopkalender.web.sheet_ruler import HOLIDAYS_FROM, WEEKENDS_FROM, day_width
from inkoopkalender.web.sheet_signs import about, beyond, deadline, diamond, open_end, window
from inkoopkalender.web.svg_parts import rect, words
from inkoopkalender.web.text_width import text_width

_SIGN = 38.0
_BETWEEN = 14.0


def draw_sheet_legend(layout: SheetLayout) -> Iterator[str]:
    """Draw the signs with their meanings on one line, and the sources below."""
    y, x = layout.foot + 12, float(MARGIN)
    for state, sign, meaning in (*_signs(y), *_shades(layout, y)):
        yield f'<g class="{state}" transform="translate({x:g} 0)">{sign}</g>'
        yield words(x + _SIGN, y + 4, meaning, "small")
        x += _SIGN + text_width(meaning, SMALL) + _BETWEEN
    for place, line in enumerate(layout.sources):
        yield words(MARGIN, y + 24 + LINE * place, line, "small")


def _signs(y: float) -> Iterator[tuple[str, str, str]]:
    yield "open", window(2, 34, y, "open"), "open"
    yield "gepland", window(2, 34, y, "gepland"), "gepland"
    yield "bijna", window(2, 32, y, "bijna"), "sluit bijna"
    yield "voorbij", window(2, 34, y, "voorbij"), "voorbij"
    yield "gepland", deadline(32, y, "gepland"), "uiterlijk op deze dag"
    yield "gepland", diamond(26, y, "gepland"), "op deze dag"
    yield "open", open_end(2, 36, y, "open"), "loopt door"
    yield "gepland", about(4, 32, y), "bij benadering"
    yield "gepland", beyond(30, y, right=True), "valt buiten beeld"


def _shades(layout: SheetLayout, y: float) -> Iterator[tuple[str, str, str]]:
    for name, meaning, least in (("off", "weekend", WEEKENDS_FROM), ("holiday", "feestdag", HOLIDAYS_FROM)):
        if day_width(layout.scale) >= least:
            yield "", rect(14, y - 8, 14, 16, name), meaning
