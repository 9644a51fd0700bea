"""Phases follow one another: what comes later in the year may not end earlier."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from inkoopkalender.domain.calendar import Phase
from inkoopkalender.domain.dutch_dates import end_text
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phase_pairs import pairs
from inkoopkalender.domain.timeline import ResolvedEvent

_ORDER: tuple[Phase, ...] = (
    "publish-policy", "intake", "propose-production", "offer-contracts", "sign-contracts",
    "publish-contracted-care",
)  # fmt: skip
_OVERLAPS: tuple[tuple[Phase, Phase], ...] = (
    ("propose-production", "contracting"),
    ("contracting", "sign-contracts"),
)
"""Phases that policies let run beside each other; that the later closes first is a doubt, not a fault."""


def check_order(events: Sequence[ResolvedEvent]) -> Iterator[Finding]:
    """Give an error for each pair in the wrong order, and a warning for a window that closes early."""
    for earlier, later in combinations(_ORDER, 2):
        yield from _check(events, earlier, later, code="order")
    for earlier, later in _OVERLAPS:
        yield from _check(events, earlier, later, code="closes-early")


def _check(events: Sequence[ResolvedEvent], earlier: Phase, later: Phase, *, code: str) -> Iterator[Finding]:
    for first, second in pairs(events, earlier, later):
        if first.end is None or second.end is None or first.end <= second.end:
            continue
        ends = f"{second.key} ({later}) eindigt op {end_text(second.end)}"
        message = f"{ends}, eerder dan {first.key} ({earlier}): {end_text(first.end)}."
        path = ("events", second.key, "when")
        if code == "order":
            next_step = (
                "Vergelijk beide datums met het beleid: één ervan is fout, of heeft een verkeerde phase."
            )
            yield Finding(code, "error", message, next_step, path)
        else:
            next_step = (
                "Klopt dit met het beleid, dan hebben aanbieders voor het tweede minder tijd dan het lijkt."
            )
            yield Finding(code, "warning", message, next_step, path)
