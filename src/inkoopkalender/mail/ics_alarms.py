"""When a calendar warns of a deadline: on the mornings on which the reminders of the round leave.

A weekend or holiday moves a warning back, as it does a letter. Only deadlines get one.
"""

from datetime import date, datetime

from inkoopkalender.domain.calendar import Calendar, Lead
from inkoopkalender.domain.office_hours import before_last_day
from inkoopkalender.domain.timeline import ResolvedEvent

DEFAULT_LEADS = (Lead(7, "days"), Lead(1, "working days"))
"""For what a provider must do, where the event names no reminders."""


def alarm_moments(
    event: ResolvedEvent, start: datetime | None, last_day: date, calendar: Calendar
) -> tuple[datetime, ...]:
    """Return the moments in order, each once; none lies before the window's start."""
    moments = {before_last_day(last_day, lead, calendar) for lead in _leads(event)}
    return tuple(sorted(moment for moment in moments if start is None or start <= moment))


def _leads(event: ResolvedEvent) -> tuple[Lead, ...]:
    if event.remind is not None and event.remind.before_end:
        return event.remind.before_end
    return DEFAULT_LEADS if event.actor in ("provider", "both") else ()
