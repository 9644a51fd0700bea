"""A round of CZ stoppen met roken 2027 that takes the minimal data set in; its smokers are invented."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from builders import A, Org, a_database, add_organisations, at
from submission_forms import PDF

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.register import PastContract
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.documents import Document
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import organisation_ids_by_kvk
from inkoopkalender.storage.register_changes import upsert_past_contracts
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.receive import Receipt, receive_submission
from inkoopkalender.usecases.rounds import open_round

KEY = RoundKey("cz", "stoppen-met-roken", 2027)
RECEIVED = at("2026-09-10T12:00")
DECLARATION = Document("board-declaration", "verklaring.pdf", PDF)
SMOKERS = (Path(__file__).parent / "fixtures" / "mds" / "sixteen-smokers.csv").read_bytes()


def lay_letters_over(folder: Path) -> Path:
    """A team's own content folder: the round has no letters yet, so it borrows those of another one."""
    team = folder / "team"
    own = team / "calendars" / str(KEY)
    if not own.is_dir():
        own.mkdir(parents=True)
        shutil.copy(content_root() / "calendars" / "cz" / "wijkverpleging" / "2027" / "letters.yaml", own)
    return team


def mds_desk(folder: Path, organisations: Iterable[Org] = (A,), *, database: Database | None = None) -> Desk:
    """A desk on the round, opened on 1 May 2026, in SQLite or `database`."""
    some = list(organisations)
    if database is None:
        database = a_database(folder, some)
    else:
        add_organisations(database, some)
    team, now = lay_letters_over(folder), at("2026-05-01T09:00")
    with database.changing(actor="test", at=now, why="contracts") as change:
        ids = organisation_ids_by_kvk(change.connection)
        contracts = [PastContract(ids[one.facts.kvk], "cz", KEY.sector, 2026, 100, 100) for one in some]
        upsert_past_contracts(change.connection, contracts)
    open_round(database, load_calendar(KEY, team), since=now, by="test", now=now)
    settings = Settings(folder=folder, database=f"sqlite:///{folder / 'round.db'}", content=team)
    return open_desk(database, settings, KEY, at=now, actor="systeem", root=team)


def hand_in(
    desk: Desk,
    content: bytes = SMOKERS,
    *,
    kind: SubmissionKind | None = None,
    filename: str = "mds.csv",
    one: Org = A,
    hour: int = 12,
) -> Receipt:
    """Hand a data set in on 10 September 2026, with the declaration of the board."""
    moment = RECEIVED.replace(hour=hour)
    asked = kind or desk.submissions["mds"]
    return receive_submission(
        desk,
        asked,
        one.agb,
        content,
        filename,
        documents=[DECLARATION],
        received_at=moment,
        by="test",
        now=moment,
    )
