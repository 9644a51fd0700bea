from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from inkoopkalender.domain.russell import FollowUp, Smoker
from inkoopkalender.domain.russell_checks import check_smoker

GOOD = Smoker(
    quit_date=date(2026, 3, 2),
    sessions=2,
    started_on=date(2026, 2, 16),
    ended_on=date(2026, 5, 18),
    age=41,
    after_4w=FollowUp(reached=True, day=date(2026, 3, 30), mode="face-to-face"),
    smoke_free_2w=True,
    co_ppm=Decimal(4),
    co_on=date(2026, 3, 30),
    after_52w=FollowUp(reached=True, day=date(2027, 3, 1), mode="telephone"),
    cigarettes_50w=0,
    minutes=80,
    medicine=True,
    medicine_kind="varenicline",
    stopped_3m=True,
    stopped_6m=True,
    stopped_1y=True,
)


def at_4w(day: date | None = date(2026, 3, 30), reached: bool | None = True) -> FollowUp:
    return FollowUp(reached, day, "face-to-face")


def found(smoker: Smoker, on: date | None = None) -> list[tuple[str, str, str]]:
    return [(each.field, each.code, each.severity) for each in check_smoker(smoker, on)]


def test_a_row_that_fits_has_no_findings() -> None:
    assert found(GOOD) == []


def test_a_row_of_somebody_who_is_waited_for_has_no_findings() -> None:
    assert found(Smoker(date(2026, 3, 2), 1, started_on=date(2026, 3, 2))) == []


def test_a_row_of_somebody_who_is_lost_has_no_findings() -> None:
    assert found(Smoker(date(2026, 3, 2), 1, after_4w=FollowUp(reached=False))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"age": 11}, ("age", "age-unlikely", "warning")),
        ({"age": 101}, ("age", "age-unlikely", "warning")),
        ({"ended_on": date(2026, 2, 15)}, ("ended_on", "end-before-start", "error")),
        ({"started_on": date(2026, 3, 3)}, ("sessions", "sessions-after-quit", "error")),
        ({"after_4w": at_4w(date(2026, 3, 1))}, ("assessed_4w_on", "follow-up-before-quit", "error")),
        ({"after_4w": at_4w(date(2026, 4, 14))}, ("assessed_4w_on", "follow-up-outside-window", "warning")),
        ({"after_4w": at_4w(reached=None)}, ("reached_4w", "answer-without-contact", "error")),
        ({"after_4w": at_4w(reached=False)}, ("reached_4w", "answer-without-contact", "error")),
        ({"after_4w": at_4w(None)}, ("assessed_4w_on", "answer-incomplete", "warning")),
        ({"cigarettes_50w": None}, ("cigarettes_50w", "answer-incomplete", "warning")),
        ({"co_on": None}, ("co_on", "co-undated", "error")),
        ({"co_ppm": None}, ("co_ppm", "co-missing", "warning")),
        ({"co_ppm": Decimal(10)}, ("co_ppm", "co-contradicts", "warning")),
        ({"co_on": date(2026, 3, 1)}, ("co_on", "follow-up-before-quit", "error")),
        ({"co_on": date(2026, 3, 26)}, ("co_on", "follow-up-outside-window", "warning")),
        ({"minutes": 0}, ("medicine", "medicine-alone", "error")),
        ({"medicine_kind": None}, ("medicine_kind", "medicine-kind-missing", "warning")),
        ({"medicine": False}, ("medicine_kind", "medicine-contradicts", "error")),
    ],
)
def test_what_does_not_fit_is_named_at_its_field(
    changes: dict[str, object], expected: tuple[str, str, str]
) -> None:
    assert found(replace(GOOD, **changes)) == [expected]  # type: ignore[arg-type]  # a test builder


def test_a_value_without_a_declaration_is_told_beside_the_missing_answer() -> None:
    assert found(replace(GOOD, smoke_free_2w=None)) == [
        ("smoke_free_2w", "answer-incomplete", "warning"),
        ("co_ppm", "co-without-report", "error"),
    ]


def test_what_has_yet_to_happen_is_told_only_when_the_day_of_receipt_is_known() -> None:
    assert found(GOOD, date(2027, 2, 28)) == [("assessed_52w_on", "date-in-future", "warning")]
    assert found(GOOD, date(2027, 3, 1)) == []


def test_a_message_names_the_days_that_count() -> None:
    (finding,) = check_smoker(replace(GOOD, after_4w=at_4w(date(2026, 4, 14))))

    assert finding.message == (
        "De meting valt buiten 27-03-2026 t/m 13-04-2026 en telt niet mee als stoppen na 4 weken."
    )
