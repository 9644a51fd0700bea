from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from workbooks import REGISTER_HEADING, register_row, xlsx

from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register_events import RegisterEvent
from inkoopkalender.errors import FindingsError, MisuseError
from inkoopkalender.storage.areas import add_area_clients, list_area_clients
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import (
    find_organisation_by_agb,
    get_organisation,
    list_contacts,
    list_organisations,
    organisation_ids_by_kvk,
)
from inkoopkalender.storage.register_events import list_events
from inkoopkalender.storage.rounds import add_participants, add_round, list_rounds_of
from inkoopkalender.storage.users import UnknownUserError
from inkoopkalender.usecases.people import ImportOptions, ImportReport, import_providers, new_user
from inkoopkalender.usecases.register_event_checks import OpenRoundError
from inkoopkalender.usecases.register_events import (
    Asked,
    merge_organisations,
    move_code,
    replace_code,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = date(2026, 1, 1)
ONE, TWO, THREE, NEW = (AgbCode(f"7500000{number}") for number in (1, 2, 3, 9))
FIRST, SECOND = KvkNumber("90000001"), KvkNumber("90000002")
ASKED = Asked(DAY, "KvK, 1 januari 2026", "systeem", NOW)


def take(database: Database, folder: Path, *rows: tuple[object, ...]) -> ImportReport:
    path = folder / "register.xlsx"
    path.write_bytes(xlsx(REGISTER_HEADING, *rows))
    return import_providers(database, path, ImportOptions(at=NOW))


@pytest.fixture
def register(database: Database, tmp_path: Path) -> Database:
    """Organisation 1 has the codes ...1 (main) and ...3, organisation 2 has ...2."""
    again = {"kvk": FIRST, "naam": "Voorbeeldzorg 1", "hoofdcode": "nee"}
    desk = {"contact_naam": "Anne Voorbeeld 1", "contact_email": "contractering@zorg-0001.example"}
    take(database, tmp_path, register_row(1), register_row(3, **again, **desk), register_row(2))
    return database


def codes(database: Database) -> dict[str, tuple[str, ...]]:
    with database.reading() as connection:
        return {one.kvk: one.codes for one in list_organisations(connection)}


def history(database: Database, kvk: KvkNumber) -> list[RegisterEvent]:
    with database.reading() as connection:
        return list_events(connection, organisation_ids_by_kvk(connection)[kvk])


def takes_part(database: Database, kvk: KvkNumber, key: str) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        number = organisation_ids_by_kvk(change.connection)[kvk]
        one = add_round(change.connection, key, opened_at=NOW, since=NOW)
        add_participants(change.connection, one.round_id, {number: "existing"}, joined_at=NOW)


def test_a_merger_moves_all_codes_and_keeps_the_history(register: Database) -> None:
    recorded = merge_organisations(register, ONE, TWO, ASKED)

    assert (recorded.kvk, recorded.other_kvk, recorded.codes) == (FIRST, SECOND, (ONE, THREE))
    assert (recorded.main_after, recorded.stored) == (None, True)
    assert codes(register) == {SECOND: (TWO, ONE, THREE)}
    event = RegisterEvent("merger", FIRST, SECOND, DAY, (ONE, THREE), ASKED.reason, "systeem", NOW)
    assert history(register, FIRST) == history(register, SECOND) == [event]
    with register.reading() as connection:
        ended = get_organisation(connection, organisation_ids_by_kvk(connection)[FIRST])
        holder = find_organisation_by_agb(connection, ONE)
        assert len(list_contacts(connection, [ended.id])) == 1
        assert find_broken_links(connection) == []
        link = list_links(connection)[-1]
    assert (ended.main_agb, ended.codes) == (ONE, (ONE, THREE))
    assert holder is not None
    assert holder.kvk == SECOND
    assert (link.actor, link.why) == ("systeem", "KvK, 1 januari 2026")
    assert [what for what, _ in link.changes] == ["merger"]
    assert "75000001" not in str(link.changes)
    assert "Voorbeeldzorg" not in str(link.changes)


def test_clients_per_area_go_along_unless_both_have_any_of_that_insurer(register: Database) -> None:
    def clients(insurer: str, area: str) -> AreaClients:
        return AreaClients(insurer, area, 4, date(2025, 12, 31), "declaraties")

    with register.changing(actor="test", at=NOW, why="test") as change:
        ids = organisation_ids_by_kvk(change.connection)
        first, second = ids[FIRST], ids[SECOND]
        both = {first: [clients("cz", "4461"), clients("vgz", "4461")], second: [clients("vgz", "4462")]}
        add_area_clients(change.connection, both, NOW)

    recorded = merge_organisations(register, ONE, TWO, ASKED)

    with register.reading() as connection:
        held = list_area_clients(connection)
    assert (recorded.areas, recorded.areas_left) == (("cz",), ("vgz",))
    assert held == {
        first: (clients("vgz", "4461"),),
        second: (clients("cz", "4461"), clients("vgz", "4462")),
    }


def test_a_takeover_is_a_merger_by_another_name(register: Database) -> None:
    merge_organisations(register, TWO, ONE, ASKED, kind="takeover")

    assert codes(register) == {FIRST: (ONE, TWO, THREE)}
    assert [one.kind for one in history(register, FIRST)] == ["takeover"]


def test_a_code_moves_and_the_lowest_one_left_becomes_the_main_one(register: Database) -> None:
    recorded = move_code(register, ONE, TWO, ASKED)

    assert (recorded.codes, recorded.main_after) == ((ONE,), THREE)
    assert codes(register) == {FIRST: (THREE,), SECOND: (TWO, ONE)}
    assert [(one.kind, one.codes) for one in history(register, SECOND)] == [("code-moved", (ONE,))]


def test_a_code_that_is_not_the_main_one_moves_and_the_main_one_stays(register: Database) -> None:
    assert move_code(register, THREE, TWO, ASKED).main_after == ONE
    assert codes(register) == {FIRST: (ONE,), SECOND: (TWO, THREE)}


def test_a_replaced_code_stays_known_beside_the_new_one(register: Database) -> None:
    main = replace_code(register, ONE, NEW, ASKED)

    assert (main.codes, main.main_after) == ((ONE, NEW), NEW)
    assert codes(register) == {FIRST: (NEW, ONE, THREE), SECOND: (TWO,)}
    assert [(one.kind, one.codes) for one in history(register, FIRST)] == [("code-replaced", (ONE, NEW))]


def test_a_dry_run_says_the_same_and_stores_nothing(register: Database) -> None:
    before = codes(register)
    dry = Asked(DAY, ASKED.reason, "systeem", NOW, dry_run=True)

    told = merge_organisations(register, ONE, TWO, dry)

    assert (told.codes, told.stored) == ((ONE, THREE), False)
    assert codes(register) == before
    assert history(register, FIRST) == []


@pytest.mark.parametrize("key", ["cz/wijkverpleging/2027", "cz/wijkverpleging/2026"])
def test_who_takes_part_in_a_running_round_gives_no_single_code_away(register: Database, key: str) -> None:
    takes_part(register, FIRST, key)
    before = codes(register)

    with pytest.raises(OpenRoundError, match=key):
        move_code(register, ONE, TWO, ASKED)

    assert codes(register) == before
    with register.reading() as connection:
        assert list_rounds_of(connection, organisation_ids_by_kvk(connection)[FIRST]) == [(key, "existing")]


def test_a_round_whose_contract_year_ended_and_the_round_of_the_other_do_not_refuse(
    register: Database,
) -> None:
    takes_part(register, FIRST, "cz/wijkverpleging/2025")
    takes_part(register, SECOND, "cz/wijkverpleging/2027")

    merge_organisations(register, ONE, TWO, ASKED)

    assert codes(register) == {SECOND: (TWO, ONE, THREE)}


def test_in_a_running_round_a_code_can_be_replaced(register: Database) -> None:
    takes_part(register, FIRST, "cz/wijkverpleging/2027")

    replace_code(register, ONE, NEW, ASKED)

    with register.reading() as connection:
        by_old, by_new = (find_organisation_by_agb(connection, code) for code in (ONE, NEW))
    assert by_old == by_new


@pytest.mark.parametrize(
    ("agb", "other", "error"),
    [
        (ONE, THREE, MisuseError),  # one organisation
        (ONE, NEW, FindingsError),  # unknown
        (NEW, ONE, FindingsError),
    ],
)
def test_what_cannot_be_is_refused(
    register: Database, agb: AgbCode, other: AgbCode, error: type[Exception]
) -> None:
    for refused in (merge_organisations, move_code):
        with pytest.raises(error):
            refused(register, agb, other, ASKED)

    assert history(register, FIRST) == []


def test_an_only_code_does_not_move_and_a_known_code_replaces_nothing(register: Database) -> None:
    with pytest.raises(MisuseError, match="enige AGB-code"):
        move_code(register, TWO, ONE, ASKED)
    with pytest.raises(MisuseError, match="staat al in het register"):
        replace_code(register, ONE, TWO, ASKED)

    assert codes(register) == {FIRST: (ONE, THREE), SECOND: (TWO,)}


def test_a_day_to_come_an_empty_reason_and_a_stranger_are_refused(register: Database) -> None:
    late_evening = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)  # in the Netherlands it is 6 January
    new_user(register, "anna", "operator", by="systeem", at=NOW)

    with pytest.raises(MisuseError, match="nog niet geweest"):
        merge_organisations(register, ONE, TWO, Asked(date(2026, 1, 6), "KvK", "anna", NOW))
    with pytest.raises(MisuseError, match="reden is leeg"):
        merge_organisations(register, ONE, TWO, Asked(DAY, " ", "anna", NOW))
    with pytest.raises(UnknownUserError):
        merge_organisations(register, ONE, TWO, Asked(DAY, "KvK", "piet", NOW))
    merge_organisations(register, ONE, TWO, Asked(date(2026, 1, 6), "KvK", "anna", late_evening))

    assert [one.recorded_by for one in history(register, FIRST)] == ["anna"]


def test_a_file_that_still_names_who_is_gone_is_answered_with_who_it_went_to(
    register: Database, tmp_path: Path
) -> None:
    merge_organisations(register, ONE, TWO, ASKED)

    report = take(register, tmp_path, register_row(1, agb="75000007"), register_row(2))

    assert [(one.code, one.row, one.column, one.value) for one in report.findings] == [
        ("organisation-ended", 2, "kvk", FIRST)
    ]
    assert SECOND in report.findings[0].message
    assert (report.imported, report.unchanged) == (0, 1)
    assert codes(register) == {SECOND: (TWO, ONE, THREE)}
