"""What happens to a reminder when the power, the disk, the database or the clock lets it down.

`-s` prints what happened and how long it took to recover.
"""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from builders import all_letters, at, states
from round_in_up import (
    BEFORE,
    DUE,
    PACE,
    RECOVERS_WITHIN,
    Fault,
    Scene,
    assert_once,
    at_work,
    desk_in,
    on_the_wire,
    prepare_round,
    suffer,
)
from up_world import up_in, wait_for

from inkoopkalender import clock
from inkoopkalender.usecases.round_clock import move_clock

pytestmark = [pytest.mark.flows, pytest.mark.kills, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_round(tmp_path_factory.mktemp("prepared") / "var")


def lock_database(scene: Scene) -> None:
    """Hold the database as a backup program might."""
    with closing(sqlite3.connect(scene.folder / "inkoopkalender.db", timeout=20)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(25)
        connection.rollback()


def set_clock_back(scene: Scene) -> None:
    """Set the clock back by an hour until the reminder is done, then right: letters keep their hour."""
    move_clock(scene.desk.database, DUE - timedelta(hours=1) - clock.now(), by="systeem")
    wait_for(lambda: states(scene.desk).get("remind_providers 14 days") == "done", 60)
    move_clock(scene.desk.database, DUE - clock.now(), by="systeem")


def lose_prefect(scene: Scene) -> None:
    """Take the power away, and Prefect's database with it."""
    scene.kill_all()
    shutil.rmtree(scene.folder / "prefect")


FAULTS = (
    Fault("parent killed at work", at_work, lambda scene: scene.up.process.kill(), again=True),
    Fault("power off at work", at_work, Scene.kill_all, again=True),
    Fault("power off while letters leave", on_the_wire, Scene.kill_all, again=True),
    Fault("power off, and Prefect's database lost", at_work, lose_prefect, again=True),
    Fault("database locked for 25 seconds", at_work, lock_database),
    Fault("clock set back by an hour", at_work, set_clock_back),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_everybody_is_reminded_once_whatever_lets_it_down(
    fault: Fault, prepared: Path, tmp_path: Path
) -> None:
    suffer(fault, prepared, tmp_path / "var")


def test_a_month_in_which_nothing_ran_is_made_up_for(prepared: Path, tmp_path: Path) -> None:
    """Three reminders, the end of the objections and the closing of the survey fell in that month."""
    folder = tmp_path / "var"
    shutil.copytree(prepared, folder)
    desk = desk_in(folder)
    move_clock(desk.database, at("2026-06-05T10:00") - clock.now(), by="systeem")
    began = time.monotonic()

    with up_in(folder, ready=True, **PACE):
        closed = wait_for(lambda: states(desk).get("close_intake") == "done", RECOVERS_WITHIN)
        took = time.monotonic() - began

    sys.stdout.write(f"\n| everything away for a month over five deadlines | inline | | {took:.0f} s |")
    assert closed
    assert {name: state for name, state in states(desk).items() if "open" not in name} == {
        "close_objections": "done",
        "remind_providers 14 days": "lapsed",
        "remind_providers 7 days": "lapsed",
        "remind_providers 1 working day": "lapsed",
        "close_intake": "done",
    }
    assert [one for one in all_letters(desk) if "remind_providers" in one.origin] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 60 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_holds_everything_up_and_loses_nothing(prepared: Path, small_disk: Path) -> None:
    folder = small_disk / "var"
    shutil.copytree(prepared, folder)
    desk = desk_in(folder)
    move_clock(desk.database, BEFORE - clock.now(), by="systeem")

    with up_in(folder, ready=True, **PACE) as up:
        scene = Scene(up, desk)
        move_clock(desk.database, DUE - clock.now(), by="systeem")
        assert wait_for(scene.reminding, 60)
        ballast = fill(small_disk)
        time.sleep(15)
        held_up = not scene.done()
        ballast.unlink()
        struck = time.monotonic()
        recovered = wait_for(scene.done, RECOVERS_WITHIN)
        took = time.monotonic() - struck

    sys.stdout.write(f"\n| disk full for 15 seconds at work | inline | | {took:.0f} s after there was room |")
    assert held_up
    assert recovered
    assert_once(desk, folder)


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte; return the file that does it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return ballast
    return ballast
