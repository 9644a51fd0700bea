"""The tick: find what is due in every round, let it be done, and take up again what was lost.

Runs every few minutes. Nothing is lost when it does not run for a month, and nothing is done twice when
it runs four times at once: the ledger decides.
"""

from prefect import flow
from prefect.client.schemas.objects import State

from inkoopkalender.orchestration.tick import run_tick


@flow(name="tick_rounds", persist_result=False)
def tick_rounds(now: str = "") -> State:
    """Look at every open round once; `now` is another moment than now, for a demo database only."""
    return run_tick(now)
