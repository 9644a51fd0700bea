"""What was committed must outlive a loss of power: a letter that was claimed may not be forgotten."""

from pathlib import Path

from inkoopkalender.storage.database import open_database

FULL = 2


def test_embedded_database_waits_for_the_disk_at_every_commit(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'own.db'}")

    with database.reading() as connection:
        waits = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    database.close()

    assert (waits, journal) == (FULL, "wal")
