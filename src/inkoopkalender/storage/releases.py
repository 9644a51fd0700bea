"""A person's word over letters: that those of an action may go, or that all of them wait."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import installation, releases

_PAUSED = "letters_paused"


def record_release(
    connection: Connection,
    round_id: int,
    action_key: str,
    *,
    released_by: str,
    at: datetime,
    letters: int,
    reason: str,
) -> None:
    """Store a person's word that the letters and consequences of an action may go; the first word stands."""
    insert_missing(
        connection,
        releases,
        [
            {
                "round_id": round_id,
                "action_key": action_key,
                "released_by": released_by,
                "released_at": at,
                "letters": letters,
                "reason": reason,
            }
        ],
    )


def find_release(connection: Connection, action_key: str) -> tuple[str, datetime] | None:
    """Return who released an action and when, or None."""
    query = select(releases.c.released_by, releases.c.released_at).where(releases.c.action_key == action_key)
    row = connection.execute(query).first()
    return (row.released_by, row.released_at) if row else None


def pause_letters(connection: Connection, *, paused: bool) -> None:
    """Hold every letter back, or let them go again."""
    connection.execute(delete(installation).where(installation.c.name == _PAUSED))
    if paused:
        connection.execute(insert(installation).values(name=_PAUSED, value="yes"))


def letters_paused(connection: Connection) -> bool:
    """Tell whether a person holds every letter back."""
    query = select(installation.c.value).where(installation.c.name == _PAUSED)
    return connection.execute(query).first() is not None
