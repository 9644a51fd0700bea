from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from workbooks import REGISTER_HEADING, register_row, xlsx

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import Contact, Organisation
from inkoopkalender.domain.register_facts import Known, current_facts
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.register_facts import FACT_COLUMNS
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.register import list_contacts, list_organisations
from inkoopkalender.storage.register_facts import list_known
from inkoopkalender.usecases.people import ImportOptions, import_providers
from inkoopkalender.usecases.register_events import Asked, merge_organisations
from inkoopkalender.usecases.register_export import export_providers

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
FACTS = tuple(column.name for column in FACT_COLUMNS)


def row(number: int, base: Mapping[str, object] | None = None, **facts: object) -> tuple[object, ...]:
    given: dict[str, object] = {"peildatum": "31-12-2025", "bron": "jaarrekening"} if facts else {}
    return (*register_row(number, **(base or {})), *((given | facts).get(name, "") for name in FACTS))


NOBODY: dict[str, object] = {"contact_rol": "", "contact_naam": "", "contact_email": "", "taal": ""}
SAME: dict[str, object] = {"kvk": "90000001", "naam": "Voorbeeldzorg 1", "hoofdcode": "nee"}
ROWS = (
    row(1, sectoren="ziekenhuis, revalidatie", kernregio="Zeeland", clienten=40, omzet=1_000_000.55),
    row(2, SAME | NOBODY, relatie="groep", relatie_kvk="90000003"),
    row(4, SAME | {"agb": "", "hoofdcode": "", "contact_rol": "kwaliteit", "taal": "en"}),
    row(4, SAME | NOBODY | {"agb": "", "hoofdcode": ""}, omzet=0.01, omzet_verzekeraar="cz"),
    row(4, SAME | NOBODY | {"agb": "", "hoofdcode": ""}, clienten=39, peildatum="31-12-2024"),
    row(3, {"agb": "06000003"}, relatie="cooperatielid", relatie_kvk="90000001"),
    row(5, NOBODY),
)


def take(database: Database, folder: Path, *rows: tuple[object, ...]) -> None:
    path = folder / "in.xlsx"
    path.write_bytes(xlsx((*REGISTER_HEADING, *FACTS), *rows))
    assert import_providers(database, path, ImportOptions(at=NOW)).accepted


def content(database: Database) -> tuple[list[Organisation], list[Contact], dict[KvkNumber, Known]]:
    """What the register says, without the numbers that the database gave, and without overtaken facts."""
    with database.reading() as connection:
        numbers = {one.id: one.kvk for one in list_organisations(connection)}
        known = {
            numbers[owner]: Known(current_facts(one.facts), one.relations)
            for owner, one in list_known(connection).items()
        }
        people = [
            replace(one, id=0, organisation_id=int(numbers[one.organisation_id]))
            for one in list_contacts(connection)
        ]
        return [replace(one, id=0) for one in list_organisations(connection)], sorted(people, key=str), known


@pytest.mark.parametrize("name", ["uit.xlsx", "uit.csv"])
def test_what_was_written_changes_nothing_when_it_is_read_back(
    database: Database, tmp_path: Path, name: str
) -> None:
    take(database, tmp_path, *ROWS)

    counted = export_providers(database, tmp_path / name)
    report = import_providers(database, tmp_path / name, ImportOptions(at=NOW))

    assert counted == (3, 9)  # organisation 1: four facts of one day, two more, one relation; 3 and 5: a row
    assert report.accepted
    assert [one.outcome for one in report.organisations] == ["unchanged"] * 3


@pytest.mark.parametrize("name", ["uit.xlsx", "uit.csv"])
def test_what_was_written_makes_the_same_register_elsewhere(
    database: Database, tmp_path: Path, name: str
) -> None:
    take(database, tmp_path, *ROWS)
    export_providers(database, tmp_path / name)

    other = open_database(f"sqlite:///{tmp_path}/other.db")
    report = import_providers(other, tmp_path / name, ImportOptions(at=NOW))

    assert (report.accepted, report.imported) == (True, 3)
    assert content(other) == content(database)
    other.close()


def test_codes_keep_their_zeros_and_who_is_gone_is_left_out(database: Database, tmp_path: Path) -> None:
    take(database, tmp_path, row(3, {"agb": "06000003"}), row(4))
    gone, stays = AgbCode("75000004"), AgbCode("06000003")
    merge_organisations(database, gone, stays, Asked(date(2026, 1, 1), "KvK", "systeem", NOW))

    export_providers(database, tmp_path / "uit.xlsx")

    heading, *rows = CalamineWorkbook.from_path(tmp_path / "uit.xlsx").get_sheet_by_index(0).to_python()
    places = [heading.index(name) for name in ("kvk", "agb", "hoofdcode")]
    assert [[one[place] for place in places] for one in rows] == [
        [KvkNumber("90000003"), "06000003", "ja"],
        [KvkNumber("90000003"), "75000004", "nee"],
    ]


def test_an_empty_register_is_a_file_with_headings(database: Database, tmp_path: Path) -> None:
    assert export_providers(database, tmp_path / "uit.csv") == (0, 0)

    heading = ";".join((*REGISTER_HEADING, *FACTS))
    assert (tmp_path / "uit.csv").read_text(encoding="utf-8-sig").splitlines() == [heading]


def test_another_kind_of_file_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"\.xlsx of \.csv"):
        export_providers(database, tmp_path / "uit.ods")
