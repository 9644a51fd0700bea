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


UNNUMBERED = """\
 Planning zorginkoop
Gecontracteerde RHO’s
Dit loopt over de jaren 2024-
2025. Wie groter is dan
100.000 inwoners valt erbuiten.
Uiterlijk 31 december 2024 bevestigen
Nieuw te contracteren RHO’s
Uiterlijk 15 juli 2024 indienen
 \ufffdBekendmaking gecontracteerd zorgaanbod
Vanaf 12 november 2024
 Overzicht
Coaches
Het hele jaar 2025
Nieuwe aanbieders van ‘stoppen met
roken’-begeleiding
Coaches
Het hele jaar 2026
 2. Onze minimumeisen
12. \ufffdVoldoet aan de regels
13. \ufffdUiterlijk op 1 juni
14. \ufffdUiterlijk op 15 mei
Addenda kunnen worden afgesproken
 Minimumeisen voor coaches
Per half jaar
""".splitlines()
NAMED = (
    "Planning zorginkoop > Gecontracteerde RHO's",
    "Planning zorginkoop > Nieuw te contracteren RHO's",
    "Bekendmaking gecontracteerd zorgaanbod",
    "Overzicht > Coaches",
    "Minimumeisen voor coaches",
)


@pytest.mark.parametrize(
    ("section", "quote", "found"),
    [
        ("Planning zorginkoop", "Planning zorginkoop", True),
        ("Planning zorginkoop", "uiterlijk 15 juli 2024", True),
        ("Planning zorginkoop", "vanaf 12 november 2024", False),
        ("Planning zorginkoop > Gecontracteerde RHO's", "uiterlijk 31 december 2024", True),
        ("Planning zorginkoop > Gecontracteerde RHO's", "uiterlijk 15 juli 2024", False),
        ("Gecontracteerde RHO’s", "uiterlijk 31 december 2024", True),
        ("Planning zorginkoop > Nieuw te contracteren RHO’s", "uiterlijk 15 juli 2024", True),
        ("Planning zorginkoop > Nieuw te contracteren RHO’s", "vanaf 12 november 2024", False),
        ("Bekendmaking gecontracteerd zorgaanbod", "vanaf 12 november 2024", True),
        ("Nieuwe aanbieders van ‘stoppen met roken’-begeleiding", "het hele jaar 2026", True),
        ("Nieuwe aanbieders van 'stoppen met roken'-begeleiding > Coaches", "het hele jaar 2026", True),
        ("Nieuwe aanbieders van 'stoppen met roken'-begeleiding > Coaches", "het hele jaar 2025", False),
        ("Onze minimumeisen > 13", "uiterlijk op 1 juni", True),
        ("Onze minimumeisen > 13", "uiterlijk op 15 mei", False),
        ("Onze minimumeisen > 14", "kunnen worden afgesproken", True),
        ("Onze minimumeisen > 14", "per half jaar", False),
        ("2. Onze minimumeisen", "Onze minimumeisen", True),
    ],
)
def test_quote_is_looked_up_below_a_heading_without_a_number(section: str, quote: str, found: bool) -> None:
    sections = find_sections(UNNUMBERED, section, NAMED)

    assert any(holds(UNNUMBERED[begin:end], quote) for begin, end in sections) is found


def test_numbered_section_is_not_cut_by_a_named_heading() -> None:
    assert find_sections(POLICY, "4.1", ["Contracteren"]) == find_sections(POLICY, "4.1")


@pytest.mark.parametrize("section", ["Coaches > Overzicht", "Voorwoord > Gecontracteerde RHO's"])
def test_way_that_does_not_lead_down_is_not_found(section: str) -> None:
    assert find_sections(UNNUMBERED, section) == []


@pytest.mark.parametrize("section", ["9.9", "Nawoord", "Bijlage 2 1.1", "4.1.2"])
def test_section_that_is_not_there_is_not_found(section: str) -> None:
    assert find_sections(POLICY, section) == []


RUN_IN = """\
4.1 Tijdpad
Tijdpad voor groot. Voor anderen geldt dit alleen
bij meer omzet
Uiterlijk 1 juni 2026
Tijdpad voor klein, onder € 2,5 miljoen.
Uiterlijk 31 augustus 2026
""".splitlines()


@pytest.mark.parametrize(
    ("section", "quote", "found"),
    [
        pytest.param("4.1 > Tijdpad voor groot", "uiterlijk 1 juni 2026", True, id="runs on into a sentence"),
        pytest.param("4.1 > Tijdpad voor groot", "31 augustus 2026", False, id="ends at the next"),
        pytest.param(
            "4.1 > Tijdpad voor klein, onder € 2,5 miljoen", "31 augustus 2026", True, id="ends in a stop"
        ),
        pytest.param("4.1 > Tijdpad voor", "1 juni 2026", False, id="half a heading"),
    ],
)
def test_heading_may_run_on_into_its_text(section: str, quote: str, found: bool) -> None:
    named = ("4.1 > Tijdpad voor groot", "4.1 > Tijdpad voor klein, onder € 2,5 miljoen")

    sections = find_sections(RUN_IN, section, named)

    assert any(holds(RUN_IN[begin:end], quote) for begin, end in sections) is found


BARE = """\
BELEID FYSIOTHERAPIE 2028

1 Inleiding
Wij maken het uiterlijk 31 maart 2027 bekend, in
3 Stappen die volgen.

2 Tijdpad
Tekenen: tussen 20 september en 1 november 2027.

12 Maanden later kan het opnieuw.

3 Nieuwe aanbieders
Van 1 juni t/m 31 augustus 2027.
""".splitlines()


@pytest.mark.parametrize(
    ("section", "quote", "found"),
    [
        ("1", "uiterlijk 31 maart 2027", True),
        ("1", "tussen 20 september en 1 november 2027", False),
        ("2", "tussen 20 september en 1 november 2027", True),
        ("2", "12 maanden later", True),
        ("3", "van 1 juni t/m 31 augustus 2027", True),
        ("1 Inleiding", "uiterlijk 31 maart 2027", True),
        ("1 Inleiding", "van 1 juni t/m 31 augustus 2027", False),
        ("Tijdpad", "van 1 juni t/m 31 augustus 2027", False),
        ("12", "12 maanden later", False),
    ],
)
def test_headings_whose_numbers_have_no_full_stop_count_from_one(
    section: str, quote: str, found: bool
) -> None:
    ranges = find_sections(BARE, section)

    assert any(holds(BARE[begin:end], quote) for begin, end in ranges) is found
