"""Moving the other terms of a round: signing, objections, enrolment; on both databases, at once."""

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from builders import (
    NEW,
    PERSON,
    SMALL,
    A,
    B,
    C,
    Org,
    a_desk,
    asked,
    assessed,
    at,
    ledger,
    letters,
    offered,
    release,
    sign,
    standings,
    tasks,
    tick,
)

from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.cases import list_cases
from inkoopkalender.storage.database import Database
from inkoopkalender.usecases import telling
from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange, CalendarChange
from inkoopkalender.usecases.desk import Desk, brought_up_to_date
from inkoopkalender.usecases.enrolment import receive_enrolment
from inkoopkalender.usecases.letters import write_letters
from inkoopkalender.usecases.policy import receive_objection

SURVEY, WEEK_LATER = "quality-survey", "2 mei 2026 t/m 7 juni 2026"


def move(desk: Desk, event: str, words: str, now: datetime) -> CalendarChange:
    return change_date(desk, AskedChange(event, words, "Storing.", now), by=PERSON, now=now, dry_run=False)


def up_to_date(desk: Desk) -> Desk:
    with desk.database.reading() as connection:
        return brought_up_to_date(connection, desk)


def in_time(desk: Desk) -> list[bool]:
    with desk.database.reading() as connection:
        return [case.in_time for case in list_cases(connection, desk.round.round_id)]


def codes_of(result: CalendarChange, severity: str) -> set[str]:
    return {one.code for one in result.findings if one.severity == severity}


# --- signing ----------------------------------------------------------------------------------------
def test_late_signature_counts_when_the_term_moves_before_anything_lapsed(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    tick(desk, at("2026-11-02T00:00"))
    sign(desk, {A.agb: at("2026-11-02T08:00")}, now=at("2026-11-03T08:00"))
    tick(desk, at("2026-11-03T09:00"))

    result = move(desk, "signing", "uiterlijk 8 november 2026", at("2026-11-03T10:00"))
    desk = up_to_date(desk)

    assert result.submissions == {"signed": 1}
    assert standings(desk) == {A.agb: "signed", B.agb: "offered"}
    assert letters(desk, "contract-lapsed") == [("contract-lapsed", B.agb, "withdrawn")]
    assert asked(desk) == []


def test_offer_that_lapsed_and_was_told_stays_so_and_is_asked_about(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    offered(desk, [A, B])
    tick(desk, at("2026-11-02T00:00"))
    sign(desk, {A.agb: at("2026-10-30T08:00")}, now=at("2026-11-03T08:00"))
    tick(desk, at("2026-11-03T09:00"))
    release(desk, "lapse_unsigned", at("2026-11-03T10:00"))

    result = move(desk, "signing", "uiterlijk 8 november 2026", at("2026-11-03T12:00"))

    assert result.consequences == 1
    assert standings(desk) == {A.agb: "signed", B.agb: "lapsed"}
    assert [task.kind for task in tasks(desk)] == ["lapsed-before-change"]


# --- objections and enrolments ----------------------------------------------------------------------
def test_late_objection_is_in_time_and_told_so(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    late = at("2026-05-18T10:00")
    receive_objection(desk, A.agb, received_at=late, by=PERSON, now=late)

    result = move(desk, "objections", "uiterlijk 22 mei 2026", at("2026-05-19T10:00"))

    assert (result.submissions, in_time(desk)) == ({"objections": 1}, [True])
    assert [(name, state) for name, _, state in letters(desk)] == [
        ("objection-too-late", "withdrawn"),
        ("objection-received", "queued"),
    ]


def test_late_enrolment_is_taken_up_with_its_promised_answer(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, NEW])
    late = at("2027-03-02T10:00")
    receive_enrolment(desk, NEW.agb, {}, received_at=late, by=PERSON, now=late)

    result = move(
        desk, "new-provider-enrolment", "1 december 2026 tot en met 15 maart 2027", at("2027-03-03T10:00")
    )

    assert (result.submissions, in_time(desk)) == ({"enrolments": 1}, [True])
    assert [(name, state) for name, _, state in letters(desk)] == [
        ("enrolment-not-handled", "withdrawn"),
        ("enrolment-received", "queued"),
    ]
    assert standings(desk)[NEW.agb] == "in_review"


# --- the law, and what counts from a date -------------------------------------------------------------
def test_date_that_the_law_does_not_allow_is_refused(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    result = move(desk, "contracted-care-publication", "uiterlijk 20 november 2026", at("2026-10-01T10:00"))

    assert (result.refused, codes_of(result, "error")) == (True, {"statutory-date"})


def test_date_without_a_moment_is_told_and_nothing_is_planned_at_its_end(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    result = move(desk, "contract-offers", "onbekend", at("2026-09-01T10:00"))

    assert result.stored
    assert "no-moment" in codes_of(result, "warning")
    assert [(one.kind, one.effect) for one in result.actions] == [("offer_contracts", "dropped")]


# --- both databases, at once, killed ------------------------------------------------------------------
def test_closing_that_ran_runs_again_on_every_database(database: Database, tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, C, SMALL], database=database)
    assessed(desk, [(A, at("2026-05-12T10:00")), (B, at("2026-06-01T09:00"))])

    result = move(desk, SURVEY, WEEK_LATER, at("2026-06-04T10:00"))
    desk = up_to_date(desk)
    tick(desk, at("2026-06-08T00:00"))

    assert (result.submissions, result.consequences) == ({"accepted": 1}, 3)
    assert [(row.state, row.revision) for row in ledger(desk) if row.kind == "close_intake"] == [("done", 2)]
    with database.reading() as connection:
        assert find_broken_links(connection) == []


def test_two_who_move_the_same_date_at_once_move_it_once(database: Database, tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B], database=database)
    results: list[CalendarChange] = []

    def act() -> None:
        results.append(move(desk, SURVEY, WEEK_LATER, at("2026-05-20T10:00")))

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.already for one in results) == [False, True]
    assert len(up_to_date(desk).amendments) == 1


class KilledError(BaseException):
    """Stands for a kill: nothing of ours catches it."""


def test_telling_that_was_killed_half_way_tells_everybody_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [Org(number) for number in range(1, 7)]
    desk = a_desk(tmp_path, some, batch=2)
    now = at("2026-05-20T10:00")
    move(desk, SURVEY, WEEK_LATER, now)
    desk = up_to_date(desk)
    calls: list[int] = []

    def write_twice(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) > 2:
            raise KilledError
        return write_letters(*arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(telling, "write_letters", write_twice)
        with pytest.raises(KilledError):
            tick(desk, now)
    half_way = len(letters(desk, "date-changed"))
    tick(replace(desk, wall=lambda: desk.wall().replace(year=desk.wall().year + 1)), now)

    assert half_way == 4
    assert letters(desk, "date-changed") == [("date-changed", one.agb, "composed") for one in some]
