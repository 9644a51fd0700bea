"""A merger while a round runs: the place goes along, or every reason is named; and against an opening."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from builders import KEY, A, B, C, Org, a_desk, add_organisations, at, export, states, tick, upload
from sqlalchemy import insert, select, update

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.standings import Standing
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.audit import find_broken_links, list_links
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.decisions import list_outcomes, list_tasks
from inkoopkalender.storage.outbox import ListedLetter, list_letters
from inkoopkalender.storage.register import list_organisations, organisation_ids_by_kvk
from inkoopkalender.storage.rounds import list_participants, list_rounds_of
from inkoopkalender.storage.statements import PARTICIPATIONS_TURN, wait_for_turn
from inkoopkalender.storage.submissions import list_current
from inkoopkalender.storage.tables import actions, holds, outbox, waiver_requests
from inkoopkalender.storage.track_choices import add_choice, list_choices
from inkoopkalender.storage.waiver_requests import add_request, list_requests
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.register_event_checks import OpenRoundError
from inkoopkalender.usecases.register_events import Asked, Recorded, merge_organisations
from inkoopkalender.usecases.rounds import open_round
from inkoopkalender.usecases.waivers import AskedWaiver, grant_waiver

HEIR = Org(7, agreement=None)
"""Comes into the register after the round was opened."""
BEFORE, AFTER = at("2026-05-20T12:00"), at("2026-05-21T09:00")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    """A and B take part; A delivered its survey on 20 May. The heir is in the register only."""
    desk = a_desk(tmp_path, (A, B), database=database)
    tick(desk, at("2026-05-02T00:00"))
    upload(desk, A, BEFORE)
    add_organisations(database, [HEIR])
    return desk


def merge(desk: Desk, one: Org, into: Org, *, now: datetime = AFTER, dry_run: bool = False) -> Recorded:
    asked = Asked(now.date(), "akte van fusie", "systeem", now, dry_run)
    return merge_organisations(desk.database, one.agb, into.agb, asked)


def stands(desk: Desk) -> dict[str, tuple[str, Standing]]:
    with desk.database.reading() as connection:
        kvk = {number: code for code, number in organisation_ids_by_kvk(connection).items()}
        return {
            kvk[one.organisation_id]: (one.track, one.standing)
            for one in list_participants(connection, desk.round.round_id)
        }


def letters(desk: Desk, *states: str) -> list[ListedLetter]:
    with desk.database.reading() as connection:
        return [one for one in list_letters(connection) if one.state in states]


def refusal(desk: Desk, one: Org, into: Org) -> str:
    before = stands(desk)
    with pytest.raises(OpenRoundError) as caught:
        merge(desk, one, into)
    assert stands(desk) == before
    return str(caught.value)


def test_the_place_goes_along_with_standing_deliveries_and_letters_that_wait(desk: Desk) -> None:
    waiting = [one for one in letters(desk, "queued", "composed") if one.recipient == "post.1@zorg.example"]

    recorded = merge(desk, A, HEIR)

    assert stands(desk) == {
        B.facts.kvk: ("existing", "invited"),
        HEIR.facts.kvk: ("existing", "submitted"),
    }
    (moved,) = recorded.rounds
    assert (moved.round, moved.track, moved.standing) == (str(KEY), "existing", "submitted")
    assert (moved.submissions, moved.letters) == ({"quality-survey": 1}, len(waiting))
    assert len(waiting) >= 1
    still = {one.id: one.recipient for one in letters(desk, "queued", "composed")}
    assert {still[one.id] for one in waiting} == {"post.7@zorg.example"}
    with desk.database.reading() as connection:
        heir = organisation_ids_by_kvk(connection)[HEIR.facts.kvk]
        assert list(list_current(connection, desk.round.round_id, "quality-survey")) == [heir]
        assert find_broken_links(connection) == []
        chains = {one.chain: one.changes[-1][0] for one in list_links(connection)}
    assert (chains[""], chains[str(KEY)]) == ("merger", "place moved by a merger")


def test_the_round_goes_on_for_who_stays(desk: Desk) -> None:
    merge(desk, A, HEIR)

    upload(desk, A, at("2026-05-22T10:00"), nps=42)  # a code that came along
    tick(desk, at("2026-06-01T00:00"))
    export(desk, [], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))

    with desk.database.reading() as connection:
        ids = organisation_ids_by_kvk(connection)
        heir, other = ids[HEIR.facts.kvk], ids[B.facts.kvk]
        current = list_current(connection, desk.round.round_id, "quality-survey")
        judged = list_outcomes(connection, desk.round.round_id, "R-WV-SURVEY")
        asked = list_tasks(connection, desk.round.round_id, undecided=True)
    assert {owner: values["nps"] for owner, values in current.items()} == {heir: 42}
    assert {owner: one.value for owner, one in judged.items()} == {heir: "delivered", other: "silent"}
    # What A agreed for 2026 is not the heir's by itself: no policy adds that up, so a person is asked.
    assert [one.kind for one in asked if one.organisation_id == heir] == ["agreement"]
    assert "failed" not in states(desk).values()


def test_a_dry_run_says_the_same_and_stores_nothing(desk: Desk) -> None:
    before = stands(desk)

    dry = merge(desk, A, HEIR, dry_run=True)

    assert stands(desk) == before
    assert replace(dry, stored=True) == merge(desk, A, HEIR)


def test_two_that_both_take_part_and_delivered_are_refused_with_each_reason(desk: Desk) -> None:
    upload(desk, B, BEFORE)

    said = refusal(desk, A, B).splitlines()

    after = "Leg de fusie vast na afloop van contractjaar 2027."
    assert (
        said[0] == "Zorg 1 (AGB 75000001) kan nu niet opgaan in Zorg 2 (AGB 75000002); er is niets gewijzigd:"
    )
    assert said[1] == (
        f"- {KEY}: beide doen mee (spoor existing, ingeleverd; de ander spoor existing, ingeleverd). {after}"
    )
    assert said[2] == (f"- {KEY}: beide leverden quality-survey in; welke telt, zegt geen regel. {after}")
    assert "replace-code" in said[-1]


def test_own_time_is_refused(desk: Desk) -> None:
    asked = AskedWaiver(B.agb, "quality-survey", at("2026-06-14"), "brand")
    grant_waiver(desk, asked, by="systeem", now=AFTER, dry_run=False)

    assert "zij heeft eigen uitstel voor quality-survey" in refusal(desk, B, HEIR)


def test_while_an_action_is_done_or_a_letter_leaves_it_is_refused_until_then(desk: Desk) -> None:
    def set_all(table: object, state: str, was: str) -> None:
        with desk.database.changing(actor="test", at=AFTER, why="test") as change:
            statement = update(table).where(table.c.state == was).values(state=state)  # type: ignore[arg-type, attr-defined]
            change.connection.execute(statement)

    set_all(actions, "claimed", "done")
    assert "er wordt nu aan een actie gewerkt. Wacht tot dat klaar is" in refusal(desk, A, HEIR)
    set_all(actions, "done", "claimed")
    set_all(outbox, "sending", "queued")
    assert "een brief aan haar is nu onderweg. Probeer het over een minuut" in refusal(desk, A, HEIR)
    set_all(outbox, "queued", "sending")
    assert merge(desk, A, HEIR).stored


def test_what_may_not_be_deleted_and_a_request_for_more_time_go_along(desk: Desk) -> None:
    with desk.database.changing(actor="test", at=AFTER, why="test") as change:
        one = organisation_ids_by_kvk(change.connection)[A.facts.kvk]
        said = {"organisation_id": one, "reason": "geschil"}
        change.connection.execute(insert(holds).values(**said, set_by="anna", set_at=AFTER))
        asked = {**said, "round_id": desk.round.round_id, "kind": "quality-survey", "until": at("2026-06-14")}
        moments = {"asked_at": AFTER, "expires_at": at("2026-06-01")}
        change.connection.execute(insert(waiver_requests).values(**asked, asked_by="anna", **moments))

    merge(desk, A, HEIR)

    with desk.database.reading() as connection:
        ids = organisation_ids_by_kvk(connection)
        held = {row.organisation_id for row in connection.execute(select(holds))}
        asking = {row.organisation_id for row in connection.execute(select(waiver_requests))}
    assert held == {ids[A.facts.kvk], ids[HEIR.facts.kvk]}
    assert asking == {ids[HEIR.facts.kvk]}


@pytest.mark.parametrize("what", ["choice", "request"])
def test_what_is_all_that_it_has_in_the_round_goes_along_too(desk: Desk, what: str) -> None:
    """Neither the heir nor the other takes part in the round."""
    other = Org(8, agreement=None)
    add_organisations(desk.database, [other])
    with desk.database.changing(actor="test", at=AFTER, why="test") as change:
        ids = organisation_ids_by_kvk(change.connection)
        if what == "choice":
            choose(change.connection, ids[HEIR.facts.kvk], "in")
        else:
            ask_for_time(change.connection, desk, ids[HEIR.facts.kvk])

    recorded = merge(desk, HEIR, other)

    assert [one.round for one in recorded.rounds] == [str(KEY)]
    with desk.database.reading() as connection:
        choices, asking = list_choices(connection, str(KEY)), list_requests(connection, str(KEY))
    assert [*choices, *(one.organisation_id for one in asking)] == [ids[other.facts.kvk]]


def test_two_words_of_people_about_the_same_track_are_refused(desk: Desk) -> None:
    with desk.database.changing(actor="test", at=AFTER, why="test") as change:
        ids = organisation_ids_by_kvk(change.connection)
        choose(change.connection, ids[HEIR.facts.kvk], "not")
        choose(change.connection, ids[A.facts.kvk], "in")

    assert "een mens zei van beide iets over spoor CZ-WV-EXIST; wat telt" in refusal(desk, A, HEIR)


def choose(connection: Connection, organisation_id: int, verdict: Literal["in", "not"]) -> None:
    add_choice(
        connection, str(KEY), organisation_id, "CZ-WV-EXIST", verdict, reason="gezien", by="anna", at=AFTER
    )


def ask_for_time(connection: Connection, desk: Desk, organisation_id: int) -> None:
    add_request(
        connection,
        desk.round.round_id,
        organisation_id=organisation_id,
        kind="quality-survey",
        until=at("2026-06-14"),
        reason="brand",
        by="anna",
        at=AFTER,
        expires_at=at("2026-06-01"),
    )


# --- at one moment --------------------------------------------------------------------------------
def both_at_once(database: Database, *acts: Callable[[], object]) -> list[object]:
    """Start the acts while their turn is taken, see that all wait, then give it; return what came of each."""
    came: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            came[number] = act()
        except InkoopkalenderError as error:
            came[number] = error

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    with database.changing(actor="test", at=AFTER, why="test") as change:
        wait_for_turn(change.connection, PARTICIPATIONS_TURN)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=0.3)
        assert came == [None] * len(acts)
    for thread in threads:
        thread.join(timeout=30)
    return came


@pytest.mark.parametrize("merger_first", [True, False])
def test_a_merger_and_an_opening_at_one_moment_leave_nobody_without_a_code(
    database: Database, merger_first: bool
) -> None:
    add_organisations(database, [A, B, C])
    calendar = load_calendar(KEY)
    asked = Asked(AFTER.date(), "akte van fusie", "systeem", AFTER)

    def merger() -> object:
        return merge_organisations(database, A.agb, B.agb, asked)

    def opening() -> object:
        return open_round(database, calendar, since=AFTER, by="systeem", now=AFTER)

    acts = (merger, opening) if merger_first else (opening, merger)
    came = both_at_once(database, *acts)
    merged = came[0 if merger_first else 1]

    with database.reading() as connection:
        ids = organisation_ids_by_kvk(connection)
        takes_part = {kvk: bool(list_rounds_of(connection, number)) for kvk, number in ids.items()}
        there = {one.kvk: bool(one.codes) for one in list_organisations(connection)}
        assert find_broken_links(connection) == []
    if isinstance(merged, Recorded):
        assert takes_part == {A.facts.kvk: False, B.facts.kvk: True, C.facts.kvk: True}
        assert there == {B.facts.kvk: True, C.facts.kvk: True}
    else:
        assert isinstance(merged, OpenRoundError)
        assert "beide doen mee" in str(merged)
        assert takes_part == dict.fromkeys(ids, True)
        assert there == dict.fromkeys(ids, True)


def test_two_mergers_at_one_moment_do_not_wait_for_each_other_for_ever(database: Database) -> None:
    add_organisations(database, [A, B, C])
    asked = Asked(AFTER.date(), "akte van fusie", "systeem", AFTER)

    came = both_at_once(
        database,
        lambda: merge_organisations(database, A.agb, B.agb, asked),
        lambda: merge_organisations(database, B.agb, C.agb, asked),
    )

    assert [type(one) for one in came] == [Recorded, Recorded], came
    with database.reading() as connection:
        (left,) = list_organisations(connection)
    assert (left.kvk, left.codes) == (C.facts.kvk, (C.agb, A.agb, B.agb))
