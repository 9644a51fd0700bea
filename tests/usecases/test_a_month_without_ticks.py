"""Ticks stop on 20 May 2026 and return on 24 June: the close of the survey lies in between."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from builders import (
    SMALL,
    A,
    B,
    C,
    D,
    Org,
    a_desk,
    all_letters,
    asked,
    at,
    codes,
    export,
    ledger,
    letters,
    release,
    standings,
    states,
    tick,
    upload,
)

from inkoopkalender.content.letters import LetterKind
from inkoopkalender.usecases.desk import Desk

BEFORE = [at("2026-05-02T00:00"), at("2026-05-15T09:00"), at("2026-05-16T00:00")]
MISSED = [
    at("2026-05-22T09:00"),
    at("2026-05-29T09:00"),
    at("2026-06-01T00:00"),
    at("2026-06-03T09:00"),
]
RETURN = at("2026-06-24T10:00")
RELEASE = at("2026-06-24T14:00")
LATE_AND_SMALL = Org(7, agreement=30_000)
EVERYBODY = (A, B, C, D, SMALL, LATE_AND_SMALL)


def play(folder: Path, ticks: list[datetime]) -> Desk:
    """The same world each time: A early, B in May, C wrong, D and LATE_AND_SMALL late, SMALL silent."""
    folder.mkdir()
    desk = a_desk(folder, EVERYBODY)
    rows = [(B, at("2026-05-28T20:00")), (LATE_AND_SMALL, at("2026-06-01T09:00"))]
    happenings: list[tuple[datetime, Callable[[datetime], object]]] = [
        (at("2026-05-10T10:00"), lambda now: upload(desk, A, now)),
        (at("2026-05-20T10:00"), lambda now: upload(desk, C, now, clients=None)),
        (at("2026-05-29T08:00"), lambda now: export(desk, rows[:1], now=now, complete=False)),
        (at("2026-06-01T00:05"), lambda now: upload(desk, D, now)),
        (at("2026-06-03T08:00"), lambda now: export(desk, rows, now=now)),
        *((moment, lambda now: tick(desk, now)) for moment in ticks),
    ]
    for moment, happening in sorted(happenings, key=lambda one: one[0]):
        happening(moment)
    release(desk, "assess_round", RELEASE)
    tick(desk, RELEASE)
    return desk


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Desk]:
    """A round with every tick, and one with a month without."""
    folder = tmp_path_factory.mktemp("months")
    return play(folder / "punctual", [*BEFORE, *MISSED, RETURN]), play(folder / "late", [*BEFORE, RETURN])


def formal(desk: Desk) -> Counter[tuple[str, str]]:
    names, kinds = codes(desk), desk.letters
    return Counter(
        (one.letter, names[one.organisation_id]) for one in all_letters(desk) if _is_formal(kinds[one.letter])
    )


def _is_formal(kind: LetterKind) -> bool:
    return kind.purpose == "formal"


def test_survey_was_closed_once_and_consequences_followed_once(desks: tuple[Desk, Desk]) -> None:
    _, late = desks

    done = Counter(row.kind for row in ledger(late) if row.state == "done")
    moments = {row.kind: row.finished_at for row in ledger(late)}

    assert done == {
        "open_intake": 1,
        "remind_providers": 1,
        "close_objections": 1,
        "close_intake": 1,
        "assess_round": 1,
    }
    assert (moments["close_intake"], moments["assess_round"]) == (RETURN, RELEASE)


def test_reminders_of_the_month_are_recorded_as_lapsed(desks: tuple[Desk, Desk]) -> None:
    reminders = [
        {name: state for name, state in states(desk).items() if name.startswith("remind")} for desk in desks
    ]

    assert reminders == [
        {
            "remind_providers 14 days": "done",
            "remind_providers 7 days": "done",
            "remind_providers 1 working day": "done",
        },
        {
            "remind_providers 14 days": "done",
            "remind_providers 7 days": "lapsed",
            "remind_providers 1 working day": "lapsed",
        },
    ]


def test_nobody_was_reminded_after_the_close(desks: tuple[Desk, Desk]) -> None:
    _, late = desks

    reminders = [one for one in all_letters(late) if one.letter == "survey-reminder"]

    assert {one.composed_at for one in reminders} == {at("2026-05-15T09:00")}
    assert all(one.not_before < at("2026-06-01") for one in reminders)


def test_courtesy_letters_are_a_subset_of_the_punctual_ones(desks: tuple[Desk, Desk]) -> None:
    punctual, late = (Counter(letters(desk, "survey-reminder")) for desk in desks)

    assert late <= punctual
    assert (late.total(), punctual.total()) == (5, 14)


def test_standings_and_questions_are_those_of_punctual_ticks(desks: tuple[Desk, Desk]) -> None:
    punctual, late = desks

    assert standings(late) == standings(punctual)
    assert asked(late) == asked(punctual)
    assert standings(late) == {
        A.agb: "in_review",
        B.agb: "in_review",
        C.agb: "in_review",
        D.agb: "late",
        SMALL.agb: "silent",
        LATE_AND_SMALL.agb: "late",
    }


def test_formal_letters_are_those_of_punctual_ticks(desks: tuple[Desk, Desk]) -> None:
    punctual, late = desks

    assert formal(late) == formal(punctual)
    assert {(name, agb) for name, agb in formal(late) if name != "survey-opened"} == {
        ("survey-missing-class-c", D.agb),
        ("survey-missing", SMALL.agb),
        ("survey-missing", LATE_AND_SMALL.agb),
    }
    assert set(formal(late).values()) == {1}


def test_consequences_wait_for_the_export_also_after_the_return(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    for moment in BEFORE:
        tick(desk, moment)

    on_return = tick(desk, RETURN)
    export(desk, [], now=at("2026-06-25T08:00"))
    after_the_export = tick(desk, at("2026-06-25T09:00"))

    assert on_return == {"remind_providers": "lapsed", "close_intake": "done"}
    assert after_the_export == {"assess_round": "waiting"}
