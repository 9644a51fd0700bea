import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import BSN, REGISTER_HEADING, csv_file, register_row, xlsx

from inkoopkalender.domain.register import ContactFacts, OrganisationFacts
from inkoopkalender.intake.contracts import ReadContracts, read_contracts
from inkoopkalender.intake.findings import BLANKED
from inkoopkalender.intake.people import ReadRegister, read_register

Found = list[tuple[str, int | None, str]]


def read(*rows: tuple[object, ...]) -> ReadRegister:
    return read_register(xlsx(REGISTER_HEADING, *rows), "register.xlsx")


def found(result: ReadRegister | ReadContracts) -> Found:
    return [(finding.code, finding.row, finding.column) for finding in result.findings]


def test_a_row_becomes_an_organisation() -> None:
    result = read(register_row(1))

    assert (result.rows, result.findings) == (1, ())
    assert result.organisations == (
        OrganisationFacts(
            "90000001",  # type: ignore[arg-type]  # a KvK number is text
            "Voorbeeldzorg 1",
            "Goes",
            "4461AB",
            ("75000001",),  # type: ignore[arg-type]  # an AGB code is text
            (ContactFacts("contractering", "Anne Voorbeeld 1", "contractering@zorg-0001.example", "nl"),),
        ),
    )


def test_rows_of_one_organisation_are_gathered_the_main_code_first() -> None:
    same = {"kvk": "90000001", "naam": "Voorbeeldzorg 1"}
    nobody = {"contact_rol": "", "contact_naam": "", "contact_email": ""}
    desk = {"contact_rol": "kwaliteit", "contact_naam": "Els Voorbeeld", "contact_email": "e@example.org"}

    result = read(
        register_row(1, hoofdcode="nee"),
        register_row(9),
        register_row(3, **same, **nobody, hoofdcode="ja"),
        register_row(2, **same, **nobody, hoofdcode=""),
        register_row(4, **same, **desk, agb="", hoofdcode="", taal="en"),
    )

    assert result.findings == ()
    assert [one.codes for one in result.organisations] == [
        ("75000003", "75000001", "75000002"),
        ("75000009",),
    ]
    assert result.organisations[0].contacts[1] == ContactFacts(
        "kwaliteit", "Els Voorbeeld", "e@example.org", "en"
    )


def test_csv_gives_what_a_workbook_gives() -> None:
    rows = [tuple(str(cell) for cell in register_row(number)) for number in (1, 2)]

    result = read_register(csv_file(REGISTER_HEADING, *rows), "register.csv")

    assert result.organisations == read(*rows).organisations


def test_all_faults_are_named_at_once_and_good_rows_stand() -> None:
    result = read(
        register_row(1, naam="", postcode="4461"),
        register_row(2),
        register_row(3, contact_email="geen adres", taal="fr"),
        register_row(4, kvk="=1+1"),
    )

    assert found(result) == [
        ("cell-empty", 2, "naam"),
        ("cell-type", 2, "postcode"),
        ("cell-type", 4, "contact_email"),
        ("cell-choice", 4, "taal"),
        ("cell-formula", 5, "kvk"),
    ]
    assert [organisation.kvk for organisation in result.organisations] == ["90000002"]
    assert result.rows == 4


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"agb": "75000001"}, ("agb-twice", 3, "agb")),
        ({"agb": ""}, ("cell-empty", 3, "agb")),
        ({"agb": "", "hoofdcode": "", "contact_rol": ""}, ("cell-empty", 3, "agb")),
        ({"contact_naam": ""}, ("cell-empty", 3, "contact_naam")),
        ({"kvk": "90000001"}, ("organisation-conflict", 3, "naam")),
        ({"naam": f"Zorg {BSN}"}, ("cell-bsn", 3, "naam")),
    ],
)
def test_a_second_row_that_does_not_fit_is_refused(
    changes: dict[str, object], fault: tuple[str, int, str]
) -> None:
    result = read(register_row(1, hoofdcode="nee"), register_row(2, **changes))

    assert fault in found(result)
    assert [organisation.codes for organisation in result.organisations] == [("75000001",)]


def test_within_an_organisation_two_main_codes_and_two_contacts_of_one_role_are_refused() -> None:
    same = {"kvk": "90000001", "naam": "Voorbeeldzorg 1"}

    result = read(
        register_row(1),
        register_row(
            2, **same, contact_naam="Anne Voorbeeld 1", contact_email="contractering@zorg-0001.example"
        ),
        register_row(3, **same, hoofdcode="nee", contact_naam="Iemand Voorbeeld"),
    )

    assert found(result) == [("main-twice", 3, "hoofdcode"), ("contact-conflict", 4, "contact_rol")]


def test_what_an_organisation_lacks_is_a_warning() -> None:
    nobody = {"contact_rol": "", "contact_naam": "", "contact_email": "", "hoofdcode": ""}

    result = read(
        register_row(1, **nobody), register_row(2, **nobody, kvk="90000001", naam="Voorbeeldzorg 1")
    )

    assert [(finding.code, finding.severity) for finding in result.findings] == [
        ("main-missing", "warning"),
        ("contact-missing", "warning"),
    ]
    assert [organisation.codes for organisation in result.organisations] == [("75000001", "75000002")]


def test_a_missing_column_names_the_nearest_one() -> None:
    heading = [{"postcode": "post code", "agb": "agb-kode"}.get(name, name) for name in REGISTER_HEADING]

    result = read_register(xlsx(heading, register_row(1)), "register.xlsx")

    assert [(one.code, one.row, one.column, one.value) for one in result.findings] == [
        ("column-missing", 1, "postcode", "post code"),
        ("column-missing", 1, "agb", "agb-kode"),
    ]
    assert result.findings[1].message == (
        "De kolom 'agb' ontbreekt. Bedoelt u de kolom 'agb-kode'? Noem die 'agb'."
    )
    assert (result.rows, result.organisations) == (0, ())


def test_a_column_twice_is_an_error_and_one_too_many_a_warning() -> None:
    twice = read_register(xlsx((*REGISTER_HEADING, "KvK"), (*register_row(1), "x")), "register.xlsx")
    more = read_register(xlsx((*REGISTER_HEADING, "Telefoon"), (*register_row(1), "x")), "register.xlsx")

    assert found(twice) == [("column-twice", 1, "KvK")]
    assert found(more) == [("column-unknown", 1, "Telefoon")]
    assert len(more.organisations) == 1


def test_error_cells_and_lost_zeros_are_named_with_their_value() -> None:
    result = read(register_row(1, plaats="#DIV/0!"), register_row(2, agb=1012345))

    assert [(one.code, one.severity, one.row, one.column, one.value) for one in result.findings] == [
        ("cell-error", "error", 2, "plaats", "#DIV/0!"),
        ("cell-zero-lost", "warning", 3, "agb", "1012345"),
    ]
    assert [organisation.codes for organisation in result.organisations] == [("01012345",)]


def test_a_sheet_of_blanks_is_a_finding() -> None:
    result = read_register(xlsx((" ", " ")), "register.xlsx")

    assert found(result) == [("file-empty", None, "")]


def test_a_bsn_is_never_repeated() -> None:
    result = read(register_row(1, naam=f"Cliënt {BSN}", agb=int(BSN)))

    assert [finding.value for finding in result.findings] == [BLANKED, BLANKED]
    assert BSN not in str(result.findings)


def test_contracts_are_read_with_their_defaults() -> None:
    content = xlsx(("agb", "productieafspraak", "gedeclareerd"), ("75000001", 100000.01, "95.000,50"))

    (contract,) = read_contracts(content, "contracten.xlsx").contracts

    assert (contract.agb, contract.kvk, contract.insurer, contract.sector) == (
        "75000001",
        None,
        "cz",
        "wijkverpleging",
    )
    assert (contract.agreement_cents, contract.claimed_cents) == (10_000_001, 9_500_050)


def test_a_contract_without_organisation_or_with_a_negative_amount_is_refused() -> None:
    content = xlsx(
        ("agb", "kvk", "productieafspraak", "gedeclareerd"),
        ("", "", 1, 1),
        ("75000001", "", -1, 1),
        ("", "90000001", 1, ""),
    )

    result = read_contracts(content, "contracten.xlsx")

    assert found(result) == [
        ("organisation-missing", 2, "agb"),
        ("cell-range", 3, "productieafspraak"),
        ("cell-empty", 4, "gedeclareerd"),
    ]
    assert result.contracts == ()


@given(content=st.binary(max_size=300), filename=st.sampled_from(["a.csv", "a.xlsx", "a.xls", ""]))
def test_no_bytes_raise(content: bytes, filename: str) -> None:
    assert read_register(content, filename).findings
    assert read_contracts(content, filename).contracts == ()
