"""Builds small calendars of invented events for the tests of agendas, in the policy's kind of words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from inkoopkalender.domain.calendar import Calendar, Event, Source, Track
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.mail.ics_entries import Agenda, Entry, make_agenda
from inkoopkalender.mail.ics_publisher import Publisher

STAMP = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
PUBLISHER = Publisher("Voorbeeld", "example.nl", "inkoop@example.nl")

EMPTY = Calendar(
    key=RoundKey("voorbeeld", "ggz", 2027),
    source=Source("beleid.txt", "Inkoopbeleid ggz 2027"),
    timezone="Europe/Amsterdam",
    working_days="kantoor",
    letters_at=time(9),
    tracks=(Track("existing", "Bestaande zorgaanbieders"),),
    facts=(),
    events=(),
    revision="000000000000",
)
EVENT = Event("step", "all", "onbekend", "onbekend", "4.1", "provider", "levert de gegevens aan")


def event(when: str, **fields: Any) -> Event:
    """An event of a provider in these words; its key is `step` unless the fields say otherwise."""
    changed: Mapping[str, Any] = {"when": when, "quote": when, **fields}
    return replace(EVENT, **changed)


def calendar(*events: Event, **fields: Any) -> Calendar:
    """A calendar of these events."""
    return replace(EMPTY, events=events, **fields)


def agenda(*events: Event, **fields: Any) -> Agenda:
    """The agenda of a calendar of these events."""
    return make_agenda(resolve_calendar(calendar(*events, **fields)), PUBLISHER)


def entry(when: str, **fields: Any) -> Entry:
    """The only entry of the only event of a calendar."""
    (only,) = agenda(event(when, **fields)).entries
    return only
