from datetime import UTC, date, datetime

import pytest
from calendar_builders import a_calendar as calendar
from calendar_builders import an_event as event

from inkoopkalender.domain.timeline import CircleError, resolve_calendar

CHAIN = (
    event("offer", "binnen 2 weken na request-received"),
    event("signature", "binnen 4 weken na offer"),
    event("publication", "binnen 2 weken na signature"),
)


def test_relative_event_counts_from_the_latest_planned_day() -> None:
    timeline = resolve_calendar(
        calendar(event("late", "binnen 2 weken na offers"), event("offers", "2-31 mei 2026"))
    )

    assert timeline.event("late").last_day == date(2026, 6, 14)


def test_relative_event_counts_from_the_actual_moment_once_it_is_known() -> None:
    happened = {"offers": datetime(2026, 5, 10, 12, tzinfo=UTC)}

    timeline = resolve_calendar(
        calendar(event("offers", "2-31 mei 2026"), event("late", "binnen 2 weken na offers")), happened
    )

    assert timeline.event("late").last_day == date(2026, 5, 24)
    assert timeline.event("offers").last_day == date(2026, 5, 31)


def test_chain_counts_link_by_link_from_the_fact() -> None:
    timeline = resolve_calendar(calendar(*CHAIN), {"request-received": datetime(2027, 3, 15, 9, tzinfo=UTC)})

    assert [each.last_day for each in timeline.events] == [
        date(2027, 3, 29),
        date(2027, 4, 26),
        date(2027, 5, 10),
    ]


def test_relative_event_without_its_fact_is_unresolved_until_resolved_from() -> None:
    timeline = resolve_calendar(calendar(*CHAIN))

    assert (timeline.event("offer").start, timeline.event("offer").end) == (None, None)
    assert timeline.resolve_from("offer", datetime(2027, 3, 15, 9, tzinfo=UTC)).last_day == date(2027, 3, 29)


def test_resolve_from_counts_from_the_local_day_of_the_moment() -> None:
    timeline = resolve_calendar(calendar(*CHAIN))

    resolved = timeline.resolve_from("offer", datetime(2027, 3, 14, 23, 30, tzinfo=UTC))

    assert resolved.last_day == date(2027, 3, 29)


def test_resolve_from_of_a_dated_event_is_refused() -> None:
    timeline = resolve_calendar(calendar(event("offers", "uiterlijk 1 mei 2026")))

    with pytest.raises(ValueError, match="does not count from"):
        timeline.resolve_from("offers", datetime(2026, 5, 1, tzinfo=UTC))


def test_resolve_from_a_moment_without_zone_is_refused() -> None:
    timeline = resolve_calendar(calendar(*CHAIN))

    with pytest.raises(ValueError, match="no zone"):
        timeline.resolve_from("offer", datetime(2026, 5, 1))  # noqa: DTZ001 -- the fault under test


def test_unknown_event_raises_key_error() -> None:
    timeline = resolve_calendar(calendar(*CHAIN))

    with pytest.raises(KeyError):
        timeline.event("elsewhere")
    with pytest.raises(KeyError):
        timeline.resolve_from("elsewhere", datetime(2026, 5, 1, tzinfo=UTC))


def test_circle_is_refused_and_named() -> None:
    circle = calendar(event("a", "binnen 2 weken na b"), event("b", "binnen 2 weken na a"))

    with pytest.raises(CircleError) as caught:
        resolve_calendar(circle)

    assert caught.value.circle == ("a", "b", "a")


def test_act_is_the_day_on_which_the_insurer_plans_to_do_it() -> None:
    timeline = resolve_calendar(
        calendar(event("offers", "uiterlijk 20 september", act="17 september", year=2026))
    )

    assert timeline.event("offers").act_on == date(2026, 9, 17)
    assert timeline.event("offers").inferred_year


def test_before_an_event_ends_on_its_earliest_planned_day() -> None:
    timeline = resolve_calendar(
        calendar(
            event("offers", "uiterlijk 20 september 2026", act="17 september 2026"), event("x", "vóór offers")
        )
    )

    assert timeline.event("x").last_day == date(2026, 9, 16)
