"""The calendar file that travels with the letter about a moved date: what moved, in the place of what was.

Entries keep their identity, so that an agenda that holds the old ones shows the new; what is gone with the
old date is cancelled. SEQUENCE counts the revisions of each event.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.mail.ics import write_agenda
from inkoopkalender.mail.ics_entries import Agenda, Entry, entries_gone, make_agenda
from inkoopkalender.mail.ics_publisher import find_publisher
from inkoopkalender.mail.ics_words import changed_words
from inkoopkalender.storage.amendments import Amendment
from inkoopkalender.storage.outbox import Attachment
from inkoopkalender.usecases.desk import Desk, sequence_of

FILENAME = "gewijzigde-datum.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def agenda_of_change(desk: Desk, amendment: Amendment, stamp: datetime) -> tuple[Attachment, ...]:
    """Return the file, or nothing when the moved events have no entry in an agenda."""
    events = {amendment.event, *amendment.touched}
    moved = _only(_agenda(desk, desk.timeline), events)
    new = replace(moved, entries=tuple(_as_changed(entry, amendment, desk) for entry in moved.entries))
    former = former_timeline(desk, amendment)
    gone = entries_gone(_only(_agenda(desk, former), events), new) if former else ()
    if not (new.entries or gone):
        return ()
    sequences: Mapping[str, int] = {event: sequence_of(desk, event) for event in desk.revisions}
    return (Attachment(FILENAME, MEDIA_TYPE, write_agenda(new, stamp, sequences, gone)),)


def _as_changed(entry: Entry, amendment: Amendment, desk: Desk) -> Entry:
    """Quote no policy for a date that it does not hold."""
    if entry.event != amendment.event:
        return entry
    event, on = desk.timeline.event(entry.event), amendment.changed_at.astimezone(desk.zone).date()
    return replace(entry, description=changed_words(entry.description, event, desk.calendar, on))


def _agenda(desk: Desk, timeline: Timeline) -> Agenda:
    return make_agenda(timeline, find_publisher(desk.calendar.key, desk.settings.content))


def _only(agenda: Agenda, events: set[str]) -> Agenda:
    return replace(agenda, entries=tuple(entry for entry in agenda.entries if entry.event in events))


def former_timeline(desk: Desk, amendment: Amendment) -> Timeline | None:
    """Return the timeline as the providers knew it; None when those words mean nothing any more."""
    for year in (None, desk.calendar.key.contract_year - 1, desk.calendar.key.contract_year):
        events = tuple(
            replace(event, when=amendment.told_words, year=year) if event.key == amendment.event else event
            for event in desk.calendar.events
        )
        try:
            timeline = resolve_calendar(replace(desk.calendar, events=events))
        except PhraseError:
            continue
        event = timeline.event(amendment.event)
        if (event.start, event.end) == (amendment.told_start, amendment.told_end):
            return timeline
    return None
