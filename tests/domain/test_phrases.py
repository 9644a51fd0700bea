from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.domain import phrases as p
from inkoopkalender.domain.grammar import build_parser, parse_phrase
from inkoopkalender.domain.phrase_examples import ROWS

YEARS = st.none() | st.integers(1900, 2199)
MONTHS = st.integers(1, 12)
WEEKDAYS = st.none() | st.integers(0, 6)
DAYS = st.builds(p.Day, st.integers(1, 28), MONTHS, YEARS, WEEKDAYS)
ABOUTS = st.builds(p.About, st.sampled_from(["begin", "medio", "eind"]), MONTHS, YEARS)
NTHS = st.builds(p.NthDay, st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 8), MONTHS, YEARS)
SINGLE_DAYS = DAYS | ABOUTS | NTHS
MONTH_POINTS = st.builds(p.Month, MONTHS, YEARS)
YEAR_POINTS = st.builds(p.Year, st.integers(1900, 2199))
QUARTERS = st.builds(lambda q, year: p.Stretch(3 * q + 1, 3, year), st.integers(0, 3), YEARS)
FIRST_MONTHS = st.builds(lambda n, year: p.Stretch(1, n, year), st.integers(1, 12), YEARS)
SEASONS = st.builds(lambda month, year: p.Stretch(month, 3, year), st.sampled_from([3, 6, 9]), YEARS)
LAST_MONTHS = st.builds(lambda n, year: p.Stretch(13 - n, n, year), st.integers(1, 11), YEARS)
HALF_MONTHS = st.builds(p.HalfMonth, st.sampled_from([1, 2]), MONTHS, YEARS)
WEEKS = st.builds(p.Week, st.integers(1, 53), YEARS)
RANGES = MONTH_POINTS | YEAR_POINTS | QUARTERS | SEASONS | FIRST_MONTHS | LAST_MONTHS | HALF_MONTHS | WEEKS
POINTS = SINGLE_DAYS | RANGES
STARTS = POINTS | st.builds(p.Day, st.integers(1, 28))
ZONES = st.sampled_from([None, None, "Europe/Brussels", "Europe/London", "America/New_York", "Asia/Tokyo"])
TIMES = st.times().map(lambda clock: time(clock.hour, clock.minute)).filter(lambda c: c != time(23, 59))
CLOCKS = st.none() | st.builds(p.Clock, TIMES, ZONES) | st.just(p.Clock(None, "Europe/Brussels"))
NAMES = st.builds(
    p.Named, st.sampled_from(["enrolment-received", "signing", "de overeenkomst is aangeboden"])
)
ANCHORS = POINTS | NAMES
AMOUNTS = st.integers(1, 999)
UNITS = st.sampled_from(sorted(p.UNIT_WORDS))
PERIODS = st.sampled_from(["month", "quarter", "half-year", "year"])
COUNTED = st.integers(0, 6) | st.just(8)
BOUNDS = (
    st.none()
    | st.builds(lambda point: p.Bounds(point, whole=True), RANGES)
    | st.builds(p.Bounds, POINTS)
    | st.builds(p.Bounds, POINTS, POINTS)
)
DATED = st.one_of(
    st.builds(p.Until, POINTS, CLOCKS, st.sampled_from(["uiterlijk", "t/m", "tot uiterlijk"])),
    st.builds(p.Before, POINTS, CLOCKS, st.sampled_from(["vóór", "tot"])),
    st.builds(p.Through, STARTS, POINTS, CLOCKS, st.sampled_from(["t/m", "-"])),
    st.builds(p.Through, POINTS, POINTS, CLOCKS, st.just("t/m"), CLOCKS),
    st.builds(p.UpTo, STARTS, POINTS, CLOCKS),
    st.builds(p.UpTo, POINTS, POINTS, CLOCKS, CLOCKS),
    st.builds(p.Between, STARTS, POINTS, CLOCKS),
    st.builds(p.On, SINGLE_DAYS, CLOCKS, st.sampled_from(["", "op", "per"])),
)
YEARLY = DATED.filter(lambda phrase: not str(phrase).startswith(("in ", "week ", "19", "20", "21", "het ")))
PHRASES = st.one_of(
    DATED,
    st.builds(p.Before, NAMES),
    st.builds(p.From, POINTS, CLOCKS),
    st.builds(p.From, NAMES),
    st.builds(p.After, ANCHORS),
    st.builds(p.During, RANGES),
    st.builds(p.Over, RANGES),
    st.builds(p.WholeYear, YEARS),
    st.builds(p.StartOfYear, YEARS),
    st.builds(p.Within, AMOUNTS, UNITS, st.none()),
    st.builds(p.Within, AMOUNTS, UNITS, ANCHORS, st.sampled_from(["na", "nadat"])),
    st.builds(p.Within, AMOUNTS, UNITS, ANCHORS, st.just("na"), st.just("tot")),
    st.builds(p.Later, AMOUNTS, UNITS, ANCHORS, st.sampled_from(["na", "nadat"])),
    st.builds(p.Earlier, AMOUNTS, UNITS, st.none() | ANCHORS),
    st.builds(p.AfterPeriods, AMOUNTS, UNITS, PERIODS),
    st.builds(p.StartRule, PERIODS, st.just("next"), st.none() | ANCHORS),
    st.builds(p.StartRule, PERIODS, st.just("same"), NAMES),
    st.builds(p.Moments, NAMES, NAMES),
    st.builds(p.OnEvent, NAMES, st.sampled_from(["op", "per", "bij"])),
    st.builds(
        p.Every,
        st.integers(1, 99),
        UNITS.filter(lambda unit: unit not in ("hours", "working days")),
        WEEKDAYS,
        CLOCKS,
        BOUNDS,
    ),
    st.builds(p.EveryDay, COUNTED, st.none(), st.just("month"), CLOCKS, BOUNDS),
    st.builds(p.EveryDay, COUNTED, st.sampled_from([1, 2, 3, 4, 5, -1]), PERIODS, CLOCKS, BOUNDS),
    st.builds(p.DayOfMonth, st.integers(1, 31), st.sampled_from(["uiterlijk", "vóór", "op"]), BOUNDS),
    st.builds(p.Yearly, YEARLY),
    st.builds(
        p.Listed,
        st.lists(SINGLE_DAYS, min_size=2, max_size=5).map(tuple),
        st.sampled_from(["", "op", "per"]),
    ),
    st.builds(
        p.Limit, st.sampled_from(["minimaal", "maximaal"]), st.integers(1, 99), st.integers(1, 9), UNITS
    ),
    st.builds(p.AtOnce, st.none() | NAMES),
    st.just(p.Unknown()),
)


@given(PHRASES)
def test_phrase_written_and_read_is_the_same_phrase(phrase: p.Phrase) -> None:
    assert parse_phrase(str(phrase)) == phrase


@given(PHRASES)
def test_phrase_in_capitals_and_wide_spaces_is_the_same_phrase(phrase: p.Phrase) -> None:
    shouted = str(phrase) if p.references_of(phrase) else str(phrase).upper().replace(" ", "  ")

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
        ("t/m 20 december 2024, vóór 12.00 uur", p.Until(p.Day(20, 12, 2024), p.Clock(time(12)), "t/m")),
        ("uiterlijk 20 december 2024 tot 17:00 uur", p.Until(p.Day(20, 12, 2024), p.Clock(time(17)))),
        ("uiterlijk 20 december 2024, 23.59 uur", p.Until(p.Day(20, 12, 2024))),
        ("Onbekend", p.Unknown()),
        ("uiterlijk 1 sep-\ntember 2026", p.Until(p.Day(1, 9, 2026))),
        ("uiterlijk\u00a01\u2009september\n2026", p.Until(p.Day(1, 9, 2026))),
        ("vo\u0301o\u0301r 1 mei 2026", p.Before(p.Day(1, 5, 2026))),
        ("uiterlijk 31-12-2024", p.Until(p.Day(31, 12, 2024))),
        ("uiterlijk 31/12/2024", p.Until(p.Day(31, 12, 2024))),
        ("uiterlijk 31.12.2024", p.Until(p.Day(31, 12, 2024))),
        ("1-12-2026 t/m 28-2-2027", p.Through(p.Day(1, 12, 2026), p.Day(28, 2, 2027))),
        ("2024-12-31", p.On(p.Day(31, 12, 2024))),
        ("zondag 31 mei 2026", p.On(p.Day(31, 5, 2026, 6))),
        ("zo. 31 mei 2026", p.On(p.Day(31, 5, 2026, 6))),
        ("uiterlijk 1 nov. 2026", p.Until(p.Day(1, 11, 2026))),
        ("uiterlijk 1e mei 2026", p.Until(p.Day(1, 5, 2026))),
        ("t/m 20 december 2024 17:00u", p.Until(p.Day(20, 12, 2024), p.Clock(time(17)), "t/m")),
        ("t/m 20 december 2024 om 9 uur", p.Until(p.Day(20, 12, 2024), p.Clock(time(9)), "t/m")),
        ("31 mei 2026, 5 pm ET", p.On(p.Day(31, 5, 2026), p.Clock(time(17), "America/New_York"))),
        ("31 mei 2026, 17:00 Brussels", p.On(p.Day(31, 5, 2026), p.Clock(time(17), "Europe/Brussels"))),
        ("vanaf 1 mei 2026 om 9.00 uur", p.From(p.Day(1, 5, 2026), p.Clock(time(9)))),
        ("half mei 2026", p.On(p.About("medio", 5, 2026))),
        ("einde mei 2026", p.On(p.About("eind", 5, 2026))),
        ("in de loop van mei 2026", p.During(p.Month(5, 2026))),
        ("Q3 2026", p.During(p.Stretch(7, 3, 2026))),
        ("derde kwartaal 2026", p.During(p.Stretch(7, 3, 2026))),
        ("tweede halfjaar 2026", p.During(p.Stretch(7, 6, 2026))),
        ("de laatste vier maanden van het jaar 2026", p.During(p.Stretch(9, 4, 2026))),
        ("Prinsjesdag 2026", p.On(p.NthDay(3, 1, 9, 2026))),
        ("laatste dag van september", p.On(p.NthDay(-1, 7, 9))),
        ("uiterlijk 2 weken na signing", p.Within(2, "weeks", p.Named("signing"))),
        ("binnen een half jaar na signing", p.Within(6, "months", p.Named("signing"))),
        ("binnen 48 uur", p.Within(48, "hours")),
        ("binnen 6 weken na afloop van het kwartaal", p.AfterPeriods(6, "weeks", "quarter")),
        ("drie maanden van tevoren", p.Earlier(3, "months")),
        ("uiterlijk 2 weken voorafgaand aan signing", p.Earlier(2, "weeks", p.Named("signing"))),
        ("minstens 2 weken vóór signing", p.Earlier(2, "weeks", p.Named("signing"))),
        ("4 weken na publicatie", p.Later(4, "weeks", p.Named("publicatie"))),
        ("eerste dag van het eerstvolgende kwartaal na E", p.StartRule("quarter", "next", p.Named("E"))),
        ("de eerste van de maand volgend op de maand van E", p.StartRule("month", "next", p.Named("E"))),
        ("eerste van de maand nadat E", p.StartRule("month", "next", p.Named("E"))),
        ("eerste dag van de maand waarin E", p.StartRule("month", "same", p.Named("E"))),
        ("na de eerste levering", p.After(p.Named("de eerste levering"))),
        ("per half jaar", p.Every(6, "months")),
        ("iedere maand", p.Every(1, "months")),
        ("één keer per kwartaal", p.Every(3, "months")),
        ("jaarlijks", p.Every(1, "years")),
        ("elk kwartaal in 2027", p.Every(3, "months", bounds=p.Bounds(p.Year(2027), whole=True))),
        ("elk jaar op 12 november", p.Yearly(p.On(p.Day(12, 11), None, "op"))),
        ("per 1 januari en 1 juli 2024", p.Listed((p.Day(1, 1), p.Day(1, 7, 2024)), "per")),
        ("minimaal elke 2 jaar", p.Limit("minimaal", 1, 2, "years")),
        ("ten hoogste eenmaal per jaar", p.Limit("maximaal", 1, 1, "years")),
        ("2 keer per jaar", p.Limit("", 2, 1, "years")),
        ("binnen dertig dagen na signing", p.Within(30, "days", p.Named("signing"))),
        ("binnen veertien dagen", p.Within(14, "days")),
        ("tot uiterlijk 2 weken na signing", p.Within(2, "weeks", p.Named("signing"))),
        ("tot 6 weken na signing", p.Within(6, "weeks", p.Named("signing"), "na", "tot")),
        ("in week 36 en 37 van 2027", p.Through(p.Week(36), p.Week(37, 2027))),
        ("weken 36 t/m 38", p.Through(p.Week(36), p.Week(38))),
        ("in september en oktober 2027", p.Through(p.Month(9), p.Month(10, 2027))),
        ("in december en januari 2028", p.Through(p.Month(12), p.Month(1, 2028))),
        ("in de maanden mei en september 2027", p.Listed((p.Month(5), p.Month(9, 2027)))),
        ("in maart t/m mei", p.Through(p.Month(3), p.Month(5))),
        ("in de maand mei", p.During(p.Month(5))),
        ("in het voorjaar", p.During(p.Stretch(3, 3))),
        ("na de zomer van 2027", p.After(p.Stretch(6, 3, 2027))),
        ("na de zomervakantie", p.After(p.Named("de zomervakantie"))),
        ("jaarlijks in het voorjaar", p.Yearly(p.During(p.Stretch(3, 3)))),
        ("één keer per jaar, in het najaar", p.Yearly(p.During(p.Stretch(9, 3)))),
        ("jaarlijks in maart t/m mei", p.Yearly(p.Through(p.Month(3), p.Month(5)))),
        ("jaarlijks in week 20", p.Yearly(p.During(p.Week(20)))),
        ("elke maand uiterlijk de 10e", p.DayOfMonth(10)),
        ("maandelijks, voor de tiende van de maand", p.DayOfMonth(10, "vóór")),
        ("iedere maand t/m de 15e", p.DayOfMonth(15)),
        ("uiterlijk de vijftiende dag van elke maand", p.DayOfMonth(15)),
        ("uiterlijk de eerste van de maand", p.DayOfMonth(1)),
        ("op de 1e van de maand", p.DayOfMonth(1, "op")),
        ("de 15e van elke maand in 2027", p.DayOfMonth(15, "op", p.Bounds(p.Year(2027), whole=True))),
        ("op de eerste van de maand van levering", p.OnEvent(p.Named("de eerste van de maand van levering"))),
        ("om de twee jaar, voor het eerst in 2029", p.Every(2, "years", bounds=p.Bounds(p.Year(2029)))),
        ("op de eerste dag van de maand na E", p.StartRule("month", "next", p.Named("E"))),
        (
            "met ingang van de eerste dag van het kwartaal volgend op de toelating",
            p.StartRule("quarter", "next", p.Named("de toelating")),
        ),
        ("tweemaal per jaar", p.Limit("", 2, 1, "years")),
        ("één keer in de drie jaar", p.Every(3, "years")),
        ("driejaarlijks", p.Every(3, "years")),
        ("doorlopend", p.WholeYear()),
        (
            "in de periode van 1 juni 2027 tot en met 31 augustus 2027",
            p.Through(p.Day(1, 6, 2027), p.Day(31, 8, 2027)),
        ),
        ("gedurende de periode 1 juni tot 1 juli 2027", p.UpTo(p.Day(1, 6), p.Day(1, 7, 2027))),
        ("uiterlijk 10 november 2027 (17.00 uur)", p.Until(p.Day(10, 11, 2027), p.Clock(time(17)))),
        ("onverwijld", p.AtOnce()),
        ("per omgaande", p.AtOnce()),
        ("zo spoedig mogelijk na signing", p.AtOnce(p.Named("signing"))),
    ],
)
def test_phrase_of_words(words: str, phrase: p.Phrase) -> None:
    assert parse_phrase(words) == phrase


@pytest.mark.parametrize(
    ("words", "column", "problem", "next_step"),
    [
        ("tijdig", 1, "noemen geen datum", "when: onbekend"),
        ("uiterlijk 31-5-26", 11, "een jaar van twee cijfers", "31-05-2026"),
        ("uiterlijk 1 jnui 2026", 13, "'jnui' is geen woord", "'juni'"),
        ("uiterlijke 1 juni 2026", 1, "'uiterlijke' is geen woord", "'uiterlijk'"),
        ("binnen tien werkdgen na signing", 13, "'werkdgen' is geen woord", "'werkdagen'"),
        ("uiterlijk 31 juni 2026", 11, "juni 2026 heeft 30 dagen", "van 1 t/m 30"),
        ("uiterlijk 31-13-2026", 11, "geen maand 13", "31-12-2026"),
        ("uiterlijk 31-06-2026", 11, "juni 2026 heeft 30 dagen", "van 1 t/m 30"),
        ("week 54 van 2026", 1, "Week 54 bestaat niet", "van 1 t/m 53"),
        ("de eerste 13 maanden van 2026", 1, "geen 13 maanden", "1 t/m 12"),
        ("31 mei 2026, 17.00 uur Atlantis/Stad", 24, "geen tijdzone", "Europe/Brussels"),
        ("elke dinsdagg", 6, "'dinsdagg' is geen woord", "'dinsdag'"),
        ("29 februari 2027", 1, "februari 2027 heeft 28 dagen", "van 1 t/m 28"),
        ("30 februari", 1, "februari heeft 29 dagen", "van 1 t/m 29"),
        ("mei 31 2026", 5, "'31' past niet", "een jaar (2026)"),
        ("na 31 jnui 2026", 7, "'jnui' is geen woord", "'juni'"),
        ("uiterlijk", 10, "houden te vroeg op", "een datum (31 mei 2026)"),
        ("", 1, "houden te vroeg op", "calendar-language.md"),
        ("1 mei 2026 25.00 uur", 12, "geen kloktijd", "24.00"),
        ("mei 2026 12.00 uur", 1, "meer dan een dag", "Schrijf de dag"),
        ("week 36 en 38 van 2027", 1, "sluiten niet op elkaar aan", "twee gebeurtenissen"),
        ("elk kwartaal uiterlijk de 10e", 24, "hoort bij elke maand", "elke maand uiterlijk de 10e"),
        ("jaarlijks in mei en september", 14, "noemt twee tijden", "twee gebeurtenissen"),
        ("per kwartaal in 2027 t/m mei", 22, "'t/m' past niet", "niets meer"),
        ("mei 2026 kalenderdagen", 10, "'kalenderdagen' past niet", "t/m"),
        ("vóór publicatie, 12.00 uur", 18, "bij een datum", "Laat de kloktijd weg"),
        ("vóór publicatie, 17.00 uur Brusselse tijd", 18, "bij een datum", "Laat de kloktijd weg"),
        ("elke 0 weken in 2027", 8, "'0 weken' is geen termijn", "1 of meer"),
        ("binnen 0 dagen na signing", 10, "'0 dagen' is geen termijn", "1 of meer"),
        ("vijfde kwartaal van 2026", 1, "'vijfde' past niet", "calendar-language.md"),
        ("in de week van 5 juli", 16, "hangt van het jaar af", "de week van 5 juli 2027"),
        ("maandelijks uiterlijk de 15e van de maand na het kwartaal", 23, "dezelfde periode", "afloop"),
        ("uiterlijk de 31e van de maand na afloop van elk kwartaal", 11, "van 1 t/m 28", "binnen 6 weken"),
        ("binnen 2 weken na E, niet eerder dan 1 mei 2027", 20, "',' past niet", "niets meer"),
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


def test_parser_made_anew_reads_as_the_one_from_the_tables() -> None:
    anew = build_parser()

    examples = [example.words for row in ROWS for example in row.examples]
    assert [anew.parse(words) for words in examples] == [parse_phrase(words) for words in examples]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("vóór signing", ["signing"]),
        ("jaarlijks vóór signing", ["signing"]),
        ("binnen 2 weken", []),
        ("tussen het moment dat a en het moment dat b", ["a", "b"]),
    ],
)
def test_references_of_words_are_the_names_they_count_from(words: str, names: list[str]) -> None:
    references = p.references_of(parse_phrase(words))

    assert [each.name for each in references] == names
