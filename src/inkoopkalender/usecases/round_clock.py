"""What time it is for a database: the real clock, moved by a demo's offset; production is never moved.

A database that was opened in production mode stays marked, and refuses an offset and a given moment.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from inkoopkalender import clock
from inkoopkalender.errors import MisuseError
from inkoopkalender.settings import Settings
from inkoopkalender.storage.audit import find_latest_moment
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.installation import CLOCK_OFFSET, MODE, find_fact, set_fact
from inkoopkalender.storage.users import SYSTEM_USER

PRODUCTION = "production"
CLOCK_MOVED = "clock moved"
"""With these words the audit says why, when the clock of a demo was moved."""
SAME_MOMENT = timedelta(minutes=1)
"""Two clocks that differ by less are taken to agree."""


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
        offset = _offset(connection)
    return lambda: given or clock.now(offset)


def read_now(database: Database, given: datetime | None = None) -> datetime:
    """Return the present moment of this database, or the given one. Raises ProductionClockError."""
    return read_clock(database, given)()


def read_offset(database: Database) -> timedelta:
    """Return how far this database's clock is ahead of real time; negative when it is behind."""
    with database.reading() as connection:
        return _offset(connection)


def move_clock(database: Database, offset: timedelta, *, by: str, reason: str = "") -> None:
    """Move the clock of a demo database; moving it back undoes nothing. Raises ProductionClockError."""
    why = f"{CLOCK_MOVED}: {reason}" if reason else CLOCK_MOVED
    with database.changing(actor=by, at=clock.now(offset), why=why) as change:
        if _is_production(change.connection):
            raise ProductionClockError("Deze database is in productie: haar klok wordt niet verzet.")
        set_fact(change.connection, CLOCK_OFFSET, str(offset.total_seconds()))
        change.record(CLOCK_MOVED, {"seconds": offset.total_seconds()})


def clock_set_back(database: Database) -> datetime | None:
    """Return the moment of the latest change when it lies after now: the machine's clock was set back since.

    A demo's clock that somebody moved is no machine that was set back; a change that a demo was given
    another moment for (`--now`) looks like one.
    """
    with database.reading() as connection:
        latest = find_latest_moment(connection, after=CLOCK_MOVED)
        now = max(clock.now(), clock.now(_offset(connection)))
    return latest if latest is not None and latest > now + SAME_MOMENT else None


def _offset(connection: Connection) -> timedelta:
    return timedelta(seconds=float(find_fact(connection, CLOCK_OFFSET) or 0))


def _is_production(connection: Connection) -> bool:
    return find_fact(connection, MODE) == PRODUCTION
