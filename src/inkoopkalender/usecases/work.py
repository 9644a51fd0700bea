"""One claimed action being done: its batches, each stored together with its marker.

A batch that an earlier attempt finished is not done again. Every transaction first makes sure that
the claim is still ours, so that a process that was given up for dead changes nothing when it wakes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias

from inkoopkalender.domain.actions import Action
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import Claim, hold_claim, is_batch_done, list_done, mark_batch
from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.desk import Desk

Counts: TypeAlias = Mapping[str, int]
Effect: TypeAlias = Callable[[Transaction, Sequence[int]], Counts]


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed action with the desk it is done at; `now` is the round's moment."""

    desk: Desk
    action: Action
    claim: Claim
    now: datetime

    @property
    def event(self) -> ResolvedEvent:
        """The event that the action belongs to."""
        return self.desk.timeline.event(self.action.key.event)

    @property
    def origin(self) -> str:
        """The origin of the action's letters: the same for every attempt, so that none is written twice."""
        return self.claim.key

    @property
    def joined_by(self) -> datetime:
        """Who took part by this moment is concerned: the action's own, and never before the round was opened.

        Who was there when a round was opened in mid-season counts as there from its beginning.
        """
        return max(self.action.due_at, self.desk.round.since)

    @property
    def held(self) -> bool:
        """Whether the letters wait for a person's release, because the calendar says so."""
        return self.action.release == "person"

    def why(self) -> str:
        """Say in the audit why this is done."""
        key = self.action.key
        return " ".join(part for part in (key.kind, key.event, key.occurrence) if part)


def audience_of(work: Work) -> list[int]:
    """Return who took part in the event's track by `work.joined_by`, in the order of joining."""
    desk = work.desk
    with desk.database.reading() as connection:
        joined = list_participants(
            connection, desk.round.round_id, track=work.event.track, joined_by=work.joined_by
        )
    return [one.organisation_id for one in joined]


def in_batches(work: Work, organisation_ids: Sequence[int], effect: Effect) -> None:
    """Do `effect` for the organisations in batches, each organisation once over all attempts.

    Whom a batch was done for stands in its marker, so that a second attempt goes on rightly also when
    the audience or the size of a batch has changed. `effect` narrows down to those it still concerns.
    """
    with work.desk.database.reading() as connection:
        done = list_done(connection, work.claim)
    left = [one for one in organisation_ids if one not in done]
    size = work.desk.settings.batch
    batches = [left[start : start + size] for start in range(0, len(left), size)]
    for number, batch in enumerate(batches, start=1):
        work.desk.around(
            f"batch {number} of {len(batches)}",
            partial(_do_batch, work, f"from organisation {batch[0]}", batch, effect),
        )


def at_once(work: Work, effect: Callable[[Transaction], Counts], *, name: str) -> None:
    """Do one set-based statement of the action, once over all attempts."""
    work.desk.around(name, partial(_do_batch, work, name, (), lambda change, _: effect(change)))


def _do_batch(work: Work, batch: str, organisation_ids: Sequence[int], effect: Effect) -> None:
    desk = work.desk
    with desk.database.changing(actor=desk.actor, at=work.now, why=work.why()) as change:
        hold_claim(change.connection, work.claim, wall=desk.wall())
        if is_batch_done(change.connection, work.claim, batch):
            return
        counts = {name: count for name, count in effect(change, organisation_ids).items() if count}
        mark_batch(change.connection, work.claim, batch, organisation_ids, counts, wall=desk.wall())
        change.record(work.action.key.kind, {"key": work.claim.key, "batch": batch, **counts}, chain=desk.key)
