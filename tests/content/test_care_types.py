from pathlib import Path

import pytest

from inkoopkalender.content.care_types import load_care_types
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.errors import ContentError


def own_table(folder: Path, text: str) -> Path:
    (folder / "calendars" / "national").mkdir(parents=True)
    (folder / "calendars" / "national" / "care-types.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("agb", "name"),
    [
        ("01012345", "huisartsen"),
        ("06010101", "ziekenhuizen"),
        ("22220001", "zelfstandige behandelcentra"),
        ("75000001", "thuiszorginstellingen"),
        ("99000001", None),
        ("00000001", None),
    ],
)
def test_the_first_two_digits_say_the_care_type(agb: str, name: str | None) -> None:
    assert load_care_types().name_of(AgbCode(agb)) == name


def test_our_table_says_that_it_is_proposed() -> None:
    assert load_care_types().basis == "proposed"


def test_a_table_of_ones_own_counts_in_place_of_ours(tmp_path: Path) -> None:
    own = own_table(tmp_path, 'basis: vektis\nsource: Vektis\ncare_types:\n  "99": eigen zorg\n')

    table = load_care_types(own)

    assert (table.basis, dict(table.care_types)) == ("vektis", {"99": "eigen zorg"})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('basis: vektis\nsource: Vektis\ncare_types:\n  "7": thuiszorg\n', ":4:"),
        ("basis: vektis\nsource: Vektis\n", ":1:"),
        ("basis: [\n", ":2:"),
        ('basis: vektis\nsource: Vektis\ncare_types:\n  "75": a\n  "75": b\n', ":5:"),
    ],
)
def test_a_table_with_a_fault_names_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ContentError, match=r"care-types\.yaml") as refused:
        load_care_types(own_table(tmp_path, text))

    assert f"care-types.yaml{place}" in str(refused.value)
