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
    """Return the calendar as it would be, and what the checks have to say; None when it has no meaning."""
    for year in (event.year if event.act else None, event.year):
        try:
            changed = _with(calendar, replace(event, when=words, quote=words, year=year))
            findings = new_findings(calendar, changed, national)
            if any(finding.severity == "error" for finding in findings):
                continue
            resolve_calendar(changed)
        except (PhraseError, ContentError):
            continue
        return changed, findings
    return None, _why_not(calendar, event, words, national)


def _why_not(
    calendar: Calendar, event: Event, words: str, national: NationalCalendar | None
) -> tuple[Finding, ...]:
    changed = _with(calendar, replace(event, when=words, quote=words))
    findings = new_findings(calendar, changed, national)
    return tuple(finding for finding in findings if finding.severity == "error")


def _with(calendar: Calendar, event: Event) -> Calendar:
    events = tuple(event if one.key == event.key else one for one in calendar.events)
    return replace(calendar, events=events)
