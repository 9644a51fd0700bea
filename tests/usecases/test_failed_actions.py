"""A duty that ends in an error: it is recorded, tried again less and less often, and stops nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import A, a_desk, assessed, at, ledger, scores, states, tick, with_parameters

from inkoopkalender import clock
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.retries import must_wait, next_try
from inkoopkalender.usecases.run_action import Ran, find_ready, run_due

SUMMER, AUTUMN = at("2026-07-15T09:00"), at("2026-10-09T09:00")
WORDS = "onverwachte fout (ValueError); zie log/ in de werkmap."


def failing(folder: Path) -> Desk:
    """A round in which the classes cannot be computed: a cut-off of the value model is no number."""
    desk = a_desk(folder, [A])
    assessed(desk, [(A, at("2026-05-10T12:00"))])
    scores(desk, {A: (9, 9)}, at("2026-06-20T09:00"))
    with_parameters(desk, at("2026-06-20T09:00"), waardemodel_cut_a="veel", waardemodel_cut_b=8)
    return desk


def run(desk: Desk, now: datetime, *, patient: bool = False) -> list[tuple[str, str, str]]:
    def first_line(one: Ran) -> str:
        return one.problem.partition("\n")[0]

    ran = run_due(desk, now, run_id="test", patient=patient)
    return [(one.kind, one.state, first_line(one)) for one in ran]


def row_of(desk: Desk, kind: str) -> LedgerRow:
    return next(row for row in ledger(desk) if row.kind == kind)


def test_an_unexpected_error_is_recorded_in_words_and_stops_no_other_action(tmp_path: Path) -> None:
    desk = failing(tmp_path)

    ran = run(desk, AUTUMN)

    assert ran == [("score_providers", "failed", WORDS), ("remind_providers", "done", "")]
    row = row_of(desk, "score_providers")
    assert (row.state, row.attempt, row.waits_for.partition("\n")[0]) == ("failed", 1, WORDS)


def test_the_log_names_the_place_and_not_what_the_error_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = failing(tmp_path)

    run(desk, SUMMER)

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "ValueError" in captured.err
    assert "scoring.py" in captured.err
    assert "veel" not in captured.err


def test_a_patient_run_leaves_a_failed_action_alone_until_its_next_try(tmp_path: Path) -> None:
    desk = failing(tmp_path)
    began = clock.now()

    tried = [
        len(run(replace(desk, wall=lambda wall=wall: wall), SUMMER, patient=True))  # type: ignore[misc]  # one moment each
        for wall in (began + timedelta(seconds=seconds) for seconds in (0, 59, 60, 179, 180, 419, 420))
    ]

    assert tried == [1, 0, 1, 0, 1, 0, 1]
    assert row_of(desk, "score_providers").attempt == 4


def test_a_person_does_not_wait_for_the_next_try(tmp_path: Path) -> None:
    desk = failing(tmp_path)
    run(desk, SUMMER)
    with_parameters(desk, SUMMER, waardemodel_cut_a=14)

    assert find_ready(desk, SUMMER, patient=True) == []
    assert tick(desk, SUMMER)["score_providers"] == "done"
    assert states(desk)["score_providers"] == "done"


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (500, 60)])
def test_tries_are_further_and_further_apart_up_to_an_hour(attempt: int, minutes: int) -> None:
    row = a_failed_row(attempt)

    assert next_try(row) == row.beat_at + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "waits"), [(-61, False), (-60, True), (0, True), (3, True), (4, False), (60, False)]
)
def test_a_failure_from_the_future_holds_nothing_up(minutes: int, *, waits: bool) -> None:
    row = a_failed_row(3)

    assert must_wait(row, row.beat_at + timedelta(minutes=minutes)) is waits


def test_only_a_failure_waits() -> None:
    row = replace(a_failed_row(3), state="due")

    assert must_wait(row, row.beat_at) is False


def a_failed_row(attempt: int) -> LedgerRow:
    moment = datetime(2026, 5, 15, 7, tzinfo=UTC)
    return LedgerRow(
        1, "key", "existing", "production-proposals", "score_providers", "", "", 1, moment, "failed", attempt,
        moment, "run", "", {}, moment, moment,
    )  # fmt: skip
