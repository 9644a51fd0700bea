"""Assess what came in: waits for an export that is complete up to the closing, then for a person."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="assess_round", persist_result=False)
def assess_round(round_key: str, event: str, now: str = "") -> Counts:
    """Assess a closed intake; its consequences wait for a person.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("assess_round", round_key, event, now)
