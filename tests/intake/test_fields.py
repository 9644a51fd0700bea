from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import BSN

from inkoopkalender.intake.columns import Column, Kind
from inkoopkalender.intake.fields import Place, read_cell
from inkoopkalender.intake.findings import BLANKED

PLACE = Place("blad", 3, "kolom")
KINDS: tuple[Kind, ...] = (
    "text", "agb", "kvk", "whole", "decimal", "percent", "euro", "date", "moment", "choice", "yes_no",
    "email", "postcode",
)  # fmt: skip


def read(kind: Kind, cell: Any, **column: Any) -> tuple[Any, str]:
    value, finding = read_cell(Column("kolom", kind, **column), cell, PLACE)
    return value, finding.code if finding else ""


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", "  Zorg  De Linde ", "Zorg De Linde"),
        ("text", 12.0, "12"),
        ("agb", "01012345", "01012345"),
        ("agb", 75000001.0, "75000001"),
        ("kvk", " 90000001 ", "90000001"),
        ("whole", "1.234", 1234),
        ("whole", 12.0, 12),
        ("whole", "-5", -5),
        ("decimal", "1.234,56", Decimal("1234.56")),
        ("decimal", 0.1, Decimal("0.10")),
        ("decimal", "92.5", Decimal("92.50")),
        ("percent", "92,5 %", Decimal("92.50")),
        ("percent", 100.0, Decimal(100)),
        ("euro", "€ 100.000,01", 10_000_001),
        ("euro", 100000.01, 10_000_001),
        ("euro", "0", 0),
        ("date", "31-5-2026", date(2026, 5, 31)),
        ("date", "2026-05-31", date(2026, 5, 31)),
        ("date", datetime(2026, 5, 31), date(2026, 5, 31)),  # noqa: DTZ001 -- a cell has no zone
        ("yes_no", "Ja", True),
        ("yes_no", "n", False),
        ("yes_no", True, True),
        ("email", "Team@zorg-0001.EXAMPLE", "Team@zorg-0001.example"),
        ("email", "a@example.org", "a@example.org"),
        ("postcode", "4461 ab", "4461AB"),
    ],
)
def test_a_cell_is_read_by_its_kind(kind: Kind, cell: object, value: object) -> None:
    assert read(kind, cell) == (value, "")


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("text", "x" * 201, "cell-too-long"),
        ("text", "a\x07b", "cell-type"),
        ("agb", "7500001x", "cell-type"),
        ("agb", "٧٥٠٠٠٠٠١", "cell-type"),
        ("agb", 750001.0, "cell-type"),
        ("whole", "5,5", "cell-type"),
        ("whole", 5.5, "cell-type"),
        ("whole", "vijf", "cell-type"),
        ("whole", "1_000", "cell-type"),
        ("whole", True, "cell-type"),
        ("whole", float("inf"), "cell-type"),
        ("whole", float("nan"), "cell-type"),
        ("whole", 1e300, "cell-type"),
        ("whole", "9" * 400, "cell-type"),
        ("decimal", "1,2,3", "cell-type"),
        ("percent", "100,5", "cell-range"),
        ("percent", -1.0, "cell-range"),
        ("euro", "10,005", "cell-type"),
        ("date", "31-02-2026", "cell-type"),
        ("date", "soms", "cell-type"),
        ("date", "31-05-0206", "cell-type"),
        ("date", "31-12-1949", "cell-type"),
        ("moment", "0001-01-01T00:00:00+14:00", "cell-type"),
        ("moment", datetime(1, 1, 1), "cell-type"),  # noqa: DTZ001 -- a cell has no zone
        ("moment", datetime(9999, 12, 31, 23, 59), "cell-type"),  # noqa: DTZ001 -- a cell has no zone
        ("date", 46173.0, "cell-type"),
        ("moment", "2026-03-29T02:30:00", "cell-type"),
        ("moment", "31-05-2026", "cell-type"),
        ("moment", "31-05-2026 25:00:00", "cell-type"),
        ("yes_no", "misschien", "cell-choice"),
        ("email", "geen adres", "cell-type"),
        ("email", "andré@example.org", "cell-type"),
        ("postcode", "0123 AB", "cell-type"),
        ("text", "", "cell-empty"),
        ("text", "   ", "cell-empty"),
        ("text", None, "cell-empty"),
        ("text", f"cliënt {BSN}", "cell-bsn"),
        ("text", float(BSN), "cell-bsn"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_finding(kind: Kind, cell: object, code: str) -> None:
    assert read(kind, cell) == (None, code)


@pytest.mark.parametrize(
    ("cell", "doubted"), [(0.95, True), (1, True), (1.01, False), (0, False), ("0,95", False)]
)
def test_a_percentage_up_to_1_as_a_number_is_read_with_a_warning(cell: str | float, doubted: bool) -> None:
    value, finding = read_cell(Column("deel", "percent"), cell, Place("blad", 2, "deel"))

    assert value is not None
    assert (finding is not None) == doubted
    if finding is not None:
        assert (finding.code, finding.severity) == ("cell-percent", "warning")


def test_a_code_that_lost_its_zero_is_read_with_a_warning() -> None:
    value, finding = read_cell(Column("agb", "agb"), 1012345.0, Place("blad", 2, "agb"))

    assert finding is not None
    assert (value, finding.severity, finding.code) == ("01012345", "warning", "cell-zero-lost")
    assert finding.message == (
        "1012345 telt 7 cijfers; gelezen als 01012345. "
        "Maak van de kolom 'agb' tekst, dan blijft de nul vooraan staan."
    )


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("31-05-2026 23:59:59", datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC)),
        ("2026-05-31T23:59:59+01:00", datetime(2026, 5, 31, 22, 59, 59, tzinfo=UTC)),
        ("2026-05-31T23:59:59", datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC)),
        (datetime(2026, 1, 31, 12), datetime(2026, 1, 31, 11, tzinfo=UTC)),  # noqa: DTZ001 -- a cell has no zone
        ("25-10-2026 02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_offset_is_dutch_local_time(cell: object, moment: datetime) -> None:
    value, code = read("moment", cell)

    assert (value, code) == (moment, "")
    assert value.tzinfo is UTC


def test_empty_cells_take_the_default_or_nothing() -> None:
    assert read("choice", "", choices=("nl", "en"), default="nl") == ("nl", "")
    assert read("text", None, required=False) == (None, "")


def test_a_choice_is_given_as_it_is_written_in_the_list() -> None:
    assert read("choice", "omaha", choices=("Omaha", "geen")) == ("Omaha", "")
    assert read("choice", "x", choices=("Omaha", "geen")) == (None, "cell-choice")


def test_a_range_is_said_in_the_message() -> None:
    column = Column("nps", "whole", minimum=Decimal(-100), maximum=Decimal(100))

    _, finding = read_cell(column, "101", Place("Kwaliteit", 7, "Antwoord"))

    assert finding is not None
    assert (finding.sheet, finding.row, finding.column, finding.value) == ("Kwaliteit", 7, "Antwoord", "101")
    assert finding.message == "101 kan niet in 'nps': het moet tussen -100 en 100 zijn."


@given(
    kind=st.sampled_from(KINDS), cell=st.text() | st.floats() | st.integers() | st.booleans() | st.datetimes()
)
def test_no_cell_raises_and_none_is_both_silent_and_without_value(kind: Kind, cell: Any) -> None:
    value, finding = read_cell(Column("kolom", kind, choices=("a",)), cell, PLACE)

    assert (value is None) == (finding is not None and finding.severity == "error")


@given(kind=st.sampled_from(KINDS), around=st.sampled_from(["{}", "x {} y", " {}"]))
def test_no_finding_repeats_a_citizen_service_number(kind: Kind, around: str) -> None:
    _, finding = read_cell(Column("kolom", kind, choices=("a",)), around.format(BSN), PLACE)

    assert finding is not None
    assert BSN not in finding.value + finding.message
    assert finding.value == BLANKED
