"""Words one year on: years move, nothing else; the author's spelling stays where it can."""

import pytest

from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.year_shift import shift_phrase, shift_text, shift_words


@pytest.mark.parametrize(
    ("words", "next_year"),
    [
        ("uiterlijk 1 april 2026", "uiterlijk 1 april 2027"),
        ("2-31 mei 2026", "2-31 mei 2027"),
        ("2 mei tot en met 31 mei 2026", "2 mei tot en met 31 mei 2027"),
        ("1 december 2026 t/m 28 februari 2027", "1 december 2027 t/m 28 februari 2028"),
        ("medio juli 2026", "medio juli 2027"),
        ("in 2027", "in 2028"),
        ("gedurende het hele jaar 2025", "gedurende het hele jaar 2026"),
        ("uiterlijk 15 mei", "uiterlijk 15 mei"),
        ("binnen 2 weken na 1 januari 2027", "binnen 2 weken na 1 januari 2028"),
        ("binnen 10 werkdagen na question-received", "binnen 10 werkdagen na question-received"),
        ("uiterlijk 29 februari 2028", "uiterlijk 28 februari 2029"),
        ("1 t/m 20 december 2024, vóór 20.24 uur", "1 t/m 20 december 2025, vóór 20.24 uur"),
        ("onbekend", "onbekend"),
        ("31-12-2024", "31-12-2025"),
        ("zondag 31 mei 2026", "maandag 31 mei 2027"),
        ("derde dinsdag van september 2026", "derde dinsdag van september 2027"),
        ("week 36 van 2026", "week 36 van 2027"),
        ("week 53 van 2026", "in week 52 van 2027"),
        ("het eerste kwartaal van 2026", "het eerste kwartaal van 2027"),
        ("de eerste 8 maanden van 2026", "de eerste 8 maanden van 2027"),
        ("31 mei 2026, 17.00 uur Brussel", "31 mei 2027, 17.00 uur Brussel"),
        ("elke dinsdag in 2027", "elke dinsdag in 2028"),
        ("elke 2 weken van 4 mei 2027 t/m 1 juli 2027", "elke 2 weken van 4 mei 2028 t/m 1 juli 2028"),
        ("per 1 april, 1 juli of 1 oktober 2024", "per 1 april, 1 juli of 1 oktober 2025"),
        ("jaarlijks uiterlijk 1 juni", "jaarlijks uiterlijk 1 juni"),
        ("minimaal elke 2 jaar", "minimaal elke 2 jaar"),
        ("over 2025", "over 2026"),
        ("4 weken na publicatie van de tarieven", "4 weken na publicatie van de tarieven"),
    ],
)  # fmt: skip
def test_years_move_and_nothing_else(words: str, next_year: str) -> None:
    assert parse_phrase(shift_words(words, 1)) == parse_phrase(next_year)
    assert shift_words(words, 1) == next_year


def test_a_leap_day_without_a_year_takes_the_year_beside_it() -> None:
    assert shift_words("uiterlijk 29 februari", 1, beside=2028) == "uiterlijk 28 februari"
    assert shift_words("uiterlijk 29 februari", 4, beside=2028) == "uiterlijk 29 februari"


def test_there_and_back_is_where_one_was() -> None:
    phrase = parse_phrase("1 december 2026 t/m 28 februari 2027")

    assert shift_phrase(shift_phrase(phrase, 3), -3) == phrase


def test_the_name_of_a_day_goes_where_its_date_is_not_known() -> None:
    assert shift_words("uiterlijk zondag 31 mei", 1) == "uiterlijk 31 mei"
    assert shift_words("uiterlijk zondag 31 mei", 1, beside=2026) == "uiterlijk maandag 31 mei"


def test_only_years_move_in_other_text() -> None:
    assert shift_text("Om 2026; € 2.026 en 2026,50 niet, 20260101 ook niet", 1) == (
        "Om 2027; € 2.026 en 2026,50 niet, 20260101 ook niet"
    )
