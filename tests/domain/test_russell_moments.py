"""The moments of section 2.2 that are over and empty, worked out by hand.

Quit on 2 March 2026, begun on 16 February, ended on 18 May. Asked after four weeks until 13 April (42 days:
29 in March after the 2nd, 13 in April); after 3 months on 16 May; after 6 months on 2 September 2026; 1 year
after the end on 18 May 2027. The day itself is in time, the next one is not.
"""

from dataclasses import replace
from datetime import date

import pytest

from inkoopkalender.domain.russell import FollowUp, Smoker
from inkoopkalender.domain.russell_checks import check_smoker

EMPTY = Smoker(
    quit_date=date(2026, 3, 2), sessions=1, started_on=date(2026, 2, 16), ended_on=date(2026, 5, 18)
)
ASKED = replace(
    EMPTY, after_4w=FollowUp(reached=True, day=date(2026, 3, 30), mode="telephone"), smoke_free_2w=False
)
FILLED = replace(ASKED, stopped_3m=False, stopped_6m=True, stopped_1y=False)
LOST = replace(EMPTY, after_4w=FollowUp(reached=False))


def over(smoker: Smoker, on: date | None) -> list[str]:
    return [one.field for one in check_smoker(smoker, on) if one.code == "moment-empty"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 4, 13), []),
        (date(2026, 4, 14), ["reached_4w"]),
        (date(2026, 5, 16), ["reached_4w"]),
        (date(2026, 5, 17), ["reached_4w", "stopped_3m"]),
        (date(2026, 9, 2), ["reached_4w", "stopped_3m"]),
        (date(2026, 9, 3), ["reached_4w", "stopped_3m", "stopped_6m"]),
        (date(2027, 5, 18), ["reached_4w", "stopped_3m", "stopped_6m"]),
        (date(2027, 5, 19), ["reached_4w", "stopped_3m", "stopped_6m", "stopped_1y"]),
    ],
)
def test_a_moment_is_missed_from_the_day_after_it(on: date, expected: list[str]) -> None:
    assert over(EMPTY, on) == expected


def test_what_is_filled_in_is_not_missed() -> None:
    assert over(FILLED, date(2028, 1, 1)) == []
    assert over(ASKED, date(2026, 5, 17)) == ["stopped_3m"]


def test_who_is_lost_misses_nothing() -> None:
    lost_later = replace(FILLED, stopped_1y=None, after_52w=FollowUp(reached=False))

    assert over(LOST, date(2028, 1, 1)) == []
    assert over(lost_later, date(2028, 1, 1)) == []
    assert over(replace(lost_later, after_52w=FollowUp()), date(2028, 1, 1)) == ["stopped_1y"]


def test_without_a_day_of_receipt_or_a_beginning_nothing_is_over() -> None:
    assert over(EMPTY, None) == []
    assert over(replace(EMPTY, quit_date=None), date(2028, 1, 1)) == ["stopped_3m", "stopped_1y"]
    assert over(replace(EMPTY, ended_on=None), date(2028, 1, 1)) == ["reached_4w", "stopped_3m", "stopped_6m"]
    assert over(replace(EMPTY, already_stopped=True), date(2028, 1, 1)) == []


@pytest.mark.parametrize(
    ("changes", "last", "field"),
    [
        ({"started_on": date(2025, 11, 30)}, date(2026, 2, 28), "stopped_3m"),  # no 30 February
        ({"quit_date": date(2025, 8, 31)}, date(2026, 2, 28), "stopped_6m"),
        ({"ended_on": date(2024, 2, 29)}, date(2025, 2, 28), "stopped_1y"),
    ],
)
def test_a_day_that_the_month_does_not_have_is_its_last(
    changes: dict[str, date], last: date, field: str
) -> None:
    smoker = replace(EMPTY, **changes)  # type: ignore[arg-type]

    assert (field in over(smoker, last), field in over(smoker, date(last.year, 3, 1))) == (False, True)


def test_the_message_names_the_day() -> None:
    (finding,) = [one for one in check_smoker(ASKED, date(2026, 5, 17)) if one.code == "moment-empty"]

    assert finding.severity == "warning"
    assert finding.message.startswith("Stoppen na 3 maanden had uiterlijk op 16-05-2026 gemeten moeten zijn")
