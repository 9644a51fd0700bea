"""Close the talks: who has not reacted by now keeps what was proposed or is looked at by a person."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="close_contracting", persist_result=False)
def close_contracting(round_key: str, event: str, now: str = "") -> Counts:
    """Close the period in which providers react to their proposal.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("close_contracting", round_key, event, now)
