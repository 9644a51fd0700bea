from datetime import date, datetime

import pytest
from calendar_builders import a_timeline, an_event

from inkoopkalender.domain.timeline import ResolvedEvent


def rolled(words: str) -> ResolvedEvent:
    return a_timeline(an_event("one", words, roll="next-working-day")).event("one")


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("uiterlijk zondag 31 mei 2026", "2026-06-02T00:00:00+02:00"),
        ("uiterlijk zondag 31 mei 2026, 12.00 uur", "2026-06-01T12:00:00+02:00"),
        ("uiterlijk zaterdag 24 oktober 2026, 12.00 uur", "2026-10-26T12:00:00+01:00"),
        ("uiterlijk vrijdag 29 mei 2026", "2026-05-30T00:00:00+02:00"),
    ],
)
def test_an_end_on_a_day_off_moves_and_keeps_its_clock(words: str, end: str) -> None:
    assert iso(rolled(words).end) == end


def test_every_time_of_what_comes_back_moves_by_itself() -> None:
    event = rolled("per 1 januari, 1 april of 1 augustus 2027")

    assert [each.last_day for each in event.occurrences] == [
        date(2027, 1, 4), date(2027, 4, 1), date(2027, 8, 2),
    ]  # fmt: skip
    assert event.end == event.occurrences[0].end


def test_each_reading_moves_by_itself_and_the_chosen_one_is_the_end() -> None:
    event = rolled("tussen 2 en 31 mei 2026")

    assert {each.name: each.last_day for each in event.readings} == {
        "inclusive": date(2026, 6, 1),
        "exclusive": date(2026, 6, 1),
    }
    assert [each.end for each in event.readings if each.chosen] == [event.end]


def test_the_clock_of_another_zone_moves_with_the_end() -> None:
    event = rolled("uiterlijk zondag 31 mei 2026, 17.00 uur Londen")

    assert (iso(event.end), iso(event.end_elsewhere)) == (
        "2026-06-01T18:00:00+02:00",
        "2026-06-01T17:00:00+01:00",
    )
