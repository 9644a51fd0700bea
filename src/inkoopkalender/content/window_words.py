"""When a kind of submission is handed in, in Dutch words for the provider.

Which days those are is for the timeline.
"""

from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.calendar import Calendar, Event

_UNDATED: Final = "onbekend"


def window_words(kind: SubmissionKind, calendar: Calendar) -> str:
    """Give the words of the kind's events; of several, each with its track where those differ.

    The calendar's phrase with its year, or the policy's own words where the phrase names another event or a
    fact. Empty when the kind names no event. An event that the calendar does not have is left out.
    """
    if kind.hand_in is None:
        return ""
    events = {event.key: event for event in calendar.events}
    named = [events[key] for key in (kind.hand_in.window, *kind.hand_in.also) if key in events]
    said = [_said(event, calendar) for event in named]
    if len(set(said)) > 1 and len({event.track for event in named}) > 1:
        titles = {track.key: f" ({track.title})" for track in calendar.tracks}
        said = [
            f"{words}{titles.get(event.track or '', '')}" for words, event in zip(said, named, strict=True)
        ]
    return "; ".join(dict.fromkeys(said))


def _said(event: Event, calendar: Calendar) -> str:
    if event.when == _UNDATED:
        return f"zonder datum (‘{event.quote}’)"
    keys = {each.key for each in calendar.events} | {fact.key for fact in calendar.facts}
    if keys.intersection(event.when.split()):
        return event.quote
    return f"{event.when} {event.year or ''}".strip()
