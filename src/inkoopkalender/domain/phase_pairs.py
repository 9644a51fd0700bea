"""Events of two phases that concern the same providers, side by side; and the day on which one is over."""

from collections.abc import Iterator, Sequence
from datetime import date

from inkoopkalender.domain.calendar import EVERY_TRACK, Phase
from inkoopkalender.domain.timeline import ResolvedEvent

Pair = tuple[ResolvedEvent, ResolvedEvent]


def share_track(one: ResolvedEvent, other: ResolvedEvent) -> bool:
    """Say whether the two concern the same providers."""
    return EVERY_TRACK in (one.track, other.track) or one.track == other.track


def pairs(events: Sequence[ResolvedEvent], earlier: Phase, later: Phase) -> Iterator[Pair]:
    """Give each event of the one phase with each of the other, when both concern the same providers."""
    others = [event for event in events if event.phase == later]
    for one in (event for event in events if event.phase == earlier):
        for other in others:
            if share_track(one, other):
                yield one, other


def acted_on(event: ResolvedEvent) -> date | None:
    """Give the day on which the insurer does it at the latest: as planned, or the last day, or the first."""
    return event.act_on or event.last_day or (event.start.date() if event.start else None)


def plural(days: int) -> str:
    """Write `1 dag` or `12 dagen`."""
    return f"{days} {'dag' if days == 1 else 'dagen'}"
