"""Publish the contracted care: the gate compares list and signatures, a person releases it."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="publish_contracted_care", persist_result=False)
def publish_contracted_care(round_key: str, event: str, now: str = "") -> Counts:
    """Hold the list for publication against the signatures; waits for a person.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("publish_contracted_care", round_key, event, now)
