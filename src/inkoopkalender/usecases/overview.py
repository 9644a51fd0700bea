"""Every round of this installation as it stands now; one whose calendar cannot be read says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError, MisuseError
from inkoopkalender.intake.readers import Readers
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.rounds import list_rounds
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.round_state import RoundState, read_round_state


@dataclass(frozen=True, slots=True)
class BrokenRound:
    """A round that was opened and whose calendar or letters cannot be read; `fault` says why, in Dutch."""

    key: str
    fault: str


def read_overview(
    database: Database, settings: Settings, now: datetime
) -> Sequence[RoundState | BrokenRound]:
    """Return every round that was opened, by key."""
    with database.reading() as connection:
        opened = list_rounds(connection)
    return [_read(database, settings, one.key, now) for one in opened]


def look_in(
    database: Database, settings: Settings, key: str, now: datetime, readers: Readers | None = None
) -> Desk:
    """Open a desk to look at a round; nothing is recorded. Raises RoundNotOpenError and ContentError."""
    return open_desk(
        database,
        settings,
        RoundKey.parse(key),
        at=now,
        actor=SYSTEM_USER,
        root=settings.content,
        record=False,
        readers=readers,
    )


def _read(database: Database, settings: Settings, key: str, now: datetime) -> RoundState | BrokenRound:
    try:
        return read_round_state(look_in(database, settings, key, now), now)
    except (ContentError, MisuseError) as fault:  # this round is told as broken; the others are shown
        return BrokenRound(key, str(fault))
