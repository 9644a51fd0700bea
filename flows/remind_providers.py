"""Remind those who still owe something, and only those: what, by when, and how."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="remind_providers", persist_result=False)
def remind_providers(round_key: str, event: str, now: str = "") -> Counts:
    """Remind exactly those who still owe something at this moment.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("remind_providers", round_key, event, now)
