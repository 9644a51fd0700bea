"""The agenda of a calendar with moved dates: it quotes no policy for those, and cancels what is gone."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from inkoopkalender.domain.moves import HeldCalendar
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.mail.ics_entries import Agenda, Entry, entries_gone, make_agenda
from inkoopkalender.mail.ics_publisher import Publisher
from inkoopkalender.mail.ics_words import changed_words


def make_held_agenda(
    held: HeldCalendar, publisher: Publisher, track: str | None = None
) -> tuple[Agenda, tuple[Entry, ...]]:
    """Return the agenda as it holds, and the entries of the file's own dates that are no more."""
    timeline = resolve_calendar(held.calendar)
    agenda = make_agenda(timeline, publisher, track)
    if not held.moves:
        return agenda, ()
    entries = tuple(_told(entry, held, timeline) for entry in agenda.entries)
    former = make_agenda(resolve_calendar(held.file), publisher, track)
    gone = tuple(entry for entry in entries_gone(former, agenda) if entry.event in held.moves)
    return replace(agenda, entries=entries), gone


def _told(entry: Entry, held: HeldCalendar, timeline: Timeline) -> Entry:
    move = held.moves.get(entry.event)
    if move is None or move.by != entry.event:
        return entry
    on = move.changed_at.astimezone(ZoneInfo(held.calendar.timezone)).date()
    words = changed_words(entry.description, timeline.event(entry.event), held.calendar, on)
    return replace(entry, description=words)
