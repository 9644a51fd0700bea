"""What stands in the way of moving a date, and what the mover must know: order, notice, what has passed.

Pure. The calendar's own checks run over the calendar as it would be; only what is new is told.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.calendar_checks import check_calendar
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.timeline import ResolvedEvent

NOTICE_DAYS = 14
"""How long before a moment its change is announced, unless the round's parameter says otherwise."""
NOTICE_PARAMETER = "notice_days"


def new_findings(before: Calendar, after: Calendar) -> tuple[Finding, ...]:
    """Return what the checks say of the changed calendar and did not say of the former one."""
    known = {(finding.code, finding.message) for finding in check_calendar(before)}
    found = check_calendar(after)
    return tuple(one for one in found if (one.code, one.message) not in known and one.severity != "note")


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
    parameters: Mapping[str, object],
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
        yield Finding(
            "already-past",
            "error",
            f"{after.key}: '{after.words}' is al voorbij. Wat sindsdien binnenkwam, zou alsnog te laat zijn.",
            "Kies een moment dat nog komt.",
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
    yield from _check_notice(before, after, announced_at, parameters)
    if old is not None and announced_at >= old:
        yield Finding(
            "announced-after",
            "warning",
            f"{after.key}: de oude termijn was bij de aankondiging al voorbij ({old:%d-%m-%Y %H.%M}).",
            "Wie zich aan de oude datum hield, mag geen nadeel hebben. Leg de reden goed vast.",
        )


def _check_notice(
    before: ResolvedEvent, after: ResolvedEvent, announced_at: datetime, parameters: Mapping[str, object]
) -> Iterator[Finding]:
    asked = int(str(parameters.get(NOTICE_PARAMETER, NOTICE_DAYS)))
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
