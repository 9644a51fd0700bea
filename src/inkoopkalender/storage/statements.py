"""What statements share: insert unless it is there, wait for a turn, and long lists a part at a time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

PART = 5_000
"""Values per statement: bounded memory, and fewer than either takes (SQLite 32,766, PostgreSQL 65,535)."""
Item = TypeVar("Item")


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that break no unique constraint and return how many those were.

    They are counted by what comes back: PostgreSQL's driver does not say how many rows were inserted.
    """
    if not rows:
        return 0
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return len(connection.execute(statement, [dict(row) for row in rows]).all())


PARTICIPATIONS_TURN = "participations"
"""The turn that whoever opens a round, places its participants, or joins two organisations takes first.

A transaction that takes several turns takes them in this order, so that no two wait for each other:
participations, calendars by the round's key, submissions by round and kind, and at its end the audit chains.
"""


def calendar_turn(round_key: str) -> str:
    """Return the name of the turn that whoever moves a date, or begins an action, takes."""
    return f"calendar:{round_key}"


def submissions_turn(round_id: int, kind: str) -> str:
    """Return the name of the turn that whoever stores or judges deliveries of a kind takes."""
    return f"submissions:{round_id}:{kind}"


def wait_for_turn(connection: Connection, name: str) -> None:
    """Let only one transaction at a time go on from here, for each name, until it ends.

    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Give the items in their order, as many at a time as one statement takes; nothing for none."""
    return (items[start : start + PART] for start in range(0, len(items), PART))
