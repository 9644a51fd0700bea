import pytest
from workbooks import BSN

from inkoopkalender.intake.findings import BLANKED, holds_bsn, shown, without_bsn


@pytest.mark.parametrize("text", [BSN, f"nr {BSN}.", "999.990.019", "9999 90 019", f"x{BSN}y"])
def test_a_number_that_passes_the_eleven_test_is_found(text: str) -> None:
    assert holds_bsn(text)


@pytest.mark.parametrize(
    "text", ["999990018", "000000000", "75000001", "0612345678", f"1{BSN}", f"{BSN}0", ""]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_bsn(text)
    assert without_bsn(text) == text


def test_a_bsn_is_blanked_wherever_a_value_is_shown() -> None:
    assert shown(float(BSN)) == BLANKED
    assert shown(f"cliënt {BSN}, kamer 4") == f"cliënt {BLANKED}, kamer 4"


def test_values_are_shown_as_the_dutch_write_them() -> None:
    assert [shown(value) for value in (None, 3.0, 137.5, " a \n b ", "x" * 100)] == [
        "", "3", "137,5", "a b", "x" * 79 + "…"
    ]  # fmt: skip
