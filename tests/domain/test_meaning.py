from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.domain.dutch_dates import short_date
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.meaning import meaning_of
from inkoopkalender.domain.phrase_examples import ROWS, Example
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.resolution import Anchored, Context, Meaning, Offset, Span
from inkoopkalender.domain.timeline import anchored_at

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def mean(
    words: str,
    year: int | None = None,
    profile: str = "kantoor",
    reading: str | None = None,
    on: date | None = None,
) -> Meaning:
    anchor = None if on is None else Anchored(on, on)
    return meaning_of(
        parse_phrase(words), Context(AMSTERDAM, profile, words, year, reading, lambda _name: anchor)
    )


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


@pytest.mark.parametrize(
    ("words", "kind", "start", "end", "last_day"),
    [
        ("uiterlijk 1 november 2026", "deadline", None, "2026-11-02T00:00:00+01:00", date(2026, 11, 1)),
        ("vóór 1 oktober 2026", "deadline", None, "2026-10-01T00:00:00+02:00", date(2026, 9, 30)),
        (
            "2-31 mei 2026",
            "window",
            "2026-05-02T00:00:00+02:00",
            "2026-06-01T00:00:00+02:00",
            date(2026, 5, 31),
        ),
        (
            "van 2027 tot en met 2030",
            "window",
            "2027-01-01T00:00:00+01:00",
            "2031-01-01T00:00:00+01:00",
            date(2030, 12, 31),
        ),
        (
            "1 januari 2027 tot 1 januari 2028",
            "window",
            "2027-01-01T00:00:00+01:00",
            "2028-01-01T00:00:00+01:00",
            date(2027, 12, 31),
        ),
        (
            "1 oktober 2024 t/m 20 december 2024, vóór 12.00 uur",
            "window",
            "2024-10-01T00:00:00+02:00",
            "2024-12-20T12:00:00+01:00",
            date(2024, 12, 20),
        ),
        ("vanaf 15 september 2026", "from", "2026-09-15T00:00:00+02:00", None, None),
        ("na 1 januari 2026", "from", "2026-01-02T00:00:00+01:00", None, None),
        (
            "1 juni 2026",
            "milestone",
            "2026-06-01T00:00:00+02:00",
            "2026-06-02T00:00:00+02:00",
            date(2026, 6, 1),
        ),
        ("uiterlijk in oktober 2026", "deadline", None, "2026-11-01T00:00:00+01:00", date(2026, 10, 31)),
        ("uiterlijk medio juni 2026", "deadline", None, "2026-06-16T00:00:00+02:00", date(2026, 6, 15)),
        (
            "in september 2027",
            "window",
            "2027-09-01T00:00:00+02:00",
            "2027-10-01T00:00:00+02:00",
            date(2027, 9, 30),
        ),
        (
            "in 2027",
            "whole-year",
            "2027-01-01T00:00:00+01:00",
            "2028-01-01T00:00:00+01:00",
            date(2027, 12, 31),
        ),
        ("binnen 2 weken na 1 januari 2027", "sla", None, "2027-01-16T00:00:00+01:00", date(2027, 1, 15)),
        ("binnen 1 maand na 31 januari 2026", "sla", None, "2026-03-01T00:00:00+01:00", date(2026, 2, 28)),
        ("onbekend", "unresolved", None, None, None),
    ],
)
def test_words_mean_moments(
    words: str, kind: str, start: str | None, end: str | None, last_day: date | None
) -> None:
    meaning = mean(words)

    assert (meaning.kind, iso(meaning.start), iso(meaning.end), meaning.last_day) == (
        kind,
        start,
        end,
        last_day,
    )


@pytest.mark.parametrize(("profile", "last"), [("kantoor", date(2025, 5, 2)), ("atw", date(2025, 5, 6))])
def test_working_days_are_counted_in_the_profile(profile: str, last: date) -> None:
    assert mean("binnen 10 werkdagen na 17 april 2025", profile=profile).last_day == last


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("begin maart 2026", Span(date(2026, 3, 1), date(2026, 3, 10), "both")),
        ("medio juli 2026", Span(date(2026, 7, 11), date(2026, 7, 20), "both")),
        ("eind februari 2027", Span(date(2027, 2, 21), date(2027, 2, 28), "both")),
        ("medio juli tot en met 31 oktober 2026", Span(date(2026, 7, 11), date(2026, 7, 20), "start")),
        ("1 mei 2026 t/m medio juni 2026", Span(date(2026, 6, 11), date(2026, 6, 20), "end")),
        ("begin mei t/m eind juni 2026", Span(date(2026, 5, 1), date(2026, 6, 30), "both")),
        ("uiterlijk medio juni 2026", Span(date(2026, 6, 11), date(2026, 6, 20), "end")),
        ("binnen 2 weken na medio juli 2026", Span(date(2026, 7, 25), date(2026, 8, 3), "end")),
        ("binnen 48 uur na medio juli 2026", Span(date(2026, 7, 13), date(2026, 7, 22), "end")),
        ("48 uur vóór medio juli 2026", Span(date(2026, 7, 8), date(2026, 7, 17), "end")),
        ("uiterlijk 1 november 2026", None),
    ],
)
def test_approximate_words_carry_their_span(words: str, span: Span | None) -> None:
    assert mean(words).span == span


@pytest.mark.parametrize(
    ("words", "year", "first", "last", "inferred"),
    [
        ("1 december 2026 tot en met 28 februari 2027", None, date(2026, 12, 1), date(2027, 2, 28), False),
        ("1 december tot en met 28 februari 2027", None, date(2026, 12, 1), date(2027, 2, 28), True),
        ("1 december 2026 t/m 28 februari", None, date(2026, 12, 1), date(2027, 2, 28), True),
        ("1 december t/m 28 februari", 2026, date(2026, 12, 1), date(2027, 2, 28), True),
        ("2 t/m 31 mei", 2026, date(2026, 5, 2), date(2026, 5, 31), True),
        ("1 mei t/m 30 juni 2026", None, date(2026, 5, 1), date(2026, 6, 30), False),
    ],
)
def test_missing_parts_come_from_the_other_end(
    words: str, year: int | None, first: date, last: date, inferred: bool
) -> None:
    meaning = mean(words, year)

    assert meaning.start is not None
    assert (meaning.start.date(), meaning.last_day, meaning.inferred_year) == (first, last, inferred)


def test_between_gives_both_readings_and_takes_the_inclusive_one() -> None:
    meaning = mean("tussen 2 en 31 mei 2026")

    assert [(each.name, each.last_day, each.chosen) for each in meaning.readings] == [
        ("inclusive", date(2026, 5, 31), True),
        ("exclusive", date(2026, 5, 30), False),
    ]


def test_between_with_the_exclusive_reading() -> None:
    assert mean("tussen 2 en 31 mei 2026", reading="exclusive").last_day == date(2026, 5, 30)


def test_relative_words_without_a_known_event_are_unresolved() -> None:
    meaning = mean("binnen 10 werkdagen na question-received")

    assert (meaning.kind, meaning.start, meaning.end) == ("sla", None, None)
    assert (meaning.relative_to, meaning.offset) == ("question-received", Offset(10, "working days"))


@pytest.mark.parametrize("words", ["binnen 4 weken", "binnen 4 weken nadat de overeenkomst is aangeboden"])
def test_free_words_count_from_the_event_that_is_given(words: str) -> None:
    assert mean(words, on=date(2027, 3, 15)).last_day == date(2027, 4, 12)


def test_before_an_event_ends_at_its_moment() -> None:
    sent = datetime(2026, 9, 10, 14, 5, tzinfo=AMSTERDAM)
    anchor = Anchored(sent.date(), sent.date(), instant=sent)
    words = "vóór het versturen van de overeenkomst"

    meaning = meaning_of(parse_phrase(words), Context(AMSTERDAM, "kantoor", words, find=lambda _name: anchor))

    assert (meaning.end, meaning.last_day) == (sent, date(2026, 9, 10))


@pytest.mark.parametrize(
    ("words", "year", "reading", "problem"),
    [
        ("uiterlijk 15 mei", None, None, "'15 mei' heeft geen jaar"),
        ("het gehele jaar door", None, None, "noemen geen jaar"),
        ("29 februari", 2027, None, "heeft 28 dagen"),
        ("31 - 30 juni 2026", None, None, "heeft 30 dagen"),
        ("31 mei 2026 t/m 2 mei 2026", None, None, "eindigt voordat zij begint"),
        ("1 mei 2026 tot 1 mei 2026", None, None, "Tussen begin en einde ligt niets"),
        ("uiterlijk 1 mei 2026", None, "exclusive", "geen lezing 'exclusive'"),
        ("tussen 2 en 31 mei 2026", None, "loose", "geen lezing 'loose'"),
        ("tussen 2 en 31 mei 2026, 17.00 uur", None, "exclusive", "geen lezing 'exclusive'"),
        ("maandag 31 mei 2026", None, None, "geen maandag maar een zondag"),
        ("week 53 van 2027", None, None, "2027 heeft geen week 53"),
        ("vijfde maandag van februari 2026", None, None, "bestaat niet"),
        ("24 uur na 1 mei 2026", None, None, "geen dag"),
    ],
)
def test_words_without_a_moment_are_refused(
    words: str, year: int | None, reading: str | None, problem: str
) -> None:
    with pytest.raises(PhraseError, match=problem):
        mean(words, year, reading=reading)


@pytest.mark.parametrize(
    ("kind", "example"), [(row.kind, example) for row in ROWS for example in row.examples], ids=str
)
def test_examples_of_the_language_mean_what_was_worked_out_by_hand(kind: str, example: Example) -> None:
    moments = [local(event) for event in example.events]
    named: list[str] = []

    def find(name: str) -> Anchored | None:
        named.extend([] if name in named else [name])
        place = named.index(name)
        return anchored_at(moments[place], AMSTERDAM) if place < len(moments) else None

    context = Context(AMSTERDAM, "kantoor", example.words, example.year, None, find, example.year)
    meaning = meaning_of(parse_phrase(example.words), context)

    further = tuple(each.end for each in meaning.occurrences[1:])
    expected = tuple(local(end) for end in example.more)
    assert (meaning.kind, meaning.start, meaning.end, further) == (
        kind,
        local(example.start) if example.start else None,
        local(example.end) if example.end else None,
        expected,
    )


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@given(st.dates(date(2018, 1, 1), date(2040, 12, 31)))
def test_until_ends_exactly_when_after_begins(day: date) -> None:
    words = short_date(day).split(maxsplit=1)[1]

    until, after, before = mean(f"uiterlijk {words}"), mean(f"na {words}"), mean(f"vóór {words}")

    assert until.end == after.start
    assert until.last_day == day
    assert before.end == mean(f"vanaf {words}").start


def test_up_to_a_day_tells_the_reading_in_which_it_counts() -> None:
    meaning = mean("1 januari 2027 tot 31 december 2030")

    assert [(each.name, each.last_day, each.chosen) for each in meaning.readings] == [
        ("exclusive", date(2030, 12, 30), True),
        ("inclusive", date(2030, 12, 31), False),
    ]
    assert mean("1 januari 2027 tot 31 december 2030", reading="inclusive").last_day == date(2030, 12, 31)


def test_start_rule_on_the_first_day_of_a_period_tells_the_other_reading() -> None:
    rule = "eerste dag van het eerstvolgende kwartaal na E"

    assert iso(mean(rule, on=date(2026, 1, 1), reading="inclusive").start) == "2026-01-01T00:00:00+01:00"
    assert [each.chosen for each in mean(rule, on=date(2026, 1, 1)).readings] == [True, False]
    assert mean(rule, on=date(2026, 1, 2)).readings == ()


@pytest.mark.parametrize(
    ("words", "first", "starts"),
    [
        ("elke 2 weken vanaf 4 januari 2027", date(2027, 1, 4), 26),
        ("elke 2 weken op dinsdag in 2027", date(2027, 1, 5), 26),
        ("per week in 2027", date(2027, 1, 4), 52),
        ("elke werkdag in mei 2026", date(2026, 5, 1), 19),
        ("elke laatste werkdag van de maand in 2026", date(2026, 1, 30), 12),
        ("per maand vanaf 31 januari 2026", date(2026, 1, 31), 12),
        ("jaarlijks van 2027 t/m 2030", date(2027, 1, 1), 4),
    ],
)
def test_what_comes_back_has_its_occurrences(words: str, first: date, starts: int) -> None:
    meaning = mean(words)

    begun = [each.start.date() for each in meaning.occurrences if each.start]
    assert (meaning.kind, begun[0], len(begun)) == ("recurring", first, starts)
    assert begun == sorted(set(begun))


def test_weekly_clock_keeps_its_local_time_over_both_clock_changes() -> None:
    meaning = mean("elke zondag, 09.00 uur in 2026")

    assert {each.end.time() for each in meaning.occurrences if each.end} == {time(9)}
    assert {each.end.utcoffset() for each in meaning.occurrences if each.end} == {
        timedelta(hours=1),
        timedelta(hours=2),
    }


@pytest.mark.parametrize("words", ["per kwartaal", "jaarlijks uiterlijk 1 juni", "minimaal elke 2 jaar"])
def test_what_comes_back_without_a_year_is_understood_and_not_yet_known(words: str) -> None:
    meaning = mean(words)

    assert (meaning.kind, meaning.start, meaning.end, meaning.occurrences) == ("recurring", None, None, ())


def test_a_clock_elsewhere_is_kept_and_given_in_our_own_zone_too() -> None:
    belgian = mean("uiterlijk 31 mei 2026, 17:00 Brussel")
    american = mean("t/m 31 mei 2026, 9 pm ET")

    assert iso(belgian.end) == iso(belgian.end_elsewhere) == "2026-05-31T17:00:00+02:00"
    assert (iso(american.end), american.last_day) == ("2026-06-01T03:00:00+02:00", date(2026, 6, 1))
    assert iso(american.end_elsewhere) == "2026-05-31T21:00:00-04:00"
    assert mean("uiterlijk 31 mei 2026, 17.00 uur").end_elsewhere is None


def test_closing_days_of_the_insurer_are_not_counted() -> None:
    words = "binnen 2 werkdagen na 22 december 2026"
    closed = frozenset({date(2026, 12, 24)})

    meaning = meaning_of(parse_phrase(words), Context(AMSTERDAM, "kantoor", words, closed=closed))

    assert meaning.last_day == date(2026, 12, 28)


def test_no_local_midnight_of_any_year_is_off_by_an_hour() -> None:
    first = date(2018, 1, 1)
    days = [first + timedelta(days=each) for each in range((date(2041, 1, 1) - first).days)]

    meanings = [mean(short_date(day).split(maxsplit=1)[1]) for day in days]

    bounds = [(each.start, each.end) for each in meanings if each.start and each.end]
    assert len(bounds) == len(days)
    assert {moment.time() for pair in bounds for moment in pair} == {time()}
    assert [(start.date(), end.date()) for start, end in bounds] == [
        (day, day + timedelta(days=1)) for day in days
    ]
    assert [
        moment
        for pair in bounds
        for moment in pair
        if moment.astimezone(UTC).astimezone(AMSTERDAM).isoformat() != moment.isoformat()
    ] == []
    ends, starts = [end.astimezone(UTC) for _, end in bounds], [start.astimezone(UTC) for start, _ in bounds]
    assert ends[:-1] == starts[1:]


@given(st.dates(date(2018, 1, 1), date(2039, 12, 31)), st.integers(1, 400))
def test_windows_begin_before_they_end_and_readings_differ_by_a_day(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    first, then = (short_date(each).split(maxsplit=1)[1] for each in (day, last))

    through, up_to, between = (
        mean(words) for words in (f"{first} t/m {then}", f"{first} tot {then}", f"tussen {first} en {then}")
    )

    assert through.start is not None
    assert through.end is not None
    assert through.start < through.end
    assert through.last_day == last == between.last_day
    assert up_to.last_day == last - timedelta(days=1)
    assert {each.last_day for each in up_to.readings} == {last, last - timedelta(days=1)}


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("1 januari t/m week 1 van 2026", "2026-01-01T00:00:00+01:00", "2026-01-05T00:00:00+01:00"),
        ("week 1 van 2026 t/m 30 december", "2025-12-29T00:00:00+01:00", "2026-12-31T00:00:00+01:00"),
        ("week 53 t/m week 2 van 2027", "2026-12-28T00:00:00+01:00", "2027-01-18T00:00:00+01:00"),
        (
            "donderdag 31 december t/m zaterdag 2 januari 2027",
            "2026-12-31T00:00:00+01:00",
            "2027-01-03T00:00:00+01:00",
        ),
        ("31 december 2026 t/m zaterdag 2 januari", "2026-12-31T00:00:00+01:00", "2027-01-03T00:00:00+01:00"),
        ("29 februari t/m 31 januari 2029", "2028-02-29T00:00:00+01:00", "2029-02-01T00:00:00+01:00"),
    ],
)
def test_a_year_left_out_is_that_of_the_other_end_or_the_one_beside_it(
    words: str, start: str, end: str
) -> None:
    meaning = mean(words)

    assert (iso(meaning.start), iso(meaning.end)) == (start, end)


@pytest.mark.parametrize("words", ["vrijdag 1 mei t/m 1 mei 2027", "29 februari t/m 3 maart 2029"])
def test_a_wrong_day_does_not_make_a_range_a_year_longer(words: str) -> None:
    with pytest.raises(PhraseError):
        mean(words)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (
            "elke maand van september t/m november 2026",
            [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)],
        ),
        (
            "elke laatste werkdag van de maand van november t/m februari",
            [date(2027, 11, 30), date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29)],
        ),
        ("per kwartaal van 1 januari 2026 t/m 15 mei 2026", [date(2026, 3, 31), date(2026, 5, 15)]),
    ],
)
def test_bounds_of_what_comes_back_take_the_year_of_the_other_end(words: str, days: list[date]) -> None:
    meaning = meaning_of(parse_phrase(words), Context(AMSTERDAM, "kantoor", words, contract_year=2027))

    assert [each.last_day for each in meaning.occurrences] == days


@pytest.mark.parametrize(
    "words",
    [
        "op 1 mei 2026, 00.00 uur",
        "1 mei 2026, 5.00 uur Asia/Tokyo",
        "tussen 2 mei 2026 en 2 mei 2026, 00.00 uur",
        "elke dinsdag, 00.00 uur in 2027",
    ],
)
def test_a_clock_that_leaves_nothing_of_the_day_is_refused(words: str) -> None:
    with pytest.raises(PhraseError):
        mean(words)
