"""An action that was killed and taken up again reaches everybody once, whatever changed in between."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import Org, a_desk, at, letters

from inkoopkalender.storage.rounds import set_track
from inkoopkalender.usecases import reminders
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.letters import write_letters
from inkoopkalender.usecases.run_action import find_due, run_action, runnable

ORGANISATIONS = tuple(Org(number, 200_000) for number in range(1, 7))
MOMENT = at("2026-05-15T09:00")


class Killed(BaseException):
    """Stands for a kill: nothing of ours catches it."""


def killed_after_the_first_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the reminder with batches of two, and stop where the second one would write."""
    small = replace(desk, settings=desk.settings.model_copy(update={"batch": 2}))
    (action,) = [one for one in runnable(find_due(desk, MOMENT)) if one.key.kind == "remind_providers"]
    calls: list[int] = []

    def write_once(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) > 1:
            raise Killed
        return write_letters(*arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "write_letters", write_once)
        with pytest.raises(Killed):
            run_action(small, action, MOMENT, run_id="killed")


def taken_up(desk: Desk, batch: int) -> list[str]:
    again = replace(
        desk,
        settings=desk.settings.model_copy(update={"batch": batch}),
        wall=lambda: desk.wall().replace(year=desk.wall().year + 1),
    )
    (action,) = [one for one in runnable(find_due(again, MOMENT)) if one.key.kind == "remind_providers"]
    assert run_action(again, action, MOMENT, run_id="again").state == "done"
    return [agb for _, agb, _ in letters(desk, "survey-reminder")]


def test_a_larger_batch_on_the_second_attempt_misses_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(tmp_path, ORGANISATIONS)
    killed_after_the_first_batch(desk, monkeypatch)

    assert taken_up(desk, 250) == [one.agb for one in ORGANISATIONS]


def test_a_smaller_audience_on_the_second_attempt_misses_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(tmp_path, ORGANISATIONS)
    killed_after_the_first_batch(desk, monkeypatch)
    with desk.database.changing(actor="systeem", at=MOMENT, why="moved") as change:
        set_track(change.connection, desk.round.round_id, 1, "new")

    assert taken_up(desk, 2) == [one.agb for one in ORGANISATIONS]
