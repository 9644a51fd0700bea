"""What a flow's process works with: the settings, the database, and the round's moment.

A flow's process is new each time and knows only its environment; this opens what it needs and gives it
back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender import logs
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.readers import Readers
from inkoopkalender.settings import Settings, load_settings
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.round_clock import mark_production, read_now


@dataclass(frozen=True, slots=True)
class AtWork:
    """The settings and the database of this installation, what time it is there, and where files are read."""

    settings: Settings
    database: Database
    now: datetime
    readers: Readers

    def desk_on(self, round_key: str) -> Desk:
        """Open the desk of a round for the system. Raises RoundNotOpenError and ContentError."""
        return open_desk(
            self.database,
            self.settings,
            RoundKey.parse(round_key),
            at=self.now,
            actor=SYSTEM_USER,
            root=self.settings.content,
            readers=self.readers,
        )


@contextmanager
def at_work(given: str = "") -> Iterator[AtWork]:
    """Open the installation, at the moment `given` (ISO 8601 with its offset; demo only) or now.

    Raises MisuseError for a moment that is none, ProductionClockError for one given in production, and
    DatabaseUnreachableError.
    """
    logs.configure("flow")
    settings = load_settings()
    database = open_database(settings.database_url)
    readers = Readers()
    try:
        mark_production(database, settings)
        yield AtWork(settings, database, read_now(database, _moment(given) if given else None), readers)
    finally:
        readers.close()
        database.close()


def _moment(given: str) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    raise MisuseError(
        f"'{given}' is geen tijdstip met zijn verschil met UTC. Schrijf het als 2026-06-01T00:00:00+02:00."
    )
