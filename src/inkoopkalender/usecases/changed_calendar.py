"""The calendar as it would be with other words for one event, and what the checks have to say of it. Pure."""

from dataclasses import replace

from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.national import NationalCalendar
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.errors import ContentError
from inkoopkalender.usecases.change_checks import new_findings


def change_words(
    calendar: Calendar, event: Event, words: str, national: NationalCalendar | None
) -> tuple[Calendar | None, tuple[Finding, ...]]:
    """Return the calendar as it would be, and what the checks have to say.

    None when it has no meaning: the findings then say why, with an error at least.
    """
    why_not: tuple[Finding, ...] = ()
    for year in (event.year if event.act else None, event.year):
        changed = _with(calendar, replace(event, when=words, quote=words, year=year))
        try:
            found = new_findings(calendar, changed, national)
            why_not = tuple(finding for finding in found if finding.severity == "error")
            if not why_not:
                resolve_calendar(changed)
                return changed, found
        except (PhraseError, ContentError) as error:
            told = f"{event.key}: met '{words}' is de kalender niet te rekenen: {error}"
            why_not = (Finding("no-meaning", "error", told, "Noem de datum voluit, met het jaar."),)
    return None, why_not


def _with(calendar: Calendar, event: Event) -> Calendar:
    events = tuple(event if one.key == event.key else one for one in calendar.events)
    return replace(calendar, events=events)
