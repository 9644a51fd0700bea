"""Holds what we know against what Prefect knows, and takes from the dead what the living must do.

A run that crashed, that was taken and never started, or that is gone gives its claims back at once. A run
that Prefect still thinks to be running, but whose action gave no sign of life, is told to Prefect as
crashed. The next claim carries a higher attempt; a process that was given up too early changes nothing.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from inkoopkalender import logs
from inkoopkalender.orchestration.prefect_api import ENDED, FlowRun, PrefectApi
from inkoopkalender.storage.flow_runs import AskedRun, end_run, list_open_runs
from inkoopkalender.storage.ledger import LedgerRow, give_up_claims, list_actions
from inkoopkalender.usecases.desk import Desk

LOG = logs.get("reconcile")
GONE = "GONE"
"""What we say of a run that Prefect does not have any more."""


def give_up_lost(desk: Desk, api: PrefectApi, now: datetime) -> None:
    """Give up the claims and the asked-for runs of the round that Prefect, or silence, says are lost.

    `now` is the round's moment, for the audit; what is lost is judged by real time.

    Raises PrefectUnreachableError.
    """
    with desk.database.reading() as connection:
        claimed = [one for one in list_actions(connection, desk.round.round_id) if one.state == "claimed"]
        asked = [one for one in list_open_runs(connection, desk.round.round_id) if one.run_id]
    runs = {run_id: api.find_flow_run(run_id) for run_id in _run_ids(claimed, asked)}
    for run_id in sorted({one.run_id for one in claimed if one.run_id in runs}):
        held = [one for one in claimed if one.run_id == run_id]
        _look_at_claims(desk, api, runs[run_id], held, now)
    for one in asked:
        _look_at_asked(desk, api, one, runs[one.run_id], claimed)


def tidy_ticks(api: PrefectApi, stuck_seconds: int) -> None:
    """Tell Prefect of ticks and deliveries that were taken and never started: they stay pending for ever."""
    for kind in ("tick_rounds", "deliver_letters", "validate_submissions"):
        for run in api.list_flow_runs(tags=[f"kind:{kind}"], states=["PENDING"]):
            if _older(run.changed_at, stuck_seconds):
                api.set_state(run.run_id, "CRASHED", "Gepakt maar niet begonnen; een latere doet hetzelfde.")


def _look_at_claims(
    desk: Desk, api: PrefectApi, run: FlowRun | None, held: list[LedgerRow], now: datetime
) -> None:
    run_id = held[0].run_id
    silent = all(_older(one.beat_at, desk.settings.tick.silent_seconds) for one in held)
    ended_as = _ended_as(api, run)
    if not ended_as and not silent:
        return
    if run is not None and run.state_type not in ENDED:
        api.set_state(run_id, "CRASHED", "Viel stil; wordt opnieuw opgepakt.")
        LOG.warning("run told as crashed", round=desk.key, run=run_id, silent=silent)
    if silent:  # then they may be taken already
        return
    with desk.database.changing(actor=desk.actor, at=now, why="its run is lost") as change:
        count = give_up_claims(change.connection, desk.round.round_id, run_id)
        change.record("claims given up", {"run": run_id, "claims": count}, chain=desk.key)
    LOG.warning("claims given up", round=desk.key, run=run_id, state=ended_as, claims=count)


def _ended_as(api: PrefectApi, run: FlowRun | None) -> str:
    """Return as what a run ended, or the run inside whose process it ran; empty while they go on."""
    if run is None:
        return GONE
    if run.state_type in ENDED:
        return run.state_type
    outer = api.find_outer_run(run)
    return outer.state_type if outer is not None and outer.state_type in ENDED else ""


def _look_at_asked(
    desk: Desk, api: PrefectApi, asked: AskedRun, run: FlowRun | None, claimed: list[LedgerRow]
) -> None:
    ended_as = GONE if run is None else run.state_type if run.state_type in ENDED else ""
    if run is not None and not ended_as and _is_lost(desk, run, claimed):
        api.set_state(run.run_id, "CRASHED", "Kwam niet op gang of viel stil; wordt opnieuw gevraagd.")
        ended_as = "CRASHED"
    if ended_as:
        with desk.database.changing(actor=desk.actor, at=desk.wall(), why="flow run ended") as change:
            end_run(change.connection, asked, ended_as=ended_as, at=desk.wall())


def _is_lost(desk: Desk, run: FlowRun, claimed: list[LedgerRow]) -> bool:
    """Say whether a run was taken and never started, or started and does nothing.

    One that is still scheduled waits for a worker, however long: it is not lost.
    """
    tick = desk.settings.tick
    if run.state_type == "PENDING":
        return _older(run.changed_at, tick.stuck_seconds)
    if run.state_type != "RUNNING" or not _older(run.started_at, tick.silent_seconds):
        return False
    beats = [one.beat_at for one in claimed if one.run_id == run.run_id]
    return all(_older(beat, tick.silent_seconds) for beat in beats)


def _older(moment: datetime | None, seconds: int) -> bool:
    return moment is not None and moment < datetime.now(UTC) - timedelta(seconds=seconds)


def _run_ids(claimed: list[LedgerRow], asked: list[AskedRun]) -> list[str]:
    """Return the ids that are Prefect's; an action done from the command line has none."""
    ids = {one.run_id for one in claimed} | {one.run_id for one in asked}
    return sorted(one for one in ids if _is_prefects(one))


def _is_prefects(run_id: str) -> bool:
    try:
        UUID(run_id)
    except ValueError:
        return False
    return True
