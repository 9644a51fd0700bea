"""The law's latest dates, held against a calendar: quiet as long as they are met.

A date that is met only in the earliest days an approximate word may mean is a doubt, not a fault.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.dutch_dates import end_text, short_date
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.meaning import meaning_of
from inkoopkalender.domain.moments import end_of_day, last_day_before
from inkoopkalender.domain.national import NationalCalendar, StatutoryDate
from inkoopkalender.domain.resolution import Context
from inkoopkalender.domain.timeline import ResolvedEvent

_LAW = "Vervroeg de datum, of vraag wie het beleid schrijft; wat de wet zegt, staat in calendars/national/."
_NOT_SAID = {"current": "", "derived": " (de dag is afgeleid uit een termijn voor iets anders)"}


def latest_end(law: StatutoryDate, zone: ZoneInfo) -> datetime | None:
    """Give the first instant at which it is too late by law. Raises PhraseError."""
    return meaning_of(parse_phrase(law.when), Context(zone, "kantoor", law.when)).end


def check_statutory(
    events: Sequence[ResolvedEvent], national: NationalCalendar, zone: ZoneInfo
) -> Iterator[Finding]:
    """Give a finding for each event that comes, or may come, later than the law allows."""
    for event in events:
        law = national.date_of(event.phase)
        latest = latest_end(law, zone) if law else None
        if law is not None and latest is not None:
            yield from _check_event(event, law, latest, zone)


def _check_event(
    event: ResolvedEvent, law: StatutoryDate, latest: datetime, zone: ZoneInfo
) -> Iterator[Finding]:
    allowed = f"{law.source} laat het toe tot en met {end_text(latest)}{_unread(law)}"
    end = event.end or (end_of_day(event.start.date(), zone) if event.start else None)
    path = ("events", event.key)
    if end is not None and end > latest:
        message = f"{event.key}: {end_text(end)} is later dan de wet toelaat. {allowed}."
        yield Finding("statutory-date", "error", message, _LAW, (*path, "when"))
    elif event.span is not None and event.span.end > last_day_before(latest):
        message = f"{event.key}: '{event.words}' kan ook {short_date(event.span.end)} zijn. {allowed}."
        yield Finding("statutory-doubt", "warning", message, _LAW, (*path, "when"))
    if event.act_on is not None and event.act_on > last_day_before(latest):
        message = (
            f"{event.key}: het plan, {short_date(event.act_on)}, is later dan de wet toelaat. {allowed}."
        )
        yield Finding("statutory-date", "error", message, _LAW, (*path, "act"))


def _unread(law: StatutoryDate) -> str:
    return _NOT_SAID.get(law.source.verified, " (de geldende tekst is hier niet nagelezen)")
