"""The ledger: which due actions were claimed, by which attempt, and how they ended.

A claim is taken by one process only. Every later write names the attempt it belongs to; a process
whose claim was taken over in the meantime changes nothing more. Claim and heartbeat times are real
time; only `due_at` and `finished_at` follow the round's clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, and_, insert, or_, select, update

from inkoopkalender.domain.actions import Action, LedgerState
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import action_batches, actions

SILENT_FOR = timedelta(minutes=2)
"""A claim whose process gave no sign of life for so long may be taken again: 3 times the longest batch."""


class LostClaimError(InkoopkalenderError):
    """Another process has taken this action up in the meantime; this one stops, nothing is lost."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one action, until a later attempt takes it."""

    action_id: int
    key: str
    attempt: int


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


def list_states(connection: Connection, round_id: int, round_key: str) -> dict[tuple[str, ...], LedgerState]:
    """Return the state of each action by its identity; the newest revision's state counts."""
    rows = connection.execute(
        select(actions).where(actions.c.round_id == round_id).order_by(actions.c.revision, actions.c.id)
    )
    return {
        (round_key, row.track, row.event, row.kind, row.occurrence, row.subject): cast(
            "LedgerState", row.state
        )
        for row in rows
    }


def list_actions(connection: Connection, round_id: int) -> list[LedgerRow]:
    """Return the round's actions by due moment, then by id."""
    query = select(actions).where(actions.c.round_id == round_id).order_by(actions.c.due_at, actions.c.id)
    return [_ledger_row(row) for row in connection.execute(query)]


def claim_action(
    connection: Connection, round_id: int, action: Action, *, wall: datetime, run_id: str
) -> Claim | None:
    """Claim an action, or return None when it is finished, waits for a person, or is in other hands.

    One that was left unfinished under an earlier revision is carried on under that revision's key, so that
    what it did already is not done again.
    """
    key = _find_unfinished(connection, round_id, action) or str(action.key)
    fresh = insert_missing(
        connection,
        actions,
        [
            {
                "round_id": round_id,
                "key": key,
                "track": action.key.track,
                "event": action.key.event,
                "kind": action.key.kind,
                "occurrence": action.key.occurrence,
                "subject": action.key.subject,
                "revision": action.key.revision,
                "due_at": action.due_at,
                "state": "claimed",
                "attempt": 1,
                "claimed_at": wall,
                "beat_at": wall,
                "run_id": run_id,
                "waits_for": "",
                "counts": {},
            }
        ],
    )
    row = connection.execute(select(actions.c.id, actions.c.attempt).where(actions.c.key == key)).one()
    if fresh:
        return Claim(row.id, key, 1)
    return _take_again(connection, Claim(row.id, key, row.attempt), wall, run_id)


def _find_unfinished(connection: Connection, round_id: int, action: Action) -> str | None:
    _, track, event, kind, occurrence, subject = action.key.identity
    columns = (actions.c.track, actions.c.event, actions.c.kind, actions.c.occurrence, actions.c.subject)
    same = [
        column == value
        for column, value in zip(columns, (track, event, kind, occurrence, subject), strict=True)
    ]
    query = (
        select(actions.c.key)
        .where(actions.c.round_id == round_id, actions.c.state.in_(("claimed", "failed")), *same)
        .order_by(actions.c.revision.desc())
    )
    found: str | None = connection.execute(query.limit(1)).scalar()
    return found


def _take_again(connection: Connection, old: Claim, wall: datetime, run_id: str) -> Claim | None:
    abandoned = and_(actions.c.state == "claimed", actions.c.beat_at < wall - SILENT_FOR)
    taken = connection.execute(
        update(actions)
        .where(actions.c.id == old.action_id, actions.c.attempt == old.attempt)
        .where(or_(abandoned, actions.c.state == "failed"))
        .values(
            state="claimed",
            attempt=old.attempt + 1,
            claimed_at=wall,
            beat_at=wall,
            run_id=run_id,
            waits_for="",
        )
    ).rowcount
    return Claim(old.action_id, old.key, old.attempt + 1) if taken else None


def hold_claim(connection: Connection, claim: Claim, *, wall: datetime) -> None:
    """Give a sign of life, and make sure the claim is still ours. Raises LostClaimError."""
    held = connection.execute(
        update(actions)
        .where(
            actions.c.id == claim.action_id, actions.c.attempt == claim.attempt, actions.c.state == "claimed"
        )
        .values(beat_at=wall)
    ).rowcount
    if not held:
        raise LostClaimError(
            f"De actie {claim.key} is door een ander proces overgenomen (poging {claim.attempt} is voorbij)."
        )


def is_batch_done(connection: Connection, claim: Claim, batch: str) -> bool:
    """Say whether this or an earlier attempt did the batch."""
    query = select(action_batches.c.id).where(
        action_batches.c.action_id == claim.action_id, action_batches.c.batch == batch
    )
    return connection.execute(query).first() is not None


def list_done(connection: Connection, claim: Claim) -> set[int]:
    """Return the organisations for which this or an earlier attempt did the action."""
    query = select(action_batches.c.organisations).where(action_batches.c.action_id == claim.action_id)
    return {one for row in connection.execute(query) for one in row.organisations}


def mark_batch(
    connection: Connection,
    claim: Claim,
    batch: str,
    organisation_ids: Sequence[int],
    counts: Mapping[str, int],
    *,
    wall: datetime,
) -> None:
    """Mark a batch as done for these organisations, in the transaction of its effect."""
    connection.execute(
        insert(action_batches).values(
            action_id=claim.action_id,
            batch=batch,
            organisations=list(organisation_ids),
            attempt=claim.attempt,
            counts=dict(counts),
            done_at=wall,
        )
    )


def count_batches(connection: Connection, claim: Claim) -> dict[str, int]:
    """Return the sums of what the action's batches counted, over all attempts."""
    query = select(action_batches.c.counts).where(action_batches.c.action_id == claim.action_id)
    sums: dict[str, int] = {}
    for row in connection.execute(query.order_by(action_batches.c.id)):
        for name, count in row.counts.items():
            sums[name] = sums.get(name, 0) + count
    return sums


def finish_action(
    connection: Connection,
    claim: Claim,
    state: LedgerState,
    *,
    at: datetime,
    counts: Mapping[str, int],
    waits_for: str = "",
) -> None:
    """End the attempt. Raises LostClaimError when another attempt has begun."""
    ended = connection.execute(
        update(actions)
        .where(actions.c.id == claim.action_id, actions.c.attempt == claim.attempt)
        .where(actions.c.state.in_(("claimed", "waiting")))
        .values(state=state, finished_at=at, counts=dict(counts), waits_for=waits_for)
    ).rowcount
    if not ended:
        raise LostClaimError(
            f"De actie {claim.key} is door een ander proces beëindigd (poging {claim.attempt})."
        )


def find_waiting(connection: Connection, key: str) -> LedgerRow | None:
    """Return the action with this key when it waits for a person's release."""
    row = connection.execute(
        select(actions).where(actions.c.key == key, actions.c.state == "waiting")
    ).first()
    return _ledger_row(row) if row else None


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
    )
