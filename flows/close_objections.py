"""Close the objection term: what came in by then is counted; later ones are too late."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="close_objections", persist_result=False)
def close_objections(round_key: str, event: str, now: str = "") -> Counts:
    """Close the term in which providers may object to the policy.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("close_objections", round_key, event, now)
