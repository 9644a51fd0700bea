"""Dates and clock times as a Dutch reader writes them: `zo 31 mei 2026`, `24.00 uur`.

Names only; what a date means is decided in `meaning`.
"""

from datetime import date, datetime, time, timedelta

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
NUMBER_WORDS = (
    "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
)  # fmt: skip


def short_date(day: date) -> str:
    """Write `zo 31 mei 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock_text(clock: time) -> str:
    """Write `12.00 uur`."""
    return f"{clock:%H.%M} uur"


def moment_text(moment: datetime) -> str:
    """Write `ma 1 juni 2026, 00.00 uur`."""
    return f"{short_date(moment)}, {clock_text(moment.time())}"


def start_text(start: datetime) -> str:
    """Write the first moment: the day, and the clock when it is not midnight."""
    return short_date(start) if start.time() == time() else f"{short_date(start)}, {clock_text(start.time())}"


def end_text(end: datetime) -> str:
    """Write an exclusive end: the last day with 24.00 uur, or the day with its clock."""
    if end.time() == time():
        return f"{short_date(end.date() - timedelta(days=1))}, 24.00 uur"
    return f"{short_date(end)}, {clock_text(end.time())}"
