"""What was due before a round was opened here: a person says, action by action, what became of it.

What is marked done counts as done and is not repeated; what is marked due is done like anything else that
is due; what is not marked is not done, and holds up what must come after it. Nothing is done here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.domain.planning import Action, list_past_actions
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.marks import Mark, add_mark, change_mark
from inkoopkalender.usecases.desk import Desk, read_facts

_Identity = tuple[str, ...]


class UnknownPastActionError(MisuseError):
    """The round has no action of this name from before its opening."""


class AlreadyTakenUpError(MisuseError):
    """The action was really done, or is being done: no mark says otherwise any more."""


@dataclass(frozen=True, slots=True)
class PastAction:
    """An action from before the round was opened; `marked` is None as long as nobody has said what it is."""

    key: str
    due_at: datetime
    kind: str
    event: str
    occurrence: str
    subject: str
    marked: Mark | None


def list_past(desk: Desk) -> list[PastAction]:
    """Return the round's past actions that can be marked, marked or not, in the order of their moments.

    One that was taken up after it was marked due is not among them: it stands in the ledger.
    """
    with desk.database.reading() as connection:
        past, rows = _read(connection, desk)
    return [
        _past_action(action, rows.get(identity))
        for identity, action in past.items()
        if identity not in rows or rows[identity].attempt == 0
    ]


def count_unmarked(desk: Desk) -> int:
    """Return how many past actions wait for a person's mark."""
    return sum(one.marked is None for one in list_past(desk))


def check_keys(desk: Desk, keys: Collection[str]) -> None:
    """Raise UnknownPastActionError when one of these is no past action of the round."""
    with desk.database.reading() as connection:
        past, _ = _read(connection, desk)
    _choose(desk, keys, past)


def mark_past(desk: Desk, keys: Collection[str], as_: Mark, *, reason: str, by: str, now: datetime) -> int:
    """Mark past actions as done or due, all of them or none; return how many were not marked so already.

    A mark may be changed until the action is taken up. Raises UnknownPastActionError and
    AlreadyTakenUpError.
    """
    with desk.database.changing(actor=by, at=now, why=reason) as change:
        past, rows = _read(change.connection, desk)
        chosen = list(_choose(desk, keys, past))
        marked = [
            str(action.key) for action in chosen if _mark(desk, change.connection, action, rows, as_, now)
        ]
        if marked:
            change.record(f"past actions marked {as_}", {"actions": marked}, chain=desk.key)
    return len(marked)


def _read(
    connection: Connection, desk: Desk
) -> tuple[Mapping[_Identity, Action], dict[_Identity, LedgerRow]]:
    """Return the past actions and the round's ledger, each by identity; the newest revision's row counts."""
    past = list_past_actions(desk.timeline, read_facts(connection, desk))
    rows = sorted(
        list_actions(connection, desk.round.round_id), key=lambda row: (row.revision, row.action_id)
    )
    return {one.key.identity: one for one in past}, {_identity(row.key): row for row in rows}


def _identity(key: str) -> _Identity:
    return tuple(key.split("|")[:6])


def _past_action(action: Action, row: LedgerRow | None) -> PastAction:
    marked: Mark | None = None if row is None else "done" if row.state == "done" else "due"
    key = action.key
    return PastAction(
        row.key if row else str(key), action.due_at, key.kind, key.event, key.occurrence, key.subject, marked
    )


def _choose(desk: Desk, keys: Collection[str], past: Mapping[_Identity, Action]) -> Iterator[Action]:
    unknown: Sequence[str] = [key for key in keys if _identity(key) not in past]
    if unknown:
        raise UnknownPastActionError(
            f"Geen actie van vóór de opening van {desk.key}: {', '.join(unknown)}.\n"
            f"Welke er zijn: inkoopkalender round past {desk.key}"
        )
    identities = {_identity(key) for key in keys}
    return (action for identity, action in past.items() if identity in identities)


def _mark(
    desk: Desk,
    connection: Connection,
    action: Action,
    rows: Mapping[_Identity, LedgerRow],
    as_: Mark,
    now: datetime,
) -> bool:
    row = rows.get(action.key.identity)
    if row is None:
        return add_mark(connection, desk.round.round_id, action, as_, wall=desk.wall(), now=now)
    if row.attempt and (row.state == "done") != (as_ == "done") and row.state != "lapsed":
        raise AlreadyTakenUpError(
            f"De actie {row.key} is al opgepakt ({row.state}) en kan niet meer als {as_} worden gemarkeerd.\n"
            f"Hoe het ervoor staat: inkoopkalender round timeline {desk.key}"
        )
    return change_mark(connection, row.key, as_, now=now)
