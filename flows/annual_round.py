"""The year of one round as one flow run: every due action is a task, in the order of the calendar.

Which round, how many invented providers and which year stand in the scratch folder that `rehearse`
prepared. The actions themselves are done behind `run_action`, exactly as in a real year.
"""

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from inkoopkalender.usecases.rehearsal.year import Rehearsal


@flow(name="annual_round", persist_result=False)
def annual_round(folder: str) -> int:
    """Run every step of the rehearsed year; return how many there were."""
    rehearsal = Rehearsal(Path(folder), run_id=str(flow_run.id))
    steps = 0
    for step in rehearsal.steps():
        as_task = task(name=step.kind, task_run_name=step.name, persist_result=False, cache_policy=NO_CACHE)
        as_task(step.run)()
        steps += 1
    rehearsal.close()
    return steps
