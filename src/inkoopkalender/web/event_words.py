"""Who does what, and for whom, in the words of pages, pictures and tables."""

from collections.abc import Mapping

from inkoopkalender.domain.calendar import EVERY_TRACK, Actor, Calendar
from inkoopkalender.domain.timeline import ResolvedEvent

_ACTORS: Mapping[Actor, str] = {
    "insurer": "verzekeraar",
    "provider": "aanbieder",
    "both": "verzekeraar en aanbieder",
    "other": "een derde partij",
}


def event_words(event: ResolvedEvent) -> str:
    """Return `aanbieder vult de uitvraag kwaliteitsinformatie in`."""
    return f"{_ACTORS[event.actor]} {event.does}"


def track_titles(calendar: Calendar) -> dict[str, str]:
    """Return the title of each track in the calendar's order, that of everybody first."""
    return {EVERY_TRACK: "Alle aanbieders"} | {one.key: one.title for one in calendar.tracks}
