"""The statements that the two databases spell differently: insert unless it is there, and wait for a turn."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that break no unique constraint and return how many those were.

    They are counted by what comes back: PostgreSQL's driver does not say how many rows were inserted.
    """
    if not rows:
        return 0
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return len(connection.execute(statement, [dict(row) for row in rows]).all())


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
