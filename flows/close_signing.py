"""Close the signing: who has signed by then has a contract."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="close_signing", persist_result=False)
def close_signing(round_key: str, event: str, now: str = "") -> Counts:
    """Close the period in which contracts are signed.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("close_signing", round_key, event, now)
