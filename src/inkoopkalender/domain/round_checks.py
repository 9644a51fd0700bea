"""Everything that `calendar check` asks beyond whether a calendar can be used: law, time, gaps, what runs.

None of it keeps a calendar from being loaded; what keeps a round from opening is in `runnable_checks`.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.gap_checks import check_gaps
from inkoopkalender.domain.national import NationalCalendar
from inkoopkalender.domain.notice_checks import check_notice
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.remark_checks import check_remarks
from inkoopkalender.domain.runnable_checks import RoundContent, check_runnable
from inkoopkalender.domain.statutory_checks import check_statutory
from inkoopkalender.domain.timeline import CircleError, ResolvedEvent, resolve_event


def check_round(
    calendar: Calendar,
    content: RoundContent,
    national: NationalCalendar | None,
    *,
    unread: bool = False,
) -> Iterator[Finding]:
    """Give the findings, by theme; events that cannot be resolved are left out, and told elsewhere.

    `unread` says that there is a national calendar whose own faults are told instead.
    """
    events = list(_resolved(calendar))
    if national is None and not unread:
        year = calendar.key.contract_year
        message = f"Voor contractjaar {year} is er geen calendars/national/{year}.yaml."
        next_step = (
            "Wettelijke datums, kennisgeving en bedenktijd zijn niet nagekeken. Maak het bestand naar dat "
            "van een ander jaar; uitleg: docs/reference/national-calendar.md."
        )
        yield Finding("no-national-calendar", "warning", message, next_step, ())
    if national is not None:
        yield from check_statutory(events, national, ZoneInfo(calendar.timezone))
        yield from check_notice(events, national.parameters)
        yield from check_gaps(events, national.parameters.handling_days)
    yield from check_runnable(calendar, content)
    yield from check_remarks(calendar, events)


def _resolved(calendar: Calendar) -> Iterator[ResolvedEvent]:
    for event in calendar.events:
        try:
            yield resolve_event(event, calendar, {})
        except (PhraseError, CircleError):
            continue
