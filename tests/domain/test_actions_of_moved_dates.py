"""Actions that come from a moved date or a waiver: planned from facts, beside those of the calendar."""

from dataclasses import replace
from datetime import datetime

from ledger_game import CZ

from inkoopkalender.domain.actions import Action, RoundFacts, due_actions, plan_actions
from inkoopkalender.domain.planning import MovedDate, WaivedEnd
from inkoopkalender.domain.timeline import Timeline

SURVEY = "quality-survey"
AMSTERDAM = CZ.event(SURVEY).start.tzinfo  # type: ignore[union-attr]  # the window has a start


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def waived(until: str, granted_at: str = "2026-05-28T10:00") -> RoundFacts:
    return RoundFacts(waivers=(WaivedEnd("organisation 7", SURVEY, at(until), at(granted_at)),))


def of_the_waiver(facts: RoundFacts) -> list[tuple[str, str, str]]:
    return [
        (f"{one.due_at:%Y-%m-%d %H:%M}", one.key.kind, one.key.occurrence)
        for one in plan_actions(CZ, facts)
        if one.key.subject == "organisation 7"
    ]


def told(timeline: Timeline, facts: RoundFacts) -> list[Action]:
    return [one for one in plan_actions(timeline, facts) if one.key.kind == "tell_of_change"]


def test_waiver_has_reminders_and_an_assessment_counted_from_its_own_end() -> None:
    assert of_the_waiver(waived("2026-06-15T00:00")) == [
        ("2026-05-29 09:00", "remind_providers", "14 days"),
        ("2026-06-05 09:00", "remind_providers", "7 days"),
        ("2026-06-12 09:00", "remind_providers", "1 working day"),
        ("2026-06-15 00:00", "assess_round", "2026-06-15T00:00:00+02:00"),
    ]


def test_reminder_from_before_a_waiver_was_granted_is_not_planned() -> None:
    assert [kind for _, kind, _ in of_the_waiver(waived("2026-06-15T00:00", "2026-06-08T10:00"))] == [
        "remind_providers",
        "assess_round",
    ]


def test_waiver_that_ends_with_the_window_or_before_plans_nothing() -> None:
    assert of_the_waiver(waived("2026-06-01T00:00")) == []


def test_assessment_of_a_waiver_waits_for_an_export_up_to_its_own_end() -> None:
    facts = replace(waived("2026-06-15T00:00"), complete_until={SURVEY: at("2026-06-10T00:00")})

    due = {
        one.key.subject: one.waits_for
        for one in due_actions(CZ, {}, facts, at("2026-06-16T09:00"))
        if one.key.kind == "assess_round"
    }

    assert due["organisation 7"][-1] == (
        "an export of quality-survey that is complete until 2026-06-15T00:00:00+02:00"
    )
    assert "export" not in " ".join(due[""])


def test_moved_date_is_told_when_it_is_announced_and_a_person_releases_it() -> None:
    facts = RoundFacts(changes=(MovedDate(3, SURVEY, at("2026-05-20T10:00")),), revisions={SURVEY: 4})
    automatic = tuple(replace(one, release="automatic") for one in CZ.events)

    for timeline in (CZ, replace(CZ, events=automatic)):
        (action,) = told(timeline, facts)
        assert (action.due_at, action.release) == (at("2026-05-20T10:00"), "person")
        assert str(action.key).endswith("|existing|quality-survey|tell_of_change|change 3||4")


def test_moved_date_of_an_event_without_a_phase_is_told_too() -> None:
    facts = RoundFacts(changes=(MovedDate(1, "strategic-policy", at("2026-05-20T10:00")),))

    assert [one.key.event for one in told(CZ, facts)] == ["strategic-policy"]


def test_moved_date_of_an_event_that_is_gone_is_told_to_nobody() -> None:
    facts = RoundFacts(changes=(MovedDate(1, "gone", at("2026-05-20T10:00")),))

    assert told(CZ, facts) == []
