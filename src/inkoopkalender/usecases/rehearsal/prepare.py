"""Prepares a rehearsal: an invented register taken in from real files, an opened round, its parameters.

Everything is stored in a scratch folder of its own. What the policy leaves open is set from an invented
parameter file, marked as invented and shown so in the report.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.planning import acted_on
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import open_database
from inkoopkalender.storage.users import SYSTEM_USER, add_user
from inkoopkalender.usecases.desk import open_desk
from inkoopkalender.usecases.enrolment import promise_of_enrolment
from inkoopkalender.usecases.generate import invent_register, write_contracts, write_register
from inkoopkalender.usecases.opening import need_runnable
from inkoopkalender.usecases.people import ImportOptions, import_contracts, import_providers
from inkoopkalender.usecases.rehearsal.world import PERSON
from inkoopkalender.usecases.rehearsal.year import RehearsalPlan, settings_for
from inkoopkalender.usecases.rounds import open_round, set_round_parameter

OPENS_BEFORE = timedelta(days=30)
"""How long before the first date of its calendar a round is opened."""
POLICY_ADDRESS = "https://beleid.example/zorginkoopbeleid.pdf"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    key: RoundKey
    providers: int
    seed: int
    until: datetime | None = None


def prepare(asked: Asked, folder: Path, *, mail_port: int) -> RehearsalPlan:
    """Fill the scratch folder and return the plan that stands in it. Raises RoundNotRunnableError."""
    settings = settings_for(folder, mail_port)
    calendar = load_calendar(asked.key, settings.content)
    need_runnable(calendar, settings.content)
    (folder / "files").mkdir(parents=True, exist_ok=True)
    timeline = resolve_calendar(calendar)
    plan = RehearsalPlan(
        str(asked.key),
        asked.providers,
        asked.seed,
        _starts(timeline),
        asked.until or last_moment(timeline),
        mail_port,
    )
    _refuse_no_time(plan)
    database = open_database(settings.database_url)
    organisations = invent_register(asked.providers, asked.seed)
    register, contracts = folder / "files" / "register.xlsx", folder / "files" / "contracten.csv"
    write_register(organisations, register)
    write_contracts(organisations, contracts)
    options = ImportOptions(at=plan.starts, by=PERSON)
    with database.changing(actor=SYSTEM_USER, at=plan.starts, why="rehearsal") as change:
        add_user(change.connection, PERSON, "approver", plan.starts)
        change.record("user added", {"role": "approver"})
    import_providers(database, register, options)
    import_contracts(database, contracts, asked.key.contract_year - 1, options)
    open_round(database, calendar, since=plan.starts, by=PERSON, now=plan.starts)
    desk = open_desk(database, settings, asked.key, at=plan.starts, actor="systeem", root=settings.content)
    for name, value in _parameters(folder).items():
        set_round_parameter(
            desk, name, value, reason="verzonnen voor de repetitie", by=PERSON, now=plan.starts, invented=True
        )
    database.close()
    plan.write(folder)
    return plan


def _refuse_no_time(plan: RehearsalPlan) -> None:
    if plan.until <= plan.starts:
        raise MisuseError(
            f"De repetitie begint op {plan.starts:%d-%m-%Y} en kan niet op {plan.until:%d-%m-%Y} eindigen.\n"
            "Kies een latere dag, of laat --until weg."
        )


def _starts(timeline: Timeline) -> datetime:
    first = min(moment for event in acted_on(timeline) for moment in (event.start, event.end) if moment)
    return (first - OPENS_BEFORE).replace(hour=9)


def last_moment(timeline: Timeline) -> datetime:
    """Return when the last event with duties has ended, and the last answer that can be promised is due."""
    ends = [event.end for event in acted_on(timeline) if event.end]
    enrolment = next((event for event in timeline.events if event.phase == "enrol-new-providers"), None)
    if enrolment is not None and enrolment.end is not None:
        last = timeline.resolve_from(promise_of_enrolment(timeline), enrolment.end - timedelta(seconds=1))
        ends += [last.end] if last.end else []
    return max(ends).astimezone(ZoneInfo(timeline.calendar.timezone)) + timedelta(hours=9)


def _parameters(folder: Path) -> dict[str, object]:
    document = folder / "files" / "inkoopbeleid.txt"
    document.write_text("Verzonnen inkoopbeleid voor een repetitie.\n", encoding="utf-8")
    return {
        "policy_document": document.as_posix(),
        "policy_address": POLICY_ADDRESS,
        "waardemodel_cut_a": 14,
        "waardemodel_cut_b": 8,
        "omzetplafond_percent": {"A": 104, "B": 101, "C": 97},
    }
