"""Builds small real rounds of CZ wijkverpleging 2027: SQLite, the real calendar, letters and files."""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from workbooks import good_answers, survey_kind

from inkoopkalender import clock
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import ContactFacts, OrganisationFacts, PastContract
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.settings import MailSettings, Settings
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.decisions import Task, list_tasks
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.offers import list_offers
from inkoopkalender.storage.outbox import ListedLetter, list_letters
from inkoopkalender.storage.register import organisation_ids_by_agb, organisation_ids_by_kvk
from inkoopkalender.storage.register_changes import upsert_organisations, upsert_past_contracts
from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.generate_files import (
    Delivery,
    write_publication_list,
    write_scores,
    write_signing_export,
    write_survey,
    write_vecozo_export,
)
from inkoopkalender.usecases.imports import ImportReport
from inkoopkalender.usecases.publication import import_publication_list
from inkoopkalender.usecases.receive import Receipt, receive_submission
from inkoopkalender.usecases.rounds import open_round, set_round_parameter
from inkoopkalender.usecases.run_action import Ran, release_action, run_due
from inkoopkalender.usecases.scoring import import_scores
from inkoopkalender.usecases.signing import import_signatures
from inkoopkalender.usecases.submission_exports import import_submissions

KEY = RoundKey("cz", "wijkverpleging", 2027)
ZONE = ZoneInfo("Europe/Amsterdam")
PERSON = "Robin Voorbeeld"
PERCENTAGES = {"A": 104, "B": 101, "C": 97}


def at(text: str) -> datetime:
    """A moment in Dutch time: `at("2026-06-01")`, `at("2026-06-01T09:30")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation with last year's contract; `agreement` in euros, None for a new one."""

    number: int
    agreement: float | None = 640_000
    claimed: float | None = None
    contact: bool = True
    more_codes: int = 0

    @property
    def agb(self) -> AgbCode:
        return AgbCode(f"75{self.number:06}")

    @property
    def codes(self) -> tuple[AgbCode, ...]:
        return (self.agb, *(AgbCode(f"76{self.number:04}{extra:02}") for extra in range(self.more_codes)))

    @property
    def facts(self) -> OrganisationFacts:
        people = (ContactFacts("contractering", "Anne Voorbeeld", f"post.{self.number}@zorg.example"),)
        return OrganisationFacts(
            KvkNumber(f"90{self.number:06}"), f"Zorg {self.number}", "Goes", "4461AB", self.codes,
            people if self.contact else (),
        )  # fmt: skip


A, B, C, D = (Org(number) for number in (1, 2, 3, 4))
SMALL, NEW = Org(5, agreement=42_000), Org(6, agreement=None)


@cache
def _template() -> tempfile.TemporaryDirectory[str]:
    """A folder with a database that has its tables in place; it goes when the tests end."""
    folder = tempfile.TemporaryDirectory()
    open_database(f"sqlite:///{folder.name}/template.db").close()
    return folder


@cache
def _desk() -> Desk:
    """A desk of another round of the same calendar: its timeline, letters and templates serve every test."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/round.db")
        now = at("2026-01-05T09:00")
        open_round(database, load_calendar(KEY), since=now, by=PERSON, now=now)
        desk = open_desk(database, Settings(folder=Path(folder)), KEY, at=now, actor="systeem")
        database.close()
    return desk


def a_database(folder: Path, organisations: Iterable[Org]) -> Database:
    """A database with a register."""
    path = shutil.copy(Path(_template().name) / "template.db", folder / "round.db")
    database = open_database(f"sqlite:///{path}")
    add_organisations(database, organisations)
    return database


def add_organisations(database: Database, organisations: Iterable[Org]) -> None:
    some, moment = list(organisations), at("2026-01-05T09:00")
    with database.changing(actor="test", at=moment, why="register") as change:
        upsert_organisations(change.connection, [one.facts for one in some], moment)
        ids = organisation_ids_by_kvk(change.connection)
        upsert_past_contracts(
            change.connection, [_contract(one, ids) for one in some if one.agreement is not None]
        )


def _contract(one: Org, ids: dict[KvkNumber, int]) -> PastContract:
    assert one.agreement is not None
    claimed = one.agreement if one.claimed is None else one.claimed
    return PastContract(
        ids[one.facts.kvk], KEY.insurer, KEY.sector, 2026, round(one.agreement * 100), round(claimed * 100)
    )


def a_desk(
    folder: Path,
    organisations: Iterable[Org] = (A, B),
    *,
    since: datetime = at("2026-05-01"),  # noqa: B008 -- a constant
    batch: int = 250,
    mail_port: int = 2525,
    database: Database | None = None,
) -> Desk:
    """A desk on a round that was opened at `since` for these organisations, in SQLite or `database`."""
    if database is None:
        database = a_database(folder, organisations)
    else:
        add_organisations(database, organisations)
    settings = Settings(folder=folder, database=f"sqlite:///{folder / 'round.db'}", batch=batch,
                        mail=MailSettings(port=mail_port))  # fmt: skip
    opened = open_round(database, _desk().calendar, since=since, by=PERSON, now=since)
    return replace(_desk(), database=database, settings=settings, round=opened.round)


def with_parameters(desk: Desk, now: datetime, **values: object) -> None:
    for name, value in values.items():
        set_round_parameter(desk, name, value, reason="voor de test", by=PERSON, now=now)


# --- what happens ---------------------------------------------------------------------------------
def tick(desk: Desk, now: datetime) -> dict[str, str]:
    """Do what is due; return kind -> state of what was done (the last of a kind)."""
    return {ran.kind: ran.state for ran in run_due(desk, now, run_id=f"tick {now.isoformat()}")}


def release(desk: Desk, kind: str, now: datetime) -> Ran:
    """Release the action of a kind that waits."""
    (row,) = [row for row in ledger(desk) if row.kind == kind and row.state == "waiting"]
    return release_action(desk, row.key, now, by=PERSON, reason="gezien")


def answers(one: Org, **changes: CellValue) -> dict[str, CellValue]:
    return good_answers(agb=one.agb, **changes)


def upload(desk: Desk, one: Org, moment: datetime, **changes: CellValue) -> Receipt:
    """Hand the survey in on our own channel."""
    path = desk.settings.folder / "uitvraag.xlsx"
    write_survey(survey_kind(), answers(one, **changes), path)
    return receive_submission(
        desk, survey_kind(), one.agb, path.read_bytes(), path.name, received_at=moment, by=PERSON, now=moment
    )


def export(
    desk: Desk,
    rows: Sequence[tuple[Org, datetime] | tuple[Org, datetime, dict[str, CellValue]]],
    *,
    now: datetime,
    complete: bool = True,
) -> ImportReport:
    """Import a VECOZO export of surveys: whose, when, and what was answered otherwise."""
    path = desk.settings.folder / "vecozo.xlsx"
    deliveries = [
        Delivery(row[0].agb, row[1], answers(row[0]) | (row[2] if len(row) > 2 else {})) for row in rows
    ]
    write_vecozo_export(survey_kind(), deliveries, path)
    return import_submissions(
        desk,
        survey_kind(),
        path.read_bytes(),
        path.name,
        complete_until=now if complete else None,
        by=PERSON,
        now=now,
    )


def scores(desk: Desk, points: dict[Org, tuple[int, int]], now: datetime) -> ImportReport:
    path = desk.settings.folder / "punten.xlsx"
    write_scores({one.agb: pair for one, pair in points.items()}, path)
    return import_scores(desk, path.read_bytes(), path.name, by=PERSON, now=now)


def sign(desk: Desk, rows: dict[AgbCode, datetime], *, now: datetime, complete: bool = True) -> ImportReport:
    """Import a VECOZO export of signatures."""
    path = desk.settings.folder / "ondertekend.xlsx"
    write_signing_export({agb: (moment, "bestuurder") for agb, moment in rows.items()}, path)
    return import_signatures(
        desk, path.read_bytes(), path.name, complete_until=now if complete else None, by=PERSON, now=now
    )


def publication_list(desk: Desk, some: Iterable[Org], now: datetime) -> ImportReport:
    path = desk.settings.folder / "zorgvinder.xlsx"
    write_publication_list({one.agb: f"Zorg {one.number}" for one in some}, path)
    return import_publication_list(desk, path.read_bytes(), path.name, by=PERSON, now=now)


# --- how far a round has come ---------------------------------------------------------------------
def assessed(desk: Desk, rows: Sequence[tuple[Org, datetime]]) -> None:
    """Bring the round past the survey: these delivered, everybody's points are 9 and 9."""
    tick(desk, at("2026-05-02T00:00"))
    tick(desk, at("2026-06-01T00:00"))
    export(desk, rows, now=at("2026-06-03T08:00"))
    if tick(desk, at("2026-06-03T09:00")).get("assess_round") == "waiting":
        release(desk, "assess_round", at("2026-06-03T12:00"))


def offered(desk: Desk, some: Sequence[Org]) -> None:
    """Bring the round to offers that stand ready, for those who delivered."""
    assessed(desk, [(one, at("2026-05-10T12:00")) for one in some])
    now = at("2026-06-20T09:00")
    with_parameters(desk, now, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, dict.fromkeys(some, (9, 9)), now)
    tick(desk, at("2026-07-15T09:00"))
    release(desk, "propose_production", at("2026-07-15T11:00"))
    tick(desk, at("2026-09-18T09:00"))
    release(desk, "offer_contracts", at("2026-09-18T11:00"))


# --- what came of it ------------------------------------------------------------------------------
def ledger(desk: Desk) -> list[LedgerRow]:
    with desk.database.reading() as connection:
        return list_actions(connection, desk.round.round_id)


def states(desk: Desk) -> dict[str, str]:
    """The ledger: `kind occurrence` -> state."""
    return {f"{row.kind} {row.occurrence}".rstrip(): row.state for row in ledger(desk)}


def codes(desk: Desk) -> dict[int, AgbCode]:
    """The main code of each organisation."""
    with desk.database.reading() as connection:
        found = organisation_ids_by_agb(connection)
    return {one: agb for agb, one in reversed(found.items())}


def standings(desk: Desk) -> dict[AgbCode, str]:
    names = codes(desk)
    with desk.database.reading() as connection:
        found = list_participants(connection, desk.round.round_id)
    return {names[one.organisation_id]: one.standing for one in found}


def tasks(desk: Desk, kind: str | None = None) -> list[Task]:
    with desk.database.reading() as connection:
        return list_tasks(connection, desk.round.round_id, kinds=None if kind is None else [kind])


def asked(desk: Desk) -> list[tuple[str, AgbCode | None]]:
    """The questions to people: kind and whom they are about."""
    names = codes(desk)
    return [(one.kind, names.get(one.organisation_id or 0)) for one in tasks(desk)]


def all_letters(desk: Desk) -> tuple[ListedLetter, ...]:
    with desk.database.reading() as connection:
        return list_letters(connection, round_id=desk.round.round_id)


def letters(desk: Desk, *only: str) -> list[tuple[str, AgbCode, str]]:
    """Letter, whose, state; those with one of these names, or all."""
    names = codes(desk)
    return [
        (one.letter, names[one.organisation_id], one.state)
        for one in all_letters(desk)
        if not only or one.letter in only
    ]


def ceilings(desk: Desk, kind: str) -> dict[AgbCode, int | None]:
    """The offers of a kind, in euro cents."""
    names = codes(desk)
    with desk.database.reading() as connection:
        found = list_offers(connection, desk.round.round_id, kind)
    return {names[one]: offer.omzetplafond_cents for one, offer in found.items()}


def later(moment: datetime, **amount: float) -> datetime:
    return moment + timedelta(**amount)


def moved(desk: Desk, seconds: float) -> Desk:
    """The same desk with its real clock so much further, so that silent claims are abandoned."""
    return replace(desk, wall=lambda: clock.now() + timedelta(seconds=seconds))
