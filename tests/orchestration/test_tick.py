"""What a tick does about runs that were lost, rounds that cannot be read, and other ticks beside it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from builders import A, B, a_desk, all_letters, at, ledger, states
from prefect_world import PrefectWorld, prefect_world

from inkoopkalender.orchestration.prefect_api import FlowRun
from inkoopkalender.settings import Settings, TickSettings
from inkoopkalender.storage.claims import claim_action
from inkoopkalender.storage.flow_runs import list_open_runs
from inkoopkalender.storage.rounds import add_round
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.run_action import find_due

pytestmark = pytest.mark.flows

OPENS = at("2026-05-02T00:00")
IMPATIENT = TickSettings(seconds=600, stuck_seconds=5, silent_seconds=5)
PATIENT = TickSettings(seconds=600, stuck_seconds=5, silent_seconds=300)
"""Longer than a tick takes on any machine."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectWorld]:
    folder = tmp_path_factory.mktemp("prefect")
    with prefect_world(folder, Settings(folder=folder), worker=False) as world:
        yield world


def ask(
    world: PrefectWorld, desk: Desk, execution: str, now: datetime = OPENS, tick: TickSettings = IMPATIENT
) -> int:
    """Tick once, in a process of its own; return its exit code."""
    changes = {"execution": execution, "tick": tick}
    world.use(desk.settings.model_copy(update=changes))
    return world.run_here("tick_rounds", {"now": now.isoformat()})


def runs_since(world: PrefectWorld, moment: float) -> list[FlowRun]:
    """Return the runs of phases that were created since a moment, oldest first."""
    began = datetime.fromtimestamp(moment).astimezone()
    found = world.api.list_flow_runs(tags=["round:cz/wijkverpleging/2027"])
    return [run for run in reversed(found) if run.expected_at is not None and run.expected_at >= began]


def test_a_run_is_asked_for_once_however_often_it_ticks(world: PrefectWorld, tmp_path: Path) -> None:
    desk, began = a_desk(tmp_path), time.time()

    codes = [ask(world, desk, "runs") for _ in range(3)]

    (run,) = runs_since(world, began)
    assert codes == [0, 0, 0]
    assert run.name == "2026-05-02 00:00 open_intake quality-survey"
    assert run.state_type == "SCHEDULED"
    assert run.parameters == {
        "round_key": "cz/wijkverpleging/2027",
        "event": "quality-survey",
        "now": OPENS.isoformat(),
    }
    assert {"insurer:cz", "sector:wijkverpleging", "year:2027", "track:existing", "event:quality-survey"} <= {
        *run.tags
    }
    assert states(desk) == {}


def test_a_run_that_was_taken_and_never_started_is_asked_for_again(
    world: PrefectWorld, tmp_path: Path
) -> None:
    desk, began = a_desk(tmp_path), time.time()
    ask(world, desk, "runs")
    (lost,) = runs_since(world, began)
    world.api.set_state(lost.run_id, "PENDING", "taken by a worker that died")
    time.sleep(IMPATIENT.stuck_seconds + 0.5)

    ask(world, desk, "runs")

    first, second = runs_since(world, began)
    assert (first.run_id, first.state_type) == (lost.run_id, "CRASHED")
    assert second.state_type == "SCHEDULED"


def test_a_run_that_prefect_does_not_have_any_more_is_asked_for_again(
    world: PrefectWorld, tmp_path: Path
) -> None:
    desk, began = a_desk(tmp_path), time.time()
    ask(world, desk, "runs")
    (lost,) = runs_since(world, began)
    httpx.delete(f"{world.api.url}/flow_runs/{lost.run_id}").raise_for_status()

    ask(world, desk, "runs")

    (again,) = runs_since(world, began)
    assert again.run_id != lost.run_id
    with desk.database.reading() as connection:
        assert [one.run_id for one in list_open_runs(connection, desk.round.round_id)] == [again.run_id]


def claimed_by_a_run(world: PrefectWorld, desk: Desk, *, beat_at: datetime) -> FlowRun:
    """Let a flow run hold the claim on the opening of the intake, as one does that was killed at work."""
    run = world.api.create_flow_run(
        "open_intake", {"round_key": "cz/wijkverpleging/2027", "event": "quality-survey"}
    )
    world.api.set_state(run.run_id, "RUNNING", "")
    (action,) = find_due(desk, OPENS)
    with desk.database.changing(actor="test", at=OPENS, why="claimed") as change:
        claim = claim_action(
            change.connection,
            desk.round.round_id,
            action,
            wall=beat_at,
            run_id=run.run_id,
            silent_for=timedelta(seconds=IMPATIENT.silent_seconds),
        )
    assert claim is not None
    return run


def test_a_claim_of_a_run_that_crashed_is_taken_up_at_once(world: PrefectWorld, tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    lost = claimed_by_a_run(world, desk, beat_at=desk.wall())
    world.api.set_state(lost.run_id, "CRASHED", "killed")

    ask(world, desk, "inline")

    (row,) = ledger(desk)
    assert (row.state, row.attempt, row.run_id != lost.run_id) == ("done", 2, True)
    assert len(all_letters(desk)) == 2


def test_a_claim_of_a_run_that_lives_is_left_alone(world: PrefectWorld, tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    alive = claimed_by_a_run(world, desk, beat_at=desk.wall())

    ask(world, desk, "inline", tick=PATIENT)

    (row,) = ledger(desk)
    assert (row.state, row.attempt, row.run_id) == ("claimed", 1, alive.run_id)


def test_a_run_that_went_silent_is_told_to_prefect_as_crashed(world: PrefectWorld, tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    silent = claimed_by_a_run(world, desk, beat_at=desk.wall() - timedelta(minutes=10))

    ask(world, desk, "inline")

    (row,) = ledger(desk)
    known = world.api.find_flow_run(silent.run_id)
    assert known is not None
    assert (known.state_type, known.message) == ("CRASHED", "Viel stil; wordt opnieuw opgepakt.")
    assert (row.state, row.attempt) == ("done", 2)


def test_a_round_that_cannot_be_read_stops_no_other(world: PrefectWorld, tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    with desk.database.changing(actor="test", at=OPENS, why="a round without a calendar") as change:
        add_round(change.connection, "cz/wijkverpleging/2026", opened_at=OPENS, since=OPENS)

    code = ask(world, desk, "inline")

    newest = world.api.list_flow_runs(states=["FAILED"])[0]
    assert code == 1
    assert "1 fase in " in newest.message
    assert "cz/wijkverpleging/2026: " in newest.message
    assert states(desk) == {"open_intake": "done"}


def test_four_ticks_at_once_do_everything_once(world: PrefectWorld, tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    world.use(desk.settings)
    command = [sys.executable, "-m", "inkoopkalender.orchestration.run_flow", "tick_rounds"]
    asked = [*command, f'{{"now": "{OPENS.isoformat()}"}}']

    ticks = [subprocess.Popen(asked, env=dict(world.variables), stderr=subprocess.DEVNULL) for _ in range(4)]
    codes = [tick.wait(120) for tick in ticks]

    (row,) = ledger(desk)
    assert codes == [0, 0, 0, 0]
    assert (row.state, row.attempt) == ("done", 1)
    assert sorted(letter.recipient for letter in all_letters(desk)) == [
        f"post.{one.number}@zorg.example" for one in (A, B)
    ]
