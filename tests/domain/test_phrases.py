from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.grammar import parse_phrase

YEARS = st.none() | st.integers(1900, 2199)
MONTHS = st.integers(1, 12)
DAYS = st.builds(p.Day, st.integers(1, 28), MONTHS, YEARS)
ABOUTS = st.builds(p.About, st.sampled_from(["begin", "medio", "eind"]), MONTHS, YEARS)
MONTH_POINTS = st.builds(p.Month, MONTHS, YEARS)
YEAR_POINTS = st.builds(p.Year, st.integers(1900, 2199))
POINTS = DAYS | ABOUTS | MONTH_POINTS | YEAR_POINTS
STARTS = POINTS | st.builds(p.Day, st.integers(1, 28))
CLOCKS = st.none() | st.times().map(lambda clock: time(clock.hour, clock.minute)).filter(
    lambda c: c != time(23, 59)
)
NAMES = st.builds(
    p.Named, st.sampled_from(["enrolment-received", "signing", "de overeenkomst is aangeboden"])
)
ANCHORS = POINTS | NAMES
PHRASES = st.one_of(
    st.builds(p.Until, POINTS, CLOCKS, st.sampled_from(["uiterlijk", "t/m", "tot uiterlijk"])),
    st.builds(p.Before, POINTS, CLOCKS, st.sampled_from(["vóór", "tot"])),
    st.builds(p.Before, NAMES),
    st.builds(p.Through, STARTS, POINTS, CLOCKS, st.sampled_from(["t/m", "-"])),
    st.builds(p.UpTo, STARTS, POINTS, CLOCKS),
    st.builds(p.Between, STARTS, POINTS, CLOCKS),
    st.builds(p.From, ANCHORS),
    st.builds(p.After, ANCHORS),
    st.builds(p.On, DAYS | ABOUTS, CLOCKS, st.sampled_from(["", "op", "per"])),
    st.builds(p.During, MONTH_POINTS | YEAR_POINTS),
    st.builds(p.WholeYear, YEARS),
    st.builds(p.Within, st.integers(1, 999), st.sampled_from(sorted(p.UNIT_WORDS)), st.none()),
    st.builds(
        p.Within,
        st.integers(1, 999),
        st.sampled_from(sorted(p.UNIT_WORDS)),
        ANCHORS,
        st.sampled_from(["na", "nadat"]),
    ),
    st.just(p.Unknown()),
)


@given(PHRASES)
def test_phrase_written_and_read_is_the_same_phrase(phrase: p.Phrase) -> None:
    assert parse_phrase(str(phrase)) == phrase


@given(PHRASES)
def test_phrase_in_capitals_and_wide_spaces_is_the_same_phrase(phrase: p.Phrase) -> None:
    shouted = str(phrase) if p.reference_of(phrase) else str(phrase).upper().replace(" ", "  ")

    assert parse_phrase(shouted) == phrase


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("uiterlijk op 1 november 2026", p.Until(p.Day(1, 11, 2026))),
        ("uiterlijk in oktober 2026", p.Until(p.Month(10, 2026))),
        ("tot en met 29 augustus 2019", p.Until(p.Day(29, 8, 2019), None, "t/m")),
        ("voor 1 oktober 2026", p.Before(p.Day(1, 10, 2026))),
        ("2-31 mei 2026", p.Through(p.Day(2), p.Day(31, 5, 2026), None, "-")),
        ("2–31 mei 2026", p.Through(p.Day(2), p.Day(31, 5, 2026), None, "-")),
        ("van 2027 tot en met 2030", p.Through(p.Year(2027), p.Year(2030))),
        ("tussen juli en september", p.Between(p.Month(7), p.Month(9))),
        ("1 mei 2026 tot 1 juni 2026", p.UpTo(p.Day(1, 5, 2026), p.Day(1, 6, 2026))),
        ("15 mei a.s.", p.On(p.Day(15, 5))),
        ("per 1 januari 2027", p.On(p.Day(1, 1, 2027), None, "per")),
        ("medio juli 2026", p.On(p.About("medio", 7, 2026))),
        ("mei 2026", p.During(p.Month(5, 2026))),
        ("gedurende het kalenderjaar 2025", p.WholeYear(2025)),
        ("het gehele jaar door", p.WholeYear()),
        ("binnen twee weken na signing", p.Within(2, "weeks", p.Named("signing"))),
        ("binnen 10 werkdagen", p.Within(10, "working days")),
        ("t/m 20 december 2024, vóór 12.00 uur", p.Until(p.Day(20, 12, 2024), time(12), "t/m")),
        ("uiterlijk 20 december 2024 tot 17:00 uur", p.Until(p.Day(20, 12, 2024), time(17))),
        ("uiterlijk 20 december 2024, 23.59 uur", p.Until(p.Day(20, 12, 2024))),
        ("Onbekend", p.Unknown()),
    ],
)
def test_phrase_of_words(words: str, phrase: p.Phrase) -> None:
    assert parse_phrase(words) == phrase


@pytest.mark.parametrize(
    ("words", "column", "problem", "next_step"),
    [
        ("uiterlijk 1 jnui 2026", 13, "'jnui' is geen woord", "'juni'"),
        ("uiterlijke 1 juni 2026", 1, "'uiterlijke' is geen woord", "'uiterlijk'"),
        ("binnen tien werkdgen na signing", 13, "'werkdgen' is geen woord", "'werkdagen'"),
        ("uiterlijk 31 juni 2026", 11, "juni 2026 heeft 30 dagen", "van 1 t/m 30"),
        ("29 februari 2027", 1, "februari 2027 heeft 28 dagen", "van 1 t/m 28"),
        ("30 februari", 1, "februari heeft 29 dagen", "van 1 t/m 29"),
        ("mei 31 2026", 5, "'31' past niet", "een jaar (2026)"),
        ("uiterlijk", 10, "houden te vroeg op", "een dag (31)"),
        ("", 1, "houden te vroeg op", "uiterlijk"),
        ("1 mei 2026 25.00 uur", 12, "geen kloktijd", "24.00"),
        ("mei 2026 12.00 uur", 1, "meer dan een dag", "Schrijf de dag"),
        ("na jnui 2026", 4, "Met 'jnui' begint geen datum", "'juni'"),
    ],
)
def test_phrase_that_is_not_understood_names_place_and_next_step(
    words: str, column: int, problem: str, next_step: str
) -> None:
    with pytest.raises(p.PhraseError) as caught:
        parse_phrase(words)

    fault = caught.value
    assert fault.column == column
    assert problem in fault.problem
    assert next_step in fault.next_step


@given(st.text(max_size=60))
def test_any_text_is_a_phrase_or_a_phrase_error(words: str) -> None:
    column, again, phrase = 1, None, None
    try:
        phrase = parse_phrase(words)
        again = parse_phrase(str(phrase))
    except p.PhraseError as fault:
        column = fault.column

    assert again == phrase
    assert 1 <= column <= len(words) + 1
