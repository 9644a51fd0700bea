from collections.abc import Mapping
from datetime import date, datetime

import pytest
from workbooks import REGISTER_HEADING, csv_file, register_row, xlsx

from inkoopkalender.domain.codes import KvkNumber
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Fact, Known, Relation, current_facts
from inkoopkalender.intake.people import ReadRegister, read_register

FACT_HEADING = (
    "sectoren", "kernregio", "clienten", "omzet", "omzet_verzekeraar", "relatie", "relatie_kvk", "peildatum",
    "bron",
)  # fmt: skip
DAY = date(2025, 12, 31)
NOBODY = {"contact_rol": "", "contact_naam": "", "contact_email": "", "hoofdcode": ""}


def row(number: int = 1, base: Mapping[str, object] | None = None, **facts: object) -> tuple[object, ...]:
    given: dict[str, object] = {"peildatum": datetime(2025, 12, 31), "bron": "jaarrekening 2025"}  # noqa: DTZ001 -- a date cell
    values = (given | facts) if facts else {}
    return (*register_row(number, **(base or {})), *(values.get(name, "") for name in FACT_HEADING))


def further(**facts: object) -> tuple[object, ...]:
    """A row of organisation 1 without a code of its own."""
    return row(1, {**NOBODY, "agb": ""}, **facts)


def read(*rows: tuple[object, ...]) -> ReadRegister:
    return read_register(xlsx((*REGISTER_HEADING, *FACT_HEADING), *rows), "register.xlsx")


def found(result: ReadRegister) -> list[tuple[str, int | None, str]]:
    return [(finding.code, finding.row, finding.column) for finding in result.findings]


def test_a_row_says_what_an_organisation_is_with_day_and_source() -> None:
    result = read(
        row(
            sectoren="revalidatie, Ziekenhuis",
            kernregio="Zeeland",
            clienten=1234,
            omzet="2.500.000,00",
            relatie="volle-dochter",
            relatie_kvk="90000009",
        )
    )

    source = "jaarrekening 2025"
    assert result.findings == ()
    assert result.organisations[0].known == Known(
        (
            Fact("sectors", "", "revalidatie, ziekenhuis", DAY, source),
            Fact("core_region", "", "Zeeland", DAY, source),
            Fact("clients", "", 1234, DAY, source),
            Fact("turnover_cents", "", 250_000_000, DAY, source),
        ),
        (Relation("full-subsidiary", KvkNumber("90000009"), DAY, source),),
    )


def test_turnover_per_insurer_stands_on_rows_of_its_own() -> None:
    result = read(
        row(omzet=100.01),
        further(omzet=60, omzet_verzekeraar="cz"),
        further(omzet=40, omzet_verzekeraar="vgz"),
    )

    assert result.findings == ()
    assert [(one.insurer, one.value) for one in result.organisations[0].known.facts] == [
        ("", 10_001),
        ("cz", 6_000),
        ("vgz", 4_000),
    ]


def test_a_file_without_the_columns_says_nothing_more() -> None:
    heading, *rows = REGISTER_HEADING, [str(cell) for cell in register_row(1)]

    (organisation,) = read_register(csv_file(heading, *rows), "register.csv").organisations

    assert organisation.known == NOTHING_KNOWN


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"clienten": 5, "bron": ""}, ("cell-empty", 2, "bron")),
        ({"clienten": 5, "peildatum": ""}, ("cell-empty", 2, "peildatum")),
        ({"clienten": -1}, ("cell-range", 2, "clienten")),
        ({"omzet_verzekeraar": "cz"}, ("cell-empty", 2, "omzet")),
        ({"relatie": "groep"}, ("cell-empty", 2, "relatie_kvk")),
        ({"relatie_kvk": "90000009"}, ("cell-empty", 2, "relatie")),
        ({"relatie": "moeder", "relatie_kvk": "90000009"}, ("cell-choice", 2, "relatie")),
        ({"relatie": "groep", "relatie_kvk": "90000001"}, ("relation-self", 2, "relatie_kvk")),
        ({"sectoren": "ziekenhuis; zbc"}, ("cell-type", 2, "sectoren")),
        ({"sectoren": " , "}, ("cell-type", 2, "sectoren")),
    ],
)
def test_a_fact_that_cannot_count_is_refused(facts: dict[str, object], fault: tuple[str, int, str]) -> None:
    result = read(row(1, None, **facts), row(2))

    assert found(result) == [fault]
    assert [one.kvk for one in result.organisations] == ["90000002"]


def test_two_rows_that_contradict_each_other_are_named() -> None:
    relation: dict[str, object] = {"relatie": "groep", "relatie_kvk": "90000009"}

    result = read(
        row(1, None, clienten=5, **relation),
        further(clienten=6),
        further(clienten=6, peildatum=datetime(2024, 12, 31)),  # noqa: DTZ001 -- a date cell
        further(**relation, bron="KvK"),
        further(clienten=5),
    )

    assert found(result) == [("fact-conflict", 3, "peildatum"), ("fact-conflict", 5, "peildatum")]
    assert "regel 2" in result.findings[0].message
    assert [(one.value, one.as_of) for one in result.organisations[0].known.facts] == [
        (5, DAY),
        (6, date(2024, 12, 31)),
    ]


def test_of_each_subject_the_latest_day_counts_then_the_last_word() -> None:
    old = Fact("clients", "", 1, date(2024, 1, 1), "a")
    wrong, corrected = (Fact("clients", "", value, date(2025, 1, 1), "a") for value in (2, 3))
    cz = Fact("turnover_cents", "cz", 4, date(2020, 1, 1), "a")

    assert current_facts([wrong, corrected, cz, old]) == (corrected, cz)
