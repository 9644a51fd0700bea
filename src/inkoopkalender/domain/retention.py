"""When the term ends for which something is kept: whole months on, by the clock of the calendar's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.terms import add_months


def term_end(after: datetime, received_at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the term is over, in `zone`.

    It counts from the end of what it comes after, or from the receipt when that is later; a day that the
    month does not have becomes its last.
    """
    begin = max(after, received_at).astimezone(zone)
    day = add_months(begin.date(), months)
    return datetime.combine(day, begin.time(), tzinfo=zone)
