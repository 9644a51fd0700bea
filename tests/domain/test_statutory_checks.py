from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from calendar_builders import LAW, NATIONAL, an_event, resolved, told

from inkoopkalender.domain.calendar import Event
from inkoopkalender.domain.national import Verified
from inkoopkalender.domain.statutory_checks import check_statutory

ZONE = ZoneInfo("Europe/Amsterdam")


def policy(when: str, act: str | None = None) -> Event:
    return an_event("policy", when, "publish-policy", act=act)


@pytest.mark.parametrize(
    "when",
    [
        "uiterlijk 1 april 2026",
        "1 april 2026",
        "vanaf 1 april 2026",
        "maart 2026",
        "onbekend",
        "eind maart 2026",
    ],
)
def test_a_date_within_the_law_is_not_mentioned(when: str) -> None:
    assert told(check_statutory(resolved(policy(when)), NATIONAL, ZONE)) == []


@pytest.mark.parametrize("when", ["uiterlijk 2 april 2026", "vanaf 2 april 2026", "april 2026"])
def test_a_later_date_is_an_error_at_its_words(when: str) -> None:
    findings = check_statutory(resolved(policy(when)), NATIONAL, ZONE)

    assert told(findings) == [("statutory-date", "error", ("events", "policy", "when"))]


def test_the_error_names_both_days_and_the_law() -> None:
    (finding,) = check_statutory(resolved(policy("uiterlijk 2 april 2026")), NATIONAL, ZONE)

    assert finding.message == (
        "policy: do 2 april 2026, 24.00 uur is later dan de wet toelaat. "
        "Regeling, artikel 4 laat het toe tot en met wo 1 april 2026, 24.00 uur."
    )


@pytest.mark.parametrize(
    ("verified", "said"),
    [
        ("unread", "de geldende tekst is hier niet nagelezen"),
        ("derived", "de dag is afgeleid uit een termijn voor iets anders"),
    ],
)
def test_a_law_that_does_not_say_it_itself_says_so(verified: Verified, said: str) -> None:
    law = replace(LAW, source=replace(LAW.source, verified=verified, article=None))
    national = replace(NATIONAL, dates=(law,))

    (finding,) = check_statutory(resolved(policy("uiterlijk 2 april 2026")), national, ZONE)

    assert finding.message == (
        "policy: do 2 april 2026, 24.00 uur is later dan de wet toelaat. Regeling laat het toe tot en met "
        f"wo 1 april 2026, 24.00 uur ({said})."
    )


def test_an_approximate_date_that_may_be_too_late_is_a_warning() -> None:
    findings = check_statutory(resolved(policy("begin april 2026")), NATIONAL, ZONE)

    assert told(findings) == [("statutory-doubt", "warning", ("events", "policy", "when"))]


def test_a_plan_that_is_too_late_is_an_error_at_the_plan() -> None:
    late = policy("uiterlijk 1 april 2026", act="3 april 2026")

    assert told(check_statutory(resolved(late), NATIONAL, ZONE)) == [
        ("statutory-date", "error", ("events", "policy", "act"))
    ]


def test_a_phase_without_a_law_is_not_judged() -> None:
    events = resolved(an_event("offers", "uiterlijk 1 december 2026", "offer-contracts"))

    assert told(check_statutory(events, NATIONAL, ZONE)) == []
