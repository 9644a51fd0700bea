"""Score the providers: quality and cost points become a class A, B or C."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="score_providers", persist_result=False)
def score_providers(round_key: str, event: str, now: str = "") -> Counts:
    """Give every provider its class from its points.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("score_providers", round_key, event, now)
