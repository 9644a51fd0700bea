"""A phase as a flow run: what is due of one event and one kind of duty, each batch a task.

Nothing of a provider goes to Prefect: parameters, names and messages hold keys, kinds and counts, and an
error is told by its type. Its words stand in the ledger (`round timeline`) and in our own log.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from inkoopkalender import logs
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.at_work import at_work
from inkoopkalender.orchestration.faults import FlowFailedError, told_by_type
from inkoopkalender.orchestration.naming import describe_run, phase_name, phase_tags
from inkoopkalender.usecases.phases import do_phase, find_phase
from inkoopkalender.usecases.run_action import Ran

Counts: TypeAlias = Mapping[str, int]
LOG = logs.get("phase")


class BatchFailedError(InkoopkalenderError):
    """A batch failed: what Prefect is told of it."""


def run_phase(kind: str, round_key: str, event: str, given: str) -> Counts:
    """Do what is due of `kind` for `event`; return the sums of what was counted.

    Raises FlowFailedError, also for a round or event that is not there.
    """
    run_id = str(flow_run.id)
    with told_by_type(f"{kind} {event} ({round_key})"), at_work(given) as work:
        desk = work.desk_on(round_key)
        phase = find_phase(desk, event, kind, work.now)
        describe_run(run_id, phase_name(phase), phase_tags(phase))
        ran = do_phase(replace(desk, around=as_task), phase, work.now, run_id=run_id)
    for one in ran:
        LOG.info("action done", action=one.key, state=one.state, run=run_id, counts=dict(one.counts))
    _refuse_failed(ran, phase_name(phase))
    return _sum(ran)


def as_task(name: str, do: Callable[[], None]) -> None:
    """Do a part of the work as a task run; Prefect hears an error's type, the caller the error itself."""
    faults: list[Exception] = []

    def batch() -> None:
        try:
            do()
        except Exception as error:  # noqa: BLE001 -- raised again below, for the caller
            faults.append(error)
            raise BatchFailedError(type(error).__name__) from None

    try:
        task(name="batch", task_run_name=name, persist_result=False, cache_policy=NO_CACHE)(batch)()
    except BatchFailedError:
        raise faults[0] from None


def _refuse_failed(ran: list[Ran], name: str) -> None:
    failed = [one for one in ran if one.state == "failed"]
    if failed:
        raise FlowFailedError(
            f"{name}: {len(failed)} van {len(ran)} mislukt; wordt vanzelf nog eens geprobeerd. "
            "Waarom, staat op de pagina van de ronde en in: inkoopkalender round timeline"
        )


def _sum(ran: list[Ran]) -> Counts:
    counts: dict[str, int] = {}
    for one in ran:
        for name, count in one.counts.items():
            counts[name] = counts.get(name, 0) + count
    return counts
