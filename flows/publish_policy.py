"""Publish the policy: put the purchasing policy where providers can read it, and tell them."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="publish_policy", persist_result=False)
def publish_policy(round_key: str, event: str, now: str = "") -> Counts:
    """Publish the policy of a round and tell who takes part.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("publish_policy", round_key, event, now)
