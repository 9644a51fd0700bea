"""When people act: the moments at which letters leave and the insurer does what the policy promised.

A deadline is never moved. What an office does around it is: on working days, at the calendar's hour.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from inkoopkalender.domain.calendar import Calendar, Lead
from inkoopkalender.domain.working_days import add_working_days, is_working_day, previous_working_day

CLOSES = time(17, 0)
"""Letters that are not receipts leave before this hour, or the next working day."""


def at_office_hour(day: date, calendar: Calendar) -> datetime:
    """Return the moment on `day` at which the office's letters leave, in the calendar's zone."""
    return datetime.combine(day, calendar.letters_at, tzinfo=ZoneInfo(calendar.timezone))


def last_office_moment(last_day: date, calendar: Calendar) -> datetime:
    """Return the office hour of the last working day within a term that ends on `last_day`."""
    return at_office_hour(previous_working_day(last_day, calendar.working_days, calendar.closed), calendar)


def next_office_moment(moment: datetime, calendar: Calendar) -> datetime:
    """Return `moment` itself inside office hours, else the next office hour."""
    local = moment.astimezone(ZoneInfo(calendar.timezone))
    working = is_working_day(local.date(), calendar.working_days, calendar.closed)
    if working and local.time() < calendar.letters_at:
        return at_office_hour(local.date(), calendar)
    if working and local.time() < CLOSES:
        return moment
    return at_office_hour(add_working_days(local.date(), 1, calendar.working_days, calendar.closed), calendar)


def before_last_day(last_day: date, lead: Lead, calendar: Calendar) -> datetime:
    """Return the office hour `lead` before the last day of a term.

    A weekend or holiday moves a reminder back, never closer to the deadline than was promised.
    """
    if lead.unit == "working days":
        return at_office_hour(
            add_working_days(last_day, -lead.amount, calendar.working_days, calendar.closed), calendar
        )
    days = lead.amount * (7 if lead.unit == "weeks" else 1)
    return last_office_moment(date.fromordinal(last_day.toordinal() - days), calendar)
