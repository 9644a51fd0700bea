"""The flow runs that were asked for: at most one open per round, event and kind of duty.

Prefect says how a run fares; these rows say that it was asked for, so that no tick asks twice and none
forgets one that was lost. Moments are real time. What a run did stands in the ledger, not here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import flow_runs


@dataclass(frozen=True, slots=True)
class AskedRun:
    """One flow run that was asked for; `run_id` is empty until Prefect has answered."""

    asked_id: int
    event: str
    kind: str
    number: int
    run_id: str
    asked_at: datetime


def list_open_runs(connection: Connection, round_id: int) -> list[AskedRun]:
    """Return the runs of a round that have not ended as far as we know, in the order of asking."""
    query = (
        select(flow_runs)
        .where(flow_runs.c.round_id == round_id, flow_runs.c.ended_at.is_(None))
        .order_by(flow_runs.c.id)
    )
    return [_asked(row) for row in connection.execute(query)]


def open_run(
    connection: Connection, round_id: int, event: str, kind: str, *, at: datetime
) -> AskedRun | None:
    """Note that a run is asked for; None when one is open, or somebody else notes one at this moment."""
    of_phase = (flow_runs.c.round_id == round_id, flow_runs.c.event == event, flow_runs.c.kind == kind)
    if connection.execute(select(flow_runs.c.id).where(*of_phase, flow_runs.c.ended_at.is_(None))).first():
        return None
    last = connection.execute(select(func.max(flow_runs.c.number)).where(*of_phase)).scalar() or 0
    row = {
        "round_id": round_id,
        "event": event,
        "kind": kind,
        "number": last + 1,
        "run_id": "",
        "asked_at": at,
        "ended_as": "",
    }
    if not insert_missing(connection, flow_runs, [row]):
        return None
    asked = connection.execute(select(flow_runs).where(*of_phase, flow_runs.c.number == last + 1)).one()
    return _asked(asked)


def name_run(connection: Connection, asked: AskedRun, run_id: str) -> None:
    """Keep Prefect's id of a run that was asked for."""
    connection.execute(update(flow_runs).where(flow_runs.c.id == asked.asked_id).values(run_id=run_id))


def end_run(connection: Connection, asked: AskedRun, *, ended_as: str, at: datetime) -> None:
    """Note that a run has ended, and as what."""
    connection.execute(
        update(flow_runs)
        .where(flow_runs.c.id == asked.asked_id, flow_runs.c.ended_at.is_(None))
        .values(ended_at=at, ended_as=ended_as)
    )


def _asked(row: Any) -> AskedRun:  # noqa: ANN401 -- a row of `flow_runs`
    return AskedRun(row.id, row.event, row.kind, row.number, row.run_id, row.asked_at)
