from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.domain.moments import end_at, end_of_day, last_day_before, start_at, start_of_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


@given(DAYS)
def test_midnight_is_local_midnight_on_every_day(day: date) -> None:
    start = start_of_day(day, AMSTERDAM)

    assert (start.date(), start.time()) == (day, time())
    assert start.astimezone(UTC).hour in (22, 23)


@given(DAYS)
def test_day_ends_when_the_next_begins(day: date) -> None:
    end = end_of_day(day, AMSTERDAM)

    assert end == start_of_day(day + timedelta(days=1), AMSTERDAM)
    assert last_day_before(end) == day


@given(DAYS, st.times())
def test_start_is_never_after_the_end_of_the_same_clock(day: date, clock: time) -> None:
    first, last = start_at(day, clock, AMSTERDAM), end_at(day, clock, AMSTERDAM)

    assert last - first in (timedelta(0), timedelta(hours=1))
    assert first.astimezone(UTC) <= last.astimezone(UTC)


def test_day_of_spring_has_23_hours_and_of_autumn_25() -> None:
    lengths = [
        end_of_day(day, AMSTERDAM).astimezone(UTC) - start_of_day(day, AMSTERDAM).astimezone(UTC)
        for day in (FORWARD, BACK)
    ]

    assert lengths == [timedelta(hours=23), timedelta(hours=25)]


def test_clock_that_exists_twice_is_first_as_start_and_second_as_end() -> None:
    half_past_two = time(2, 30)

    assert start_at(BACK, half_past_two, AMSTERDAM).astimezone(UTC) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert end_at(BACK, half_past_two, AMSTERDAM).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_clock_that_does_not_exist_moves_forward() -> None:
    half_past_two = time(2, 30)
    moved = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    assert start_at(FORWARD, half_past_two, AMSTERDAM).astimezone(UTC) == moved
    assert end_at(FORWARD, half_past_two, AMSTERDAM).astimezone(UTC) == moved
