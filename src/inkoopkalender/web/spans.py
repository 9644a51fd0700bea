"""How long something took or is ago, and a clock time of today, in the words of a page."""

from datetime import date, datetime, timedelta

from inkoopkalender.domain.dutch import counted
from inkoopkalender.web.moment_words import moment_words

_TENTHS_BELOW, _SECONDS_BELOW, _HOURS_BELOW = 10, 120, 48


def run_time(started_at: datetime | None, until: datetime) -> str:
    """Return `0,4 s`, `14 s` or `12 min`; nothing for what has not begun."""
    if started_at is None:
        return ""
    seconds = max(0.0, (until - started_at).total_seconds())
    if seconds < _TENTHS_BELOW:
        return f"{seconds:.1f} s".replace(".", ",")
    return f"{seconds:.0f} s" if seconds < _SECONDS_BELOW else f"{seconds / 60:.0f} min"


def long_ago(behind: timedelta) -> str:
    """Return `25 minuten`, `3 uur` or `4 dagen`."""
    hours = behind // timedelta(hours=1)
    if hours >= _HOURS_BELOW:
        return counted(behind // timedelta(days=1), "dag", "dagen")
    if hours:
        return f"{hours} uur"
    return counted(behind // timedelta(minutes=1), "minuut", "minuten")


def clock_words(moment: datetime, today: date) -> str:
    """Return `10.20 uur`, with the day when that is not today."""
    if moment.date() == today:
        return f"{moment.hour}.{moment:%M}\N{NO-BREAK SPACE}uur"
    return moment_words(moment)


def days_until(day: date, today: date) -> str:
    """Return `vandaag`, `morgen` or `over 6 dagen`."""
    days = (day - today).days
    if days <= 1:
        return "morgen" if days == 1 else "vandaag"
    return f"over {counted(days, 'dag', 'dagen')}"
