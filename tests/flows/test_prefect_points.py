"""What we build on in Prefect, on the pinned release: whoever moves the pin learns here what broke."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from prefect_lab import FLOWS, Lab, start_lab, wait_for

from inkoopkalender.clock import HOME
from inkoopkalender.orchestration.prefect_api import ui_address

pytestmark = pytest.mark.flows

TASK_RUNS = 1500
TEN_MINUTES = timedelta(minutes=10)
RUN_MANY = "import sys; sys.path.insert(0, '.'); from lab_flows import many; many(int(sys.argv[1]))"
RETRY = {
    "state": {"type": "SCHEDULED", "name": "AwaitingRetry", "message": "Retry from the UI"},
    "force": False,
}
"""What the button Retry of Prefect's pages sends."""
QUICK_VACUUM = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "7200",
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with start_lab(tmp_path_factory.mktemp("lab"), QUICK_VACUUM) as started:
        (started.home / "lab_flows.py").write_text(FLOWS, encoding="utf-8")
        started.start_worker()
        yield started


def make_run(lab: Lab, folder: Path, state: str) -> str:
    """Let a worker run `phase` until it ended in `state`; return the run's id."""
    sign = {"COMPLETED": None, "FAILED": "fail", "CRASHED": "sleep"}[state]
    if sign:
        (folder / sign).touch()
    run_id = str(lab.create_run(lab.deploy("phase"), folder, number=1))
    if state == "CRASHED":
        wait_for(lambda: lab.ran(folder), 60)
        os.kill(lab.ran(folder)[0][1], signal.SIGKILL)
    lab.wait_until(run_id, state)
    if sign:
        (folder / sign).unlink()
    return run_id


@pytest.mark.parametrize("state", ["COMPLETED", "FAILED", "CRASHED"])
def test_retry_of_prefects_pages_makes_a_worker_run_the_same_run_again(
    lab: Lab, tmp_path: Path, state: str
) -> None:
    run_id = make_run(lab, tmp_path, state)

    answered = lab.ask("POST", f"/flow_runs/{run_id}/set_state", RETRY)
    wait_for(lambda: lab.run(run_id)["run_count"] == 2, 60)
    again = lab.wait_until(run_id, "COMPLETED")

    assert answered["status"] == "ACCEPT"
    assert again["parameters"] == {"folder": str(tmp_path), "number": 1}
    assert [number for number, _ in lab.ran(tmp_path)] == [1, 1]


def test_retry_of_a_run_without_a_deployment_is_refused(lab: Lab) -> None:
    run_id = lab.run_here(RUN_MANY, "1")

    answered = lab.ask("POST", f"/flow_runs/{run_id}/set_state", RETRY)

    assert answered["status"] == "ABORT"
    assert answered["details"]["reason"] == "Cannot reschedule a run without an associated deployment."


def test_crashed_is_refused_for_a_run_that_ended(lab: Lab) -> None:
    run_id = lab.run_here(RUN_MANY, "1")
    crashed = {"state": {"type": "CRASHED", "message": "no heartbeat"}, "force": False}

    answered = lab.ask("POST", f"/flow_runs/{run_id}/set_state", crashed)

    assert answered["status"] == "ABORT"
    assert lab.run(run_id)["state_type"] == "COMPLETED"


def test_recorder_with_our_batch_records_every_task_run(lab: Lab) -> None:
    run_id = lab.run_here(RUN_MANY, str(TASK_RUNS))

    wait_for(lambda: lab.count_task_runs(run_id) == TASK_RUNS, 30)

    assert lab.count_task_runs(run_id) == TASK_RUNS


def test_scheduler_plans_ticks_ahead(lab: Lab) -> None:
    deployment = lab.deploy("phase", name="planned", interval=600)

    wait_for(lambda: lab.list_runs("SCHEDULED", of=deployment), 30)
    planned = sorted(run["expected_start_time"] for run in lab.list_runs("SCHEDULED", of=deployment))

    moments = [datetime.fromisoformat(one) for one in planned]
    assert {after - before for before, after in pairwise(moments)} == {TEN_MINUTES}
    assert moments[0] - datetime.now(UTC) <= TEN_MINUTES


def test_vacuum_deletes_the_flow_runs_that_are_older_than_we_keep(lab: Lab) -> None:
    old, young = (lab.run_here(RUN_MANY, "1") for _ in range(2))
    with sqlite3.connect(lab.home / "prefect.db", timeout=30) as connection:
        connection.execute("UPDATE flow_run SET end_time = datetime('now', '-3 hours') WHERE id = ?", (old,))
    connection.close()

    wait_for(lambda: not lab.knows(old), 60)

    assert lab.knows(young)


def test_address_of_a_run_opens_its_page_in_a_browser(lab: Lab) -> None:
    run_id = lab.run_here(RUN_MANY, "1")

    page = httpx.get(ui_address(lab.url, run_id), headers={"Accept": "text/html"}, trust_env=False)

    assert (page.status_code, page.headers["content-type"].split(";")[0]) == (200, "text/html")


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 29), 23),
        (date(2026, 10, 25), 25),
        (date(2027, 3, 28), 23),
        (date(2027, 10, 31), 25),
        (date(2027, 6, 1), 24),
    ],
)
def test_tick_in_utc_comes_every_ten_minutes_also_when_the_clock_changes(day: date, hours: int) -> None:
    ticks = dates_of("UTC", day)

    assert [after - before for before, after in pairwise(ticks)] == [TEN_MINUTES] * (hours * 6)


def test_tick_in_dutch_time_would_leave_out_the_hour_that_comes_twice() -> None:
    ticks = dates_of("Europe/Amsterdam", date(2026, 10, 25))

    assert max(after - before for before, after in pairwise(ticks)) == timedelta(minutes=70)


def dates_of(zone: str, day: date) -> list[datetime]:
    """Return the ticks of a Dutch day, both midnights included, as Prefect's scheduler reckons them."""
    from prefect.server.schemas.schedules import IntervalSchedule  # noqa: PLC0415 -- takes seconds

    schedule = IntervalSchedule.model_validate(
        {"interval": 600, "anchor_date": "2026-01-01T00:00:00+00:00", "timezone": zone}
    )
    start, end = (
        datetime(one.year, one.month, one.day, tzinfo=HOME).astimezone(UTC)
        for one in (day, day + timedelta(days=1))
    )
    found = asyncio.run(schedule.get_dates(n=1000, start=start, end=end))
    return [datetime.fromtimestamp(one.timestamp(), UTC) for one in found]
