"""Keys, and the data set that was handed in counted again, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import at
from cli.test_mds_commands import RATES
from mds_world import hand_in, mds_desk
from sqlalchemy import select, update

from inkoopkalender.cli import main
from inkoopkalender.storage.database import open_database
from inkoopkalender.storage.key_file import read_keys
from inkoopkalender.storage.sealing import KeyRing
from inkoopkalender.storage.tables import documents

ROUND = "cz/stoppen-met-roken/2027"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder with a data set that was handed in."""
    hand_in(mds_desk(tmp_path))
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path))
    monkeypatch.setenv("INKOOPKALENDER_DATABASE", f"sqlite:///{tmp_path / 'round.db'}")
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(tmp_path / "team"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), said.out, said.err

    return call


def document(result: tuple[int, str, str]) -> Any:
    return json.loads(result[1])


def test_stored_data_set_counts_as_the_file_did(run: Run) -> None:
    code, out, _ = run("mds", "rates", ROUND, "--agb", "75000001", "--json")

    assert (code, json.loads(out)) == (0, RATES)


def test_sample_of_the_stored_data_set_is_that_of_the_file(run: Run, tmp_path: Path) -> None:
    file = Path(__file__).parents[1] / "fixtures" / "mds" / "sixteen-smokers.csv"
    draw = ("--size", "3", "--seed", "2026-09", "--json")

    stored, given = (
        run("mds", "sample", ROUND, "--agb", "75000001", *draw),
        run("mds", "sample", str(file), *draw),
    )

    assert document(stored) == document(given)
    assert list(tmp_path.rglob("*.csv")) == []


def test_nobody_elses_and_no_missing_data_set(run: Run) -> None:
    code, _, err = run("mds", "rates", ROUND, "--agb", "75000009")

    assert (code, "staat niet in het register" in err) == (2, True)


def test_new_key_and_rotation_in_order(run: Run, tmp_path: Path) -> None:
    first = document(run("keys", "list", "--json"))["keys"]
    made = document(run("keys", "new", "--json"))
    dry = document(run("keys", "rotate", "--dry-run", "--json"))
    done = run("keys", "rotate")
    after = document(run("keys", "list", "--json"))["keys"]

    assert made["file"] == str(tmp_path / "keeping.keys")
    assert dry == {"key_id": made["key"], "documents": 2, "plain": 0, "done": 0, "stored": False}
    assert (done[1], done[2]) == (f"2 documenten opnieuw versleuteld met {made['key']}.\n", "2 van 2\n")
    assert [(one["documents"], one["seals"]) for one in (*first, *after)] == [
        (2, True),
        (0, False),
        (2, True),
    ]
    assert document(run("mds", "rates", ROUND, "--agb", "75000001", "--json")) == RATES


def test_missing_key_is_shown_and_ends_in_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "keeping.keys").unlink()

    code, out, _ = run("keys", "list")
    made = run("keys", "new")
    rates = run("mds", "rates", ROUND, "--agb", "75000001")

    assert (code, "ONTBREEKT" in out) == (1, True)
    assert (made[0], rates[0]) == (2, 2)
    assert "Zet het bestand terug uit de kluis" in rates[2]


def test_plain_files_about_people_are_counted_and_end_in_1_until_they_are_sealed(
    run: Run, tmp_path: Path
) -> None:
    keys = KeyRing(read_keys(tmp_path / "keeping.keys"))
    database = open_database(f"sqlite:///{tmp_path / 'round.db'}")
    with database.changing(actor="test", at=at("2026-09-11"), why="as before there were keys") as change:
        for row in change.connection.execute(select(documents)).all():
            content = keys.open(row.key_id, row.content, row.sha256)
            one = update(documents).where(documents.c.sha256 == row.sha256)
            change.connection.execute(one.values(content=content, key_id=None))
    database.close()

    before = run("keys", "list")
    dry = run("keys", "rotate", "--dry-run")
    done = run("keys", "rotate")
    after = run("keys", "list", "--json")

    assert (before[0], "2 documenten over patiënten NIET versleuteld" in before[1]) == (1, True)
    assert "keys rotate" in before[1]
    assert "nog niet versleuteld: 2" in dry[1]
    assert (done[0], after[0], document(after)["plain"]) == (0, 0, 0)
    assert document(run("mds", "rates", ROUND, "--agb", "75000001", "--json")) == RATES


def test_secret_is_in_no_output_and_not_in_the_audit(run: Run, tmp_path: Path) -> None:
    said = "".join(
        "".join(run(*words)[1:]) for words in (("keys", "new"), ("keys", "list"), ("audit", "show", "--json"))
    )

    secrets = [
        line.split()[1]
        for line in (tmp_path / "keeping.keys").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert len(secrets) == 2
    assert [one for one in secrets if one in said] == []
    assert "key made" in said


@pytest.mark.parametrize(
    ("by", "lowest", "highest", "words"),
    [
        ("4w", "46,15", "60", "Klasse: gemiddeld."),  # 6 of 13 is 46,15 %: both bounds are still average
        ("4w", "46.16", "60", "Klasse: ondergemiddeld."),
        ("52w", "10", "30,76", "Klasse: bovengemiddeld."),  # 4 of 13 is 30,77 %
    ],
)
def test_class_follows_from_the_parameters_of_the_round(
    run: Run, by: str, lowest: str, highest: str, words: str
) -> None:
    before = run("mds", "rates", ROUND, "--agb", "75000001")[1]
    values = {"mds_class_by": by, "mds_average_from": lowest, "mds_average_to": highest}
    said = []
    for name, value in values.items():
        assert run("parameters", "set", ROUND, name, value, "--reason", "besluit")[0] == 0
        _, out, err = run("mds", "rates", ROUND, "--agb", "75000001")
        said.append((words in out, "niet ingesteld" in err))
    options = ("--class-by", "4w-co", "--average-from", "90", "--average-to", "95")

    instead = run("mds", "rates", ROUND, "--agb", "75000001", *options)[1]

    assert "Klasse: niet ingedeeld" in before
    assert said == [(False, True), (False, True), (True, False)]
    assert "Klasse: ondergemiddeld." in instead  # 2 of 13 is far below 90 %


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mds_class_by", "8w"),
        ("mds_average_from", "veel"),
        ("mds_average_to", "101"),
        ("mds_average_to", "NaN"),
    ],
)
def test_a_bound_that_cannot_be_is_refused(run: Run, name: str, value: str) -> None:
    code, _, err = run("parameters", "set", ROUND, name, value, "--reason", "besluit")

    assert (code, f"{name}: '{value}' kan niet" in err) == (2, True)


def test_bounds_the_wrong_way_round_are_named_when_they_are_used(run: Run) -> None:
    for name, value in (("mds_class_by", "4w"), ("mds_average_from", "60"), ("mds_average_to", "40")):
        run("parameters", "set", ROUND, name, value, "--reason", "besluit")

    code, _, err = run("mds", "rates", ROUND, "--agb", "75000001")

    assert (code, "Van 60 tot 40 procent kan niet" in err) == (2, True)
