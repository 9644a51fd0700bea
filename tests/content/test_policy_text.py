import pytest

from inkoopkalender.content.policy_text import find_sections, holds

POLICY = """\
  Voorwoord
Bezwaren kunt u uiterlijk 15 mei a.s.
kenbaar maken.
 1. Koers
1.1 Visie
Op 11 april 2026 gebeurt iets.
4.1 Tijdpad
Contracteren
Medio juli tot en met
31 oktober 2026
4.1.1 Toelichting
De uit-
vraag loopt 2–31 mei 2026
4.2 Publicatie
Uiterlijk 12 november 2026
Bijlage 1 Eisen
Bijlage 1: Minimumeisen
1.1 Minimumeisen
vóór 1 juli
2026
1.2 Overig
niets
""".splitlines()


@pytest.mark.parametrize(
    ("section", "quote", "found"),
    [
        ("Voorwoord", "uiterlijk 15 mei a.s.", True),
        ("4.1", "medio juli tot en met 31 oktober 2026", True),
        ("4.1", "2-31 mei 2026", True),
        ("4.1", "de uitvraag", True),
        ("4.1", "uiterlijk 12 november 2026", False),
        ("4.2", "uiterlijk 12 november 2026", True),
        ("1.1", "1 april 2026", False),
        ("1.1", "11 april 2026", True),
        ("Bijlage 1 1.1", "vóór 1 juli 2026", True),
        ("Bijlage 1 1.1", "11 april 2026", False),
        ("Bijlage 1 > 1.1", "vóór 1 juli 2026", True),
        ("Tijdpad", "31 oktober 2026", True),
    ],
)
def test_quote_is_looked_up_inside_its_section(section: str, quote: str, found: bool) -> None:
    sections = find_sections(POLICY, section)

    assert any(holds(POLICY[begin:end], quote) for begin, end in sections) is found


@pytest.mark.parametrize("section", ["9.9", "Nawoord", "Bijlage 2 1.1", "4.1.2"])
def test_section_that_is_not_there_is_not_found(section: str) -> None:
    assert find_sections(POLICY, section) == []
