"""The signs of a calendar's sheet: the kind of moment and its state are shapes; colour only repeats them.

Planned is hollow, open is filled, near its end has an edge of its own colour, past is thin and grey.
"""

from collections.abc import Mapping

from inkoopkalender.web.sheet import State
from inkoopkalender.web.sheet_layout import BAR
from inkoopkalender.web.svg_parts import path, rect

STYLE = """
.sheet text{font:12px "Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;fill:#1b1b1b}
.sheet .title{font-size:20px;font-weight:650} .sheet .chapter{font-size:14px;font-weight:650}
.sheet .lane{font-weight:650} .sheet .soft{fill:#555} .sheet .small{font-size:11px;fill:#444}
.sheet .paper{fill:#fff} .sheet .band{fill:#eef1f4} .sheet .head{fill:#dde3ea}
.sheet .off{fill:#f0f0ee} .sheet .holiday{fill:#e6e0d2}
.sheet .rule{stroke:#e3e6e9} .sheet .month{stroke:#d5d9dd} .sheet .year{stroke:#777}
.sheet .bar{stroke:#1f5a96;stroke-width:1.5;fill:#1f5a96} .sheet .gepland .bar{fill:#fff}
.sheet .edge{stroke:#1f5a96;stroke-width:3;fill:none}
.sheet .bijna .bar{fill:#8a5200;stroke:#8a5200} .sheet .bijna .edge{stroke:#8a5200}
.sheet .voorbij .bar{fill:#8b9299;stroke:#8b9299} .sheet .voorbij .edge{stroke:#8b9299}
.sheet .is-voorbij text{fill:#5c6166} .sheet .is-bijna .state{font-weight:650;fill:#8a5200}
.sheet .verwacht .gepland rect.bar{stroke-dasharray:4 2}
.sheet .repeat{stroke:#1f5a96;stroke-width:9;stroke-dasharray:1.5 3.5;fill:none}
.sheet .voorbij .repeat{stroke:#8b9299}
.sheet .about{stroke:#1f5a96;stroke-width:1} .sheet .hatch{stroke:#1f5a96;stroke-width:1.6}
.sheet .today{stroke:#a3231a;stroke-width:1.6} .sheet .todays{fill:#a3231a;font-weight:650;font-size:11px}
@media print{@page{size:A4 landscape;margin:10mm}}
""".strip()
"""What the picture looks like; it stands in the picture, so that it is whole by itself."""

_COLOURS: Mapping[State, str] = {
    "gepland": "#1f5a96",
    "open": "#1f5a96",
    "bijna": "#8a5200",
    "voorbij": "#8b9299",
}


def definitions() -> str:
    """Return what is hatched, and how an open start or end fades, in the colour of each state."""
    fades = "".join(
        f'<linearGradient id="{way}-{state}"><stop offset="0" stop-color="{colour}" stop-opacity="{begin}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="{1 - begin}"/></linearGradient>'
        for state, colour in _COLOURS.items()
        for way, begin in (("in", 0), ("out", 1))
    )
    return (
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="paper" width="5" height="5"/>'
        f'<path class="hatch" d="M0 0V5"/></pattern>{fades}</defs>'
    )


FADE = 46.0
LEAD = 34.0


def thickness(state: State) -> float:
    """Return how thick a bar is: what is past is thin."""
    return BAR / 2 if state == "voorbij" else BAR


def window(left: float, right: float, y: float, state: State) -> str:
    """Draw a period; one that ends soon has a thick end."""
    high, right = thickness(state), max(right, left + 3)
    drawn = rect(left, y - high / 2, right - left, high, "bar")
    return drawn + edge(right, y) if state == "bijna" else drawn


def open_end(left: float, right: float, y: float, state: State) -> str:
    """Draw what goes on, for good or beyond the picture: a bar that fades."""
    high, right = thickness(state), max(right, left + 3)
    whole = max(left + 1.5, right - FADE)
    if state == "gepland":
        outline = f"M{whole:g} {y - high / 2:g}H{left:g}v{high:g}H{whole:g}"
        sides = (_fading("out", state, whole, right, y + side * high / 2, 1.5) for side in (-1, 1))
        return path(outline, "bar") + "".join(sides)
    drawn = rect(left, y - high / 2, whole - left, high, "bar")
    return drawn + _fading("out", state, whole, right, y, high + 1.5)


def deadline(x: float, y: float, state: State) -> str:
    """Draw a last day: a line that fades in, an arrow, and an edge at the end."""
    head = path(f"M{x - 9:g} {y - 4.5:g}L{x - 2.5:g} {y:g}L{x - 9:g} {y + 4.5:g}Z", "bar")
    return _fading("in", state, x - LEAD, x - 9, y, 1.6) + head + edge(x, y)


def edge(x: float, y: float) -> str:
    """Draw the line at which it is too late."""
    return path(f"M{x:g} {y - BAR / 2 - 1:g}v{BAR + 2}", "edge")


def diamond(x: float, y: float, state: State, *, small: bool = False) -> str:
    """Draw a day; small where many stand beside one another."""
    half = 4.5 if small or state == "voorbij" else 7
    return path(f"M{x:g} {y - half:g}l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}Z", "bar")


def about(left: float, right: float, y: float) -> str:
    """Draw the days that an approximate word may mean."""
    return rect(left, y - BAR / 2, max(6, right - left), BAR, "about", fill="hatch")


def repeated(left: float, right: float, y: float) -> str:
    """Draw what comes back too often to draw each time."""
    return path(f"M{left:g} {y:g}H{right:g}", "repeat")


def beyond(x: float, y: float, *, right: bool) -> str:
    """Draw that an event lies outside the picture, on its left or right."""
    way = 6 if right else -6
    return path(f"M{x - way:g} {y - 5:g}l{way} 5l{-way} 5Z", "bar")


def _fading(way: str, state: State, left: float, right: float, y: float, high: float) -> str:
    return rect(left, y - high / 2, right - left, high, fill=f"{way}-{state}")
