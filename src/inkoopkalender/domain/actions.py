"""What is due: a pure function of the timeline, the ledger, the facts and now.

`due_actions` never changes anything and reads no clock. Called twice with what it led to written in
the ledger, it returns nothing the second time. An action that may not run yet says what it waits for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from inkoopkalender.domain.duties import DUTY
from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.domain.planning import (
    PROMISE_WARNING,
    Action,
    ActionKey,
    Promise,
    RoundFacts,
    list_past_actions,
    plan_actions,
)
from inkoopkalender.domain.timeline import Timeline

__all__ = [
    "FINISHED",
    "PROMISE_WARNING",
    "RELEASE",
    "UNMARKED",
    "Action",
    "ActionKey",
    "LedgerState",
    "Promise",
    "RoundFacts",
    "due_actions",
    "list_past_actions",
    "plan_actions",
]

LedgerState = Literal["due", "claimed", "done", "lapsed", "failed", "waiting"]
"""due: from before the round was opened, and a person said that it must still be done."""
FINISHED: frozenset[str] = frozenset({"done", "lapsed"})
RELEASE = "release by a person"
"""What an action waits for that was prepared and needs a person's word."""
UNMARKED = "(van vóór de opening: markeer)"
"""Stands behind the kind of an earlier action of which no person has said whether it was done."""

OpenKind: TypeAlias = tuple[str, str, datetime]
"""An unfinished action: how it is named as what another waits for, its kind, its due moment."""


def due_actions(
    timeline: Timeline, ledger: Mapping[tuple[str, ...], LedgerState], facts: RoundFacts, now: datetime
) -> tuple[Action, ...]:
    """Return what is due at `now` and not finished, by due moment, then by the fixed order of kinds.

    `ledger` holds the state of every action by its identity. Actions that wait are returned too, with
    `waits_for` in words; those whose use is over come back with `lapsed` set, to be recorded as such. What
    is older than the round's opening and was not marked by a person is left out, and holds up what must
    come after it.
    """
    # Two moments of one zone are compared by their clocks, wrongly in the hour that comes twice.
    now = now.astimezone(UTC)
    unfinished = [
        action for action in plan_actions(timeline, facts) if ledger.get(action.key.identity) not in FINISHED
    ]
    unmarked = {one.key for one in unfinished if _is_unmarked(one, ledger, facts)}
    due = [action for action in unfinished if action.due_at <= now and action.key not in unmarked]
    open_kinds = {
        (f"{one.key.kind} {UNMARKED}" if one.key in unmarked else one.key.kind, one.key.kind, one.due_at)
        for one in unfinished
    }
    judged = (_judge(action, open_kinds, timeline, facts, now) for action in due)
    return tuple(
        replace(action, waits_for=(RELEASE,)) if ledger.get(action.key.identity) == "waiting" else action
        for action in judged
    )


def _is_unmarked(action: Action, ledger: Mapping[tuple[str, ...], LedgerState], facts: RoundFacts) -> bool:
    past = facts.since is not None and action.due_at < facts.since
    return past and action.key.identity not in ledger


def _judge(
    action: Action,
    open_kinds: set[OpenKind],
    timeline: Timeline,
    facts: RoundFacts,
    now: datetime,
) -> Action:
    if (
        DUTY[action.key.kind].catch_up == "while useful"
        and action.useful_until
        and action.useful_until <= next_office_moment(now, timeline.calendar)
    ):
        return replace(action, lapsed=True)
    unset = sorted(set(DUTY[action.key.kind].needs_parameters) - facts.parameters)
    waits = [
        *_open_predecessors(action, open_kinds),
        *_missing_export(action, timeline, facts),
        *(f"parameter {name}" for name in unset),
    ]
    return replace(action, waits_for=tuple(waits))


def _open_predecessors(action: Action, open_kinds: set[OpenKind]) -> Iterator[str]:
    for kind in DUTY[action.key.kind].after:
        yield from sorted(
            {words for words, other, due_at in open_kinds if other == kind and due_at <= action.due_at}
        )


def _missing_export(action: Action, timeline: Timeline, facts: RoundFacts) -> Iterator[str]:
    if not DUTY[action.key.kind].needs_export:
        return
    event = timeline.event(action.key.event)
    complete_until = facts.complete_until.get(event.key)
    end = action.due_at if action.key.subject else event.end
    if event.channel == "vecozo" and end and (complete_until is None or complete_until < end):
        yield f"an export of {event.key} that is complete until {end.isoformat()}"
