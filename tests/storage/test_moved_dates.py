"""Moved dates, waivers and what they overtake, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from inkoopkalender.domain.actions import Action, ActionKey
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import ContactFacts, OrganisationFacts
from inkoopkalender.storage.amendments import Amendment, add_amendment, last_number, list_amendments
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.ledger import (
    Claim,
    LostClaimError,
    claim_action,
    finish_action,
    hold_claim,
    list_actions,
    list_states,
    supersede_actions,
)
from inkoopkalender.storage.register_changes import upsert_organisations
from inkoopkalender.storage.rounds import add_round
from inkoopkalender.storage.waivers import Waiver, add_waiver, list_waivers, waived_ends

NOW = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)
KEY = "cz/wijkverpleging/2027"
DAY = timedelta(days=1)


def an_amendment(number: int, words: str = "2 mei 2026 t/m 7 juni 2026") -> Amendment:
    return Amendment(
        number=number,
        event="quality-survey",
        words=words,
        year=None,
        file_words="2-31 mei 2026",
        before_words="2-31 mei 2026",
        before_start=NOW - 18 * DAY,
        before_end=NOW + 12 * DAY,
        told_words="2-31 mei 2026",
        told_start=None,
        told_end=NOW + 12 * DAY,
        touched=("contract-offers",),
        reason="storing",
        changed_by="test",
        changed_at=NOW,
        announced_at=NOW,
    )


def an_action(revision: int) -> Action:
    key = ActionKey(KEY, "existing", "quality-survey", "close_intake", "", "", revision)
    return Action(key, NOW, None, "automatic")


def a_round(database: Database) -> int:
    with database.changing(actor="test", at=NOW, why="test") as change:
        facts = OrganisationFacts(
            KvkNumber("90000001"), "Zorg", "Goes", "4461AB", (AgbCode("75000001"),),
            (ContactFacts("contractering", "Anne Voorbeeld", "post@zorg.example"),),
        )  # fmt: skip
        upsert_organisations(change.connection, [facts], NOW)
        return add_round(change.connection, KEY, opened_at=NOW, since=NOW).round_id


def claim(database: Database, round_id: int, revision: int) -> Claim:
    with database.changing(actor="test", at=NOW, why="test") as change:
        found = claim_action(
            change.connection, round_id, an_action(revision), wall=NOW, run_id="run", silent_for=DAY
        )
    assert found is not None
    return found


def supersede(database: Database, round_id: int) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        rows = list_actions(change.connection, round_id, lock=True)
        supersede_actions(change.connection, [row.action_id for row in rows], NOW + DAY)


def test_amendments_come_back_as_they_were_in_order(database: Database) -> None:
    round_id = a_round(database)
    both = (an_amendment(1), an_amendment(2, "2 mei 2026 t/m 14 juni 2026"))

    with database.changing(actor="test", at=NOW, why="test") as change:
        before = last_number(change.connection, round_id)
        for one in both:
            add_amendment(change.connection, round_id, one)
        after = last_number(change.connection, round_id)
    with database.reading() as connection:
        found = list_amendments(connection, round_id)

    assert (before, after, found) == (0, 2, both)


def test_done_action_that_is_overtaken_stays_in_the_ledger_and_is_due_again(database: Database) -> None:
    round_id = a_round(database)
    held = claim(database, round_id, 1)
    with database.changing(actor="test", at=NOW, why="test") as change:
        finish_action(change.connection, held, "done", at=NOW, counts={"frozen": 3})

    supersede(database, round_id)

    with database.reading() as connection:
        states = list_states(connection, round_id, KEY)
        current = list_actions(connection, round_id)
        (row,) = list_actions(connection, round_id, superseded=True)
    assert (states, current) == ({}, [])
    assert (row.state, dict(row.counts), row.superseded_at) == ("done", {"frozen": 3}, NOW + DAY)
    assert claim(database, round_id, 2) == Claim(2, str(an_action(2).key), 1)


def test_who_is_doing_what_is_overtaken_loses_its_claim(database: Database) -> None:
    round_id = a_round(database)
    held = claim(database, round_id, 1)

    supersede(database, round_id)

    with (
        pytest.raises(LostClaimError),
        database.changing(actor="test", at=NOW, why="test") as change,
    ):
        hold_claim(change.connection, held, wall=NOW)
    with database.reading() as connection:
        (row,) = list_actions(connection, round_id, superseded=True)
    assert row.state == "lapsed"


def test_latest_waiver_of_an_organisation_counts_and_the_same_is_stored_once(database: Database) -> None:
    round_id = a_round(database)
    short = Waiver(1, "quality-survey", NOW + 20 * DAY, "brand", "test", NOW)
    long = Waiver(1, "quality-survey", NOW + 30 * DAY, "brand", "test", NOW + DAY)

    with database.changing(actor="test", at=NOW, why="test") as change:
        stored = [add_waiver(change.connection, round_id, one) for one in (long, short, long)]
    with database.reading() as connection:
        found = (list_waivers(connection, round_id), waived_ends(connection, round_id, "quality-survey"))
        other = waived_ends(connection, round_id, "mds")

    assert stored == [True, True, False]
    assert found == ([long], {1: long.until})
    assert other == {}
