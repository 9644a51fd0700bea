"""A person's mark on an action from before the round was opened: it was done, or it is still due.

A marked action has no attempt yet; one that was taken up is never marked again.
"""

from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import Connection, update

from inkoopkalender.domain.planning import Action
from inkoopkalender.storage.claims import new_row
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import actions

Mark: TypeAlias = Literal["done", "due"]


def add_mark(
    connection: Connection, round_id: int, action: Action, mark: Mark, *, wall: datetime, now: datetime
) -> bool:
    """Mark an action that the ledger does not hold; say whether it was this mark that was stored."""
    row = new_row(round_id, str(action.key), action, mark, attempt=0, wall=wall, run_id="")
    return bool(insert_missing(connection, actions, [row | {"finished_at": _finished(mark, now)}]))


def change_mark(connection: Connection, key: str, mark: Mark, *, now: datetime) -> bool:
    """Change the mark of an action; say whether it was marked otherwise and was not taken up yet."""
    other = "due" if mark == "done" else "done"
    changed = (
        update(actions)
        .where(actions.c.key == key, actions.c.attempt == 0, actions.c.state == other)
        .values(state=mark, finished_at=_finished(mark, now))
    )
    return bool(connection.execute(changed).rowcount)


def _finished(mark: Mark, now: datetime) -> datetime | None:
    return now if mark == "done" else None
