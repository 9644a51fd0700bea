"""The period of a kind: of its event, of each time that comes back, and of the further events it names.

A provider may thus hand in until the last of them ends; the form itself asks for which year or quarter it is.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from inkoopkalender.content.hand_in import HandInShape
from inkoopkalender.domain.moments import last_day_before
from inkoopkalender.domain.timeline import ResolvedEvent


def find_period(hand_in: HandInShape | None, events: Mapping[str, ResolvedEvent]) -> ResolvedEvent | None:
    """Give the event of the kind's window, from the first start to the last end; None without a window.

    Open where one of them is open. An event that `events` does not have is left out.
    """
    first = events.get(hand_in.window or "") if hand_in is not None else None
    if hand_in is None or first is None:
        return None
    spans = [span for key in (first.key, *hand_in.also) if key in events for span in _spans(events[key])]
    starts, ends = ([span[side] for span in spans] for side in (0, 1))
    start = min((one for one in starts if one is not None), default=None) if None not in starts else None
    end = max((one for one in ends if one is not None), default=None) if None not in ends else None
    if (start, end) == (first.start, first.end):
        return first
    return replace(first, start=start, end=end, last_day=None if end is None else last_day_before(end))


def _spans(event: ResolvedEvent) -> list[tuple[datetime | None, datetime | None]]:
    times = event.occurrences or (event,)
    return [(time.start, time.end) for time in times]
