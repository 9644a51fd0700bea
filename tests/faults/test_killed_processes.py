"""What happens to a reminder when a process of `up` is killed in the middle of it.

`-s` prints what happened and how long it took to recover.
"""

from pathlib import Path

import httpx
import pytest
from round_in_up import (
    CATCHER,
    DELIVERY,
    FLOW,
    SENDER,
    SERVER,
    WEB,
    WORKER,
    Fault,
    Scene,
    at_work,
    on_the_wire,
    prepare_round,
    suffer,
    taken,
)

from inkoopkalender.orchestration.prefect_api import PrefectApi

pytestmark = [pytest.mark.flows, pytest.mark.kills, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_round(tmp_path_factory.mktemp("prepared") / "var")


def delete_runs(scene: Scene) -> None:
    """Kill what runs and delete every flow run in Prefect, as somebody who clears up might."""
    scene.kill(*FLOW)
    with PrefectApi(scene.up.addresses["prefect"]) as api:
        for run in api.list_flow_runs(tags=["round:cz/wijkverpleging/2027"]):
            httpx.delete(f"{api.url}/flow_runs/{run.run_id}")


FAULTS = (
    Fault("flow process killed at work", at_work, lambda scene: scene.kill(*FLOW)),
    Fault("worker killed, its flow lives on", at_work, lambda scene: scene.kill(WORKER)),
    Fault("worker and flow killed", at_work, lambda scene: scene.kill(WORKER, *FLOW)),
    Fault("Prefect's server killed", at_work, lambda scene: scene.kill(SERVER)),
    Fault("server, worker and flow killed", at_work, lambda scene: scene.kill(SERVER, WORKER, *FLOW)),
    Fault(
        "worker killed between taking a run and starting it", taken, lambda scene: scene.kill(WORKER, *FLOW)
    ),
    Fault("phase's own run killed", at_work, lambda scene: scene.kill(*FLOW), execution="runs"),
    Fault(
        "worker and runs killed when taken", taken, lambda scene: scene.kill(WORKER, *FLOW), execution="runs"
    ),
    Fault("runs deleted in Prefect, flow killed", at_work, delete_runs, execution="runs"),
    Fault("sender killed while letters leave", on_the_wire, lambda scene: scene.kill(SENDER)),
    Fault("delivery killed while letters leave", on_the_wire, lambda scene: scene.kill(DELIVERY)),
    Fault("catcher killed while letters leave", on_the_wire, lambda scene: scene.kill(CATCHER)),
    Fault("pages killed", at_work, lambda scene: scene.kill(WEB)),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_everybody_is_reminded_once_whatever_process_dies(
    fault: Fault, prepared: Path, tmp_path: Path
) -> None:
    suffer(fault, prepared, tmp_path / "var")
