"""Close the intake of a submission: who is late or silent is so from the policy's own moment."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="close_intake", persist_result=False)
def close_intake(round_key: str, event: str, now: str = "") -> Counts:
    """Close an intake and draw up who was in time, late or silent.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("close_intake", round_key, event, now)
