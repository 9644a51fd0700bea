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


def test_only_years_move_in_other_text() -> None:
    assert shift_text("Om 2026; € 2.026 en 2026,50 niet, 20260101 ook niet", 1) == (
        "Om 2027; € 2.026 en 2026,50 niet, 20260101 ook niet"
    )
