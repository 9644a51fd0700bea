from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import Contact, ContactFacts, Organisation, OrganisationFacts
from inkoopkalender.domain.register_difference import (
    ContactChange,
    FieldChange,
    OrganisationDifference,
    compare_with_register,
)

KVK = KvkNumber("90000001")
ONE, TWO, THREE = (AgbCode(f"7500000{number}") for number in (1, 2, 3))
HELD = Organisation(1, KVK, "Voorbeeldzorg", "Goes", "4461AB", (ONE, TWO))
DESK = Contact(1, 1, "contractering", "Anne Voorbeeld", "a@zorg.example", "nl")


def facts(
    *codes: AgbCode, name: str = "Voorbeeldzorg", contacts: tuple[ContactFacts, ...] = ()
) -> OrganisationFacts:
    return OrganisationFacts(KVK, name, "Goes", "4461AB", codes, contacts)


def test_of_a_new_organisation_everything_is_added() -> None:
    desk = ContactFacts("contractering", "Anne Voorbeeld", "a@zorg.example")

    found = compare_with_register(facts(ONE, TWO, contacts=(desk,)), None, {})

    assert found == OrganisationDifference(
        KVK, "Voorbeeldzorg", "new", codes_added=(ONE, TWO), contacts_added=(desk,)
    )


def test_what_a_file_leaves_out_is_no_difference() -> None:
    found = compare_with_register(facts(ONE), HELD, {"contractering": DESK})

    assert found == OrganisationDifference(KVK, "Voorbeeldzorg", "unchanged")


def test_each_field_is_told_from_what_to_what() -> None:
    moved = ContactFacts("contractering", "Bram Voorbeeld", "a@zorg.example", "en")
    new = ContactFacts("kwaliteit", "Els Voorbeeld", "e@zorg.example")

    found = compare_with_register(
        facts(TWO, ONE, THREE, name="Voorbeeldzorg anders", contacts=(moved, new)),
        HELD,
        {"contractering": DESK},
    )

    assert found == OrganisationDifference(
        KVK,
        "Voorbeeldzorg anders",
        "changed",
        fields=(
            FieldChange("name", "Voorbeeldzorg", "Voorbeeldzorg anders"),
            FieldChange("main_agb", "75000001", "75000002"),
        ),
        codes_added=(THREE,),
        contacts_added=(new,),
        contacts_changed=(
            ContactChange(
                "contractering",
                (
                    FieldChange("name", "Anne Voorbeeld", "Bram Voorbeeld"),
                    FieldChange("language", "nl", "en"),
                ),
            ),
        ),
    )
