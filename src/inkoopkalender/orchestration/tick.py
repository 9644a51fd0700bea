"""The tick: every open round looked at once, what may run let run, what was lost taken up again.

Both ways of running share all of it but the last step. `inline`: a phase is a flow run inside the tick's
own, in this process, one after another. `runs`: it is a flow run of its own, which a worker takes up. What
a phase does, and that it is done once, lies in `usecases` and the ledger.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from prefect import tags
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from inkoopkalender import logs
from inkoopkalender.clock import HOME
from inkoopkalender.domain.dutch import counted
from inkoopkalender.orchestration.asking import ask_for
from inkoopkalender.orchestration.at_work import AtWork, at_work
from inkoopkalender.orchestration.faults import FlowFailedError, told_by_type
from inkoopkalender.orchestration.flow_files import load_flow
from inkoopkalender.orchestration.naming import describe_run, phase_name, phase_tags
from inkoopkalender.orchestration.prefect_api import PrefectApi, api_url
from inkoopkalender.orchestration.reconcile import give_up_lost, tidy_ticks
from inkoopkalender.storage.rounds import list_rounds
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.keeping import ask_to_delete
from inkoopkalender.usecases.phases import Phase, find_ready_phases

LOG = logs.get("tick")
Start = Callable[[Desk, Phase], bool]
"""Lets a phase run, or asks for its run; says whether it did."""


@dataclass(slots=True)
class Ticked:
    """What a tick did: how many phases it let run, and what went wrong, in words without names of people."""

    phases: int = 0
    problems: list[str] = field(default_factory=list)


def run_tick(given: str) -> State:
    """Look at every open round once. The state that Prefect shows says what was done.

    Raises FlowFailedError when nothing can be done (no database, no Prefect): the next tick tries again.
    """
    began = time.perf_counter()
    with told_by_type("tick_rounds"), at_work(given) as work, PrefectApi(api_url()) as api:
        describe_run(str(flow_run.id), f"{work.now.astimezone(HOME):%Y-%m-%d %H:%M} tick_rounds")
        tidy_ticks(api, work.settings.tick.stuck_seconds)
        ticked = _look_at_rounds(work, api, given)
    seconds = time.perf_counter() - began
    LOG.info("tick", phases=ticked.phases, problems=len(ticked.problems), seconds=round(seconds, 2))
    return _as_state(ticked, seconds)


def _look_at_rounds(work: AtWork, api: PrefectApi, given: str) -> Ticked:
    ticked = Ticked()
    with work.database.reading() as connection:
        keys = [one.key for one in list_rounds(connection)]
    for key in keys:
        try:
            with told_by_type(key):  # a broken calendar stops its own round, not the others
                _look_at(work, api, key, given, ticked)
        except FlowFailedError as error:
            ticked.problems.append(str(error))
    return ticked


def _look_at(work: AtWork, api: PrefectApi, key: str, given: str, ticked: Ticked) -> None:
    desk = work.desk_on(key)
    give_up_lost(desk, api, work.now)
    ask_to_delete(desk, work.now)
    inline = work.settings.execution == "inline"
    started: set[tuple[str, str]] = set()
    while ready := [
        one for one in find_ready_phases(desk, work.now, patient=True) if (one.event, one.kind) not in started
    ]:
        for phase in ready:
            started.add((phase.event, phase.kind))
            try:
                ticked.phases += _run_here(phase, given) if inline else ask_for(desk, api, phase, given)
            except FlowFailedError as error:
                ticked.problems.append(str(error))


def _run_here(phase: Phase, given: str) -> bool:
    """Run a phase as a flow run inside this one."""
    flow = load_flow(phase.kind).with_options(flow_run_name=phase_name(phase))
    with tags(*phase_tags(phase)):
        flow(phase.round_key, phase.event, given)
    return True


def _as_state(ticked: Ticked, seconds: float) -> State:
    done = counted(ticked.phases, "fase", "fasen") if ticked.phases else "niets te doen"
    message = "; ".join([f"{done} in {seconds:.1f} s", *ticked.problems])
    return Failed(message=message) if ticked.problems else Completed(message=message)
