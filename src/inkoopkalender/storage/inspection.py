"""Looks at a database without changing it: is it there, how old are its tables, what does it say of itself.

For whoever wants to know why something does not work; a database that is not there is not made.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, inspect, text

from inkoopkalender.storage.database import Database, embedded_file, open_as_it_is
from inkoopkalender.storage.installation import CLOCK_OFFSET, MODE, find_fact
from inkoopkalender.storage.migrate import head
from inkoopkalender.storage.outbox import count_letters
from inkoopkalender.storage.releases import letters_paused

_PATIENCE = "2000"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a database says of itself; what only up-to-date tables can tell is empty when they are not."""

    revision: str
    """Of its tables; empty when it has none yet."""
    newest: str
    """The revision this program wants."""
    size: int | None
    """In bytes; None for one that is not a file."""
    mode: str = ""
    offset: timedelta = timedelta()
    letters: dict[str, int] | None = None
    paused: bool = False


def inspect_database(url: str) -> Inspection | None:
    """Return what the database at `url` says; None when there is none yet.

    Raises DatabaseUnreachableError when it cannot be used, also when somebody else holds its write lock.
    """
    path = embedded_file(url)
    if path is not None and not path.exists():
        return None
    database = open_as_it_is(url)
    try:
        _take_lock(database)
        with database.reading() as connection:
            return _read(connection, path.stat().st_size if path else None)
    finally:
        database.close()


def _read(connection: Connection, size: int | None) -> Inspection:
    there = inspect(connection).has_table("alembic_version")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None
    if revision != head():
        return Inspection(revision or "", head(), size)
    return Inspection(
        revision,
        head(),
        size,
        mode=find_fact(connection, MODE) or "demo",
        offset=timedelta(seconds=float(find_fact(connection, CLOCK_OFFSET) or 0)),
        letters=count_letters(connection),
        paused=letters_paused(connection),
    )


def _take_lock(database: Database) -> None:
    """Take the write lock and give it back."""
    with database.reading() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")
            connection.rollback()
        connection.execution_options(writes=True)
        with connection.begin():
            connection.execute(text("SELECT 1"))
