"""Rounds of every insurer, opened for a few invented organisations, to hand things in to."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from builders import PERSON, Org, a_database, add_organisations, at
from submission_forms import Answers

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.forms import write_form
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.rounds import list_participants, set_track
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.opening import need_openable
from inkoopkalender.usecases.receive import Receipt, receive_submission
from inkoopkalender.usecases.rounds import open_round

OPENED = at("2025-01-02T09:00")


def a_round(
    key: RoundKey,
    folder: Path,
    *organisations: Org,
    root: Path | None = None,
    database: Database | None = None,
    as_existing: bool = False,
) -> Desk:
    """A desk on a round that is opened as `round open` opens it; otherwise everybody is new in it."""
    if database is None:
        database = a_database(folder, organisations)
    else:
        add_organisations(database, organisations)
    calendar = load_calendar(key, root)
    need_openable(calendar, root)
    opened = open_round(database, calendar, since=OPENED, by=PERSON, now=OPENED)
    if as_existing:
        with database.changing(actor=PERSON, at=OPENED, why="contract of the year before") as change:
            for one in list_participants(change.connection, opened.round.round_id):
                set_track(change.connection, opened.round.round_id, one.organisation_id, "existing")
    return open_desk(database, Settings(folder=folder), key, at=OPENED, actor="systeem", root=root)


def give(
    desk: Desk,
    kind: str,
    who: Org,
    moment: datetime,
    answers: Answers,
    documents: Sequence[Document] = (),
    **changes: str | float | date | None,
) -> Receipt:
    """Hand a form in as this organisation."""
    path = desk.settings.folder / "formulier.xlsx"
    write_form(desk.submissions[kind], {**answers, "agb": who.agb, **changes}, path)
    return receive_submission(
        desk,
        desk.submissions[kind],
        who.agb,
        path.read_bytes(),
        path.name,
        documents=documents,
        received_at=moment,
        by=PERSON,
        now=moment,
    )
