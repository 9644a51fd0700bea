from dataclasses import replace
from pathlib import Path

from builders import A, a_desk, at

from inkoopkalender.usecases.round_state import read_round_state
from inkoopkalender.web.round_sentence import first_sentence


def test_a_round_whose_calendar_is_not_confirmed_says_that_nothing_happens(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A], since=at("2026-05-10"))
    timeline = replace(desk.timeline, calendar=replace(desk.calendar, status="expected"))

    state = read_round_state(replace(desk, timeline=timeline), at("2026-05-18T10:00"))

    assert first_sentence(state) == (
        "De kalender is verwacht en nog niet bevestigd: er gebeurt niets tot zij status: confirmed heeft."
    )


def test_a_round_that_only_receives_says_so_and_is_not_done(tmp_path: Path) -> None:
    desk = replace(a_desk(tmp_path, [A], since=at("2026-05-10")), receives_only=True)

    state = read_round_state(desk, at("2026-05-18T10:00"))

    assert first_sentence(state) == (
        "De ronde ontvangt alleen wat wordt ingediend: zij heeft geen letters.yaml, dus verder gebeurt er "
        "niets vanzelf."
    )
    assert (state.planned, state.due, state.unmarked) == ((), (), 0)
