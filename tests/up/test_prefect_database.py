"""Prefect's database before its server starts: what is fit stays, what is not is set aside."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inkoopkalender.orchestration.prefect_child import install_database, keep_template, template
from inkoopkalender.orchestration.prefect_database import (
    DATABASE,
    Looked,
    PrefectDatabaseBusyError,
    look,
    make_room,
)

OLDER = "9725c1cbee35"
"""Prefect's very first revision."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    keep_template()
    shutil.copy(template(), tmp_path / DATABASE)
    return tmp_path


def change(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        connection.execute(statement)
        connection.commit()


def test_database_of_this_prefect_is_fit(home: Path) -> None:
    assert (look(home / DATABASE), make_room(home)) == ("fit", Looked(new=False))


def test_absent_and_empty_database_are_new(tmp_path: Path) -> None:
    absent = make_room(tmp_path)
    (tmp_path / DATABASE).touch()

    assert (absent, make_room(tmp_path)) == (Looked(new=True), Looked(new=True))


def test_database_of_an_older_release_stays_for_prefect_to_bring_up_to_date(home: Path) -> None:
    change(home, f"UPDATE alembic_version SET version_num = '{OLDER}'")

    assert (look(home / DATABASE), make_room(home)) == ("older", Looked(new=False))


def test_database_of_an_unknown_release_is_set_aside_whole(home: Path) -> None:
    change(home, "UPDATE alembic_version SET version_num = 'of-tomorrow'")

    looked = make_room(home)

    (aside,) = home.glob("prefect.db.*")
    assert looked.new
    assert looked.message == (
        "De database van Prefect is van een versie van Prefect die hier niet bekend is. "
        f"Zij staat nu apart als {aside}; er begint een nieuwe. "
        "Er gaat niets verloren: wat gedaan is, staat in de eigen database."
    )
    assert (look(home / DATABASE), look(aside)) == ("absent", "unknown")


def test_damaged_database_is_set_aside(home: Path) -> None:
    path = home / DATABASE
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 40] = b"\x07" * (4096 * 39)
    path.write_bytes(content)

    looked = make_room(home)

    assert (looked.new, "is beschadigd" in looked.message, path.exists()) == (True, True, False)


def test_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"geen database " * 1000)

    assert (look(tmp_path / DATABASE), make_room(tmp_path).new) == ("damaged", True)


def test_database_that_somebody_holds_is_left_alone(home: Path) -> None:
    with closing(sqlite3.connect(home / DATABASE, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PrefectDatabaseBusyError) as refused:
            make_room(home)

    assert str(refused.value).splitlines() == [
        f"De database van Prefect ({home / DATABASE}) wordt bezet gehouden door een ander programma.",
        "Sluit dat programma; er wordt vanzelf opnieuw geprobeerd.",
    ]
    assert look(home / DATABASE) == "fit"


def test_template_never_replaces_a_database_that_is_there(home: Path, tmp_path: Path) -> None:
    change(home, "CREATE TABLE ours (id)")

    install_database(tmp_path)

    with closing(sqlite3.connect(home / DATABASE)) as connection:
        assert connection.execute("SELECT count(*) FROM ours").fetchone() == (0,)
