"""What is due: examples on the real calendar of CZ wijkverpleging 2027."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from ledger_game import CZ, Everything, everything, finished, play, punctual
from ledger_game import facts_without_exports as without_exports

from inkoopkalender.domain.actions import (
    RELEASE,
    Action,
    LedgerState,
    Promise,
    RoundFacts,
    due_actions,
    plan_actions,
)
from inkoopkalender.domain.calendar import Release
from inkoopkalender.domain.duties import DUTIES, DUTY, ORDER, PHASE_DUTIES, TELL

AMSTERDAM = CZ.event("quality-survey").start.tzinfo  # type: ignore[union-attr]  # the window has a start
ALL = RoundFacts(parameters=frozenset({"policy_document", "policy_address"}))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def names(actions: tuple[Action, ...]) -> list[str]:
    return [f"{one.key.kind} {one.key.event} {one.key.occurrence}".rstrip() for one in actions]


def test_plan_of_the_real_calendar_is_the_whole_year_in_order() -> None:
    planned = plan_actions(CZ, RoundFacts())

    moments = [f"{one.due_at:%Y-%m-%d %H:%M%z}" for one in planned]
    assert list(zip(moments, names(planned), strict=True)) == [
        ("2026-04-01 09:00+0200", "publish_policy policy-publication"),
        ("2026-05-02 00:00+0200", "open_intake quality-survey"),
        ("2026-05-15 09:00+0200", "remind_providers quality-survey 14 days"),
        ("2026-05-16 00:00+0200", "close_objections objections"),
        ("2026-05-22 09:00+0200", "remind_providers quality-survey 7 days"),
        ("2026-05-29 09:00+0200", "remind_providers quality-survey 1 working day"),
        ("2026-06-01 00:00+0200", "close_intake quality-survey"),
        ("2026-06-01 00:00+0200", "assess_round quality-survey"),
        ("2026-07-15 09:00+0200", "score_providers production-proposals"),
        ("2026-07-15 09:00+0200", "propose_production production-proposals"),
        ("2026-09-18 09:00+0200", "offer_contracts contract-offers"),
        ("2026-10-09 09:00+0200", "remind_providers signing 21 days"),
        ("2026-10-16 09:00+0200", "remind_providers contracting 14 days"),
        ("2026-10-22 09:00+0200", "remind_providers signing 10 days"),
        ("2026-10-26 09:00+0100", "remind_providers contracting 5 days"),
        ("2026-10-27 09:00+0100", "remind_providers signing 5 days"),
        ("2026-10-30 09:00+0100", "remind_providers signing 1 working day"),
        ("2026-11-01 00:00+0100", "close_contracting contracting"),
        ("2026-11-02 00:00+0100", "close_signing signing"),
        ("2026-11-02 00:00+0100", "lapse_unsigned signing"),
        ("2026-11-12 09:00+0100", "publish_contracted_care contracted-care-publication"),
        ("2026-12-01 00:00+0100", "register_new_providers new-provider-enrolment"),
        ("2027-03-01 00:00+0100", "close_enrolment new-provider-enrolment"),
    ]  # fmt: skip


def test_nothing_is_due_before_the_first_moment() -> None:
    assert due_actions(CZ, {}, ALL, at("2026-04-01T08:59:59")) == ()


def test_an_action_is_due_at_its_own_moment() -> None:
    assert names(due_actions(CZ, {}, ALL, at("2026-04-01T09:00"))) == ["publish_policy policy-publication"]


def test_unset_parameters_are_named_as_what_is_waited_for() -> None:
    (action,) = due_actions(
        CZ, {}, RoundFacts(parameters=frozenset({"policy_address"})), at("2026-04-01T09:00")
    )

    assert action.waits_for == ("parameter policy_document",)


def test_assessment_waits_for_the_closing_and_names_the_export() -> None:
    facts = RoundFacts(since=at("2026-06-01T00:00"))

    close, assess = due_actions(CZ, {}, facts, at("2026-06-01T00:00"))

    assert (close.key.kind, close.waits_for) == ("close_intake", ())
    assert assess.waits_for == (
        "close_intake",
        "an export of quality-survey that is complete until 2026-06-01T00:00:00+02:00",
    )


@pytest.mark.parametrize(
    ("complete_until", "waits"),
    [
        (None, True),
        (at("2026-05-31T23:59:59"), True),
        (at("2026-06-01T00:00"), False),
        (at("2026-06-03T08:00"), False),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), False),
        (datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC), True),
    ],
)
def test_assessment_waits_until_an_export_is_complete_up_to_the_end(
    complete_until: datetime | None, *, waits: bool
) -> None:
    complete = {} if complete_until is None else {"quality-survey": complete_until}
    facts = RoundFacts(since=at("2026-06-01T00:00"), complete_until=complete)
    closed = {("cz/wijkverpleging/2027", "existing", "quality-survey", "close_intake", "", ""): "done"}

    (assess,) = due_actions(CZ, closed, facts, at("2026-06-05T00:00"))  # type: ignore[arg-type]  # literals

    assert bool(assess.waits_for) is waits


def test_an_action_that_waits_for_a_person_says_so_and_nothing_else() -> None:
    facts = RoundFacts(since=at("2026-06-01T00:00"))
    key = ("cz/wijkverpleging/2027", "existing", "quality-survey")

    (assess,) = due_actions(
        CZ, {(*key, "close_intake", "", ""): "done", (*key, "assess_round", "", ""): "waiting"}, facts,
        at("2026-06-05T00:00"),
    )  # fmt: skip

    assert assess.waits_for == (RELEASE,)


def test_what_is_waiting_for_release_holds_back_its_successors() -> None:
    game = everything(CZ)
    game.releases = False

    play(game, punctual(game))

    waits = {
        one.key.kind: one.waits_for for one in due_actions(CZ, game.ledger, game.facts(game.last), game.last)
    }
    assert waits == {
        "assess_round": (RELEASE,),
        "score_providers": ("assess_round",),
        "propose_production": ("score_providers",),
        "close_contracting": ("propose_production",),
        "offer_contracts": ("assess_round", "propose_production"),
        "close_signing": ("offer_contracts",),
        "lapse_unsigned": ("close_signing",),
        "publish_contracted_care": ("lapse_unsigned",),
    }


def test_failed_and_claimed_actions_are_due_again() -> None:
    key = ("cz/wijkverpleging/2027", "all", "policy-publication", "publish_policy", "", "")

    due = [due_actions(CZ, {key: state}, ALL, at("2026-04-02T09:00")) for state in ("failed", "claimed")]

    assert [names(one) for one in due] == [["publish_policy policy-publication"]] * 2


SINCE_JULY = replace(
    ALL, since=at("2026-07-01T00:00"), complete_until={"quality-survey": at("2026-06-03T08:00")}
)
ASSESS = ("cz/wijkverpleging/2027", "existing", "quality-survey", "assess_round", "", "")
CLOSE = ("cz/wijkverpleging/2027", "existing", "quality-survey", "close_intake", "", "")


def waiting_in_july(ledger: dict[tuple[str, ...], LedgerState]) -> list[tuple[str, tuple[str, ...]]]:
    due = due_actions(CZ, ledger, SINCE_JULY, at("2026-07-15T09:00"))
    return [(one.key.kind, one.waits_for) for one in due]


def test_what_is_older_than_the_opening_and_unmarked_is_not_run_and_holds_up_what_follows() -> None:
    assert waiting_in_july({}) == [
        ("score_providers", ("assess_round (van vóór de opening: markeer)",)),
        ("propose_production", ("score_providers",)),
    ]


def test_what_is_marked_done_lets_its_successors_go() -> None:
    assert waiting_in_july({ASSESS: "done"}) == [
        ("score_providers", ()),
        ("propose_production", ("score_providers",)),
    ]


def test_what_is_marked_due_is_due_like_any_other() -> None:
    assert waiting_in_july({ASSESS: "due", CLOSE: "done"}) == [
        ("assess_round", ()),
        ("score_providers", ("assess_round",)),
        ("propose_production", ("score_providers",)),
    ]


def test_what_is_marked_due_waits_for_what_is_unmarked_before_it() -> None:
    assert waiting_in_july({ASSESS: "due"})[0] == (
        "assess_round",
        ("close_intake (van vóór de opening: markeer)",),
    )


def test_a_past_reminder_marked_due_lapses() -> None:
    reminder = (*CLOSE[:3], "remind_providers", "7 days", "")

    due = due_actions(CZ, {reminder: "due"}, SINCE_JULY, at("2026-07-02T09:00"))

    assert [(one.key.kind, one.lapsed) for one in due] == [("remind_providers", True)]


@pytest.mark.parametrize("state", ["claimed", "failed", "waiting"])
def test_a_past_action_that_was_taken_up_stays_due(state: LedgerState) -> None:
    due = due_actions(CZ, {ASSESS: state, CLOSE: "done"}, SINCE_JULY, at("2026-07-02T09:00"))

    assert [one.key.kind for one in due] == ["assess_round"]


@pytest.mark.parametrize(
    ("duty", "on_event", "released_by"),
    [
        ("assess_round", None, "person"),
        ("assess_round", "automatic", "automatic"),
        ("remind_providers", None, "automatic"),
        ("remind_providers", "person", "person"),
        ("open_intake", "person", "person"),
        ("close_intake", "person", "automatic"),
    ],
)
def test_the_events_release_decides_over_letters_and_consequences_and_nothing_else(
    duty: str, on_event: Release | None, released_by: Release
) -> None:
    events = tuple(
        replace(one, release=on_event) if one.key == "quality-survey" else one for one in CZ.events
    )

    planned = plan_actions(replace(CZ, events=events), RoundFacts())

    mine = [one for one in planned if (one.key.event, one.key.kind) == ("quality-survey", duty)]
    assert {one.release for one in mine} == {released_by}


def test_an_action_due_exactly_at_since_is_ours() -> None:
    facts = replace(ALL, since=at("2026-04-01T09:00"))

    assert names(due_actions(CZ, {}, facts, at("2026-04-01T09:00"))) == ["publish_policy policy-publication"]


def test_a_reminder_lapses_when_it_cannot_leave_before_the_next() -> None:
    facts = RoundFacts(since=at("2026-05-15T09:00"))

    due = {
        moment: [
            (one.key.occurrence, one.lapsed)
            for one in due_actions(CZ, {}, facts, at(moment))
            if one.key.kind == "remind_providers"
        ]
        for moment in ("2026-05-21T16:59:59", "2026-05-21T17:00", "2026-05-22T09:00")
    }

    assert due == {
        "2026-05-21T16:59:59": [("14 days", False)],
        "2026-05-21T17:00": [("14 days", True)],
        "2026-05-22T09:00": [("14 days", True), ("7 days", False)],
    }


@pytest.mark.parametrize(("moment", "lapsed"), [("2026-05-29T16:59:59", False), ("2026-05-29T17:00", True)])
def test_the_last_reminder_lapses_when_it_cannot_leave_before_the_deadline(
    moment: str, *, lapsed: bool
) -> None:
    facts = RoundFacts(since=at("2026-05-29T09:00"))

    (reminder,) = due_actions(CZ, {}, facts, at(moment))

    assert (reminder.key.occurrence, reminder.lapsed) == ("1 working day", lapsed)


def test_a_done_action_is_carried_over_to_a_later_revision() -> None:
    first = due_actions(CZ, {}, ALL, at("2026-04-01T09:00"))
    ledger = {one.key.identity: "done" for one in first}

    later = due_actions(CZ, ledger, replace(ALL, revisions={"policy-publication": 2}), at("2026-04-01T09:00"))  # type: ignore[arg-type]  # literals

    assert later == ()


def test_the_key_as_text_ends_with_the_revision_of_its_own_event() -> None:
    facts = replace(ALL, revisions={"quality-survey": 3, "policy-publication": 2})

    (action,) = due_actions(CZ, {}, facts, at("2026-04-01T09:00"))

    assert str(action.key) == "cz/wijkverpleging/2027|all|policy-publication|publish_policy|||2"


def promise(case: str, received: str, kept_at: datetime | None) -> Promise:
    return Promise(case, CZ.resolve_from("new-provider-decision", at(received)), kept_at)


def promised(*promises: Promise, now: str) -> list[tuple[str, str, str]]:
    due = due_actions(CZ, {}, RoundFacts(since=at("2027-03-02T00:00"), promises=promises), at(now))
    return [(one.key.subject, one.key.occurrence, f"{one.due_at:%Y-%m-%d %H:%M}") for one in due]


def test_a_promise_is_warned_of_three_working_days_before_and_recorded_at_its_end() -> None:
    open_case = promise("case 1", "2027-02-27T12:00", None)

    assert promised(open_case, now="2027-04-22T08:59") == []
    assert promised(open_case, now="2027-04-28T00:00") == [
        ("case 1", "warning", "2027-04-22 09:00"),
        ("case 1", "end", "2027-04-28 00:00"),
    ]


def test_a_promise_kept_early_leaves_nothing_due() -> None:
    kept = promise("case 1", "2027-02-27T12:00", at("2027-04-01T12:00"))

    assert promised(kept, now="2027-05-10T00:00") == []


def test_a_promise_kept_after_the_warning_leaves_only_the_warning() -> None:
    kept = promise("case 1", "2027-02-27T12:00", at("2027-04-27T23:59"))

    assert promised(kept, now="2027-05-10T00:00") == [("case 1", "warning", "2027-04-22 09:00")]


def test_a_promise_kept_late_is_still_recorded_as_broken() -> None:
    kept = promise("case 1", "2027-02-27T12:00", at("2027-04-28T00:01"))

    assert [occurrence for _, occurrence, _ in promised(kept, now="2027-05-10T00:00")] == ["warning", "end"]


def test_promises_have_actions_per_case() -> None:
    one, two = promise("case 1", "2027-01-04T12:00", None), promise("case 2", "2027-01-05T12:00", None)

    due = promised(one, two, now="2027-03-06T00:00")

    assert due == [
        ("case 2", "warning", "2027-03-02 09:00"),
        ("case 1", "end", "2027-03-05 00:00"),
        ("case 2", "end", "2027-03-06 00:00"),
    ]


def test_every_phase_owes_known_duties_and_every_duty_has_one_place_in_the_order() -> None:
    owed = {kind for kinds in PHASE_DUTIES.values() for kind in kinds}

    assert owed | {TELL} == set(DUTY)
    assert sorted(ORDER.values()) == list(range(len(DUTIES)))
    assert {after for duty in DUTIES for after in duty.after if ORDER[after] >= ORDER[duty.kind]} == set()


def test_the_moment_may_come_in_any_zone_also_within_the_hour_that_exists_twice() -> None:
    game = Everything.of(("contract-offers", "tot 25 oktober 2026 02.30 uur", "intake", ()))
    first_0245 = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    end = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    due = [
        [one.key.kind for one in due_actions(game.timeline, {}, RoundFacts(), moment.astimezone(zone))]
        for moment in (first_0245, end)
        for zone in (UTC, AMSTERDAM)
    ]

    assert due == [[], [], ["close_intake", "assess_round"], ["close_intake", "assess_round"]]


def test_a_month_without_ticks_over_the_close_of_the_survey() -> None:
    game = everything(CZ)
    silence = [at("2026-05-20T00:00"), at("2026-06-24T12:00")]
    punctually = punctual(game)

    play(game, sorted([one for one in punctually if not silence[0] <= one < silence[1]] + [silence[1]]))
    ran = [(name, moment) for name, moment in game.ran if "quality-survey" in name]

    assert [(name, f"{moment:%m-%d}") for name, moment in ran if not name.startswith("remind")] == [
        ("open_intake quality-survey", "05-02"),
        ("close_intake quality-survey", "06-24"),
        ("assess_round quality-survey", "06-24"),
    ]
    assert finished(game, "lapsed") == ["7 days", "1 working day"]


def test_consequences_wait_for_the_export_however_many_ticks_there_are() -> None:
    game = without_exports(CZ)

    play(game, [game.first + timedelta(days=day) for day in range(400)])

    assert [name for name, _ in game.ran if name.startswith(("assess", "lapse", "publish_contracted"))] == []
