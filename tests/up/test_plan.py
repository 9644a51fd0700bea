"""What `up` will run, from the settings: demo and production, a Prefect of our own and a team's."""

from pathlib import Path

import pytest

from inkoopkalender.orchestration.plan import Plan, read_plan, write_plan
from inkoopkalender.orchestration.told import Told
from inkoopkalender.orchestration.up import make_environment, make_plan
from inkoopkalender.settings import MailSettings, PrefectSettings, Settings

PASSWORD = "zeer geheim"
MAIL = MailSettings(host="post.example", port=587, start_tls=True, username="rz", password=PASSWORD)


def plan_for(folder: Path, settings: Settings) -> Plan:
    return make_plan(settings, folder, Told(folder))


def test_demo_runs_a_catcher_and_sends_nowhere_else(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, mail=MAIL)

    plan = plan_for(tmp_path, settings)
    around = make_environment(settings, plan)

    names = ["server", "deploy", "worker", "sender", "web", "catcher"]
    assert [one.name for one in plan.children] == names
    assert plan.letters == f"{plan.addresses.web}/post"
    assert {name: value for name, value in around.items() if "_MAIL__" in name and "SECONDS" not in name} == {
        "INKOOPKALENDER_MAIL__HOST": "127.0.0.1",
        "INKOOPKALENDER_MAIL__PORT": str(plan.addresses.mail_port),
        "INKOOPKALENDER_MAIL__CONNECTIONS": "8",
        "INKOOPKALENDER_MAIL__START_TLS": "false",
        "INKOOPKALENDER_MAIL__USERNAME": "",
        "INKOOPKALENDER_MAIL__PASSWORD": "",
        "INKOOPKALENDER_MAIL__CLAIM": "200",
        "INKOOPKALENDER_MAIL__MOST_ATTEMPTS": "8",
        "INKOOPKALENDER_MAIL__RETRY_MINUTES": "5",
    }


def test_production_runs_no_catcher_and_its_plan_holds_no_secret(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, mode="production", mail=MAIL)

    plan = plan_for(tmp_path, settings)
    around = make_environment(settings, plan)

    assert [one.name for one in plan.children] == ["server", "deploy", "worker", "sender", "web"]
    assert (plan.letters, plan.addresses.mail_port) == ("post.example:587", None)
    assert around["INKOOPKALENDER_MAIL__PASSWORD"] == PASSWORD
    assert PASSWORD not in write_plan(plan)


def test_own_prefect_is_used_with_its_own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "of the team")
    own = Settings(folder=tmp_path, prefect=PrefectSettings(url="https://prefect.example/api/"))

    plan, ours = plan_for(tmp_path, own), Settings(folder=tmp_path)
    around, without = make_environment(own, plan), make_environment(ours, plan_for(tmp_path, ours))

    assert [one.name for one in plan.children] == ["sender", "web", "catcher"]
    assert (plan.addresses.prefect, around["PREFECT_API_URL"]) == ("https://prefect.example/api",) * 2
    assert (around["PREFECT_API_KEY"], "PREFECT_API_KEY" in without) == ("of the team", False)


def test_ports_differ_when_one_is_wanted_twice(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, mail=MailSettings(port=8270))

    addresses = plan_for(tmp_path, settings).addresses

    ports = {addresses.web.rpartition(":")[2], addresses.prefect.split(":")[2][:-4], str(addresses.mail_port)}
    assert len(ports) == 3


def test_plan_survives_being_handed_on(tmp_path: Path) -> None:
    plan = plan_for(tmp_path, Settings(folder=tmp_path))

    assert read_plan(write_plan(plan)) == plan
