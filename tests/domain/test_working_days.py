from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st
from workalendar.europe import Netherlands

from inkoopkalender.domain.working_days import (
    PROFILES,
    add_working_days,
    easter,
    holidays,
    is_working_day,
    previous_working_day,
)
from inkoopkalender.errors import MisuseError

DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))
NAMES = st.sampled_from(sorted(PROFILES))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2018, date(2018, 4, 1)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_of_known_years(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_holidays_of_kantoor_in_a_lustrum_year() -> None:
    assert sorted(holidays(2025, "kantoor")) == [
        date(2025, 1, 1),
        date(2025, 4, 21),
        date(2025, 4, 26),
        date(2025, 5, 5),
        date(2025, 5, 29),
        date(2025, 6, 9),
        date(2025, 12, 25),
        date(2025, 12, 26),
    ]


def test_kings_day_is_the_26th_when_the_27th_is_a_sunday() -> None:
    assert [day for day in holidays(2031, "kantoor") if day.month == 4 and day.day > 20] == [
        date(2031, 4, 26)
    ]


@pytest.mark.parametrize(
    ("day", "kantoor", "atw", "bridge"),
    [
        (date(2026, 4, 3), True, False, False),  # Good Friday
        (date(2026, 5, 5), True, False, False),  # 5 May outside a lustrum year
        (date(2026, 5, 14), False, False, False),  # Ascension Day
        (date(2026, 5, 15), True, True, False),  # the Friday after it
        (date(2026, 5, 31), False, False, False),  # a Sunday
    ],
)
def test_profiles_differ_on_these_days(day: date, kantoor: bool, atw: bool, bridge: bool) -> None:
    answers = [is_working_day(day, profile) for profile in ("kantoor", "atw", "atw+bridge")]

    assert answers == [kantoor, atw, bridge]


@pytest.mark.parametrize(("profile", "last"), [("kantoor", date(2025, 5, 2)), ("atw", date(2025, 5, 6))])
def test_ten_working_days_after_17_april_2025(profile: str, last: date) -> None:
    assert add_working_days(date(2025, 4, 17), 10, profile) == last


def test_previous_working_day_of_a_sunday_is_the_friday() -> None:
    assert previous_working_day(date(2026, 11, 1), "kantoor") == date(2026, 10, 30)


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(MisuseError, match="atw, atw\\+bridge, kantoor"):
        is_working_day(date(2026, 1, 5), "bank")


@given(DAYS, st.integers(1, 60), NAMES)
def test_working_days_back_and_forth_give_the_first_day_back(day: date, count: int, profile: str) -> None:
    start = previous_working_day(day, profile)

    assert add_working_days(add_working_days(start, count, profile), -count, profile) == start


@given(DAYS, st.integers(1, 60), NAMES)
def test_working_days_are_counted_one_by_one(day: date, count: int, profile: str) -> None:
    end = add_working_days(day, count, profile)

    between = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
    assert sum(is_working_day(each, profile) for each in between) == count


YEARS = range(2018, 2041)


def sundays_of(year: int) -> set[date]:
    """Give the holidays that are Sundays by themselves; our tables leave them out."""
    return {easter(year), easter(year) + timedelta(days=49)}


def test_offices_work_on_good_friday_and_are_else_as_the_library_holidays_has_it() -> None:
    theirs = {year: set(country_holidays("NL", years=year)) - sundays_of(year) for year in YEARS}

    ours = {year: set(holidays(year, "kantoor")) | {easter(year) - timedelta(days=2)} for year in YEARS}

    assert ours == theirs


def test_terms_by_law_are_as_the_library_workalendar_has_it() -> None:
    theirs = {year: {day for day, _ in Netherlands().holidays(year)} - sundays_of(year) for year in YEARS}

    ours = {year: set(holidays(year, "atw")) for year in YEARS}

    assert ours == theirs
