from pathlib import Path

import pytest

from inkoopkalender.content.letters import find_insurer
from inkoopkalender.errors import ContentError

INSURER = """\
name: Duinrand
website: https://duinrand.example
colour: "#0f766e"
message_domain: duinrand.example
mailboxes:
  stoppen-met-roken: inkoop@duinrand.example
certificate_address: https://duinrand.example/certificaat
brands:
- name: Duinrand
  uzovi: "0123"
  basis: proposed
  source: eigen opgave
"""


def insurer(root: Path, text: str) -> Path:
    file = root / "calendars" / "duinrand" / "insurer.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("key", "brands"),
    [
        ("caresq", {"Eucare": "3360", "Aevitae": None, "Care4Life": None}),
        (
            "cz",
            dict.fromkeys(
                (
                    "OWM CZ groep U.A.",
                    "CZ Zorgverzekeringen N.V.",
                    "Centrale Zorgverzekeringen NZV N.V.",
                    "OHRA Zorgverzekeringen N.V.",
                )
            ),
        ),
        (
            "vgz",
            dict.fromkeys(
                (
                    "VGZ",
                    "IZZ door VGZ",
                    "IZA",
                    "UMC",
                    "VGZbewuzt",
                    "Univé",
                    "ZEKUR",
                    "Zorgzaam",
                    "United Consumers",
                )
            ),
        ),
    ],
)
def test_the_brands_are_those_of_the_policy_with_no_code_that_it_does_not_give(
    key: str, brands: dict[str, str | None]
) -> None:
    found = find_insurer(key)

    assert found is not None
    assert {one.name: one.uzovi for one in found.brands} == brands
    assert {one.basis for one in found.brands} == {"policy"}


def test_a_code_keeps_its_zeros_and_brands_may_be_left_out(tmp_path: Path) -> None:
    whole = find_insurer("duinrand", insurer(tmp_path / "a", INSURER))
    without = find_insurer("duinrand", insurer(tmp_path / "b", INSURER[: INSURER.index("brands:")]))

    assert whole is not None
    assert without is not None
    assert ([one.uzovi for one in whole.brands], without.brands) == (["0123"], ())


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"0123"', '"123"', ":10:"),
        ("basis: proposed", "basis: guessed", ":11:"),
        ("  source: eigen opgave\n", "", ":9:"),
        ("uzovi:", "uzovy:", ":10:"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, place: str) -> None:
    root = insurer(tmp_path, INSURER.replace(old, new))

    with pytest.raises(ContentError) as refused:
        find_insurer("duinrand", root)

    assert f"insurer.yaml{place}" in str(refused.value)


def test_the_policy_of_vgz_gives_each_brand_a_care_finder_of_its_own() -> None:
    found = find_insurer("vgz")

    assert found is not None
    finders = [one.care_finder for one in found.brands]
    assert (len(finders), len(set(finders)), None in finders) == (9, 9, False)
    assert finders[5] == "https://www.unive.nl/zorgverzekering/vind-zorgverlener#/zoeken"


def test_a_care_finder_is_a_page_on_the_web(tmp_path: Path) -> None:
    text = INSURER.replace('  uzovi: "0123"', "  care_finder: zoek maar")

    with pytest.raises(ContentError, match="care_finder"):
        find_insurer("duinrand", insurer(tmp_path, text))
