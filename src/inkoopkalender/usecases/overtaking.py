"""What a moved date does to the ledger and the outbox: which actions are due again, which letters go back.

Compares what was planned with what is planned now, action by action. An action that was done stays done,
unless its moment is a beginning, an end or a reminder that now lies ahead. What is unfinished is composed
anew. Works inside the caller's transaction, which holds the calendar's turn.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from inkoopkalender.domain.actions import FINISHED, Action, due_actions, plan_actions
from inkoopkalender.domain.calendar import Phase
from inkoopkalender.domain.duties import DUTY, TELL
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.event_letters import reached_by_actions, withdraw_of_actions
from inkoopkalender.storage.ledger import LedgerRow, list_actions, list_states, supersede_actions
from inkoopkalender.usecases.change_shapes import Effect, MovedAction
from inkoopkalender.usecases.desk import Desk, read_facts

NAMES_TERM_OF: Mapping[Phase, Phase] = {
    "publish-policy": "objections",
    "propose-production": "contracting",
    "offer-contracts": "sign-contracts",
}
"""Phases whose letters name the end of another phase's event."""
_AGAIN = ("start", "end", "leads")
"""Anchors of what happens by the clock, not by the insurer: done too early, it happens again."""
_UNTOUCHED = ("watch_promises",)
"""Counted per case from its own moment; it asks people, and writes no letters."""


_Plan: TypeAlias = Mapping[tuple[str, ...], Action]
"""What is planned, by identity."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What becomes of actions, how many letters were withdrawn, whom letters about the event had reached."""

    actions: tuple[MovedAction, ...]
    withdrawn: int
    sent: int
    reached: frozenset[int]


def moved_events(before: Timeline, after: Timeline, event: str) -> tuple[str, ...]:
    """Return the other events whose moments moved with this one, in the calendar's order."""
    old = {one.key: when_of(one) for one in before.events}
    return tuple(one.key for one in after.events if one.key != event and when_of(one) != old.get(one.key))


def when_of(event: ResolvedEvent) -> tuple[object, ...]:
    """Return everything that says when an event is; events that are the same in it did not move."""
    return event.start, event.end, event.last_day, event.act_on, event.occurrences


def events_naming(desk: Desk, event: ResolvedEvent, rows: Collection[LedgerRow]) -> tuple[str, ...]:
    """Return the events of which something unfinished writes letters that name this event's end."""
    naming = {phase for phase, named in NAMES_TERM_OF.items() if named == event.phase}
    unfinished = {row.event for row in rows if row.state not in FINISHED and row.attempt}
    return tuple(one.key for one in desk.timeline.events if one.phase in naming and one.key in unfinished)


def overtake(
    connection: Connection,
    before: Desk,
    after: Desk,
    rows: Sequence[LedgerRow],
    *,
    event: str,
    moved: Collection[str],
    named: Collection[str],
    now: datetime,
) -> Overtaken:
    """Mark what was overtaken, withdraw its letters, and say what becomes of each action."""
    old, was_due = _outlook(connection, before, now)
    new = _plan(connection, after)
    whole, touched = {event, *moved}, {event, *moved, *named}
    known = {_identity(before, row): row for row in rows}
    overtaken = {
        identity: row
        for identity, row in known.items()
        if row.event in touched and _is_overtaken(row, new.get(identity), now, whole)
    }
    reached = reached_by_actions(connection, _letter_keys(connection, before, event))
    keys = {row.key for row in rows if row.event in whole and row.kind not in _UNTOUCHED}
    withdrawn = withdraw_of_actions(connection, keys | {row.key for row in overtaken.values()}, now)
    # Announced to some only: the others still have to be told.
    halfway = (row for row in rows if row.kind == "open_intake" and withdrawn.get(row.key))
    overtaken |= {_identity(before, row): row for row in halfway}
    same = [row.action_id for row in rows if _identity(before, row) in overtaken]
    supersede_actions(connection, same, now)
    new, is_due = _outlook(connection, after, now)
    settled = {identity for identity, row in known.items() if row.state in FINISHED} - set(overtaken)
    old, new = ({one: plan[one] for one in plan if one not in settled} for plan in (old, new))
    return Overtaken(
        actions=tuple(_in_zone(after, one) for one in _tell(old, new, overtaken, was_due, is_due, touched)),
        withdrawn=sum(withdrawn.values()),
        sent=sum(reached.values()),
        reached=frozenset(reached),
    )


def _plan(connection: Connection, desk: Desk) -> _Plan:
    planned = plan_actions(desk.timeline, read_facts(connection, desk))
    return {one.key.identity: one for one in planned}


def _outlook(connection: Connection, desk: Desk, now: datetime) -> tuple[_Plan, Sequence[Action]]:
    """Return what is planned and what is due, as the ledger stands now."""
    states = list_states(connection, desk.round.round_id, desk.key)
    return _plan(connection, desk), due_actions(desk.timeline, states, read_facts(connection, desk), now)


def _letter_keys(connection: Connection, desk: Desk, event: str) -> set[str]:
    """Return the keys under which letters about an event were written, overtaken ones included."""
    rows = list_actions(connection, desk.round.round_id, superseded=True)
    return {row.key for row in rows if row.event == event and row.kind != TELL}


def _identity(desk: Desk, row: LedgerRow) -> tuple[str, ...]:
    return (desk.key, row.track, row.event, row.kind, row.occurrence, row.subject)


def _is_overtaken(row: LedgerRow, new: Action | None, now: datetime, whole: Collection[str]) -> bool:
    if row.kind in _UNTOUCHED or (row.state == "due" and not row.attempt):
        return False
    if row.state not in FINISHED:
        return True
    return (
        new is not None
        and row.event in whole
        and DUTY[row.kind].anchor in _AGAIN
        and new.due_at > now
        and new.due_at > row.due_at
    )


def _tell(
    old: _Plan,
    new: _Plan,
    overtaken: Mapping[tuple[str, ...], LedgerRow],
    was_due: Sequence[Action],
    is_due: Sequence[Action],
    events: Collection[str],
) -> list[MovedAction]:
    waited = {one.key.identity for one in was_due}
    due = {one.key.identity: one for one in is_due if one.key.identity not in waited}
    told: list[MovedAction] = []
    for identity in sorted({*old, *new, *overtaken}):
        _, _, event, kind, occurrence, subject = identity
        if event not in events or kind == TELL:
            continue
        before, after, row = old.get(identity), new.get(identity), overtaken.get(identity)
        effect = _effect(before, after, row, due.get(identity))
        if effect is not None:
            told.append(
                MovedAction(
                    event,
                    kind,
                    occurrence,
                    subject,
                    effect,
                    row.due_at if row else before.due_at if before else None,
                    after.due_at if after else None,
                )
            )
    return sorted(told, key=lambda one: (one.due_after or one.due_before or _NEVER, one.kind, one.occurrence))


_NEVER = datetime.max.replace(tzinfo=UTC)


def _effect(
    before: Action | None, after: Action | None, row: LedgerRow | None, due: Action | None
) -> Effect | None:
    if after is None:
        return "dropped"
    if due is not None and due.lapsed:
        return "lapsed"
    if row is not None:
        return "again" if row.state in FINISHED else "composed-anew"
    if due is not None:
        return "due"
    return "moved" if before is None or before.due_at != after.due_at else None


def _in_zone(desk: Desk, action: MovedAction) -> MovedAction:
    def local(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(desk.zone)

    return MovedAction(
        action.event,
        action.kind,
        action.occurrence,
        action.subject,
        action.effect,
        local(action.due_before),
        local(action.due_after),
    )
