"""Deliver the letters that wait and whose hour has come, each once."""

from prefect import flow
from prefect.client.schemas.objects import State

from inkoopkalender.orchestration.delivery import run_delivery


@flow(name="deliver_letters", persist_result=False)
def deliver_letters() -> State:
    """Send what waits in the outbox of every round; what the mail server does not take now waits on."""
    return run_delivery()
