from dataclasses import replace

import pytest
from calendar_builders import PARAMETERS, a_parameter, an_event, by_provider, resolved, told

from inkoopkalender.domain.notice_checks import check_notice

POLICY = an_event("policy", "uiterlijk 1 april 2026", "publish-policy")


def test_a_window_that_opens_soon_after_the_policy_is_short_notice() -> None:
    events = resolved(POLICY, by_provider("talks", "10 april t/m 30 juni 2026"))

    (finding,) = check_notice(events, PARAMETERS)

    assert told([finding]) == [("short-notice", "warning", ("events", "talks", "when"))]
    assert finding.message == (
        "talks opent op vr 10 april 2026, 9 dagen na policy (wo 1 april 2026); gevraagd: 14 dagen."
    )
    assert finding.next_step == (
        "Publiceer eerder, of kondig deze datum apart aan: "
        "notice_days = 14 (ons voorstel, calendars/national/2027.yaml)."
    )


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("15 april t/m 30 juni 2026", []),
        ("14 april t/m 30 juni 2026", ["short-notice"]),
        ("1 april t/m 30 juni 2026", []),
        ("1 april t/m 14 april 2026", ["short-notice"]),
        ("uiterlijk 14 april 2026", ["short-notice"]),
        ("uiterlijk 15 april 2026", []),
        ("uiterlijk 1 maart 2026", []),
        ("binnen 2 dagen na policy", []),
        ("onbekend", []),
    ],
)
def test_notice_counts_from_the_publication(when: str, found: list[str]) -> None:
    events = resolved(POLICY, by_provider("term", "uiterlijk 1 mei 2026"), by_provider("asked", when))

    assert [each.code for each in check_notice(events, PARAMETERS)] == found


def test_what_the_insurer_does_itself_needs_no_notice() -> None:
    events = resolved(POLICY, an_event("site", "uiterlijk 3 april 2026"))

    assert told(check_notice(events, PARAMETERS)) == []


def test_notice_counts_from_the_planned_publication() -> None:
    early = replace(POLICY, act="27 maart 2026")

    assert told(check_notice(resolved(early, by_provider("term", "10 april 2026")), PARAMETERS)) == []


def test_the_first_thing_to_hand_in_needs_study_time_after_the_policy() -> None:
    events = resolved(
        POLICY,
        by_provider("later", "uiterlijk 28 april 2026", submission="plan"),
        by_provider("first", "uiterlijk 20 april 2026", submission="survey"),
    )

    (finding,) = check_notice(events, PARAMETERS)

    assert told([finding]) == [("short-study", "warning", ("events", "first", "when"))]
    assert finding.message == (
        "first eindigt op ma 20 april 2026, 19 dagen na policy (wo 1 april 2026); gevraagd: 28 dagen."
    )


@pytest.mark.parametrize(
    ("signing", "found"),
    [
        ("uiterlijk 28 september 2026", []),
        ("uiterlijk 27 september 2026", ["short-study"]),
        ("uiterlijk 30 augustus 2026", []),
    ],
)
def test_study_time_counts_from_the_offer_to_the_last_day_of_signing(signing: str, found: list[str]) -> None:
    events = resolved(
        an_event("offers", "uiterlijk 31 augustus 2026", "offer-contracts"),
        by_provider("signing", signing, "sign-contracts"),
    )

    assert [each.code for each in check_notice(events, PARAMETERS)] == found


def test_another_number_of_days_is_asked_when_the_insurer_says_so() -> None:
    own = replace(
        PARAMETERS, study_days=replace(a_parameter("study_days", 60), basis="insurer", file="insurer.yaml")
    )
    events = resolved(
        an_event("proposals", "15 juli 2026", "propose-production"),
        by_provider("talks", "15 juli t/m 31 augustus 2026", "contracting"),
    )

    (finding,) = check_notice(events, own)

    assert finding.message == (
        "talks eindigt op ma 31 augustus 2026, 47 dagen na proposals (wo 15 juli 2026); gevraagd: 60 dagen."
    )
    assert finding.next_step == (
        "Geef aanbieders langer de tijd, of kom eerder (act): study_days = 60 (de verzekeraar, insurer.yaml)."
    )
