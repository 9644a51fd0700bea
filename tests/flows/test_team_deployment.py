"""A team's own Prefect: `prefect deploy --all` with our file, and a worker that runs what it deployed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prefect_lab import Lab, start_lab, wait_for

from inkoopkalender.orchestration.prefect_api import DEPLOYMENT

pytestmark = pytest.mark.flows

ROOT = Path(__file__).parents[2]
POOL = "team"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server that was told of our flows, and a worker."""
    home = tmp_path_factory.mktemp("team")
    settings = {
        "INKOOPKALENDER_PREFECT__POOL": POOL,
        "INKOOPKALENDER_FOLDER": str(home / "var"),
        "INKOOPKALENDER_EXECUTION": "runs",
        "FLOWS_FOLDER": str(home),
    }
    for name in ("flows", "prefect.yaml"):
        (home / name).symlink_to(ROOT / name)
    with start_lab(home, settings) as lab:
        prefect(lab, "work-pool", "create", POOL, "--type", "process")
        prefect(lab, "--no-prompt", "deploy", "--all")
        lab.start_worker(POOL)
        yield lab


def prefect(lab: Lab, *words: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "prefect", *words],
        env=lab.runs_in,
        cwd=lab.home,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout.decode() + ran.stderr.decode()


def test_deploying_twice_leaves_every_deployment_once(team: Lab) -> None:
    prefect(team, "--no-prompt", "deploy", "--all")

    stored = team.ask("POST", "/deployments/filter", {})
    asked = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert sorted(one["entrypoint"] for one in stored) == sorted(one["entrypoint"] for one in asked)
    assert {(one["name"], one["work_pool_name"], one["concurrency_limit"]) for one in stored} == {
        (DEPLOYMENT, POOL, None)
    }


def test_tick_is_planned_and_runs_on_a_worker(team: Lab) -> None:
    deployment = team.ask("GET", f"/deployments/name/tick_rounds/{DEPLOYMENT}")["id"]

    wait_for(lambda: team.list_runs("SCHEDULED", of=deployment), 60)
    run_id = team.ask("POST", f"/deployments/{deployment}/create_flow_run", {})["id"]
    ended = team.wait_until(run_id, "COMPLETED", "FAILED", "CRASHED")

    assert (ended["state_type"], set(ended["tags"])) == ("COMPLETED", {"inkoopkalender", "kind:tick_rounds"})


def test_delivery_runs_on_a_worker_and_has_no_run_planned(team: Lab) -> None:
    deployment = team.ask("GET", f"/deployments/name/deliver_letters/{DEPLOYMENT}")["id"]

    run_id = team.ask("POST", f"/deployments/{deployment}/create_flow_run", {})["id"]
    ended = team.wait_until(run_id, "COMPLETED", "FAILED", "CRASHED")

    assert ended["state_type"] == "COMPLETED"
    assert team.list_runs("SCHEDULED", of=deployment) == []


def test_automation_for_lost_runs_is_made_once_and_concerns_our_runs_only(team: Lab) -> None:
    for _ in range(2):
        assert team.start("heartbeat", "inkoopkalender.orchestration.heartbeat").wait(60) == 0

    (stored,) = team.ask("POST", "/automations/filter", {})

    assert stored["trigger"]["match_related"] == {
        "prefect.resource.role": "tag",
        "prefect.resource.id": "prefect.tag.inkoopkalender",
    }
    assert [(one["state"], one["force"]) for one in stored["actions"]] == [("CRASHED", False)]
