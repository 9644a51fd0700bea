"""Resolved moments as an operations team reads them, in Dutch: `t/m zo 31 mei 2026, 24.00 uur`.

Approximate moments carry a ≈ and the days they may mean. Nothing is calculated here.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from inkoopkalender.domain.dutch_dates import MONTHS, clock_text, end_text, short_date, start_text
from inkoopkalender.domain.resolution import Kind, Meaning, Occurrence, Span
from inkoopkalender.domain.timeline import ResolvedEvent

UNRESOLVED = "nog niet bekend"
KIND_WORDS: Mapping[Kind, str] = {
    "deadline": "uiterste moment",
    "window": "periode",
    "milestone": "dag",
    "from": "vanaf een dag",
    "whole-year": "heel jaar",
    "sla": "termijn",
    "start-rule": "begindag",
    "recurring": "telkens",
    "unresolved": "zonder moment",
}
_DAY = timedelta(days=1)


def moment_line(resolved: ResolvedEvent | Meaning) -> str:
    """Write when it is, whole and human; `nog niet bekend` when neither bound is known."""
    start, end, span = resolved.start, resolved.end, resolved.span
    if resolved.kind == "recurring":
        return _recurring_line(resolved)
    if start is None and end is None:
        return f"{UNRESOLVED} (telt vanaf {resolved.relative_to})" if resolved.relative_to else UNRESOLVED
    if resolved.kind == "milestone" and start is not None and end is not None:
        clock = "" if end.time() == time() else f", tot {clock_text(end.time())}"
        return _about(short_date(start) + clock, span, "both")
    begin = _about(start_text(start), span, "start") if start else ""
    last = _about(f"t/m {end_text(end)}", span, "end") if end else ""
    return f"{begin} {last}".strip() if end else f"vanaf {begin}"


def _recurring_line(resolved: ResolvedEvent | Meaning) -> str:
    count = len(resolved.occurrences)
    if not count:
        return f"{resolved.recurrence} ({UNRESOLVED})" if resolved.recurrence else UNRESOLVED
    first = occurrence_line(resolved.occurrences[0])
    return first if count == 1 else f"{count} keer: eerst {first}"


def occurrence_line(one: Occurrence) -> str:
    """Write one time of what comes back; a whole day as that day."""
    if one.start and one.end and _is_whole_day(one.start, one.end):
        return short_date(one.start)
    last = f"t/m {end_text(one.end)}" if one.end else ""
    return f"{start_text(one.start)} {last}".strip() if one.start else last


def _is_whole_day(start: datetime, end: datetime) -> bool:
    return start.time() == end.time() == time() and start.date() + _DAY == end.date()


def _about(text: str, span: Span | None, bound: str) -> str:
    """Mark the bound that the span concerns."""
    if span is None or span.bound not in (bound, "both"):
        return text
    return f"≈ {text} ({_days(span.start, span.end)})"


def _days(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day} {MONTHS[first.month - 1]} {first.year}"
    return f"{short_date(first)} - {short_date(last)}"
