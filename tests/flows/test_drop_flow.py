"""The drop folder by its scheduled flow: batches of files as tasks, and no code of a provider in Prefect."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from builders import A, B, a_desk, answers, at, standings
from prefect_world import PrefectWorld, prefect_world
from workbooks import survey_kind

from inkoopkalender.intake.forms import write_form
from inkoopkalender.orchestration.prefect_api import DEPLOYMENT
from inkoopkalender.settings import DropSettings, Settings

pytestmark = pytest.mark.flows


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectWorld]:
    folder = tmp_path_factory.mktemp("prefect")
    with prefect_world(folder, Settings(folder=folder), worker=False) as world:
        yield world


def test_the_flow_takes_every_file_in_by_batches_and_tells_prefect_numbers_only(
    world: PrefectWorld, tmp_path: Path
) -> None:
    desk = a_desk(tmp_path, [A, B], batch=2)
    world.use(desk.settings.model_copy(update={"drop": DropSettings(settle_seconds=0)}))
    folder = desk.settings.incoming_folder / "cz" / "wijkverpleging" / "2027" / "quality-survey"
    folder.mkdir(parents=True)
    for name, org in ((f"{A.agb}_een.xlsx", A), (f"{B.agb}_twee.xlsx", B), (f"{B.agb}_van-a.xlsx", A)):
        write_form(survey_kind(), answers(org), folder / name)

    now = at("2026-05-10T10:00").isoformat()
    codes = [world.run_here("validate_submissions", {"now": now}) for _ in range(2)]

    runs = world.api.list_flow_runs(tags=["inkoopkalender"])
    tasks = httpx.post(f"{world.api.url}/task_runs/filter", json={}).json()
    assert codes == [0, 0]
    assert [(one.name, one.state_type) for one in runs] == [
        ("2026-05-10 10:00 validate_submissions", "COMPLETED")
    ] * 2
    assert sorted(one["name"] for one in tasks) == ["batch 1 of 2", "batch 2 of 2"]
    assert standings(desk) == {A.agb: "submitted", B.agb: "submitted"}
    assert {one.name for one in folder.glob("*/*.xlsx")} == {
        f"{A.agb}_een.xlsx",
        f"{B.agb}_twee.xlsx",
        f"{B.agb}_van-a.xlsx",
    }
    in_prefect = b"".join(one.read_bytes() for one in (world.folder / "prefect").glob("*.db*"))
    assert b"validate_submissions" in in_prefect
    assert A.agb.encode() not in in_prefect
    assert b"_een" not in in_prefect


def test_the_flow_is_planned_every_ten_minutes(world: PrefectWorld) -> None:
    found = httpx.get(f"{world.api.url}/deployments/name/validate_submissions/{DEPLOYMENT}").json()

    assert [one["schedule"]["interval"] for one in found["schedules"]] == [600.0]
