"""The demo: a rehearsed round that goes on, and never where production is."""

import json
from pathlib import Path

import pytest
from up_world import below, run

from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.round_clock import read_now

pytestmark = pytest.mark.flows


def lines(text: str, word: str) -> list[str]:
    return [line for line in text.splitlines() if word in line]


def test_demo_proves_its_three_addresses_and_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()

    first = run(folder, "demo", "--providers", "12", "--exit")
    second = run(folder, "demo", "--exit")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    for told in (first.stdout, second.stdout):
        assert [line.split()[0] for line in lines(told, " antwoordt ")] == ["pagina's", "Prefect", "brieven"]
    assert lines(second.stdout, "gaat verder waar haar klok is") != []
    database = open_database(f"sqlite:///{folder / 'demo' / 'inkoopkalender.db'}")
    now = read_now(database)
    database.close()
    assert (now.year, now.month, now.day) == (2026, 10, 20)
    assert below(folder / "demo") == []


def test_demo_is_refused_in_production(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()

    refused = run(folder, "demo", "--exit", mode="production")

    assert refused.returncode == 2
    assert "is in productie" in refused.stderr
    assert list(folder.iterdir()) == []


def test_demo_is_refused_on_a_production_database_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    (folder / "demo").mkdir(parents=True)
    (folder / "demo" / "demo.json").write_text(json.dumps({"as_of": "2026-10-20T09:00:00+02:00"}))
    run(folder / "demo", "providers", "list", mode="production")

    refused = run(folder, "demo", "--exit")

    assert refused.returncode != 0
    assert "Deze database is in productie" in refused.stderr


def test_demo_leaves_a_folder_with_something_else_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    (folder / "demo").mkdir(parents=True)
    (folder / "demo" / "begroting.xlsx").write_bytes(b"not ours")

    refused = run(folder, "demo", "--exit")

    assert refused.returncode == 2
    assert "staat iets anders dan een demo" in refused.stderr
    assert [one.name for one in (folder / "demo").iterdir()] == ["begroting.xlsx"]
