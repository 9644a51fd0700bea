"""Watch the promised answers: warn the team before a term ends, record the one that was not kept."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="watch_promises", persist_result=False)
def watch_promises(round_key: str, event: str, now: str = "") -> Counts:
    """Warn before promised terms end, and record those that were not kept.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("watch_promises", round_key, event, now)
