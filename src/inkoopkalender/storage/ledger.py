"""The ledger: which due actions were taken up, and how they ended.

What may be written about an action that is being done, and by whom, stands in `storage.claims`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, case, func, select, update

from inkoopkalender.domain.actions import LedgerState
from inkoopkalender.storage.claims import (
    Claim,
    LostClaimError,
    claim_action,
    count_batches,
    finish_action,
    give_up_claims,
    hold_claim,
    is_batch_done,
    list_done,
    mark_batch,
)
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import actions

__all__ = [
    "Claim",
    "LedgerRow",
    "LostClaimError",
    "claim_action",
    "count_batches",
    "find_waiting",
    "finish_action",
    "get_action",
    "give_up_claims",
    "hold_claim",
    "is_batch_done",
    "list_actions",
    "list_done",
    "list_states",
    "mark_batch",
    "supersede_actions",
]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One action as the ledger holds it."""

    action_id: int
    key: str
    track: str
    event: str
    kind: str
    occurrence: str
    subject: str
    revision: int
    due_at: datetime
    state: LedgerState
    attempt: int
    finished_at: datetime | None
    run_id: str
    waits_for: str
    counts: Mapping[str, int]
    claimed_at: datetime
    beat_at: datetime
    """The last sign of life, or when it failed: real time, as `claimed_at` is."""
    superseded_at: datetime | None = None
    """When its date was moved after it was taken up: the action is due again under a later revision."""


def list_states(connection: Connection, round_id: int, round_key: str) -> dict[tuple[str, ...], LedgerState]:
    """Return the state of each action by its identity; the newest revision's state counts.

    What a moved date overtook is not among them: it is due again.
    """
    rows = connection.execute(
        select(actions)
        .where(actions.c.round_id == round_id, actions.c.superseded_at.is_(None))
        .order_by(actions.c.revision, actions.c.id)
    )
    return {
        (round_key, row.track, row.event, row.kind, row.occurrence, row.subject): cast(
            "LedgerState", row.state
        )
        for row in rows
    }


def list_actions(
    connection: Connection, round_id: int, *, superseded: bool = False, lock: bool = False
) -> list[LedgerRow]:
    """Return the round's actions by due moment, then by id; on demand also what a moved date overtook.

    With `lock` nobody else changes them until the transaction ends.
    """
    query = select(actions).where(actions.c.round_id == round_id).order_by(actions.c.due_at, actions.c.id)
    if not superseded:
        query = query.where(actions.c.superseded_at.is_(None))
    if lock:
        query = query.with_for_update()
    return [_ledger_row(row) for row in connection.execute(query)]


def supersede_actions(connection: Connection, action_ids: Collection[int], at: datetime) -> None:
    """Mark actions as overtaken by a moved date: who is doing one loses its claim, what was done stays so."""
    overtake = update(actions).values(
        superseded_at=at,
        attempt=actions.c.attempt + 1,
        state=case((actions.c.state == "done", "done"), else_="lapsed"),
        finished_at=func.coalesce(actions.c.finished_at, at),
        waits_for="",
    )
    for part in in_parts(sorted(action_ids)):
        connection.execute(overtake.where(actions.c.id.in_(part)))


def find_waiting(connection: Connection, key: str) -> LedgerRow | None:
    """Return the action with this key when it waits for a person's release."""
    row = connection.execute(
        select(actions).where(actions.c.key == key, actions.c.state == "waiting")
    ).first()
    return _ledger_row(row) if row else None


def get_action(connection: Connection, key: str) -> LedgerRow:
    """Return the action with this key. Raises NoResultFound."""
    return _ledger_row(connection.execute(select(actions).where(actions.c.key == key)).one())


def _ledger_row(row: Any) -> LedgerRow:  # noqa: ANN401 -- a row of `actions`
    return LedgerRow(
        row.id,
        row.key,
        row.track,
        row.event,
        row.kind,
        row.occurrence,
        row.subject,
        row.revision,
        row.due_at,
        row.state,
        row.attempt,
        row.finished_at,
        row.run_id,
        row.waits_for,
        row.counts,
        row.claimed_at,
        row.beat_at,
        row.superseded_at,
    )
