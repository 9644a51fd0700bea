"""Too little time between a window that closes and what the insurer does with what came in."""

from collections.abc import Iterator, Sequence

from inkoopkalender.domain.calendar import Phase
from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.national import Parameter
from inkoopkalender.domain.phase_pairs import acted_on, pairs, plural
from inkoopkalender.domain.timeline import ResolvedEvent

_HANDLED: tuple[tuple[Phase, Phase], ...] = (
    ("intake", "propose-production"),
    ("intake", "offer-contracts"),
    ("sign-contracts", "publish-contracted-care"),
)
"""What follows from which window. That it comes before the window closes is for `order_checks`."""


def check_gaps(events: Sequence[ResolvedEvent], handling_days: Parameter) -> Iterator[Finding]:
    """Give a warning for each window after which less time is left than the parameter asks."""
    for window, following in _HANDLED:
        for closed, next_one in pairs(events, window, following):
            acts, closes = acted_on(next_one), closed.last_day
            if acts is None or closes is None or not 0 <= (acts - closes).days < handling_days.days:
                continue
            left = plural(handling_days.days)
            message = (
                f"{closed.key} ({window}) sluit op {short_date(closes)} en {next_one.key} ({following}) is "
                f"{plural((acts - closes).days)} later, op {short_date(acts)}; gevraagd: {left}."
            )
            next_step = f"{_advice(next_one)}, of aanvaard het: {handling_days}."
            yield Finding("gap", "warning", message, next_step, ("events", next_one.key, "when"))


def _advice(event: ResolvedEvent) -> str:
    """Say what can still be done: a planned day can move within the term, the last day cannot."""
    if event.act_on is not None and event.last_day is not None and event.act_on < event.last_day:
        return f"Plan een latere dag, tot en met {short_date(event.last_day)}"
    return "Regel vooraf wie de export inleest, nakijkt en vrijgeeft"
