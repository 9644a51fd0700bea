"""The signs of a timeline picture, and its legend: each meaning has a shape, and a colour besides."""

from inkoopkalender.domain.actions import LedgerState
from inkoopkalender.web.timeline_layout import BAR

STYLE = """
.tl text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--ink,#1b1b1b)}
.tl .does,.tl .when{paint-order:stroke;stroke:var(--paper,#fff);stroke-width:4px;stroke-linejoin:round}
.tl .when{fill:var(--muted,#555)} .tl .month{font-size:12px;fill:var(--muted,#555)}
.tl.narrow .month{font-size:10px} .tl.narrow .when{font-size:12px}
.tl .track{font-weight:650} .tl .band{fill:var(--band,#f1f3f5)}
.tl .grid{stroke:var(--line,#d5d9dd)} .tl .year{stroke:var(--muted,#555)}
.tl .bar{fill:var(--bar,#1f5a96);stroke:var(--bar,#1f5a96);stroke-width:1.5}
.tl .gepland .bar{fill:var(--paper,#fff)}
.tl .edge,.tl .tip{stroke:var(--bar,#1f5a96);fill:none;stroke-width:3}
.tl .lead{stroke:var(--bar,#1f5a96);stroke-width:1.5} .tl .head{fill:var(--bar,#1f5a96)}
.tl .case{stroke:var(--muted,#555);stroke-width:1.5;stroke-dasharray:2 5}
.tl .span{stroke:var(--bar,#1f5a96);stroke-width:1} .tl .hatch{stroke:var(--bar,#1f5a96);stroke-width:2}
.tl .hatched{fill:var(--paper,#fff)} .tl .until{stroke:var(--bad,#a3231a);stroke-width:2}
.tl .sign{stroke-width:1.8;fill:var(--paper,#fff)}
.tl .done{stroke:var(--good,#17692f);fill:var(--good,#17692f)}
.tl .lapsed{stroke:var(--muted,#555)} .tl .waiting,.tl .due{stroke:var(--wait,#8a5200)}
.tl .waiting.part{fill:var(--wait,#8a5200);stroke:none}
.tl .failed,.tl .claimed{stroke:var(--bad,#a3231a);fill:none;stroke-width:2.4}
""".strip()
"""What the picture looks like; it stands in the picture, so that it is whole without a page."""
_UNTIL = '<path class="until" d="M18 0V20"/>'
_HATCHED = (
    '<g class="span"><rect class="hatched" x="2" y="3" width="32" height="14"/>'
    '<path class="hatch" d="M6 17L14 3M14 17L22 3M22 17L30 3"/></g>'
)


def draw_legend(
    *, until_line: bool = False, until_words: str = "tot hier gerepeteerd"
) -> tuple[tuple[str, str], ...]:
    """Return each sign of the picture as a small SVG, with what it means; `until_line` adds that of now."""
    signs: tuple[tuple[str, str], ...] = (
        (f'<rect class="bar" x="2" y="4" width="32" height="{BAR - 4}" rx="2"/>', "periode"),
        (arrow(30, 10, 26), "uiterlijk op deze dag"),
        (diamond(18, 10), "dag"),
        (
            _HATCHED,
            "bij benadering",
        ),
        ('<path class="case" d="M2 10H34"/>', "termijn per geval"),
        (sign("done", 18, 10), "gedaan"),
        (sign("waiting", 18, 10), "wacht op een mens"),
        (sign("lapsed", 18, 10), "vervallen (niet meer nuttig)"),
        (sign("failed", 18, 10), "mislukt of niet afgemaakt"),
        *(((_UNTIL, until_words),) if until_line else ()),
    )
    return tuple(
        (f'<svg class="tl sample" viewBox="0 0 36 20" aria-hidden="true">{sign}</svg>', words)
        for sign, words in signs
    )


def bar(left: float, right: float, y: float, *, open_ended: bool) -> str:
    """Draw a window; one without an end has a tip."""
    drawn = (
        f'<rect class="bar" x="{left:g}" y="{y - BAR / 2 + 1:g}" width="{max(3, right - left):g}" '
        f'height="{BAR - 2}" rx="2"/>'
    )
    tip = f'<path class="tip" d="M{right - 8:g} {y - 6:g}l7 6l-7 6"/>'
    return drawn + tip if open_ended else drawn


def arrow(x: float, y: float, length: float) -> str:
    """Draw a deadline: an arrow that ends at a line."""
    return (
        f'<path class="lead" d="M{x - length:g} {y:g}H{x - 6:g}"/>'
        f'<path class="head" d="M{x - 10:g} {y - 5:g}L{x - 2:g} {y:g}L{x - 10:g} {y + 5:g}Z"/>'
        f'<path class="edge" d="M{x:g} {y - BAR / 2:g}V{y + BAR / 2:g}"/>'
    )


def diamond(x: float, y: float) -> str:
    """Draw a day."""
    return f'<path class="bar" d="M{x:g} {y - 8:g}l7 8l-7 8l-7 -8Z"/>'


def sign(state: LedgerState, x: float, y: float) -> str:
    """Draw what became of something that fired: each state has a shape of its own."""
    if state in ("failed", "claimed"):
        return f'<path class="sign {state}" d="M{x - 3.5:g} {y - 3.5:g}l7 7m0 -7l-7 7"/>'
    circle = f'<circle class="sign {state}" cx="{x:g}" cy="{y:g}" r="3.8"/>'
    if state == "waiting":
        return f'{circle}<path class="sign waiting part" d="M{x:g} {y:g}v-3.8a3.8 3.8 0 0 1 3.8 3.8Z"/>'
    return circle
