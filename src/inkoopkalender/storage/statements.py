"""The one statement that the two databases spell differently: insert, unless it is there already."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that break no unique constraint and return how many those were."""
    if not rows:
        return 0
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing()
    if len(rows) == 1:
        return connection.execute(statement.values(**rows[0])).rowcount
    return (
        connection.execute(statement.values(list(rows))).rowcount
        if _fits(rows)
        else _in_parts(connection, table, rows)
    )


_PARAMETERS = 30_000
"""Fewer than either database takes in one statement (SQLite 32,766, PostgreSQL 65,535)."""


def _fits(rows: Sequence[Mapping[str, Any]]) -> bool:
    return len(rows) * len(rows[0]) <= _PARAMETERS


def _in_parts(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    size = max(1, _PARAMETERS // len(rows[0]))
    return sum(insert_missing(connection, table, rows[at : at + size]) for at in range(0, len(rows), size))
