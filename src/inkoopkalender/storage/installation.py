"""Facts of this database itself: whether it is production, and the clock offset of a demo."""

from sqlalchemy import Connection, delete, insert, select

from inkoopkalender.storage.tables import installation

MODE = "mode"
CLOCK_OFFSET = "clock_offset_seconds"


def find_fact(connection: Connection, name: str) -> str | None:
    """Return a fact of this database, or None."""
    found: str | None = connection.execute(
        select(installation.c.value).where(installation.c.name == name)
    ).scalar()
    return found


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Set a fact of this database, in place of the earlier value."""
    connection.execute(delete(installation).where(installation.c.name == name))
    connection.execute(insert(installation).values(name=name, value=value))
