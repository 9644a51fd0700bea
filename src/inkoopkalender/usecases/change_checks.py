"""What stands in the way of moving a date, and what the mover must know: order, notice, what has passed.

Pure. The calendar's own checks run over the calendar as it would be; only what is new is told.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.calendar_checks import check_calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.gap_checks import check_gaps
from inkoopkalender.domain.national import NationalCalendar
from inkoopkalender.domain.notice_checks import check_notice
from inkoopkalender.domain.statutory_checks import check_statutory
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline, resolve_calendar

NOTICE_DAYS = 14
"""How long before a moment its change is announced, where no national calendar or insurer says otherwise."""
NOTICE_PARAMETER = "notice_days"


def notice_days(parameters: Mapping[str, object], national: NationalCalendar | None) -> int:
    """Return the days of notice asked for: the round's own parameter, else the insurer's or national one."""
    if NOTICE_PARAMETER in parameters:
        return int(str(parameters[NOTICE_PARAMETER]))
    return national.parameters.notice_days.days if national else NOTICE_DAYS


def new_findings(before: Calendar, after: Calendar, national: NationalCalendar | None) -> tuple[Finding, ...]:
    """Return what the checks say of the changed calendar and did not say of the former one."""
    known = {(finding.code, finding.message) for finding in _check(before, national)}
    found = _check(after, national)
    return tuple(one for one in found if (one.code, one.message) not in known and one.severity != "note")


def _check(calendar: Calendar, national: NationalCalendar | None) -> tuple[Finding, ...]:
    """Return the findings about words, order, law, time to study and gaps."""
    found = check_calendar(calendar)
    if national is None or any(one.severity == "error" for one in found):
        return found
    events = resolve_calendar(calendar).events
    return (
        *found,
        *check_statutory(events, national, ZoneInfo(calendar.timezone)),
        *check_notice(events, national.parameters),
        *check_gaps(events, national.parameters.handling_days),
    )


def moment_of(event: ResolvedEvent) -> datetime | None:
    """Return the moment by which something must be done, or from which it holds."""
    return event.end or event.start


def notice_of(before: ResolvedEvent, after: ResolvedEvent, announced_at: datetime) -> dict[str, int | None]:
    """Return how many whole days before the old and the new moment the change is announced."""
    old, new = moment_of(before), moment_of(after)
    return {
        "days_before_old": None if old is None else (old - announced_at).days,
        "days_before_new": None if new is None else (new - announced_at).days,
    }


def check_moments(
    before: ResolvedEvent,
    after: ResolvedEvent,
    *,
    announced_at: datetime,
    now: datetime,
    asked: int,
) -> Iterator[Finding]:
    """Yield what the old and the new moment, the announcement and the present say of one another."""
    old, new = moment_of(before), moment_of(after)
    if new is None:
        yield Finding(
            "no-moment",
            "warning",
            f"{after.key}: '{after.words}' noemt geen moment. Wat aan dit einde hangt, gebeurt niet meer.",
            "Wijzig de datum opnieuw zodra het moment bekend is.",
        )
        return
    if new <= now:
        here = now.astimezone(announced_at.tzinfo)
        yield Finding(
            "already-past",
            "error",
            f"{after.key}: '{after.words}' is al voorbij. Wat sindsdien binnenkwam, zou alsnog te laat zijn.",
            f"Kies een moment na {here:%d-%m-%Y %H.%M}; dat is het hier nu.",
        )
    if announced_at >= new:
        yield Finding(
            "announced-too-late",
            "error",
            f"{after.key}: de aankondiging komt pas na het nieuwe moment.",
            "Kondig eerder aan (--announced), of kies een later moment.",
        )
    if after.start is not None and before.start is not None and before.start <= now < after.start:
        yield Finding(
            "already-open",
            "warning",
            f"{after.key}: is al open sinds {before.start:%d-%m-%Y}. Wat al binnenkwam, blijft tellen.",
            "Vertel aanbieders dat zij tot de nieuwe datum moeten wachten.",
        )
    if after.act_on is not None and after.act_on == before.act_on:
        yield Finding(
            "plan-stays",
            "warning",
            f"{after.key}: het plan (act) blijft {after.act_on:%d-%m-%Y}; de verzekeraar handelt op die dag.",
            "Pas act in calendar.yaml aan als ook het plan verschuift.",
        )
    yield from _check_notice(before, after, announced_at, asked)
    if old is not None and announced_at >= old:
        yield Finding(
            "announced-after",
            "warning",
            f"{after.key}: de oude termijn was bij de aankondiging al voorbij ({old:%d-%m-%Y %H.%M}).",
            "Wie zich aan de oude datum hield, mag geen nadeel hebben. Leg de reden goed vast.",
        )


def check_moved_along(
    before: Timeline, after: Timeline, moved: Collection[str], now: datetime
) -> Iterator[Finding]:
    """Yield each event that would move with it to a moment that has passed, from one that has not."""
    for key in moved:
        old, new = moment_of(before.event(key)), moment_of(after.event(key))
        if new is not None and new <= now and (old is None or old > now):
            yield Finding(
                "already-past",
                "error",
                f"{key} schuift mee naar {new:%d-%m-%Y %H.%M}, en dat is al voorbij.",
                "Kies een later moment, of geef die gebeurtenis eerst een eigen datum.",
            )


def _check_notice(
    before: ResolvedEvent, after: ResolvedEvent, announced_at: datetime, asked: int
) -> Iterator[Finding]:
    notice = notice_of(before, after, announced_at)
    for name, words in (("days_before_old", "de oude"), ("days_before_new", "de nieuwe")):
        days = notice[name]
        if days is not None and 0 <= days < asked:
            yield Finding(
                "short-notice",
                "warning",
                f"{after.key}: aangekondigd {days} dagen vóór {words} datum; gevraagd zijn er {asked}.",
                f"Kondig eerder aan, of zet de parameter {NOTICE_PARAMETER} met een reden.",
            )
