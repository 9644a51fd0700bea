"""Claims on due actions: taken by one process at a time, kept by signs of life, ended once.

Every write names the attempt it belongs to: a process whose claim was taken over in the meantime changes
nothing more. Claim and heartbeat times are real time; only `due_at` and `finished_at` follow the round's
clock. What the ledger says of the actions stands in `storage.ledger`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, insert, or_, select, update

from inkoopkalender.domain.actions import Action, LedgerState
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import action_batches, actions

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The sign of life of a claim that was given up: older than any silence."""


class LostClaimError(InkoopkalenderError):
    """Another process has taken this action up in the meantime; this one stops, nothing is lost."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one action, until a later attempt takes it."""

    action_id: int
    key: str
    attempt: int


def claim_action(
    connection: Connection,
    round_id: int,
    action: Action,
    *,
    wall: datetime,
    run_id: str,
    silent_for: timedelta,
) -> Claim | None:
    """Claim an action, or return None when it is finished, waits for a person, or is in other hands.

    A claim that gave no sign of life for longer than `silent_for` may be taken again. One that was left
    unfinished under an earlier revision is carried on under that revision's key, so that what it did
    already is not done again.
    """
    key = find_unfinished(connection, round_id, action) or str(action.key)
    row = new_row(round_id, key, action, "claimed", attempt=1, wall=wall, run_id=run_id)
    fresh = insert_missing(connection, actions, [row])
    known = connection.execute(select(actions.c.id, actions.c.attempt).where(actions.c.key == key)).one()
    if fresh:
        return Claim(known.id, key, 1)
    return _take_again(connection, Claim(known.id, key, known.attempt), wall, run_id, silent_for)


def new_row(
    round_id: int,
    key: str,
    action: Action,
    state: LedgerState,
    *,
    attempt: int,
    wall: datetime,
    run_id: str,
) -> dict[str, object]:
    """Return an action's first row in the ledger."""
    return {
        "round_id": round_id,
        "key": key,
        "track": action.key.track,
        "event": action.key.event,
        "kind": action.key.kind,
        "occurrence": action.key.occurrence,
        "subject": action.key.subject,
        "revision": action.key.revision,
        "due_at": action.due_at,
        "state": state,
        "attempt": attempt,
        "claimed_at": wall,
        "beat_at": wall,
        "run_id": run_id,
        "waits_for": "",
        "counts": {},
    }


def find_unfinished(connection: Connection, round_id: int, action: Action) -> str | None:
    """Return the key under which the action was begun and not finished, of whatever revision."""
    _, track, event, kind, occurrence, subject = action.key.identity
    columns = (actions.c.track, actions.c.event, actions.c.kind, actions.c.occurrence, actions.c.subject)
    same = [
        column == value
        for column, value in zip(columns, (track, event, kind, occurrence, subject), strict=True)
    ]
    query = (
        select(actions.c.key)
        .where(actions.c.round_id == round_id, actions.c.state.in_(("due", "claimed", "failed")), *same)
        .order_by(actions.c.revision.desc())
    )
    found: str | None = connection.execute(query.limit(1)).scalar()
    return found


def _take_again(
    connection: Connection, old: Claim, wall: datetime, run_id: str, silent_for: timedelta
) -> Claim | None:
    # A sign of life from the future was given before the machine's clock was set back: it says nothing.
    beyond = or_(actions.c.beat_at < wall - silent_for, actions.c.beat_at > wall + silent_for)
    abandoned = and_(actions.c.state == "claimed", beyond)
    taken = connection.execute(
        update(actions)
        .where(actions.c.id == old.action_id, actions.c.attempt == old.attempt)
        .where(or_(abandoned, actions.c.state.in_(("due", "failed"))))
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


def give_up_claims(connection: Connection, round_id: int, run_id: str) -> int:
    """Let the claims of a run that is known to be dead be taken again at once; return how many.

    Should it live after all, its next sign of life keeps what nobody has taken yet.
    """
    held = (actions.c.round_id == round_id, actions.c.run_id == run_id, actions.c.state == "claimed")
    return connection.execute(update(actions).where(*held).values(beat_at=LONG_AGO)).rowcount


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
    wall: datetime | None = None,
) -> None:
    """End the attempt; `wall` is when it failed, in real time. Raises LostClaimError when another began."""
    beat = {} if wall is None else {"beat_at": wall}
    ended = connection.execute(
        update(actions)
        .where(actions.c.id == claim.action_id, actions.c.attempt == claim.attempt)
        .where(actions.c.state.in_(("claimed", "waiting")))
        .values(state=state, finished_at=at, counts=dict(counts), waits_for=waits_for, **beat)
    ).rowcount
    if not ended:
        raise LostClaimError(
            f"De actie {claim.key} is door een ander proces beëindigd (poging {claim.attempt})."
        )
