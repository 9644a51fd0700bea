"""Tell the providers of a date that was moved: the letters are composed here, a person releases them."""

from prefect import flow

from inkoopkalender.orchestration.phases import Counts, run_phase


@flow(name="tell_of_change", persist_result=False)
def tell_of_change(round_key: str, event: str, now: str = "") -> Counts:
    """Compose the letters about a moved date.

    Does what is due of this event at this moment, and nothing twice: safe to run again at any time.
    """
    return run_phase("tell_of_change", round_key, event, now)
