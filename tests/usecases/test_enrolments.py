"""New providers: the window, one enrolment per contract year, and the promise of an answer (V04)."""

from datetime import date, datetime
from pathlib import Path

import pytest
from builders import (
    PERSON,
    A,
    Org,
    a_desk,
    add_organisations,
    asked,
    at,
    letters,
    standings,
    states,
    tick,
)

from inkoopkalender.storage.cases import list_cases
from inkoopkalender.usecases.desk import Desk, read_facts
from inkoopkalender.usecases.enrolment import EnrolmentError, decide_enrolment, receive_enrolment
from inkoopkalender.usecases.run_action import run_due

FIRST, OTHER, SMALL = (Org(number, agreement=None) for number in (11, 12, 13))


def enrol(desk: Desk, one: Org, moment: datetime, turnover: int = 50_000) -> str:
    content = {"expected_turnover_cents": turnover * 100}
    return receive_enrolment(desk, one.agb, content, received_at=moment, by=PERSON, now=moment)


def cases(desk: Desk) -> list[tuple[str, bool, object]]:
    with desk.database.reading() as connection:
        found = list_cases(connection, desk.round.round_id, kind="enrolment")
    return [(one.reference, one.in_time, one.content["not_handled"]) for one in found]


def promised_until(desk: Desk) -> dict[str, date | None]:
    with desk.database.reading() as connection:
        return {one.case: one.event.last_day for one in read_facts(connection, desk).promises}


def new_desk(folder: Path) -> Desk:
    return a_desk(folder, [FIRST, OTHER, SMALL], since=at("2026-12-01"))


def test_enrolments_of_the_acceptance_scenario(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)

    a2 = enrol(desk, FIRST, at("2027-02-27T10:00"))
    a = enrol(desk, FIRST, at("2027-02-28T23:40"))
    b = enrol(desk, OTHER, at("2027-03-01T00:02"), 90_000)
    c = enrol(desk, SMALL, at("2027-01-12T10:00"), 48_500)
    decide_enrolment(desk, c, "refused", reason="te klein", by=PERSON, now=at("2027-03-02T09:00"))

    assert cases(desk) == [(c, True, ""), (a2, True, ""), (a, False, "second"), (b, False, "late")]
    assert promised_until(desk)[a2] == date(2027, 4, 27)
    assert set(promised_until(desk)) == {a2, c}
    assert standings(desk) == {FIRST.agb: "in_review", OTHER.agb: "invited", SMALL.agb: "refused"}
    assert letters(desk) == [
        ("enrolment-received", FIRST.agb, "queued"),
        ("enrolment-not-handled", FIRST.agb, "queued"),
        ("enrolment-not-handled", OTHER.agb, "queued"),
        ("enrolment-received", SMALL.agb, "queued"),
        ("enrolment-refused", SMALL.agb, "queued"),
    ]


@pytest.mark.parametrize(
    ("moment", "not_handled"),
    [
        ("2026-11-30T23:59:59", "early"),
        ("2026-12-01T00:00:00", ""),
        ("2027-02-28T23:59:59", ""),
        ("2027-03-01T00:00:00", "late"),
    ],
)
def test_window_is_half_open(tmp_path: Path, moment: str, not_handled: str) -> None:
    desk = new_desk(tmp_path)

    enrol(desk, FIRST, at(moment))

    assert [why for _, _, why in cases(desk)] == [not_handled]


def test_one_enrolment_is_handled_also_when_they_come_in_out_of_order(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)

    enrol(desk, FIRST, at("2027-02-02T10:00"))
    enrol(desk, FIRST, at("2027-02-01T10:00"))

    assert [handled for _, handled, _ in cases(desk)] == [False, True]


def test_same_enrolment_taken_in_twice_is_one_case(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)

    for _ in range(2):
        enrol(desk, FIRST, at("2027-02-01T10:00"))

    assert len(cases(desk)) == 1
    assert letters(desk) == [("enrolment-received", FIRST.agb, "queued")]


def test_late_enrolment_does_not_use_up_the_one_of_the_year_before_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)

    enrol(desk, FIRST, at("2026-11-20T10:00"))
    enrol(desk, FIRST, at("2027-02-01T10:00"))

    assert [why for _, _, why in cases(desk)] == ["early", ""]


def test_existing_provider_keeps_its_standing_and_its_enrolment_is_asked_of_a_person(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, FIRST], since=at("2026-12-01"))

    enrol(desk, A, at("2027-01-10T10:00"))

    assert standings(desk) == {A.agb: "invited", FIRST.agb: "invited"}
    assert asked(desk) == [("enrolment-of-existing", A.agb)]


def test_organisation_that_came_into_the_register_after_the_opening_takes_part_from_its_enrolment(
    tmp_path: Path,
) -> None:
    desk = new_desk(tmp_path)
    late_comer = Org(14, agreement=None)
    add_organisations(desk.database, [late_comer])

    enrol(desk, late_comer, at("2027-01-10T10:00"))

    assert standings(desk)[late_comer.agb] == "in_review"


def test_decision_is_taken_once(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    reference = enrol(desk, FIRST, at("2027-01-10T10:00"))
    decide_enrolment(desk, reference, "offered", reason="witte vlek", by=PERSON, now=at("2027-02-01T09:00"))

    with pytest.raises(EnrolmentError, match=reference):
        decide_enrolment(
            desk, reference, "refused", reason="toch niet", by=PERSON, now=at("2027-02-02T09:00")
        )

    assert standings(desk)[FIRST.agb] == "enrolled"
    assert letters(desk, "enrolment-offered", "enrolment-refused") == [
        ("enrolment-offered", FIRST.agb, "queued")
    ]


def watched(desk: Desk, *moments: str) -> list[tuple[str, str]]:
    for moment in moments:
        run_due(desk, at(moment), run_id="tick")
    return [
        (name.removeprefix("watch_promises "), state)
        for name, state in states(desk).items()
        if name.startswith("watch_promises")
    ]


def test_promise_is_warned_of_and_recorded_as_broken_once(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    enrol(desk, FIRST, at("2027-02-27T10:00"))

    ended = watched(desk, "2027-04-22T08:59", "2027-04-22T09:00", "2027-04-28T00:00", "2027-04-29T00:00")

    assert ended == [("warning", "done"), ("end", "done")]
    assert asked(desk) == [("promise-warning", FIRST.agb), ("promise-end", FIRST.agb)]


def test_promise_kept_early_asks_nothing(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    reference = enrol(desk, FIRST, at("2027-02-27T10:00"))
    decide_enrolment(desk, reference, "offered", reason="goed", by=PERSON, now=at("2027-04-20T09:00"))

    assert watched(desk, "2027-05-10T00:00") == []
    assert asked(desk) == []


def test_warning_that_comes_after_the_answer_asks_nothing(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    reference = enrol(desk, FIRST, at("2027-02-27T10:00"))
    decide_enrolment(desk, reference, "offered", reason="goed", by=PERSON, now=at("2027-04-25T09:00"))

    ended = watched(desk, "2027-05-10T00:00")

    assert ended == [("warning", "done")]
    assert asked(desk) == []


def test_enrolments_are_counted_at_the_close(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    tick(desk, at("2026-12-01T00:00"))
    enrol(desk, FIRST, at("2027-01-10T10:00"))
    enrol(desk, FIRST, at("2027-01-11T10:00"))

    (closed,) = [
        one for one in run_due(desk, at("2027-03-01T00:00"), run_id="tick") if one.kind == "close_enrolment"
    ]

    assert closed.counts == {"enrolments": 1, "open": 1}
