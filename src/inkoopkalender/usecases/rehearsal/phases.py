"""The ledger told as phases: each round-wide action by itself, the actions of cases counted together."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.actions import LedgerState
from inkoopkalender.storage.ledger import LedgerRow

_LEAST_FINISHED: tuple[LedgerState, ...] = ("failed", "claimed", "due", "waiting", "lapsed", "done")


@dataclass(frozen=True, slots=True)
class Phase:
    """Something that fired, once or for several cases; moments are in the calendar's own zone.

    `state` is that of the least finished action in it; `cases` is 0 for an action of the whole round.
    """

    event: str
    kind: str
    occurrence: str
    state: LedgerState
    due_at: datetime
    ended_at: datetime | None
    waits_for: str
    cases: int
    counts: dict[str, int]

    @property
    def seen_at(self) -> datetime:
        """When it was finished, or else when it was due."""
        return self.ended_at or self.due_at


def fold_phases(rows: Sequence[LedgerRow], zone: ZoneInfo) -> tuple[Phase, ...]:
    """Return one phase per round-wide action, and one per (event, kind, occurrence) of cases."""
    return _fold(rows, zone, lambda row: row.action_id if not row.subject else _same(row))


def fold_days(rows: Sequence[LedgerRow], zone: ZoneInfo) -> tuple[Phase, ...]:
    """Return the same, with the cases of each day and each state apart: what a picture marks."""
    return _fold(
        rows,
        zone,
        lambda row: (
            row.action_id
            if not row.subject
            else (*_same(row), row.state, (row.finished_at or row.due_at).astimezone(zone).date())
        ),
    )


def _same(row: LedgerRow) -> tuple[str, str, str]:
    return row.event, row.kind, row.occurrence


def _fold(
    rows: Iterable[LedgerRow], zone: ZoneInfo, key: Callable[[LedgerRow], Hashable]
) -> tuple[Phase, ...]:
    groups: dict[Hashable, list[LedgerRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(_phase(group, zone) for group in groups.values())


def _phase(rows: list[LedgerRow], zone: ZoneInfo) -> Phase:
    first = rows[0]
    ends = [row.finished_at for row in rows if row.finished_at is not None]
    counts: dict[str, int] = {}
    for row in rows:
        for name, count in row.counts.items():
            counts[name] = counts.get(name, 0) + count
    return Phase(
        first.event,
        first.kind,
        first.occurrence,
        min((row.state for row in rows), key=_LEAST_FINISHED.index),
        min(row.due_at for row in rows).astimezone(zone),
        max(ends).astimezone(zone) if ends else None,
        next((row.waits_for for row in rows if row.waits_for), ""),
        len(rows) if first.subject else 0,
        counts,
    )
