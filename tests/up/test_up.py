"""One real `up`: where everything is, who may start another, and what happens when a process of it dies."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from outbox_world import add_people, counts, make_letter, put
from up_world import Up, run, up_in, wait_for

from inkoopkalender.mail.catcher import read_caught
from inkoopkalender.orchestration.prefect_api import PrefectApi
from inkoopkalender.storage.database import open_database

pytestmark = [pytest.mark.flows, pytest.mark.kills]


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    with up_in(tmp_path_factory.mktemp("up") / "var") as running:
        yield running


def test_three_lines_say_where_everything_is(up: Up) -> None:
    where = up.addresses

    assert up.lines == [
        f"Pagina's: {where['web']}/",
        f"Prefect:  {where['prefect'].removesuffix('/api')}/",
        f"Brieven:  {where['web']}/post",
    ]
    assert where["pid"] == up.process.pid


def test_every_address_answers(up: Up) -> None:
    browser = {"Accept": "text/html"}
    answers = [
        httpx.get(line.partition(" ")[2].strip(), headers=browser, follow_redirects=True, timeout=30)
        for line in up.lines
    ]

    assert [one.status_code for one in answers] == [200, 200, 200]


def test_prefects_pages_ask_no_third_party(up: Up) -> None:
    found = httpx.get(up.lines[1].split()[-1], headers={"Accept": "text/html"}, follow_redirects=False)

    assert found.headers.get("location", "") == ""


def test_ticks_are_planned_without_anybody_asking(up: Up) -> None:
    planned = f"{up.addresses['prefect']}/flow_runs/count"
    asked = {
        "flow_runs": {"tags": {"all_": ["kind:tick_rounds"]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    }

    assert wait_for(lambda: httpx.post(planned, json=asked).json() >= 3, 60)


def test_second_up_in_the_same_folder_is_refused(up: Up) -> None:
    second = run(up.folder, "up")

    assert (second.returncode, second.stdout) == (3, "")
    assert second.stderr.splitlines() == [
        f"In de map {up.folder} draait al een inkoopkalender (proces {up.process.pid}).",
        f"Pagina's: {up.addresses['web']}/ · Prefect: {up.addresses['prefect'].removesuffix('/api')}/",
        "Gebruik die, stop hem met Ctrl-C in zijn venster, of kies een andere map (instelling folder).",
    ]


def test_doctor_finds_nothing_wrong_while_it_runs(up: Up) -> None:
    asked = run(up.folder, "doctor", "--json")

    found = json.loads(asked.stdout)
    assert [one for one in found["checks"] if one["state"] != "ok"] == []
    assert {one["name"]: one["found"] for one in found["checks"]}["up"] == (
        f"proces {up.process.pid}; pagina's op {up.addresses['web']}/"
    )
    assert asked.returncode == 0


def test_waiting_letter_leaves_by_itself_as_a_flow_run(up: Up) -> None:
    database = open_database(f"sqlite:///{up.folder / 'inkoopkalender.db'}")
    add_people(database)
    put(database, make_letter(1))

    assert wait_for(lambda: counts(database) == {"sent": 1}, 90)
    database.close()
    with PrefectApi(up.addresses["prefect"]) as api:
        assert wait_for(lambda: bool(api.list_flow_runs(states=["COMPLETED"])), 30)
        runs = [one.name for one in api.list_flow_runs() if "deliver_letters" in one.name]
    assert len(runs) == 1
    assert [recipient for _, recipient, _ in read_caught(up.folder / "mail")] == ["contact1@example.org"]


@pytest.mark.parametrize("child", ["catcher", "sender", "web", "worker", "server"])
def test_killed_process_comes_back(up: Up, child: str) -> None:
    before, killed = up.was_ready(child), up.pid_of(child)

    os.kill(killed, signal.SIGKILL)

    assert wait_for(lambda: up.was_ready(child) > before, 60), up.told
    assert up.pid_of(child) != killed
    died = [one for one in up.events if one["event"] == "died" and one["child"] == child]
    assert [(one["code"], one["again_in"]) for one in died] == [(-signal.SIGKILL, 1.0)]


def test_no_log_of_any_process_holds_an_error_of_its_own(up: Up) -> None:
    logs = sorted((up.folder / "log").glob("*.log"))

    assert [one.stem for one in logs] == ["catcher", "deploy", "sender", "server", "up", "web", "worker"]
    assert [one.name for one in logs if "Traceback" in _read(one)] == []


def _read(log: Path) -> str:
    return (
        "" if log.stem == "worker" else log.read_text(encoding="utf-8")
    )  # it complains while the server is away
