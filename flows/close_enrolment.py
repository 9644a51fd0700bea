"""Close the enrolment of new providers."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="close_enrolment", persist_result=False)
def close_enrolment(round_key: str, event: str, now: str = "") -> Counts:
    """Close the enrolment of new providers.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("close_enrolment", round_key, event, now)
