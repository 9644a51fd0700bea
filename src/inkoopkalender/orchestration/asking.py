"""Asks for flow runs: one per round, event and kind of duty at a time, and none twice.

That a run is asked for is stored before Prefect hears of it, with a number and the moment, which are part
of Prefect's idempotency key. A tick that is killed in between is repeated by the next one: it gets the
same run. Another database on the same Prefect server, or one put back from a backup, gets its own.
"""

from inkoopkalender.orchestration.naming import phase_name, phase_tags
from inkoopkalender.orchestration.prefect_api import PrefectApi
from inkoopkalender.storage.flow_runs import AskedRun, list_open_runs, name_run, open_run
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.phases import Phase


def ask_for(desk: Desk, api: PrefectApi, phase: Phase, given: str) -> bool:
    """Ask for a run of the phase; say False when one is under way. Raises PrefectUnreachableError."""
    asked = _note(desk, phase)
    if asked is None:
        return False
    parameters = {"round_key": phase.round_key, "event": phase.event} | ({"now": given} if given else {})
    run = api.create_flow_run(
        phase.kind,
        parameters,
        name=phase_name(phase),
        tags=phase_tags(phase),
        key=_key(phase, asked),
    )
    with desk.database.changing(actor=desk.actor, at=desk.wall(), why="flow run asked for") as change:
        name_run(change.connection, asked, run.run_id)
    return True


def _note(desk: Desk, phase: Phase) -> AskedRun | None:
    """Note that a run is asked for, or return the one that Prefect has not been told of yet."""
    with desk.database.changing(actor=desk.actor, at=desk.wall(), why="ask for a flow run") as change:
        fresh = open_run(change.connection, desk.round.round_id, phase.event, phase.kind, at=desk.wall())
        if fresh is not None:
            return fresh
        opened = list_open_runs(change.connection, desk.round.round_id)
    of_phase = (one for one in opened if (one.event, one.kind) == (phase.event, phase.kind))
    return next((one for one in of_phase if not one.run_id), None)


def _key(phase: Phase, asked: AskedRun) -> str:
    parts = (phase.round_key, phase.event, phase.kind, str(asked.number), asked.asked_at.isoformat())
    return "|".join(parts)
