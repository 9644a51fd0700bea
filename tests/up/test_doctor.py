"""`doctor`: what it finds where all is well, where nothing is there yet, and where something is wrong."""

import json
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from outbox_world import add_people, make_letter, put
from up_world import run

from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.orchestration.checks import State
from inkoopkalender.orchestration.installation_checks import judge_clock
from inkoopkalender.orchestration.machine_checks import judge_room
from inkoopkalender.storage.database import open_database

NAMES = [
    "Python",
    "pakketten",
    "kalenders",
    "schijf",
    "database",
    "mailserver",
    "database van Prefect",
    "poort van de pagina's",
    "poort van Prefect",
    "poort van de postvanger",
    "up",
]


def examine(folder: Path, **variables: str) -> tuple[int, dict[str, Any]]:
    """Run doctor; return its exit code and what it found, by name, without what is in order."""
    asked = run(folder, "doctor", "--json", **variables)
    checks = json.loads(asked.stdout)["checks"]
    return asked.returncode, {one["name"]: one for one in checks if one["state"] != "ok"}


def test_installation_that_is_not_there_yet_is_in_order_and_stays_so(tmp_path: Path) -> None:
    folder = tmp_path / "var"

    asked = run(folder, "doctor", "--json")

    found = json.loads(asked.stdout)
    assert asked.returncode == 0, asked.stdout
    assert (found["findings"], [one["name"] for one in found["checks"]]) == (0, NAMES)
    assert not folder.exists()


def test_text_says_what_was_found_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "inkoopkalender.db").write_bytes(b"dit is geen database, maar wel lang genoeg " * 200)

    asked = run(tmp_path, "doctor")

    assert asked.returncode == 1
    assert asked.stdout.splitlines()[-1] == "1 bevinding."
    (line,) = [line for line in asked.stdout.splitlines() if line.startswith("fout")]
    assert line.split()[:2] == ["fout", "database"]


def test_port_of_somebody_else_is_named(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        code, found = examine(tmp_path, web__port=str(port))

    assert (code, list(found)) == (1, ["poort van de pagina's"])
    assert found["poort van de pagina's"]["found"] == (
        f"{port} is op 127.0.0.1 in gebruik door een ander programma"
    )


def test_database_that_somebody_holds_is_an_error(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'inkoopkalender.db'}").close()

    with closing(sqlite3.connect(tmp_path / "inkoopkalender.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        code, found = examine(tmp_path)

    assert (code, list(found)) == (1, ["database"])
    assert "een ander proces houdt haar bezet" in found["database"]["found"]


def test_database_with_older_tables_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "inkoopkalender.db"
    open_database(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()

    code, found = examine(tmp_path)

    assert (code, found["database"]["state"]) == (1, "let op")
    assert found["database"]["found"].startswith("tabellen van versie 0000; nodig is ")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)


def test_letters_of_unknown_fate_are_shown(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'inkoopkalender.db'}")
    add_people(database)
    put(database, make_letter(1, state="unknown"), make_letter(2))
    database.close()

    code, found = examine(tmp_path)

    assert (code, list(found)) == (1, ["brieven"])
    assert found["brieven"]["found"] == "1 wachten, 0 wachten op vrijgave, 1 onbekend"


def test_mail_server_of_production_is_greeted(tmp_path: Path) -> None:
    with start_catcher(tmp_path / "mail") as catcher:
        there = examine(tmp_path / "var", mode="production", mail__port=str(catcher.port))
        strict = examine(
            tmp_path / "var", mode="production", mail__port=str(catcher.port), mail__start_tls="true"
        )
    away = examine(tmp_path / "var", mode="production", mail__port="1")

    assert there == (0, {})
    assert (strict[0], strict[1]["mailserver"]["found"]) == (
        1,
        f"127.0.0.1:{catcher.port} kent geen STARTTLS",
    )
    assert (away[0], away[1]["mailserver"]["found"]) == (
        1,
        "127.0.0.1:1 antwoordt niet (ConnectionRefusedError)",
    )


def test_damaged_database_of_prefect_is_told_and_left(tmp_path: Path) -> None:
    path = tmp_path / "prefect" / "prefect.db"
    path.parent.mkdir()
    path.write_bytes(b"kapot " * 3000)

    code, found = examine(tmp_path)

    assert (code, list(found), path.exists()) == (1, ["database van Prefect"], True)


@pytest.mark.parametrize(
    ("free", "state"), [(5_000_000_000, "ok"), (999_999_999, "let op"), (99_999_999, "fout"), (0, "fout")]
)
def test_little_room_is_a_warning_and_hardly_any_an_error(free: int, state: State) -> None:
    assert judge_room(free, Path("/var")).state == state


def test_machine_whose_clock_was_set_back_is_told(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'inkoopkalender.db'}")
    with database.changing(actor="test", at=datetime.now(UTC) + timedelta(hours=1), why="test") as change:
        change.record("done an hour from now")
    database.close()

    code, found = examine(tmp_path)

    assert (code, list(found), found["klok"]["state"]) == (1, ["klok"], "fout")


def test_clock_that_a_person_moved_is_shown() -> None:
    assert judge_clock(timedelta(days=-35), None).found.startswith("verzet: hier is het ")
