from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.domain import dutch


@pytest.mark.parametrize(
    ("end", "long", "short"),
    [
        (datetime(2026, 6, 1, tzinfo=UTC), "zondag 31 mei 2026, tot 24.00 uur", "zo 31 mei 2026"),
        (
            datetime(2027, 1, 1, tzinfo=UTC),
            "donderdag 31 december 2026, tot 24.00 uur",
            "do 31 december 2026",
        ),
        (
            datetime(2024, 12, 20, 12, tzinfo=UTC),
            "vrijdag 20 december 2024, tot 12.00 uur",
            "vr 20 december 2024, 12.00 uur",
        ),
    ],
)
def test_end_is_shown_as_its_last_day(end: datetime, long: str, short: str) -> None:
    assert (dutch.long_end(end), dutch.short_end(end)) == (long, short)


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (date(2026, 5, 24), "nog 7 dagen"),
        (date(2026, 5, 30), "nog 1 dag"),
        (date(2026, 5, 31), "vandaag"),
        (date(2026, 6, 1), "verstreken"),
    ],
)
def test_days_left_until_the_last_day(today: date, text: str) -> None:
    assert dutch.days_left(date(2026, 5, 31), today) == text


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (123_456_700, "€ 1.234.567,00"),
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (-150, "€ -1,50"),
        (10_000_001, "€ 100.000,01"),
    ],
)
def test_money_has_dutch_thousands_and_decimals(cents: int, text: str) -> None:
    assert dutch.money(cents) == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_money_reads_back(cents: int) -> None:
    digits = dutch.money(cents).removeprefix("€ ").replace(".", "").replace(",", "")

    assert int(digits) == cents


@given(st.dates(min_value=date(2018, 1, 1), max_value=date(2040, 12, 31)))
def test_midnight_belongs_to_the_day_before(day: date) -> None:
    assert (dutch.last_day_of(datetime.combine(day, time(), UTC)).toordinal()) == day.toordinal() - 1
    assert dutch.last_day_of(datetime.combine(day, time(0, 1), UTC)) == day


def test_parts_are_joined_with_en() -> None:
    assert [dutch.listed(parts) for parts in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]


def test_counted_things_are_singular_or_plural() -> None:
    assert (dutch.counted(1, "fout", "fouten"), dutch.counted(1200, "fout", "fouten")) == (
        "1 fout",
        "1.200 fouten",
    )


def test_moment_and_rough_day_in_words() -> None:
    assert dutch.long_moment(datetime(2026, 5, 31, 21, 4, tzinfo=UTC)) == "zondag 31 mei 2026 om 21.04 uur"
    assert dutch.around(date(2026, 7, 15), "medio juli") == 'rond 15 juli 2026 ("medio juli")'
