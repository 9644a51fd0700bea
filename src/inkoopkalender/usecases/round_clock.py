"""What time it is for a database: the real clock, moved by a demo's offset; production is never moved.

A database that was opened in production mode stays marked, and refuses an offset and a given moment.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from inkoopkalender import clock
from inkoopkalender.errors import MisuseError
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.installation import CLOCK_OFFSET, MODE, find_fact, set_fact
from inkoopkalender.storage.users import SYSTEM_USER

PRODUCTION = "production"


class ProductionClockError(MisuseError):
    """The clock of a production database cannot be moved."""


def mark_production(database: Database, settings: Settings) -> None:
    """Mark the database as production when the settings say so, for good. Raises ProductionClockError."""
    with database.reading() as connection:
        marked = _is_production(connection)
        if marked and settings.mode != PRODUCTION:
            raise ProductionClockError(
                "Deze database is in productie, dit programma niet: brieven gingen naar de postvanger.\n"
                'Zet de instelling mode op "production", of kies een andere database.'
            )
        if marked or settings.mode != PRODUCTION:
            return
        if find_fact(connection, CLOCK_OFFSET) is not None:
            raise ProductionClockError(
                "Deze database heeft een verzette klok: ze hoort bij een demo en wordt nooit productie. "
                "Geef productie een eigen database (instelling `database`)."
            )
    with database.changing(actor=SYSTEM_USER, at=clock.now(), why="opened in production mode") as change:
        set_fact(change.connection, MODE, PRODUCTION)
        change.record("marked as production")


def read_clock(database: Database, given: datetime | None = None) -> Callable[[], datetime]:
    """Return this database's clock; the offset is read once. A given moment stands still.

    Raises ProductionClockError when a moment is given in production.
    """
    with database.reading() as connection:
        if given is not None and _is_production(connection):
            raise ProductionClockError(
                "Deze database is in productie en neemt geen ander tijdstip aan dan nu. Laat --now weg."
            )
        offset = timedelta(seconds=float(find_fact(connection, CLOCK_OFFSET) or 0))
    return lambda: given or clock.now(offset)


def read_now(database: Database, given: datetime | None = None) -> datetime:
    """Return the present moment of this database, or the given one. Raises ProductionClockError."""
    return read_clock(database, given)()


def move_clock(database: Database, offset: timedelta, *, by: str) -> None:
    """Move the clock of a demo database. Raises ProductionClockError."""
    with database.changing(actor=by, at=clock.now(), why="clock moved") as change:
        if _is_production(change.connection):
            raise ProductionClockError("Deze database is in productie: haar klok wordt niet verzet.")
        set_fact(change.connection, CLOCK_OFFSET, str(offset.total_seconds()))
        change.record("clock moved", {"seconds": offset.total_seconds()})


def _is_production(connection: Connection) -> bool:
    return find_fact(connection, MODE) == PRODUCTION
