"""Offer the contracts: composed and counted here, sent once a person has released them."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="offer_contracts", persist_result=False)
def offer_contracts(round_key: str, event: str, now: str = "") -> Counts:
    """Compose the offers of a contract; they wait for a person.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("offer_contracts", round_key, event, now)
