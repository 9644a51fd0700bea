"""The automation by which Prefect itself notices that a flow run's process is gone.

A run sends a heartbeat every half minute. When neither a heartbeat nor an end follows in time, Prefect
marks the run crashed: also after the worker died with it, which would have noticed otherwise. Our ledger
does not depend on it; without it, a lost tick would be shown as running for ever.

`deploy` makes it for `up`; on a team's own server `python -m inkoopkalender.orchestration.heartbeat` does.
"""

import asyncio
from datetime import timedelta

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from inkoopkalender.orchestration.prefect_api import TAG
from inkoopkalender.orchestration.prefect_environment import HEARTBEAT_SECONDS

NAME = "inkoopkalender: lost runs"
_LOST_AFTER = timedelta(seconds=3 * HEARTBEAT_SECONDS)
_ENDS = ("Completed", "Failed", "Cancelled", "Crashed", "Cancelling", "Paused", "Suspended")


async def watch_heartbeats(client: PrefectClient) -> None:
    """Create the automation; one of that name is left as it is."""
    if await client.read_automations_by_name(NAME):
        return
    heartbeat = "prefect.flow-run.heartbeat"
    trigger = EventTrigger(
        after={heartbeat},
        expect={heartbeat, *(f"prefect.flow-run.{end}" for end in _ENDS)},
        match={"prefect.resource.id": "prefect.flow-run.*"},
        # Ours only: on a team's server the runs of others may beat more slowly, or not at all.
        match_related={"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"},
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=_LOST_AFTER,
    )
    crash = ChangeFlowRunState(
        name="Crashed", state=StateType.CRASHED, message="Geen levensteken meer.", force=False
    )
    await client.create_automation(AutomationCore(name=NAME, trigger=trigger, actions=[crash]))


async def _watch() -> None:
    async with get_client() as client:
        await watch_heartbeats(client)


if __name__ == "__main__":
    asyncio.run(_watch())
