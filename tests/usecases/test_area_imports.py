"""Clients per postcode area: taken in with their difference, kept, written out and read back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from workbooks import REGISTER_HEADING, register_row, xlsx

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.tracks import load_track_rules
from inkoopkalender.domain.area_difference import AreaChange
from inkoopkalender.domain.areas import count_areas
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.storage.areas import list_area_clients
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database, Transaction
from inkoopkalender.storage.register_events import move_codes
from inkoopkalender.usecases.areas import AreasReport, export_areas, import_areas
from inkoopkalender.usecases.people import ImportOptions, import_providers
from inkoopkalender.usecases.track_view import place_all

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HEADING = ("agb", "verzekeraar", "postcodegebied", "clienten", "peildatum", "bron")
FIRST_DAY, LAST_DAY = date(2024, 12, 31), date(2025, 12, 31)


def take(database: Database, folder: Path, *rows: tuple[object, ...], dry_run: bool = False) -> AreasReport:
    path = folder / "gebieden.xlsx"
    path.write_bytes(xlsx(HEADING, *rows))
    return import_areas(database, path, ImportOptions(at=NOW, dry_run=dry_run))


def row(area: object, clients: object, day: date = LAST_DAY, agb: str = "75000001") -> tuple[object, ...]:
    return (agb, "cz", area, clients, day, "declaraties 2025")


EXAMPLE = (row(4461, 4), row(4462, 1), row("4463", 2))


@pytest.fixture
def register(database: Database, tmp_path: Path) -> Database:
    path = tmp_path / "register.xlsx"
    heading = (*REGISTER_HEADING, "sectoren", "peildatum", "bron")
    told = ("thuiszorg", "2026-01-01", "opgave")
    path.write_bytes(xlsx(heading, (*register_row(1), *told), (*register_row(2), *told)))
    import_providers(database, path, ImportOptions(at=NOW))
    return database


def test_the_policys_own_example_is_taken_in_and_does_not_meet_the_condition(
    register: Database, tmp_path: Path
) -> None:
    report = take(register, tmp_path, *EXAMPLE)

    (one,) = report.organisations
    assert (report.accepted, one.outcome, len(one.added)) == (True, "new", 3)
    assert one.changes == (AreaChange("4461", 0, 4), AreaChange("4462", 0, 1), AreaChange("4463", 0, 2))
    key = RoundKey("cz", "wijkverpleging", 2027)
    rules = load_track_rules(load_calendar(key))
    with register.reading() as connection:
        first, second = place_all(connection, rules, str(key))
        assert find_broken_links(connection) == []
        link = list_links(connection)[-1]
    assert (first.conditions[0].met, second.conditions[0].met) == ("not_met", "unknown")
    assert first.conditions[0].grounds[-1].text == (
        "cliënten per postcodegebied in het kernwerkgebied 2,33, minder dan 3 "
        "(7 ÷ 3; 31 december 2025, declaraties 2025)"
    )
    assert [what for what, _ in link.changes] == ["area-clients-imported"]


def test_a_dry_run_says_the_same_and_stores_nothing(register: Database, tmp_path: Path) -> None:
    dry = take(register, tmp_path, *EXAMPLE, dry_run=True)
    with register.reading() as connection:
        assert list_area_clients(connection) == {}

    real = take(register, tmp_path, *EXAMPLE)

    assert (dry.organisations, dry.stored, real.stored) == (real.organisations, False, True)


def test_the_same_file_twice_changes_nothing(register: Database, tmp_path: Path) -> None:
    take(register, tmp_path, *EXAMPLE)
    with register.reading() as connection:
        links = len(list_links(connection))

    (again,) = take(register, tmp_path, *EXAMPLE).organisations

    assert (again.outcome, again.changes, again.added) == ("unchanged", (), ())
    with register.reading() as connection:
        assert len(list_links(connection)) == links


def test_a_later_day_counts_whole_and_an_earlier_one_is_only_kept(register: Database, tmp_path: Path) -> None:
    take(register, tmp_path, row(4461, 4, FIRST_DAY), row(4462, 1, FIRST_DAY))

    (later,) = take(register, tmp_path, row(4461, 9)).organisations
    (older,) = take(register, tmp_path, row(4463, 7, date(2023, 12, 31))).organisations

    assert (later.outcome, later.as_of_before, later.as_of) == ("changed", FIRST_DAY, LAST_DAY)
    assert later.changes == (AreaChange("4461", 4, 9), AreaChange("4462", 1, 0))
    assert (older.outcome, older.changes, len(older.added)) == ("older", (), 1)
    with register.reading() as connection:
        (rows,) = list_area_clients(connection).values()
    count = count_areas(rows, "cz", ["44"])
    assert count is not None
    assert (len(rows), count.clients, count.areas) == (4, 9, 1)


def test_a_correction_of_the_same_day_counts(register: Database, tmp_path: Path) -> None:
    take(register, tmp_path, *EXAMPLE)

    (corrected,) = take(register, tmp_path, row(4462, 3)).organisations

    assert (corrected.outcome, corrected.changes) == ("changed", (AreaChange("4462", 1, 3),))


def test_written_out_and_read_back_it_changes_nothing(register: Database, tmp_path: Path) -> None:
    take(register, tmp_path, row(4461, 4, FIRST_DAY), *EXAMPLE, row(4461, 5, agb="75000002"))
    with register.reading() as connection:
        before = list_area_clients(connection)

    for suffix in ("xlsx", "csv"):
        path = tmp_path / f"uit.{suffix}"
        assert export_areas(register, path) == (2, 5)
        report = import_areas(register, path, ImportOptions(at=NOW))
        assert (report.accepted, [one.outcome for one in report.organisations]) == (True, ["unchanged"] * 2)

    with register.reading() as connection:
        assert list_area_clients(connection) == before


def test_a_bsn_in_the_name_of_the_file_does_not_go_into_the_audit(register: Database, tmp_path: Path) -> None:
    path = tmp_path / "gebieden 123456782.xlsx"
    path.write_bytes(xlsx(HEADING, *EXAMPLE))

    assert import_areas(register, path, ImportOptions(at=NOW)).stored

    with register.reading() as connection:
        why = list_links(connection)[-1].why
    assert (why.startswith("areas import gebieden"), "123456782" in why) == (True, False)


def test_what_is_stored_was_looked_up_when_it_was_stored(register: Database, tmp_path: Path) -> None:
    """The code goes to another organisation between the reading of the file and the storing."""
    path = tmp_path / "gebieden.xlsx"
    path.write_bytes(xlsx(HEADING, *EXAMPLE))

    class Moving(Database):
        @contextmanager
        def changing(self, *, actor: str, at: datetime, why: str) -> Iterator[Transaction]:
            with super().changing(actor=actor, at=at, why=why) as change:
                move_codes(change.connection, [AgbCode("75000001")], 2)
                yield change

    import_areas(Moving(register.engine), path, ImportOptions(at=NOW))

    with register.reading() as connection:
        assert list(list_area_clients(connection)) == [2]


def test_bad_rows_are_named_and_do_not_block_the_good_ones(register: Database, tmp_path: Path) -> None:
    report = take(
        register,
        tmp_path,
        row(4461, 4),
        row(4461, 5),
        row(446, 5),
        row(4462, -1),
        row(4463, 5, agb="75000099"),
        (None, "cz", 4464, 5, LAST_DAY, "declaraties 2025"),
    )

    assert (report.accepted, report.stored) == (False, True)
    assert [(one.row, one.column, one.code) for one in report.findings] == [
        (3, "postcodegebied", "area-twice"),
        (4, "postcodegebied", "cell-range"),
        (5, "clienten", "cell-range"),
        (6, "agb", "organisation-unknown"),
        (7, "agb", "organisation-missing"),
    ]
    assert [one.added[0].clients for one in report.organisations] == [4]
