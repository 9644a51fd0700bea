"""Days are counted on a calendar by hand: 2 March 2026 is a Monday; 2027 has no 29 February."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoopkalender.domain.russell import (
    FIFTY_TWO_WEEKS,
    FOUR_WEEKS,
    FollowUp,
    Mode,
    Rates,
    Smoker,
    is_quitter_52w,
    is_self_reported_quitter_4w,
    is_verified_quitter_4w,
    rates_of,
    surroundings_of,
    why_not_treated,
)
from inkoopkalender.domain.russell_class import ClassBounds, class_of
from inkoopkalender.domain.sampling import draw_sample

QUIT = date(2026, 3, 2)
IN_FOUR_WEEKS = FollowUp(reached=True, day=date(2026, 3, 30), mode="face-to-face")
IN_A_YEAR = FollowUp(reached=True, day=date(2027, 3, 1), mode="telephone")
STOPPED = Smoker(
    quit_date=QUIT,
    sessions=1,
    after_4w=IN_FOUR_WEEKS,
    smoke_free_2w=True,
    co_ppm=Decimal("9.9"),
    co_on=date(2026, 3, 30),
    after_52w=IN_A_YEAR,
    cigarettes_50w=5,
)
LOST = Smoker(QUIT, 1, after_4w=FollowUp(reached=False), after_52w=FollowUp(reached=False))


def test_the_windows_begin_and_end_on_the_days_of_the_standard() -> None:
    # day 25 and 42; day 334 and 394
    assert FOUR_WEEKS.days(QUIT) == (date(2026, 3, 27), date(2026, 4, 13))
    assert FIFTY_TWO_WEEKS.days(QUIT) == (date(2027, 1, 30), date(2027, 3, 31))
    # over a leap day: 1 March 2027 + 364 = 28 February 2028, 30 days later is 29 March 2028
    assert FIFTY_TWO_WEEKS.days(date(2027, 3, 1)) == (date(2028, 1, 29), date(2028, 3, 29))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"sessions": 0}, "no-session"),
        ({"quit_date": None}, "no-quit-date"),
        ({"already_stopped": True}, "already-stopped"),
        ({"already_stopped": True, "quit_date": None, "sessions": 0}, "already-stopped"),
    ],
)
def test_who_is_a_treated_smoker(changes: dict[str, object], why: str | None) -> None:
    smoker = replace(STOPPED, **changes)  # type: ignore[arg-type]  # a test builder

    assert why_not_treated(smoker) == why
    assert is_self_reported_quitter_4w(smoker) == is_quitter_52w(smoker) == (why is None)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 3, 26), False),
        (date(2026, 3, 27), True),
        (date(2026, 4, 13), True),
        (date(2026, 4, 14), False),
        (None, False),
    ],
)
def test_a_declaration_and_a_measurement_count_from_the_first_to_the_last_day(
    day: date | None, counts: bool
) -> None:
    assert is_self_reported_quitter_4w(replace(STOPPED, after_4w=replace(IN_FOUR_WEEKS, day=day))) == counts
    assert is_verified_quitter_4w(replace(STOPPED, co_on=day)) == counts


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2027, 1, 29), False),
        (date(2027, 1, 30), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_the_year_counts_from_the_first_to_the_last_day(day: date, counts: bool) -> None:
    assert is_quitter_52w(replace(STOPPED, after_52w=replace(IN_A_YEAR, day=day))) == counts


@pytest.mark.parametrize(
    ("mode", "counts"),
    [
        ("face-to-face", True),
        ("post", True),
        ("telephone", True),
        ("video", True),
        ("other", False),
        (None, False),
    ],
)
def test_only_the_ways_of_the_standard_count(mode: Mode | None, counts: bool) -> None:
    smoker = replace(
        STOPPED, after_4w=replace(IN_FOUR_WEEKS, mode=mode), after_52w=replace(IN_A_YEAR, mode=mode)
    )

    assert is_self_reported_quitter_4w(smoker) == is_quitter_52w(smoker) == counts


@pytest.mark.parametrize(("ppm", "verified"), [("0", True), ("9.99", True), ("10", False), (None, False)])
def test_expired_air_verifies_below_ten_ppm(ppm: str | None, verified: bool) -> None:
    smoker = replace(STOPPED, co_ppm=None if ppm is None else Decimal(ppm))

    assert (is_self_reported_quitter_4w(smoker), is_verified_quitter_4w(smoker)) == (True, verified)


def test_a_low_value_without_a_declaration_verifies_nothing() -> None:
    assert not is_verified_quitter_4w(replace(STOPPED, smoke_free_2w=None))
    assert not is_verified_quitter_4w(replace(STOPPED, smoke_free_2w=False))


@pytest.mark.parametrize(("cigarettes", "stopped"), [(0, True), (5, True), (6, False), (None, False)])
def test_at_most_five_cigarettes_in_fifty_weeks(cigarettes: int | None, stopped: bool) -> None:
    assert is_quitter_52w(replace(STOPPED, cigarettes_50w=cigarettes)) == stopped


def test_the_example_of_the_catalogue() -> None:
    # 120 treated: 66 declare, 54 of them verified, 30 after a year: 0.55, 0.45, 0.25
    unmeasured = replace(STOPPED, co_ppm=None, co_on=None, cigarettes_50w=6)
    smokers = [STOPPED] * 30 + [replace(STOPPED, cigarettes_50w=6)] * 24 + [unmeasured] * 12
    smokers += [replace(STOPPED, smoke_free_2w=False, cigarettes_50w=6)] * 44 + [LOST] * 10

    assert rates_of(smokers) == Rates(
        120, 66, 54, 30, 10, 10, Decimal("0.5500"), Decimal("0.4500"), Decimal("0.2500")
    )


def test_a_rate_is_rounded_half_up_at_the_fourth_decimal() -> None:
    # 1 of 32 is 0.03125
    rates = rates_of([STOPPED] + [LOST] * 31)

    assert rates.rate_4w_co == Decimal("0.0313")


def test_without_treated_smokers_there_is_no_rate() -> None:
    assert rates_of([replace(STOPPED, sessions=0)]) == Rates(0, 0, 0, 0, 0, 0, None, None, None)


def test_whose_window_still_runs_is_told_from_the_day_of_looking() -> None:
    waiting = Smoker(QUIT, 1)

    assert [
        (beside.running_4w, beside.running_52w)
        for day in (None, date(2026, 4, 13), date(2026, 4, 14), date(2027, 3, 31), date(2027, 4, 1))
        for beside in [surroundings_of([waiting, STOPPED, LOST], day)]
    ] == [(None, None), (1, 1), (0, 1), (0, 1), (0, 0)]


follow_ups = st.builds(
    FollowUp,
    st.none() | st.booleans(),
    st.none() | st.integers(0, 400).map(lambda days: QUIT + timedelta(days=days)),
    st.none() | st.sampled_from(["face-to-face", "post", "telephone", "video", "other"]),
)
smokers = st.builds(
    Smoker,
    quit_date=st.none() | st.just(QUIT),
    sessions=st.integers(0, 2),
    already_stopped=st.booleans(),
    after_4w=follow_ups,
    smoke_free_2w=st.none() | st.booleans(),
    co_ppm=st.none() | st.sampled_from([Decimal("9.99"), Decimal(10)]),
    co_on=st.none() | st.integers(20, 50).map(lambda days: QUIT + timedelta(days=days)),
    after_52w=follow_ups,
    cigarettes_50w=st.none() | st.integers(0, 8),
)


@given(st.lists(smokers), st.randoms(use_true_random=False))
def test_the_counts_fit_together_in_any_order(rows: list[Smoker], random: Random) -> None:
    rates = rates_of(rows)
    random.shuffle(rows)

    assert rates_of(rows) == rates
    assert 0 <= rates.quitters_4w_co <= rates.quitters_4w_self_reported
    assert rates.quitters_4w_self_reported + rates.lost_4w <= rates.treated_smokers
    assert rates.quitters_52w + rates.lost_52w <= rates.treated_smokers


BOUNDS = ClassBounds("rate_4w_co", Decimal("0.4"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("verified", "of", "expected"),
    [
        (399, 1000, "below_average"),
        (4, 10, "average"),
        (5, 10, "average"),
        (501, 1000, "above_average"),
        (0, 0, "unclassified"),
    ],
)
def test_a_class_follows_from_bounds_that_are_average_themselves(
    verified: int, of: int, expected: str
) -> None:
    assert class_of(rates_of([STOPPED] * verified + [LOST] * (of - verified)), BOUNDS) == expected


def test_without_bounds_nobody_is_classified() -> None:
    assert class_of(rates_of([STOPPED]), None) == "unclassified"


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(ValueError, match="grenzen"):
        ClassBounds("rate_52w", Decimal("0.5"), Decimal("0.4"))


KEYS = [f"75000001 V-{number}" for number in range(60)]


def test_the_same_seed_draws_the_same_rows_in_any_order() -> None:
    drawn = draw_sample(KEYS, 10, "2026-09", str)

    assert draw_sample(list(reversed(KEYS)), 10, "2026-09", str) == drawn
    assert len(set(drawn)) == 10
    assert draw_sample(KEYS, 10, "2026-10", str) != drawn


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    assert draw_sample(KEYS, 25, "s", str)[:10] == draw_sample(KEYS, 10, "s", str)


def test_more_than_there_are_is_all_of_them_and_less_than_nothing_is_refused() -> None:
    assert sorted(draw_sample(KEYS, 1000, "s", str)) == sorted(KEYS)
    assert draw_sample(KEYS, 0, "s", str) == ()
    with pytest.raises(ValueError, match="negatieve"):
        draw_sample(KEYS, -1, "s", str)


@given(st.lists(st.text(), unique=True, min_size=1), st.text(), st.integers(0, 5))
def test_a_row_that_goes_away_moves_nobody_else_out(keys: list[str], seed: str, size: int) -> None:
    gone, *rest = keys
    before = [key for key in draw_sample(keys, size, seed, str) if key != gone]

    assert list(draw_sample(rest, size, seed, str))[: len(before)] == before
