from dataclasses import replace

import pytest
from workbooks import BSN

from inkoopkalender.intake.findings import BLANKED, FileFinding, capped, holds_bsn, shown, without_bsn


@pytest.mark.parametrize(
    "text",
    [
        BSN,
        f"nr {BSN}.",
        "999.990.019",
        "9999 90 019",
        f"x{BSN}y",
        "999\u00a0990\u202f019",
        "999\u2013990\u2011019",
        "999\u200b990019",
        "999_990_019",
        "٩٩٩٩٩٠٠١٩",
        "９９９９９００１９",
    ],
)
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


def test_beyond_so_many_only_their_number_is_kept() -> None:
    warning = FileFinding("answer-ignored", "warning", "S", 1, "a", "", "Let op.")
    error = replace(warning, code="cell-type", severity="error")

    kept = capped([warning, error, warning, error, error], 2)

    assert kept[:2] == (warning, error)
    assert (kept[2].code, kept[2].severity, kept[2].value) == ("findings-more", "error", "3")
    assert kept[2].message.startswith("Er zijn nog 3 bevindingen, waarvan 2 fouten.")
    assert capped([error, warning], 2) == (error, warning)
