"""The pictures of a round's page: what the program does something for, and apart what it only shows.

Events without duties can be many (yearly duties, terms of other parties); together with the others they
would hide what the program does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.phrases import Over
from inkoopkalender.domain.planning import acted_on
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.web.timeline_layout import NARROW, WIDE, Mark, event_moments
from inkoopkalender.web.timeline_svg import draw_timeline


def draw_acted_on(timeline: Timeline, marks: Sequence[Mark], now: datetime) -> Mapping[str, object]:
    """Return the picture of what has duties, wide and narrow, and how many events are left out of it."""
    chosen = replace(timeline, events=acted_on(timeline))
    return {
        "wide": Markup(draw_timeline(chosen, marks, now=now, frame=WIDE)),  # noqa: S704 -- escaped where it is drawn
        "narrow": Markup(draw_timeline(chosen, marks, now=now, frame=NARROW)),  # noqa: S704 -- escaped where it is drawn
        "left_out": len(timeline.events) - len(chosen.events),
    }


def draw_only_shown(timeline: Timeline, now: datetime) -> Mapping[str, object]:
    """Return the picture of the dated events without duties, wide and narrow; empty when there are none.

    The year that data are about is not drawn: nothing is due in it.
    """
    dated = tuple(one for one in timeline.events if one.phase is None and _is_drawn(one))
    if not dated:
        return {"also_wide": "", "also_narrow": ""}
    chosen = replace(timeline, events=dated)
    return {
        "also_wide": Markup(draw_timeline(chosen, (), now=now, frame=WIDE, name="also")),  # noqa: S704 -- escaped where it is drawn
        "also_narrow": Markup(draw_timeline(chosen, (), now=now, frame=NARROW, name="also")),  # noqa: S704 -- escaped where it is drawn
    }


def _is_drawn(event: ResolvedEvent) -> bool:
    return bool(event_moments(event)) and not isinstance(parse_phrase(event.words), Over)
