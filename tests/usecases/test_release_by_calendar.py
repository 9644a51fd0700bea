"""The calendar's own `release`: what needs no person holds at once, and what needs one waits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from builders import (
    A,
    B,
    a_desk,
    at,
    export,
    letters,
    moved,
    offered,
    publication_list,
    release,
    sign,
    standings,
    states,
    tick,
)

from inkoopkalender.domain.calendar import Release
from inkoopkalender.storage.decisions import list_outcomes
from inkoopkalender.storage.outbox import find_release
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import Desk

CLOSED = at("2026-06-03T09:00")
ASSESS = "cz/wijkverpleging/2027|existing|quality-survey|assess_round|||1"


class Killed(BaseException):
    """Stands for a kill: nothing of ours catches it."""


def released_by(desk: Desk, event: str, who: Release) -> Desk:
    """The same desk with another `release` of one event."""
    events = tuple(replace(one, release=who) if one.key == event else one for one in desk.timeline.events)
    return replace(desk, timeline=replace(desk.timeline, events=events))


def surveyed(folder: Path, who: Release) -> Desk:
    """A survey that A delivered and B did not, of which the export has come."""
    desk = released_by(a_desk(folder, [A, B], since=at("2026-06-01")), "quality-survey", who)
    export(desk, [(A, at("2026-05-20T12:00"))], now=at("2026-06-03T08:00"))
    return desk


def class_c(desk: Desk) -> list[str]:
    with desk.database.reading() as connection:
        return [one.value for one in list_outcomes(connection, desk.round.round_id, "R-WV-SCORE").values()]


def who_released(desk: Desk, key: str) -> tuple[str, datetime] | None:
    with desk.database.reading() as connection:
        return find_release(connection, key)


def test_an_automatic_consequence_holds_at_once_and_says_who_released_it(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, "automatic")

    ran = tick(desk, CLOSED)

    assert ran == {"close_intake": "done", "assess_round": "done"}
    assert letters(desk, "survey-missing-class-c") == [("survey-missing-class-c", B.agb, "queued")]
    assert class_c(desk) == ["C"]
    assert who_released(desk, ASSESS) == (SYSTEM_USER, CLOSED)


def test_a_persons_consequence_waits_with_its_letters(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, "person")

    ran = tick(desk, CLOSED)

    assert ran == {"close_intake": "done", "assess_round": "waiting"}
    assert letters(desk, "survey-missing-class-c") == [("survey-missing-class-c", B.agb, "composed")]
    assert class_c(desk) == []
    assert who_released(desk, ASSESS) is None


def test_killed_before_its_end_an_automatic_action_is_taken_up_and_holds_once(tmp_path: Path) -> None:
    desk = surveyed(tmp_path, "automatic")

    def kill_after(name: str, do: Callable[[], None]) -> None:
        do()
        if name.startswith("batch"):
            raise Killed

    with pytest.raises(Killed):
        tick(replace(desk, around=kill_after), CLOSED)
    half_way = letters(desk, "survey-missing-class-c")
    ran = tick(moved(desk, 600), CLOSED)

    assert half_way == [("survey-missing-class-c", B.agb, "composed")]
    assert ran == {"assess_round": "done"}
    assert letters(desk, "survey-missing-class-c") == [("survey-missing-class-c", B.agb, "queued")]
    assert class_c(desk) == ["C"]


def test_letters_of_an_automatic_duty_wait_when_the_calendar_names_a_person(tmp_path: Path) -> None:
    desk = released_by(a_desk(tmp_path, [A, B]), "quality-survey", "person")

    ran = [tick(desk, at(moment)) for moment in ("2026-05-02T00:00", "2026-05-15T09:00", "2026-06-01T00:00")]
    held = letters(desk)
    release(desk, "open_intake", at("2026-05-15T10:00"))

    assert [{kind: state for kind, state in one.items() if kind != "close_objections"} for one in ran] == [
        {"open_intake": "waiting"},
        {"remind_providers": "waiting"},
        {"remind_providers": "lapsed", "close_intake": "done"},
    ]
    assert {state for _, _, state in held} == {"composed"}
    assert letters(desk) == [
        ("survey-opened", A.agb, "queued"),
        ("survey-opened", B.agb, "queued"),
        ("survey-reminder", A.agb, "composed"),
        ("survey-reminder", B.agb, "composed"),
    ]
    assert states(desk)["open_intake"] == "done"


def test_an_automatic_publication_fails_while_its_gate_is_closed_and_follows_by_itself(
    tmp_path: Path,
) -> None:
    desk = released_by(a_desk(tmp_path, [A]), "contracted-care-publication", "automatic")
    offered(desk, [A])
    sign(desk, {A.agb: at("2026-10-10T12:00")}, now=at("2026-11-02T09:00"))
    tick(desk, at("2026-11-02T10:00"))

    closed = tick(desk, at("2026-11-12T09:00"))
    publication_list(desk, [A], at("2026-11-12T10:00"))
    opened = tick(desk, at("2026-11-12T10:00"))

    assert closed == {"publish_contracted_care": "failed"}
    assert opened == {"publish_contracted_care": "done"}
    assert standings(desk) == {A.agb: "signed"}
