"""A glance at a round in an embedded database: what it says, and that it leaves nothing behind."""

from datetime import UTC, datetime
from pathlib import Path

from inkoopkalender.storage.amendments import Amendment, add_amendment
from inkoopkalender.storage.database import open_database
from inkoopkalender.storage.peek import Glimpse, peek
from inkoopkalender.storage.rounds import add_round

NOW = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)
OPEN, MOVED, OTHER = "cz/wijkverpleging/2027", "cz/ggz/2027", "vgz/huisartsenzorg/2025"


def an_amendment() -> Amendment:
    words = ("2 mei 2026 t/m 7 juni 2026", None, "mei 2026", "mei 2026", None, None, "mei 2026", None, None)
    return Amendment(1, "survey", *words, ("survey",), "storing", "test", NOW, NOW)


def a_database(folder: Path) -> Path:
    file = folder / "a database.db"
    database = open_database(f"sqlite:///{file}")
    with database.changing(actor="test", at=NOW, why="test") as change:
        add_round(change.connection, OPEN, opened_at=NOW, since=NOW)
        moved = add_round(change.connection, MOVED, opened_at=NOW, since=NOW)
        add_amendment(change.connection, moved.round_id, an_amendment())
    database.close()
    return file


def test_glance_tells_a_moved_date_from_an_open_round_and_from_none(tmp_path: Path) -> None:
    file = a_database(tmp_path)
    meant: dict[str, Glimpse] = {OPEN: "open", MOVED: "moved", OTHER: "nothing"}

    seen = {key: peek(file, key) for key in meant}

    assert seen == meant
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_glance_where_there_is_no_database_makes_none(tmp_path: Path) -> None:
    assert peek(tmp_path / "none.db", OPEN) == "nothing"
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_no_database_is_for_whoever_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(b"not a database, whatever its name " * 100)

    assert peek(file, OPEN) == "moved"
