"""Take in what lies in the drop folder: each file is checked, stored, answered, and moved away."""

from prefect import flow
from prefect.client.schemas.objects import State

from inkoopkalender.orchestration.drop import run_drop


@flow(name="validate_submissions", persist_result=False)
def validate_submissions(now: str = "") -> State:
    """Take in every finished file, in batches; what is still being written waits for the next run.

    A file is stored once, whenever this is killed: safe to run again at any time.
    """
    return run_drop(now)
