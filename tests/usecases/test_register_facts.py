from datetime import UTC, date, datetime
from pathlib import Path

from workbooks import REGISTER_HEADING, register_row, xlsx

from inkoopkalender.domain.codes import KvkNumber
from inkoopkalender.domain.register_difference import FactChange
from inkoopkalender.domain.register_facts import Fact, Known, Relation
from inkoopkalender.storage.audit import list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import organisation_ids_by_kvk
from inkoopkalender.storage.register_facts import list_known
from inkoopkalender.usecases.people import ImportOptions, ImportReport, import_providers

OPTIONS = ImportOptions(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
HEADING = (*REGISTER_HEADING, "omzet", "omzet_verzekeraar", "relatie", "relatie_kvk", "peildatum", "bron")
ONE, TWO = KvkNumber("90000001"), KvkNumber("90000002")


def take(database: Database, folder: Path, *rows: tuple[object, ...]) -> ImportReport:
    path = folder / "register.xlsx"
    path.write_bytes(xlsx(HEADING, *rows))
    return import_providers(database, path, OPTIONS)


def row(number: int, *facts: object) -> tuple[object, ...]:
    return (*register_row(number), *facts)


def known(database: Database, kvk: KvkNumber) -> Known | None:
    with database.reading() as connection:
        return list_known(connection).get(organisation_ids_by_kvk(connection)[kvk])


def test_facts_are_kept_with_day_and_source_and_the_same_file_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    rows = (row(1, 2_500_000, "cz", "groep", "90000002", "31-12-2025", "jaarrekening"), row(2))

    first = take(database, tmp_path, *rows)
    second = take(database, tmp_path, *rows)

    day = date(2025, 12, 31)
    turnover = Fact("turnover_cents", "cz", 250_000_000, day, "jaarrekening")
    assert (first.imported, second.changed, second.unchanged) == (2, 0, 2)
    assert first.organisations[0].facts_added == (FactChange(None, turnover),)
    assert known(database, ONE) == Known((turnover,), (Relation("group", TWO, day, "jaarrekening"),))
    assert known(database, TWO) is None
    with database.reading() as connection:
        assert len(list_links(connection)) == 1


def test_a_corrected_fact_stands_beside_the_old_one_and_the_difference_says_both(
    database: Database, tmp_path: Path
) -> None:
    take(database, tmp_path, row(1, 100, "", "", "", "31-12-2025", "opgave"))

    report = take(database, tmp_path, row(1, 200, "", "", "", "31-12-2025", "jaarrekening"))

    day = date(2025, 12, 31)
    old, new = (
        Fact("turnover_cents", "", cents, day, source)
        for cents, source in ((10_000, "opgave"), (20_000, "jaarrekening"))
    )
    assert [one.facts_added for one in report.organisations] == [(FactChange(old, new),)]
    assert known(database, ONE) == Known((old, new))


def test_a_relation_has_one_row_with_its_newest_day(database: Database, tmp_path: Path) -> None:
    take(database, tmp_path, row(1, "", "", "groep", "90000002", "31-12-2024", "KvK"), row(2))

    report = take(database, tmp_path, row(1, "", "", "groep", "90000002", "31-12-2025", "KvK"), row(2))

    newest = Relation("group", TWO, date(2025, 12, 31), "KvK")
    assert (report.changed, report.unchanged) == (1, 1)
    assert known(database, ONE) == Known((), (newest,))


def test_a_relation_with_nobody_is_a_finding_and_the_rest_is_stored(
    database: Database, tmp_path: Path
) -> None:
    report = take(database, tmp_path, row(1, 100, "", "groep", "90000009", "31-12-2025", "KvK"))

    assert [(one.code, one.row, one.column, one.value) for one in report.findings] == [
        ("relation-unknown", 2, "relatie_kvk", "90000009")
    ]
    assert (report.accepted, report.imported) == (False, 1)
    assert known(database, ONE) == Known((Fact("turnover_cents", "", 10_000, date(2025, 12, 31), "KvK"),))
