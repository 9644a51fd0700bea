"""A glance into an embedded database, without SQLAlchemy: is a round open, was a date of it moved.

For commands that only show a calendar, which would wait longer for the library than for all else. What is
moved is not read here (`amendments`), nor is a fault of the database told: whoever opens it tells that.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal, TypeAlias

Glimpse: TypeAlias = Literal["nothing", "open", "moved"]
_PATIENCE_SECONDS = 2.0
_QUERY = """
SELECT EXISTS (SELECT 1 FROM amendments WHERE amendments.round_id = rounds.id)
FROM rounds WHERE rounds.key = ?
"""


def peek(file: Path, round_key: str) -> Glimpse:
    """Return what the file says of the round; "moved" also when it cannot be read. No file is made."""
    if not file.is_file():
        return "nothing"
    # Not mode=ro: the last reader of that kind leaves files beside the database, owned by whoever looked.
    address = f"{file.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS)) as connection:
            row = connection.execute(_QUERY, (round_key,)).fetchone()
    except sqlite3.Error as fault:
        return "nothing" if "no such table" in str(fault) else "moved"
    if row is None:
        return "nothing"
    return "moved" if row[0] else "open"
