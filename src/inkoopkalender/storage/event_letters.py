"""The letters of actions, by the actions' keys: which can still be withdrawn, and whom they reached."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, update

from inkoopkalender.storage.letters import NOT_ON_THE_WIRE
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import outbox

_REACHED = ("sending", "sent", "unknown", "recorded")


def withdraw_of_actions(
    connection: Connection, keys: Iterable[str], at: datetime, *, organisation_id: int | None = None
) -> dict[str, int]:
    """Withdraw what these actions owe (one organisation) and is not yet on the wire; count per action."""
    withdrawn: dict[str, int] = {}
    for part in in_parts(sorted(set(keys))):
        statement = (
            update(outbox)
            .where(outbox.c.origin.in_(part), outbox.c.state.in_(NOT_ON_THE_WIRE))
            .values(state="withdrawn", finished_at=at)
            .returning(outbox.c.origin)
        )
        if organisation_id is not None:
            statement = statement.where(outbox.c.organisation_id == organisation_id)
        for row in connection.execute(statement).all():
            withdrawn[row.origin] = withdrawn.get(row.origin, 0) + 1
    return withdrawn


def reached_by_actions(
    connection: Connection, keys: Iterable[str], letter: str | None = None
) -> dict[int, int]:
    """Return how many letters of these actions reached each organisation; whom none reached is absent."""
    reached: dict[int, int] = {}
    for part in in_parts(sorted(set(keys))):
        query = select(outbox.c.organisation_id).where(
            outbox.c.origin.in_(part), outbox.c.state.in_(_REACHED)
        )
        if letter is not None:
            query = query.where(outbox.c.letter == letter)
        for row in connection.execute(query.order_by(outbox.c.id)):
            reached[row.organisation_id] = reached.get(row.organisation_id, 0) + 1
    return reached
