"""The ledger on both databases: claimed once, taken again when silent, the old attempt fenced off."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from inkoopkalender.domain.actions import Action, ActionKey
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.ledger import (
    Claim,
    LostClaimError,
    claim_action,
    count_batches,
    find_waiting,
    finish_action,
    give_up_claims,
    hold_claim,
    is_batch_done,
    list_actions,
    list_states,
    mark_batch,
)
from inkoopkalender.storage.marks import Mark, add_mark, change_mark
from inkoopkalender.storage.rounds import add_round

NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)
KEY = "cz/wijkverpleging/2027"
SILENT_FOR = timedelta(minutes=2)
LEADS = ("14 days", "7 days")
MARKS: tuple[Mark, ...] = ("done", "due")


def an_action(revision: int = 1, occurrence: str = "14 days") -> Action:
    key = ActionKey(KEY, "existing", "quality-survey", "remind_providers", occurrence, "", revision)
    return Action(key, NOW, None, "automatic")


def a_round(database: Database) -> int:
    with database.changing(actor="test", at=NOW, why="test") as change:
        return add_round(change.connection, KEY, opened_at=NOW, since=NOW).round_id


def claim(
    database: Database, round_id: int, *, wall: datetime = NOW, action: Action | None = None, run: str = "run"
) -> Claim | None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        return claim_action(
            change.connection,
            round_id,
            action or an_action(),
            wall=wall,
            run_id=run,
            silent_for=SILENT_FOR,
        )


def claimed(database: Database, round_id: int, *, wall: datetime = NOW) -> Claim:
    found = claim(database, round_id, wall=wall)
    assert found is not None
    return found


def rows(database: Database, round_id: int) -> list[tuple[str, int, str]]:
    with database.reading() as connection:
        return [(row.state, row.attempt, row.run_id) for row in list_actions(connection, round_id)]


def finish(database: Database, held: Claim, state: str = "done", **counts: int) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        finish_action(change.connection, held, state, at=NOW, counts=counts)  # type: ignore[arg-type]  # literals


def test_action_is_claimed_once(database: Database) -> None:
    round_id = a_round(database)

    first, second = claim(database, round_id, run="one"), claim(database, round_id, run="two")

    assert (first, second) == (Claim(1, str(an_action().key), 1), None)
    assert rows(database, round_id) == [("claimed", 1, "one")]


def test_two_processes_that_claim_at_once_get_one_claim(database: Database) -> None:
    round_id = a_round(database)
    url = database.engine.url.render_as_string(hide_password=False)
    together = threading.Barrier(2)
    found: list[Claim | None] = []

    def one(run: str) -> None:
        own = open_database(url)
        together.wait()
        found.append(claim(own, round_id, run=run))
        own.close()

    for occurrence in range(2):
        threads = [threading.Thread(target=one, args=(f"run {occurrence} {number}",)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(one is None for one in found) == [False, True, True, True]
    assert [(state, attempt) for state, attempt, _ in rows(database, round_id)] == [("claimed", 1)]


def test_two_processes_that_take_a_silent_claim_at_once_get_one(database: Database) -> None:
    round_id = a_round(database)
    claim(database, round_id)
    url = database.engine.url.render_as_string(hide_password=False)
    together = threading.Barrier(2)
    found: list[Claim | None] = []

    def one() -> None:
        own = open_database(url)
        together.wait()
        found.append(claim(own, round_id, wall=NOW + 2 * SILENT_FOR))
        own.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one is None for one in found) == [False, True]
    assert [attempt for _, attempt, _ in rows(database, round_id)] == [2]


@pytest.mark.parametrize(("silence", "attempt"), [(SILENT_FOR, None), (SILENT_FOR + timedelta(seconds=1), 2)])
def test_claim_that_gave_no_sign_of_life_is_taken_again(
    database: Database, silence: timedelta, attempt: int | None
) -> None:
    round_id = a_round(database)
    claim(database, round_id)

    again = claim(database, round_id, wall=NOW + silence)

    assert (again.attempt if again else None) == attempt


@pytest.mark.parametrize(("ahead", "attempt"), [(SILENT_FOR, None), (SILENT_FOR + timedelta(seconds=1), 2)])
def test_claim_with_a_sign_of_life_from_the_future_is_taken_again(
    database: Database, ahead: timedelta, attempt: int | None
) -> None:
    round_id = a_round(database)
    claim(database, round_id, wall=NOW + ahead)

    after_the_clock_was_set_back = claim(database, round_id)

    assert (after_the_clock_was_set_back.attempt if after_the_clock_was_set_back else None) == attempt


def test_claims_of_a_run_that_was_given_up_are_taken_at_once_and_no_others(database: Database) -> None:
    round_id = a_round(database)
    claim(database, round_id, run="dead")
    claim(database, round_id, run="alive", action=an_action(occurrence="7 days"))
    with database.changing(actor="test", at=NOW, why="test") as change:
        count = give_up_claims(change.connection, round_id, "dead")

    again = [claim(database, round_id, run="new", action=an_action(occurrence=one)) for one in LEADS]

    assert count == 1
    assert [one.attempt if one else None for one in again] == [2, None]


def test_old_attempt_of_a_run_that_was_given_up_too_early_is_fenced_off(database: Database) -> None:
    round_id = a_round(database)
    old = claimed(database, round_id)
    with database.changing(actor="test", at=NOW, why="test") as change:
        give_up_claims(change.connection, round_id, "run")
    claim(database, round_id, run="new")

    with pytest.raises(LostClaimError):
        finish(database, old)

    assert rows(database, round_id) == [("claimed", 2, "new")]


def test_finished_actions_of_a_run_are_not_given_up(database: Database) -> None:
    round_id = a_round(database)
    finish(database, claimed(database, round_id))

    with database.changing(actor="test", at=NOW, why="test") as change:
        count = give_up_claims(change.connection, round_id, "run")

    assert count == 0
    assert claim(database, round_id) is None


def test_what_a_person_marked_due_is_claimed_as_the_first_attempt(database: Database) -> None:
    round_id = a_round(database)
    with database.changing(actor="test", at=NOW, why="test") as change:
        added = [
            add_mark(change.connection, round_id, an_action(), "due", wall=NOW, now=NOW) for _ in range(2)
        ]

    found = claim(database, round_id, action=an_action(revision=2))

    assert added == [True, False]
    assert found == Claim(1, str(an_action().key), 1)
    assert rows(database, round_id) == [("claimed", 1, "run")]


def test_a_mark_is_changed_until_the_action_is_taken_up(database: Database) -> None:
    round_id = a_round(database)
    key = str(an_action().key)
    with database.changing(actor="test", at=NOW, why="test") as change:
        add_mark(change.connection, round_id, an_action(), "done", wall=NOW, now=NOW)
        changed = [change_mark(change.connection, key, mark, now=NOW) for mark in MARKS]
    claim(database, round_id)
    with database.changing(actor="test", at=NOW, why="test") as change:
        too_late = change_mark(change.connection, key, "done", now=NOW)

    assert (changed, too_late) == ([False, True], False)
    assert rows(database, round_id) == [("claimed", 1, "run")]


def test_a_failure_keeps_when_it_was_in_real_time(database: Database) -> None:
    round_id = a_round(database)
    held = claimed(database, round_id)
    failed_at = NOW + timedelta(seconds=40)
    with database.changing(actor="test", at=NOW, why="test") as change:
        finish_action(change.connection, held, "failed", at=NOW, counts={}, wall=failed_at)

    with database.reading() as connection:
        (row,) = list_actions(connection, round_id)

    assert (row.state, row.claimed_at, row.beat_at) == ("failed", NOW, failed_at)


def test_sign_of_life_keeps_the_claim(database: Database) -> None:
    round_id = a_round(database)
    held = claimed(database, round_id)
    with database.changing(actor="test", at=NOW, why="test") as change:
        hold_claim(change.connection, held, wall=NOW + SILENT_FOR)

    assert claim(database, round_id, wall=NOW + 2 * SILENT_FOR) is None


@pytest.mark.parametrize("write", ["hold", "finish"])
def test_old_attempt_changes_nothing_once_its_claim_was_taken(database: Database, write: str) -> None:
    round_id = a_round(database)
    old = claimed(database, round_id)
    claim(database, round_id, wall=NOW + 2 * SILENT_FOR, run="new")
    writes: dict[str, Callable[[], None]] = {
        "hold": lambda: _hold(database, old),
        "finish": lambda: finish(database, old),
    }

    with pytest.raises(LostClaimError, match="quality-survey"):
        writes[write]()

    assert rows(database, round_id) == [("claimed", 2, "new")]


def _hold(database: Database, held: Claim) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        hold_claim(change.connection, held, wall=NOW)


@pytest.mark.parametrize("state", ["done", "lapsed", "waiting"])
def test_finished_and_waiting_actions_are_not_claimed_again(database: Database, state: str) -> None:
    round_id = a_round(database)
    finish(database, claimed(database, round_id), state)

    assert claim(database, round_id, wall=NOW + 10 * SILENT_FOR) is None
    assert [row[0] for row in rows(database, round_id)] == [state]


def test_failed_action_is_claimed_again_at_once(database: Database) -> None:
    round_id = a_round(database)
    finish(database, claimed(database, round_id), "failed")

    again = claim(database, round_id)

    assert again is not None
    assert again.attempt == 2


def test_action_is_finished_once(database: Database) -> None:
    round_id = a_round(database)
    held = claimed(database, round_id)
    finish(database, held)

    with pytest.raises(LostClaimError):
        finish(database, held, "failed")

    assert rows(database, round_id) == [("done", 1, "run")]


def test_batches_of_all_attempts_are_marked_once_and_summed(database: Database) -> None:
    round_id = a_round(database)
    first = claimed(database, round_id)
    _mark(database, first, "0", letters=3)
    second = claimed(database, round_id, wall=NOW + 2 * SILENT_FOR)
    _mark(database, second, "10", letters=4, without_address=1)

    with database.reading() as connection:
        assert [is_batch_done(connection, second, batch) for batch in ("0", "10", "20")] == [
            True,
            True,
            False,
        ]
        assert count_batches(connection, second) == {"letters": 7, "without_address": 1}
    with pytest.raises(Exception, match=r"(?i)unique"):
        _mark(database, second, "0", letters=3)


def _mark(database: Database, held: Claim, batch: str, **counts: int) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        mark_batch(change.connection, held, batch, (), counts, wall=NOW)


def test_newest_revision_gives_the_state_of_an_action(database: Database) -> None:
    round_id = a_round(database)
    finish(database, claimed(database, round_id), "lapsed")
    claim(database, round_id, action=an_action(revision=2))

    with database.reading() as connection:
        states = list_states(connection, round_id, KEY)

    assert states == {an_action().key.identity: "claimed"}


def test_action_left_unfinished_is_carried_on_under_its_own_revision(database: Database) -> None:
    round_id = a_round(database)
    old = claimed(database, round_id)

    too_soon = claim(database, round_id, action=an_action(revision=2))
    again = claim(database, round_id, wall=NOW + 2 * SILENT_FOR, action=an_action(revision=2))

    assert (too_soon, again) == (None, Claim(old.action_id, old.key, 2))


def test_only_an_action_that_waits_is_found_for_release(database: Database) -> None:
    round_id = a_round(database)
    held = claimed(database, round_id)

    with database.reading() as connection:
        before = find_waiting(connection, held.key)
    finish(database, held, "waiting", letters=2)
    with database.reading() as connection:
        after = find_waiting(connection, held.key)

    assert before is None
    assert after is not None
    assert (after.action_id, after.counts) == (held.action_id, {"letters": 2})
