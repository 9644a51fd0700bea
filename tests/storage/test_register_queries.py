from datetime import UTC, datetime

import pytest

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import (
    Contact,
    ContactFacts,
    Organisation,
    OrganisationFacts,
    PastContract,
)
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import (
    UnknownOrganisationError,
    find_organisation_by_agb,
    get_organisation,
    list_contacts,
    list_organisations,
    list_past_contracts,
    list_past_contracts_of,
    organisation_ids_by_agb,
    organisation_ids_by_kvk,
)
from inkoopkalender.storage.register_changes import (
    compare_organisations,
    upsert_organisations,
    upsert_past_contracts,
)

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DESK = ContactFacts("contractering", "Anne Voorbeeld", "a@zorg-0001.example")


def facts(
    kvk: str = "90000001", *codes: str, contacts: tuple[ContactFacts, ...] = (DESK,)
) -> OrganisationFacts:
    return OrganisationFacts(
        KvkNumber(kvk),
        f"Voorbeeldzorg {kvk}",
        "Goes",
        "4461AB",
        tuple(AgbCode(code) for code in codes or ("75000001",)),
        contacts,
    )


def store(database: Database, *organisations: OrganisationFacts) -> tuple[int, int, int]:
    with database.changing(actor="test", at=NOW, why="test") as change:
        found = upsert_organisations(change.connection, organisations, NOW)
    return len(found.new), len(found.changed), len(found.unchanged)


def test_upsert_of_new_organisations_stores_codes_main_first_and_contacts(database: Database) -> None:
    counts = store(
        database, facts("90000002", "75000003", "75000002"), facts("90000001", "75000001", contacts=())
    )

    with database.reading() as connection:
        first, second = list_organisations(connection)
        assert counts == (2, 0, 0)
        assert (first.kvk, first.codes) == ("90000001", ("75000001",))
        assert (second.kvk, second.codes) == ("90000002", ("75000003", "75000002"))
        assert list_contacts(connection, [first.id]) == []
        assert [(c.organisation_id, c.role, c.email) for c in list_contacts(connection)] == [
            (second.id, "contractering", "a@zorg-0001.example")
        ]


def test_upsert_of_the_same_facts_changes_nothing(database: Database) -> None:
    store(database, facts())

    assert store(database, facts()) == (0, 0, 1)


def test_upsert_adds_codes_moves_the_main_one_and_keeps_what_is_left_out(database: Database) -> None:
    store(database, facts("90000001", "75000001", "75000002"))

    counts = store(database, facts("90000001", "75000003", contacts=()))

    with database.reading() as connection:
        (organisation,) = list_organisations(connection)
        assert counts == (0, 1, 0)
        assert organisation.codes == ("75000003", "75000001", "75000002")
        assert len(list_contacts(connection, [organisation.id])) == 1


def test_upsert_promotes_a_known_code(database: Database) -> None:
    store(database, facts("90000001", "75000001", "75000002"))

    store(database, facts("90000001", "75000002", "75000001"))

    with database.reading() as connection:
        assert [organisation.codes for organisation in list_organisations(connection)] == [
            ("75000002", "75000001")
        ]


def test_upsert_changes_a_contact_in_place(database: Database) -> None:
    store(database, facts())
    with database.reading() as connection:
        (before,) = list_contacts(connection)

    store(database, facts(contacts=(ContactFacts("contractering", "Bram Voorbeeld", "b@example.org", "en"),)))

    with database.reading() as connection:
        assert list_contacts(connection) == [
            Contact(
                before.id, before.organisation_id, "contractering", "Bram Voorbeeld", "b@example.org", "en"
            )
        ]


def test_upsert_names_a_code_that_another_organisation_holds(database: Database) -> None:
    store(database, facts("90000001", "75000001"))

    with database.reading() as connection:
        difference = compare_organisations(connection, [facts("90000002", "75000001")])

    assert difference.taken == {"75000001": "90000001"}


def test_find_and_get_organisation(database: Database) -> None:
    store(database, facts())

    with database.reading() as connection:
        found = find_organisation_by_agb(connection, "75000001")
        assert found == Organisation(
            organisation_ids_by_kvk(connection)[KvkNumber("90000001")],
            KvkNumber("90000001"),
            "Voorbeeldzorg 90000001",
            "Goes",
            "4461AB",
            (AgbCode("75000001"),),
        )
        assert find_organisation_by_agb(connection, "75999999") is None
        assert organisation_ids_by_agb(connection) == {"75000001": 1}
        with pytest.raises(UnknownOrganisationError):
            get_organisation(connection, 999)


def test_past_contracts_are_stored_once_and_changed_in_place(database: Database) -> None:
    store(database, facts("90000001", "75000001"), facts("90000002", "75000002"))
    with database.reading() as connection:
        one, two = organisation_ids_by_kvk(connection).values()
    contracts = [PastContract(one, "cz", "wijkverpleging", 2026, 100_000_00, 90_000_00)]

    def upsert(*rows: PastContract) -> tuple[int, int, int]:
        with database.changing(actor="test", at=NOW, why="test") as change:
            found = upsert_past_contracts(change.connection, rows)
        return len(found.new), len(found.changed), len(found.unchanged)

    corrected = PastContract(one, "cz", "wijkverpleging", 2026, 100_000_01, 90_000_00)
    other = PastContract(two, "cz", "wijkverpleging", 2026, 5_000_00, 0)

    assert upsert(*contracts) == (1, 0, 0)
    assert upsert(*contracts) == (0, 0, 1)
    assert upsert(corrected, other) == (1, 1, 0)
    with database.reading() as connection:
        assert list_past_contracts(connection, "cz", "wijkverpleging", 2026) == [corrected, other]
        assert list_past_contracts(connection, "cz", "wijkverpleging", 2025) == []
        assert list_past_contracts_of(connection, two) == [other]
