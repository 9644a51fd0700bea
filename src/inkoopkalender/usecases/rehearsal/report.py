"""Reads what a rehearsed year came to from its scratch folder.

Nothing is decided or changed here. Every number comes from the rehearsal's own database; the steps
that ran come from `steps.jsonl`.
"""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.letters import load_brand, load_letters
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar
from inkoopkalender.storage.amendments import list_amendments
from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.database import Connection, open_database
from inkoopkalender.storage.decisions import count_tasks, list_publications, list_tasks
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.offers import list_contracts, list_offers
from inkoopkalender.storage.outbox import count_letters
from inkoopkalender.storage.rounds import count_standings, find_round
from inkoopkalender.storage.submissions import count_submissions, list_organisations_with
from inkoopkalender.storage.tallies import (
    SetParameter,
    count_letters_by_kind,
    count_links,
    count_standings_by_track,
    list_set_parameters,
)
from inkoopkalender.usecases.amended import lay_over
from inkoopkalender.usecases.desk import RoundNotOpenError
from inkoopkalender.usecases.rehearsal.phases import fold_days, fold_phases
from inkoopkalender.usecases.rehearsal.report_shapes import (
    AuditState,
    Breakdown,
    Numbers,
    People,
    Publication,
    RanStep,
    Report,
    Titles,
)
from inkoopkalender.usecases.rehearsal.year import RehearsalPlan, settings_for

__all__ = ["Report", "read_report", "read_steps"]

STEPS = "steps.jsonl"
"""The file in the scratch folder with one line per step that ran."""


def read_report(folder: Path, *, seconds: float | None = None) -> Report:
    """Read the report of the rehearsal in a scratch folder; without `seconds`, those of its steps count."""
    plan, steps = RehearsalPlan.read(folder), read_steps(folder)
    took = sum(step.seconds for step in steps) if seconds is None else seconds
    settings = settings_for(folder, plan.mail_port)
    database = open_database(settings.database_url)
    try:
        with database.reading() as connection:
            return _read(connection, plan, steps, took, settings.content)
    finally:
        database.close()


def read_steps(folder: Path) -> tuple[RanStep, ...]:
    """Return the steps that ran, in order; none when the folder holds no list of them."""
    path = folder / STEPS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    facts = [json.loads(line) for line in lines if line.strip()]
    return tuple(RanStep(**{**one, "moment": datetime.fromisoformat(one["moment"])}) for one in facts)


def _read(
    connection: Connection,
    plan: RehearsalPlan,
    steps: tuple[RanStep, ...],
    seconds: float,
    root: Path | None,
) -> Report:
    key = RoundKey.parse(plan.round_key)
    round_id = _round_id(connection, plan.round_key)
    timeline = resolve_calendar(lay_over(load_calendar(key, root), list_amendments(connection, round_id)))
    zone = ZoneInfo(timeline.calendar.timezone)
    ledger = list_actions(connection, round_id)
    return Report(
        plan=replace(plan, starts=plan.starts.astimezone(zone), until=plan.until.astimezone(zone)),
        timeline=timeline,
        titles=_titles(key, root),
        seconds=seconds,
        steps=steps,
        numbers=_numbers(connection, round_id, ledger, zone),
        marks=fold_days(ledger, zone),
        people=_people(connection, round_id),
        breakdown=_breakdown(connection, round_id, timeline),
        parameters=_parameters(connection, round_id),
        publications=_publications(connection, round_id, zone),
        audit=AuditState(count_links(connection), len(find_broken_links(connection))),
    )


def _round_id(connection: Connection, key: str) -> int:
    found = find_round(connection, key)
    if found is None:
        raise RoundNotOpenError(f"In deze map staat geen ronde {key}. Repeteer opnieuw in een lege map.")
    return found.round_id


def _titles(key: RoundKey, root: Path | None) -> Titles:
    return Titles(
        load_brand(key, root),
        {name: letter.title for name, letter in load_letters(key, root).items()},
        {name: kind.title for name, kind in load_submission_kinds(key, root).items()},
    )


def _numbers(connection: Connection, round_id: int, ledger: list[LedgerRow], zone: ZoneInfo) -> Numbers:
    return Numbers(
        _count_actions(ledger),
        count_letters(connection, round_id),
        count_standings(connection, round_id),
        count_submissions(connection, round_id),
        fold_phases(ledger, zone),
    )


def _count_actions(ledger: list[LedgerRow]) -> dict[str, int]:
    """Count how actions ended; one that was begun and never ended counts as failed."""
    states = Counter("failed" if row.state == "claimed" else row.state for row in ledger)
    return {state: states[state] for state in ("done", "lapsed", "failed", "waiting")}


def _people(connection: Connection, round_id: int) -> People:
    tasks = list_tasks(connection, round_id)
    decided = Counter((task.kind, task.decision) for task in tasks if task.decision is not None)
    return People(
        count_tasks(connection, round_id),
        {(kind, decision): count for (kind, decision), count in sorted(decided.items()) if decision},
        tuple(task for task in tasks if task.decision is None),
    )


def _breakdown(connection: Connection, round_id: int, timeline: Timeline) -> Breakdown:
    return Breakdown(
        count_letters_by_kind(connection, round_id),
        count_standings_by_track(connection, round_id),
        _road(connection, round_id, timeline),
    )


def _road(connection: Connection, round_id: int, timeline: Timeline) -> dict[str, int]:
    """Count who came past each station: handed in, got a proposal, was offered a contract, signed in time."""
    intake = [event.submission or event.key for event in timeline.events if event.phase == "intake"]
    in_time = {
        one for kind in intake for one in list_organisations_with(connection, round_id, kind, ["accepted"])
    }
    offers = {kind: list_offers(connection, round_id, kind) for kind in ("proposal", "contract")}
    released = {
        kind: sum(one.released_at is not None for one in found.values()) for kind, found in offers.items()
    }
    contracts = list_contracts(connection, round_id).values()
    return {
        "handed_in": len(in_time),
        "proposed": released["proposal"],
        "offered": released["contract"],
        "signed": sum(contract.in_time for contract in contracts),
    }


def _parameters(connection: Connection, round_id: int) -> tuple[SetParameter, ...]:
    return tuple(replace(one, value=_inside(one.value)) for one in list_set_parameters(connection, round_id))


def _publications(connection: Connection, round_id: int, zone: ZoneInfo) -> tuple[Publication, ...]:
    return tuple(
        Publication(kind, at.astimezone(zone), str(_inside(address)), sha256)
        for kind, at, address, sha256 in list_publications(connection, round_id)
    )


def _inside(value: object) -> object:
    """Tell a place in the scratch folder from there; where the folder itself stood says nothing later."""
    if not isinstance(value, str) or not Path(value).is_absolute():
        return value
    parts = Path(value).parts
    start = next((parts.index(name) for name in ("files", "publications") if name in parts), len(parts) - 1)
    return "/".join(parts[start:])
