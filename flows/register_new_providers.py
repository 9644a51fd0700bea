"""Open the enrolment of new providers: from then on each enrolment starts a promised term."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="register_new_providers", persist_result=False)
def register_new_providers(round_key: str, event: str, now: str = "") -> Counts:
    """Open the enrolment of new providers.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("register_new_providers", round_key, event, now)
