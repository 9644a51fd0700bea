from datetime import UTC, datetime
from pathlib import Path

import pytest
from workbooks import REGISTER_HEADING, register_row, xlsx

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import list_organisations, list_past_contracts
from inkoopkalender.storage.users import SYSTEM_USER, UnknownUserError
from inkoopkalender.usecases.people import (
    ImportOptions,
    ImportReport,
    all_users,
    import_contracts,
    import_providers,
    new_user,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
OPTIONS = ImportOptions(at=NOW)
DRY_RUN = ImportOptions(at=NOW, dry_run=True)
STRICT = ImportOptions(at=NOW, strict=True)


def register(folder: Path, *rows: tuple[object, ...]) -> Path:
    path = folder / "register.xlsx"
    path.write_bytes(xlsx(REGISTER_HEADING, *rows))
    return path


def contracts(folder: Path, *rows: tuple[object, ...]) -> Path:
    path = folder / "contracten.xlsx"
    path.write_bytes(xlsx(("agb", "kvk", "productieafspraak", "gedeclareerd"), *rows))
    return path


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.rows, report.imported, report.changed, report.unchanged


def stored(database: Database) -> list[str]:
    with database.reading() as connection:
        return [organisation.name for organisation in list_organisations(connection)]


def test_the_same_file_twice_changes_nothing_and_leaves_one_link(database: Database, tmp_path: Path) -> None:
    path = register(tmp_path, register_row(1), register_row(2))

    first, second = import_providers(database, path, OPTIONS), import_providers(database, path, OPTIONS)

    assert (counts(first), counts(second)) == ((2, 2, 0, 0), (2, 0, 0, 2))
    with database.reading() as connection:
        (link,) = list_links(connection)
        assert find_broken_links(connection) == []
    assert (link.actor, link.why) == (SYSTEM_USER, "providers import register.xlsx")
    assert [(what, facts["new"]) for what, facts in link.changes] == [("organisations-imported", 2)]  # type: ignore[index]  # facts are a mapping
    assert "Voorbeeldzorg" not in str(link.changes)


def test_a_dry_run_shows_the_difference_and_stores_nothing(database: Database, tmp_path: Path) -> None:
    import_providers(database, register(tmp_path, register_row(1), register_row(2)), OPTIONS)

    changed = register(
        tmp_path, register_row(1, naam="Voorbeeldzorg anders"), register_row(2), register_row(3)
    )
    report = import_providers(database, changed, DRY_RUN)

    assert (counts(report), report.stored) == ((3, 1, 1, 1), False)
    assert stored(database) == ["Voorbeeldzorg 1", "Voorbeeldzorg 2"]


def test_a_bad_row_does_not_block_good_ones_unless_strict(database: Database, tmp_path: Path) -> None:
    path = register(tmp_path, register_row(1, naam=""), register_row(2))

    strict = import_providers(database, path, STRICT)
    before = stored(database)
    lenient = import_providers(database, path, OPTIONS)

    assert (strict.accepted, counts(strict), before) == (False, (2, 0, 0, 0), [])
    assert (lenient.accepted, counts(lenient)) == (False, (2, 1, 0, 0))
    assert stored(database) == ["Voorbeeldzorg 2"]


def test_a_code_of_another_organisation_is_refused_with_its_row(database: Database, tmp_path: Path) -> None:
    import_providers(database, register(tmp_path, register_row(1)), OPTIONS)

    report = import_providers(
        database, register(tmp_path, register_row(3), register_row(2, agb="75000001")), OPTIONS
    )

    assert [(one.code, one.row, one.column, one.value) for one in report.findings] == [
        ("agb-taken", 3, "agb", "75000001")
    ]
    assert stored(database) == ["Voorbeeldzorg 1", "Voorbeeldzorg 3"]


def test_an_unreadable_file_is_findings(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "register.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    report = import_providers(database, path, OPTIONS)

    assert (report.accepted, [finding.code for finding in report.findings]) == (False, ["file-xls"])


def test_contracts_are_taken_in_by_agb_or_kvk(database: Database, tmp_path: Path) -> None:
    import_providers(database, register(tmp_path, register_row(1), register_row(2)), OPTIONS)
    path = contracts(tmp_path, ("75000001", "", 100000.01, 0), ("", "90000002", "5.000,00", "4.000,00"))

    first = import_contracts(database, path, 2026, OPTIONS)
    second = import_contracts(database, path, 2026, OPTIONS)

    assert (counts(first), counts(second)) == ((2, 2, 0, 0), (2, 0, 0, 2))
    with database.reading() as connection:
        held = list_past_contracts(connection, "cz", "wijkverpleging", 2026)
    assert [(one.agreement_cents, one.claimed_cents) for one in held] == [(10_000_001, 0), (500_000, 400_000)]


def test_contracts_of_unknown_or_two_organisations_are_refused(database: Database, tmp_path: Path) -> None:
    import_providers(database, register(tmp_path, register_row(1), register_row(2)), OPTIONS)
    path = contracts(
        tmp_path,
        ("75000009", "", 1, 1),
        ("75000001", "90000002", 1, 1),
        ("75000001", "90000001", 1, 1),
        ("", "90000001", 2, 2),
    )

    report = import_contracts(database, path, 2026, OPTIONS)

    assert [(one.code, one.row) for one in report.findings] == [
        ("organisation-unknown", 2),
        ("organisation-conflict", 3),
        ("contract-twice", 5),
    ]
    assert counts(report) == (4, 1, 0, 0)


def test_a_dry_or_strict_run_of_contracts_stores_nothing(database: Database, tmp_path: Path) -> None:
    import_providers(database, register(tmp_path, register_row(1)), OPTIONS)
    path = contracts(tmp_path, ("75000001", "", 1, 1), ("75000009", "", 1, 1))

    dry = import_contracts(database, path, 2026, DRY_RUN)
    strict = import_contracts(database, path, 2026, STRICT)

    assert (counts(dry), counts(strict)) == ((2, 1, 0, 0), (2, 0, 0, 0))
    with database.reading() as connection:
        assert list_past_contracts(connection, "cz", "wijkverpleging", 2026) == []


def test_an_unknown_user_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = register(tmp_path, register_row(1))

    with pytest.raises(UnknownUserError):
        import_providers(database, path, ImportOptions(at=NOW, by="piet"))

    assert stored(database) == []


def test_a_person_is_added_and_then_named_in_the_audit(database: Database, tmp_path: Path) -> None:
    new_user(database, "anna", "approver", by=SYSTEM_USER, at=NOW)

    import_providers(database, register(tmp_path, register_row(1)), ImportOptions(at=NOW, by="anna"))

    assert [user.name for user in all_users(database, NOW)] == ["anna", "systeem"]
    with database.reading() as connection:
        assert [link.actor for link in list_links(connection)] == ["systeem", "anna"]


@pytest.mark.parametrize("name", ["", "Anna", "a b", "a\n", "-a", "x" * 81])
def test_a_name_that_cannot_be_one_is_refused(database: Database, name: str) -> None:
    with pytest.raises(MisuseError):
        new_user(database, name, "operator", by=SYSTEM_USER, at=NOW)
