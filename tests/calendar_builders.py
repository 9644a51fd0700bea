"""Calendars, events and national terms of a few words: an event by its words, a calendar by its events."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from typing import Any

from inkoopkalender.domain.calendar import Calendar, Event, Fact, Phase, Source, Track
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.national import LegalSource, NationalCalendar, Parameter, Parameters, StatutoryDate
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline, resolve_calendar, resolve_event

NATIONAL_FILE = "calendars/national/2027.yaml"


def an_event(key: str, when: str, phase: Phase | None = None, **more: Any) -> Event:
    whole = Event(key, "all", when, when, "4.1", "insurer", "doet iets", phase=phase, owner="zorginkoop")
    return replace(whole, **more)


def by_provider(key: str, when: str, phase: Phase | None = None, **more: Any) -> Event:
    return an_event(key, when, phase, actor="provider", **more)


def a_calendar(*events: Event, **more: Any) -> Calendar:
    whole = Calendar(
        key=RoundKey("cz", "wijkverpleging", 2027),
        source=Source("policy.txt", "Beleid"),
        timezone="Europe/Amsterdam",
        working_days="kantoor",
        letters_at=time(9),
        tracks=(),
        facts=(Fact("request-received", "request", "aanvraag ontvangen"),),
        events=events,
        revision="0" * 12,
    )
    return replace(whole, **more)


def a_whole_calendar(*events: Event, key: str = "cz/wijkverpleging/2027", **more: Any) -> Calendar:
    """Build one with two tracks, a fact, and words that a page must escape."""
    facts = {
        "source": Source("policy.txt", "Beleid & <meer>"),
        "tracks": (Track("existing", "Bestaande aanbieders"), Track("new", 'Nieuwe "<aanbieders>"')),
        "facts": (Fact("question-received", "question", "vraag ontvangen"),),
    }
    return a_calendar(*events, key=RoundKey.parse(key), **{**facts, **more})


def a_timeline(*events: Event, key: str = "cz/wijkverpleging/2027", **more: Any) -> Timeline:
    """Build the same, resolved."""
    return resolve_calendar(a_whole_calendar(*events, key=key, **more))


def tracks(*keys: str) -> tuple[Track, ...]:
    return tuple(Track(key, key.capitalize()) for key in keys)


def resolved(*events: Event) -> tuple[ResolvedEvent, ...]:
    whole = a_calendar(*events)
    return tuple(resolve_event(event, whole, {}) for event in events)


def a_parameter(name: str, days: int) -> Parameter:
    return Parameter(name, days, "proposed", NATIONAL_FILE)


PARAMETERS = Parameters(
    a_parameter("notice_days", 14), a_parameter("study_days", 28), a_parameter("handling_days", 5)
)
LAW = StatutoryDate(
    "purchasing-policy",
    "publish-policy",
    "uiterlijk 1 april 2026",
    "beleid is bekend",
    LegalSource("Regeling", "https://example.org/", "current", "Gelezen.", "4"),
)
NATIONAL = NationalCalendar(2027, (LAW,), PARAMETERS)


def told(findings: Iterable[Finding]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.code, each.severity, each.path) for each in findings]
