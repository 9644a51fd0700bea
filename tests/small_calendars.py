"""Builds small calendars in memory: an event by its words, a calendar by its events."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from inkoopkalender.domain.calendar import Calendar, Event, Fact, Source, Track
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar


def an_event(key: str, when: str, **more: Any) -> Event:
    """An event of the insurer for every provider, unless `more` says otherwise."""
    facts: dict[str, Any] = {
        "track": "all", "quote": when, "section": "4.1", "actor": "insurer", "does": "doet iets",
    }  # fmt: skip
    return Event(key=key, when=when, **{**facts, **more})


def a_calendar(*events: Event, key: str = "cz/wijkverpleging/2027", **more: Any) -> Calendar:
    """A calendar with two tracks and a fact."""
    facts: dict[str, Any] = {
        "source": Source("policy.txt", "Beleid & <meer>"),
        "timezone": "Europe/Amsterdam",
        "working_days": "kantoor",
        "letters_at": time(9),
        "tracks": (Track("existing", "Bestaande aanbieders"), Track("new", 'Nieuwe "<aanbieders>"')),
        "facts": (Fact("question-received", "question", "vraag ontvangen"),),
        "revision": "0" * 12,
    }
    return Calendar(key=RoundKey.parse(key), events=events, **{**facts, **more})


def a_timeline(*events: Event, key: str = "cz/wijkverpleging/2027", **more: Any) -> Timeline:
    """The same, resolved."""
    return resolve_calendar(a_calendar(*events, key=key, **more))


def keys_of(events: Sequence[Event]) -> list[str]:
    return [event.key for event in events]
