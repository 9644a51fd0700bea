"""What a team tells its own Prefect: every flow, a tick in UTC, and nothing secret or of one machine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from inkoopkalender.domain.duties import DUTIES

ROOT = Path(__file__).parents[2]
FILE = ROOT / "prefect.yaml"
REHEARSAL = "annual_round"
"""The one flow that is run by a command, on a scratch server, and never deployed."""
PLACES = re.compile(r"https?://|/home/|/root/|/work/|[\w.]+@[\w.]+|passw|secret|token", re.IGNORECASE)


@pytest.fixture(scope="module")
def deployments() -> dict[str, dict[str, Any]]:
    """Every deployment by the name of its flow."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {one["entrypoint"].partition(":")[2]: one for one in read["deployments"]}


def test_deployments_are_all_flows_but_the_rehearsal(deployments: dict[str, dict[str, Any]]) -> None:
    flows = {path.stem for path in (ROOT / "flows").glob("*.py")} - {REHEARSAL}

    assert set(deployments) == flows
    assert flows == {"tick_rounds", "deliver_letters", "validate_submissions", *(duty.kind for duty in DUTIES)}


def test_deployments_are_named_tagged_and_loaded_by_path(deployments: dict[str, dict[str, Any]]) -> None:
    told = {flow: (one["name"], one["entrypoint"], one["tags"]) for flow, one in deployments.items()}

    assert told == {
        flow: ("inkoopkalender", f"flows/{flow}.py:{flow}", ["inkoopkalender", f"kind:{flow}"])
        for flow in deployments
    }


def test_only_tick_delivery_and_the_drop_folder_have_a_schedule(deployments: dict[str, dict[str, Any]]) -> None:
    schedules = {flow: one["schedules"] for flow, one in deployments.items() if one["schedules"]}

    utc = {"anchor_date": "2026-01-01T00:00:00+00:00", "timezone": "UTC"}
    assert schedules == {
        "tick_rounds": [{"interval": 600, **utc}],
        "validate_submissions": [{"interval": 600, **utc}],
        "deliver_letters": [{"interval": 60, **utc, "active": False}],
    }


def test_nothing_has_a_concurrency_limit(deployments: dict[str, dict[str, Any]]) -> None:
    limited = [flow for flow, one in deployments.items() if "concurrency_limit" in one]

    assert limited == []


def test_work_pool_is_a_variable_everywhere(deployments: dict[str, dict[str, Any]]) -> None:
    pools = [one["work_pool"] for one in deployments.values()]

    assert pools == [{"name": "{{ $INKOOPKALENDER_PREFECT__POOL }}"}] * len(deployments)


def test_file_holds_no_address_and_no_secret() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not line.startswith("#") and PLACES.search(line)] == []
