"""Propose the production: a ceiling for every provider, sent once a person has released it."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="propose_production", persist_result=False)
def propose_production(round_key: str, event: str, now: str = "") -> Counts:
    """Compose the production proposals; they wait for a person.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("propose_production", round_key, event, now)
