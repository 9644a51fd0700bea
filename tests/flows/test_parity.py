"""The year as one flow run and the year by ticks and a worker leave the same behind.

The same small world is lived through twice. Once `annual_round` does every action. Once each moment is a
tick, run by a real worker through a real Prefect server, phases inside the tick or as flow runs of their
own. Then every table is the same, but for which run did what, and when that was written down.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from prefect_world import NEVER, PrefectWorld, prefect_world

from inkoopkalender.domain.actions import Action
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.orchestration.prefect_api import FlowRun
from inkoopkalender.settings import TickSettings
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.rehearsal.year import Rehearsal, settings_for
from inkoopkalender.usecases.run_action import find_ready

pytestmark = [pytest.mark.flows, pytest.mark.timeout(900)]

KEY = RoundKey("cz", "wijkverpleging", 2027)
PROVIDERS = 20
RECORDED = {
    "actions": {"id", "run_id", "claimed_at", "beat_at", "finished_at"},
    "action_batches": {"id", "action_id", "done_at"},
    "audit": {"digest", "previous", "id", "sequence", "at", "changes"},
    "deliveries": {"id"},
    "outbox": {"claimed_by"},
    "tasks": {"id", "opened_at"},
    "flow_runs": None,
}
"""Columns that say which run did something and when it was written down; None leaves the table out."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What a year left behind: its database, and the flow runs of its phases."""

    folder: Path
    runs: tuple[FlowRun, ...] = ()

    def moved_to(self, folder: Path) -> "Lived":
        """Give its place free for another."""
        return Lived(self.folder.rename(folder))

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every table's rows, sorted, without what only says when and by which run."""
        with sqlite3.connect(self.folder / "inkoopkalender.db") as connection:
            names = [
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            return {
                name: _rows(connection, name) for name in sorted(names) if RECORDED.get(name, ()) is not None
            }


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    kept = [one for one in columns if one not in (RECORDED.get(table) or set())]
    quoted = ", ".join(f'"{one}"' for one in kept)
    return sorted(connection.execute(f"SELECT {quoted} FROM {table}"), key=repr)


def live_as_one_flow_run(folder: Path, until: datetime) -> Lived:
    """Live the year as `rehearse` does: one flow run, each action a task."""
    with (
        start_catcher(folder / "mail") as catcher,
        prefect_world(folder, settings_for(folder, 1), worker=False) as world,
    ):
        prepare(Asked(KEY, PROVIDERS, 7, until), folder, mail_port=catcher.port)
        command = [sys.executable, "-m", "inkoopkalender.orchestration.run_flow", "annual_round"]
        subprocess.run([*command, json.dumps({"folder": str(folder)})], env=dict(world.variables), check=True)
    return Lived(folder)


def live_by_ticks(folder: Path, until: datetime, execution: Literal["inline", "runs"]) -> Lived:
    """Live the same year with a tick by a worker at every moment at which something may run."""
    with start_catcher(folder / "mail") as catcher:
        plan = prepare(Asked(KEY, PROVIDERS, 7, until), folder, mail_port=catcher.port)
        settings = settings_for(folder, plan.mail_port).model_copy(
            update={"execution": execution, "tick": TickSettings(seconds=NEVER)}
        )
        with prefect_world(folder, settings) as world:
            rehearsal = Rehearsal(folder, perform=Ticks(world))
            for step in rehearsal.steps():
                step.run()
            rehearsal.close()
            runs = world.api.list_flow_runs(tags=[f"round:{KEY}"], limit=1000)
    return Lived(folder, tuple(runs))


@dataclass(frozen=True, slots=True)
class Ticks:
    """Does due actions by letting a worker run ticks until nothing more may run at that moment."""

    world: PrefectWorld

    def __call__(self, desk: Desk, actions: Sequence[Action], moment: datetime) -> Mapping[str, int]:
        """Tick, wait for the runs that the tick asked for, and tick again while something may run."""
        while actions:
            ended = self.world.run("tick_rounds", {"now": moment.isoformat()})
            assert ended.state_type == "COMPLETED", ended.message
            for run in self.world.api.list_flow_runs(tags=[f"round:{desk.key}"]):
                self.world.wait_for(run.run_id)
            actions = find_ready(desk, moment, patient=False)
        return {}


@pytest.mark.parametrize(
    ("execution", "until"),
    [
        pytest.param("inline", "2026-11-13T12:00:00+01:00", id="inside the tick, to the published list"),
        pytest.param("runs", "2026-06-12T12:00:00+02:00", id="as flow runs, to the assessed survey"),
    ],
)
def test_a_year_by_ticks_leaves_what_one_flow_run_leaves(
    tmp_path: Path, execution: Literal["inline", "runs"], until: str
) -> None:
    place = tmp_path / "year"  # the same for both: addresses of files stand in the tables

    one = live_as_one_flow_run(place, datetime.fromisoformat(until)).moved_to(tmp_path / "one")
    ticked = live_by_ticks(place, datetime.fromisoformat(until), execution)

    assert ticked.tables() == one.tables()
    assert sorted(run.name.split(" ", 2)[2] for run in ticked.runs) == phases_of(one)
    assert {run.parent_id is None for run in ticked.runs} == {execution == "runs"}


def phases_of(lived: Lived) -> list[str]:
    """Return kind and event of each step that did a phase in the year that was one flow run, sorted."""
    lines = (lived.folder / "steps.jsonl").read_text(encoding="utf-8").splitlines()
    steps = [json.loads(line) for line in lines]
    return sorted(f"{one['kind']} {one['event']}" for one in steps if one["event"])
