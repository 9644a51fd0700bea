"""Reminders go to exactly those who still owe, at the moment at which they leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import (
    KEY,
    NEW,
    PERSON,
    A,
    B,
    C,
    Org,
    a_database,
    a_desk,
    add_organisations,
    all_letters,
    asked,
    at,
    export,
    ledger,
    letters,
    moved,
    offered,
    sign,
    standings,
    states,
    tick,
    upload,
)

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import Claim, claim_action
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.proposals import react
from inkoopkalender.usecases.rounds import open_round
from inkoopkalender.usecases.run_action import find_due
from inkoopkalender.usecases.work import Work, in_batches

FIRST, SECOND, LAST = at("2026-05-15T09:00"), at("2026-05-22T09:00"), at("2026-05-29T09:00")


def reminded(desk: Desk, letter: str = "survey-reminder") -> list[str]:
    return [agb for _, agb, _ in letters(desk, letter)]


def moments(desk: Desk) -> list[datetime]:
    return [one.not_before for one in all_letters(desk) if one.letter.endswith("reminder")]


def test_survey_reminders_go_to_those_who_still_owe(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C, NEW])
    upload(desk, A, at("2026-05-10T10:00"))
    upload(desk, B, at("2026-05-10T10:00"), clients=None)

    tick(desk, FIRST)

    assert reminded(desk) == [B.agb, C.agb]


def test_export_between_two_reminders_takes_its_providers_out(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])

    tick(desk, FIRST)
    export(desk, [(A, at("2026-05-16T10:00"))], now=at("2026-05-22T08:00"), complete=False)
    tick(desk, SECOND)

    assert reminded(desk) == [A.agb, B.agb, B.agb]


def test_export_after_the_reminder_was_due_and_before_it_left_takes_its_providers_out(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])

    export(desk, [(A, at("2026-05-15T11:00"))], now=at("2026-05-18T08:00"), complete=False)
    tick(desk, at("2026-05-18T10:00"))

    assert (reminded(desk), states(desk)["remind_providers 14 days"]) == ([B.agb], "done")


def test_tick_long_after_reminders_records_them_as_lapsed_and_sends_none(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    tick(desk, at("2026-06-01T00:00"))

    assert [state for name, state in states(desk).items() if name.startswith("remind")] == ["lapsed"] * 3
    assert reminded(desk) == []


def test_reminder_leaves_in_office_hours_and_lapses_with_its_deadline(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    tick(desk, at("2026-05-15T18:30"))

    assert moments(desk) == [at("2026-05-18T09:00")]


def test_reminder_that_can_leave_only_after_the_deadline_is_not_written(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    tick(desk, at("2026-05-30T12:00"))

    assert (reminded(desk), states(desk)["remind_providers 1 working day"]) == ([], "lapsed")


def test_organisation_that_joined_after_the_reminder_was_due_is_not_reminded_by_it(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    add_organisations(desk.database, [B])
    open_round(desk.database, desk.calendar, since=desk.round.since, by=PERSON, now=at("2026-05-15T12:00"))

    tick(desk, at("2026-05-15T13:00"))

    assert reminded(desk) == [A.agb]
    assert standings(desk) == {A.agb: "invited", B.agb: "invited"}


def test_round_opened_late_reaches_those_who_took_part_from_its_beginning(tmp_path: Path) -> None:
    database = a_database(tmp_path, [A, B])
    settings = Settings(folder=tmp_path, database=f"sqlite:///{tmp_path / 'round.db'}")
    now = at("2026-05-18T10:00")
    open_round(database, load_calendar(KEY), since=at("2026-05-01"), by=PERSON, now=now)
    desk = open_desk(database, settings, KEY, at=now, actor="systeem")

    tick(desk, now)

    assert reminded(desk) == [A.agb, B.agb]


def test_organisation_without_a_contact_becomes_a_question(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, Org(2, contact=False)])

    tick(desk, FIRST)
    tick(desk, SECOND)

    assert reminded(desk) == [A.agb, A.agb]
    assert asked(desk) == [("no-recipient", "75000002")]


def test_opening_that_is_caught_up_with_a_reminder_is_left_to_the_reminder(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    done = tick(desk, FIRST)

    assert done["open_intake"] == "done"
    assert [name for name, _, _ in letters(desk)] == ["survey-reminder"]


def test_reaction_reminders_go_to_those_who_have_a_proposal_and_said_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C, Org(5, agreement=42_000)])
    offered(desk, [A, B, C])
    react(desk, A.agb, "agrees", received_at=at("2026-10-01T10:00"), by=PERSON, now=at("2026-10-01T10:00"))

    tick(desk, at("2026-10-16T09:00"))

    assert reminded(desk, "reaction-reminder") == [B.agb, C.agb]


def test_signing_reminders_go_to_those_who_have_not_signed_or_declined(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C])
    offered(desk, [A, B, C])
    tick(desk, at("2026-10-09T09:00"))
    sign(desk, {A.agb: at("2026-10-10T10:00")}, now=at("2026-10-22T08:00"), complete=False)
    react(desk, B.agb, "declines", received_at=at("2026-10-12T10:00"), by=PERSON, now=at("2026-10-12T10:00"))

    tick(desk, at("2026-10-22T09:00"))

    assert reminded(desk, "signing-reminder") == [A.agb, B.agb, C.agb, C.agb]


def test_provider_who_signed_is_not_reminded_to_react(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    sign(desk, {A.agb: at("2026-10-10T10:00")}, now=at("2026-10-12T08:00"), complete=False)

    tick(desk, at("2026-10-16T09:00"))

    assert reminded(desk, "reaction-reminder") == [B.agb]


def test_reminder_half_done_when_the_words_change_reminds_nobody_twice(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B], batch=1)
    (action,) = [one for one in find_due(desk, FIRST) if one.key.kind == "remind_providers"]
    with desk.database.changing(actor="systeem", at=FIRST, why="due") as change:
        claim = claim_action(
            change.connection,
            desk.round.round_id,
            action,
            wall=at("2026-05-15T09:00"),
            run_id="killed",
            silent_for=timedelta(minutes=2),
        )
    assert claim is not None
    in_batches(Work(desk, action, claim, FIRST), [1], lambda change, ids: _remind(desk, change, claim, ids))

    revised = replace(moved(desk, seconds=600), revisions={**desk.revisions, "quality-survey": 2})
    tick(revised, at("2026-05-15T10:00"))

    assert reminded(desk) == [A.agb, B.agb]


def _remind(desk: Desk, change: Transaction, claim: Claim, ids: Sequence[int]) -> dict[str, int]:
    facts = {"deadline": deadline(desk, desk.timeline.event("quality-survey"), FIRST), "owed": ()}
    return write_letters(
        desk, change.connection, "survey-reminder", ids, lambda _: facts, origin=claim.key, now=FIRST
    )


@pytest.mark.parametrize("batch", [1, 2, 250])
def test_size_of_a_batch_changes_nothing(tmp_path: Path, batch: int) -> None:
    desk = a_desk(tmp_path, [Org(number) for number in range(1, 6)], batch=batch)

    tick(desk, FIRST)

    assert reminded(desk) == [f"7500000{number}" for number in range(1, 6)]
    assert [row.counts for row in ledger(desk) if row.kind == "remind_providers"] == [{"letters": 5}]
