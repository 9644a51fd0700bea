"""A round's calendar as it holds: its file, with the dates that were moved by `calendar change` laid over it.

The one place where the two meet. Pure; what is moved stands in `storage.amendments`, the act of moving in
`calendar_change`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.storage.amendments import Amendment


def lay_over(calendar: Calendar, amendments: Sequence[Amendment]) -> Calendar:
    """Return the calendar with the last moved date of each event; an event that is gone from it stays gone.

    Laying the same over twice changes nothing more.
    """
    moved = last_of_each(amendments)
    if not moved:
        return calendar
    events = tuple(
        amend(event, moved[event.key]) if event.key in moved else event for event in calendar.events
    )
    return replace(calendar, events=events)


def amend(event: Event, amendment: Amendment) -> Event:
    """Return the event with the amendment's words; the policy's own quote no longer says when."""
    if same_words(event.when, amendment.words):
        return replace(event, when=amendment.words, year=amendment.year)
    return replace(event, when=amendment.words, year=amendment.year, quote=amendment.words)


def last_of_each(amendments: Iterable[Amendment]) -> Mapping[str, Amendment]:
    """Return the last amendment of each event."""
    return {one.event: one for one in amendments}


def digests_of(calendar: Calendar, amendments: Sequence[Amendment]) -> dict[str, str]:
    """Return, per event, the digest of what decides its actions.

    That is its words, kind, audience and release, and which moved dates touched it: one that counts from
    a moved event, or whose letters name its date, has new actions though its own words are the same.
    """
    return {event.key: _digest(event, amendments) for event in calendar.events}


def _digest(event: Event, amendments: Sequence[Amendment]) -> str:
    facts = (event.when, event.year, event.track, event.phase, event.submission, event.channel, event.remind)
    told = repr((*facts, event.release, event.act))
    touched = [one.number for one in amendments if event.key in one.touched]
    if touched:
        told += repr(touched)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def disagreements(file: Calendar, amendments: Sequence[Amendment]) -> tuple[str, ...]:
    """Say where the file was edited to something else than what was decided; the decision holds."""
    words = {event.key: event.when for event in file.events}
    return tuple(
        _disagreement(one, words.get(one.event))
        for one in last_of_each(amendments).values()
        if not any(same_words(words.get(one.event, ""), known) for known in (one.words, one.file_words))
    )


def _disagreement(amendment: Amendment, words: str | None) -> str:
    said = f"zegt nu '{words}'" if words else "kent haar niet meer"
    return (
        f"{amendment.event}: calendar.yaml {said}, maar sinds de wijziging van "
        f"{amendment.changed_at:%d-%m-%Y} geldt '{amendment.words}'.\n"
        "Zet die woorden in het bestand, of wijzig de datum met calendar change."
    )


def same_words(one: str, other: str) -> bool:
    """Say whether two phrases are the same but for white space and capitals."""
    return one.casefold().split() == other.casefold().split()
