"""However `up` ends, nothing of it is left: asked to stop, hurried, or killed in the middle of a flow run."""

import os
import signal
from pathlib import Path

import httpx
import pytest
from up_world import GONE_WITHIN, Up, below, runs_a_flow, up_in, wait_for

from inkoopkalender.orchestration.folder_lock import find_holder
from inkoopkalender.orchestration.prefect_api import PrefectApi

pytestmark = [pytest.mark.flows, pytest.mark.kills]


def start_a_tick(up: Up) -> str:
    """Ask for a tick and wait until its process runs."""
    with PrefectApi(up.addresses["prefect"]) as api:
        run_id = api.create_flow_run("tick_rounds", {}, name="asked by a test").run_id
    assert wait_for(lambda: runs_a_flow(up), 60), below(up.folder)
    return run_id


def test_nothing_outlives_a_killed_parent_and_the_next_up_takes_over(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with up_in(folder) as up:
        run_id = start_a_tick(up)

        up.process.send_signal(signal.SIGKILL)
        up.process.wait()

        assert wait_for(lambda: below(folder) == [], GONE_WITHIN), below(folder)

    with up_in(folder) as again:
        start_a_tick(again)
        found = httpx.get(f"{again.addresses['prefect']}/flow_runs/{run_id}").status_code

        code = again.stop()

        assert (found, code, below(folder)) == (200, 0, [])
    assert (find_holder(folder), (folder / "up.json").exists()) == (None, False)
    assert again.events[-1] | {"timestamp": "", "seconds": 0} == {
        "timestamp": "",
        "level": "info",
        "event": "stopped",
        "process": "up",
        "seconds": 0,
        "killed": 0,
        "strays": 0,
    }


def test_second_signal_kills_what_does_not_stop(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with up_in(folder, prefect__url="http://127.0.0.1:1/api") as up:
        children = [one["child"] for one in up.events if one["event"] == "started"]
        stopped = up.pid_of("sender")
        signal_stop(stopped)

        up.process.send_signal(signal.SIGINT)
        assert wait_for(lambda: "wordt gestopt" in up.told, 10)
        code = up.stop(signal.SIGINT)

        assert (children, code, below(folder)) == (["sender", "web", "catcher"], 0, [])
        assert up.events[-1]["killed"] >= 1
        assert up.events[-1]["seconds"] < 9


def signal_stop(pid: int) -> None:
    """Let a process stand still, so that it hears no signal but KILL."""
    os.kill(pid, signal.SIGSTOP)
