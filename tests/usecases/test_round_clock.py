"""The clock of a database: moved in a demo, never in production, and a machine's clock that was set back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import a_database

from inkoopkalender import clock
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database
from inkoopkalender.usecases.round_clock import (
    ProductionClockError,
    clock_set_back,
    mark_production,
    move_clock,
    read_now,
    read_offset,
)

YEAR, HOUR = timedelta(days=365), timedelta(hours=1)


@pytest.fixture(name="database")
def a_clocked_database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path, [])
    yield database
    database.close()


def change(database: Database, moment: datetime) -> None:
    with database.changing(actor="test", at=moment, why="a change") as transaction:
        transaction.record("something", chain="cz/wijkverpleging/2027")


def test_a_moved_clock_runs_on_from_its_moment(database: Database) -> None:
    move_clock(database, YEAR, by="anna", reason="demo")

    before, now, after = clock.now(YEAR), read_now(database), clock.now(YEAR)

    assert before <= now <= after
    assert read_offset(database) == YEAR


def test_a_production_clock_is_not_moved(database: Database) -> None:
    mark_production(database, Settings(mode="production"))

    with pytest.raises(ProductionClockError):
        move_clock(database, HOUR, by="anna", reason="x")

    assert read_offset(database) == timedelta()


@pytest.mark.parametrize(("ahead", "told"), [(timedelta(seconds=30), False), (HOUR, True)])
def test_a_change_from_later_than_now_tells_that_the_clock_was_set_back(
    database: Database, ahead: timedelta, *, told: bool
) -> None:
    moment = clock.now() + ahead
    change(database, moment)
    change(database, clock.now())  # a tick after it was set back hides nothing

    assert clock_set_back(database) == (moment if told else None)


@pytest.mark.parametrize("offset", [YEAR, -YEAR, timedelta()])
def test_a_clock_that_somebody_moved_was_not_set_back(database: Database, offset: timedelta) -> None:
    move_clock(database, 2 * YEAR, by="anna", reason="vooruit")
    change(database, read_now(database))

    move_clock(database, offset, by="anna", reason="terug")
    change(database, read_now(database))
    change(database, clock.now())

    assert clock_set_back(database) is None


def test_a_database_without_a_change_was_not_set_back(tmp_path: Path, database: Database) -> None:
    del tmp_path

    assert clock_set_back(database) is None
