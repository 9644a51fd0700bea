"""Open the intake of a submission: everybody of whom it is asked gets an invitation."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="open_intake", persist_result=False)
def open_intake(round_key: str, event: str, now: str = "") -> Counts:
    """Open an intake and invite everybody of whom the submission is asked.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("open_intake", round_key, event, now)
