from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from inkoopkalender.domain.actions import LedgerState
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.usecases.rehearsal.phases import fold_days, fold_phases

ZONE = ZoneInfo("Europe/Amsterdam")
DUE = datetime(2027, 3, 1, 8, tzinfo=UTC)


def row(number: int, subject: str = "", state: LedgerState = "done", day: int = 1) -> LedgerRow:
    done = datetime(2027, 3, day, 9, tzinfo=UTC)
    return LedgerRow(
        number, f"key {number}", "new", "decision", "watch_promises", "end", subject, 1, DUE, state, 1, done,
        "run", "", {"broken": 1}, done, done,
    )  # fmt: skip


def test_actions_of_the_round_stay_apart() -> None:
    phases = fold_phases([row(1), row(2)], ZONE)

    assert [(phase.cases, phase.counts) for phase in phases] == [(0, {"broken": 1}), (0, {"broken": 1})]


def test_actions_of_cases_are_counted_together() -> None:
    (phase,) = fold_phases([row(1, "a"), row(2, "b", day=3)], ZONE)

    assert (phase.cases, phase.counts, phase.state) == (2, {"broken": 2}, "done")
    assert phase.ended_at == datetime(2027, 3, 3, 10, tzinfo=ZONE)
    assert phase.due_at.isoformat() == "2027-03-01T09:00:00+01:00"


def test_the_least_finished_decides_the_state() -> None:
    (phase,) = fold_phases([row(1, "a"), row(2, "b", "waiting"), row(3, "c", "lapsed")], ZONE)

    assert phase.state == "waiting"


def test_days_and_states_stay_apart_for_the_picture() -> None:
    phases = fold_days([row(1, "a"), row(2, "b"), row(3, "c", day=3), row(4, "d", "failed")], ZONE)

    assert [(phase.cases, phase.state) for phase in phases] == [(2, "done"), (1, "done"), (1, "failed")]
