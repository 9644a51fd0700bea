"""`up` with something in its way: what stands there is named, and where it can be helped, helped."""

import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from up_world import run, up_in, wait_for

from inkoopkalender.orchestration.prefect_child import keep_template, template

pytestmark = [pytest.mark.flows]


@contextmanager
def taken_port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        yield taken.getsockname()[1]


def prefect_database(folder: Path, revision: str) -> Path:
    """Put a Prefect database into a working folder that says it is of this revision."""
    keep_template()
    (folder / "prefect").mkdir(parents=True)
    path = Path(shutil.copy(template(), folder / "prefect" / "prefect.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
        connection.commit()
    return path


def test_taken_port_and_a_database_of_another_prefect_are_told_and_got_round(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    path = prefect_database(folder, "f00f00f00f00")

    with taken_port() as port, up_in(folder, web__port=str(port)) as up:
        web = up.addresses["web"]
        (aside,) = path.parent.glob("prefect.db.2*[0-9]")

        assert up.told.splitlines()[:2] == [
            f"Poort {port} is bezet; de webserver luistert op poort {web.rpartition(':')[2]}.",
            (
                "De database van Prefect is van een versie van Prefect die hier niet bekend is. "
                f"Zij staat nu apart als {aside}; er begint een nieuwe. "
                "Er gaat niets verloren: wat gedaan is, staat in de eigen database."
            ),
        ]
        assert up.lines[0] == f"Pagina's: {web}/"
        assert web != f"http://127.0.0.1:{port}"


def test_prefects_database_that_somebody_holds_is_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    path = prefect_database(folder, "")
    path.unlink()
    shutil.copy(template(), path)

    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with up_in(folder, ready=False) as up:
            assert wait_for(lambda: "bezet gehouden" in up.told, 30), up.told
            holder.execute("ROLLBACK")

            assert wait_for(lambda: len(up.lines) == 3, 90), up.told
            assert list(path.parent.glob("prefect.db.2*")) == []


def test_database_in_production_is_refused_outside_production(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    run(folder, "users", "list", mode="production")

    refused = run(folder, "up")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[0] == (
        "Deze database is in productie, dit programma niet: brieven gingen naar de postvanger."
    )


def test_database_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "inkoopkalender.db").write_bytes(b"dit is geen database, maar wel langer dan een kop" * 100)

    refused = run(folder, "up")

    assert (refused.returncode, refused.stdout) == (3, "")
    assert "kan niet worden gebruikt: het bestand is geen database." in refused.stderr
