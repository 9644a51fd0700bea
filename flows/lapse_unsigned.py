"""Let offers lapse that nobody signed: waits for a complete export, then for a person."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="lapse_unsigned", persist_result=False)
def lapse_unsigned(round_key: str, event: str, now: str = "") -> Counts:
    """Let the offers lapse that were not signed in time; waits for a person.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("lapse_unsigned", round_key, event, now)
