"""Makes known to Prefect what it runs for us: the work pool, a deployment per flow, the automation.

`python -m inkoopkalender.orchestration.deploy [--tick]`, at every start of `up`; doing it again changes
nothing. With `--tick`, ticks that were planned while nobody ran them are cancelled and one is asked for
now: the morning after a night's outage begins with one tick, at once, not with sixty.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.flows import Flow
from prefect.schedules import Schedule

from inkoopkalender.content.root import content_root
from inkoopkalender.domain.duties import DUTIES
from inkoopkalender.orchestration.heartbeat import watch_heartbeats
from inkoopkalender.orchestration.prefect_api import DEPLOYMENT, TAG, PrefectApi, api_url
from inkoopkalender.settings import Settings, load_settings

TICK, DELIVERY, DROP = "tick_rounds", "deliver_letters", "validate_submissions"
PHASES: tuple[str, ...] = tuple(duty.kind for duty in DUTIES)
"""A flow for every kind of duty, named after it."""
ANCHOR = datetime(2026, 1, 1, tzinfo=UTC)
"""Ticks are counted from here: in UTC, where no hour comes twice and none is left out."""


async def deploy(settings: Settings) -> None:
    """Create or bring up to date everything that Prefect must know."""
    async with get_client() as client:
        await _make_pool(client, settings)
        for flow in (TICK, DELIVERY, DROP, *PHASES):
            deployment = await _deployment(flow, settings)
            await deployment.aapply()
        await watch_heartbeats(client)


async def _make_pool(client: PrefectClient, settings: Settings) -> None:
    try:
        await client.create_work_pool(WorkPoolCreate(name=settings.prefect.pool, type="process"))
    except ObjectAlreadyExists:
        return


async def _deployment(name: str, settings: Settings) -> RunnerDeployment:
    root = content_root()
    flow = await Flow.afrom_source(source=str(root), entrypoint=f"flows/{name}.py:{name}")
    every = {TICK: settings.tick.seconds, DROP: settings.drop.seconds}.get(name)
    schedules = []
    if every is not None:
        schedules = [Schedule(interval=timedelta(seconds=every), anchor_date=ANCHOR, timezone="UTC")]
    # No concurrency limit: a killed tick would keep its place for minutes; the ledger's claim excludes.
    return await flow.ato_deployment(
        DEPLOYMENT,
        work_pool_name=settings.prefect.pool,
        schedules=schedules,
        tags=[TAG, f"kind:{name}"],
        description=flow.description,
    )


def tick_now() -> None:
    """Cancel the ticks and looks in the drop folder that nobody ran in time, and ask for a tick."""
    with PrefectApi(api_url()) as api:
        now = datetime.now(UTC)
        for kind in (TICK, DROP):
            for run in api.list_flow_runs(tags=[f"kind:{kind}"], states=["SCHEDULED"], limit=1000):
                if run.expected_at is not None and run.expected_at < now:
                    api.set_state(run.run_id, "CANCELLED", "Gemist; een latere doet hetzelfde.")
        api.create_flow_run(TICK, {}, name="tick_rounds bij het begin")


def main() -> int:
    """Deploy to the server that the environment names; return the exit code."""
    asyncio.run(deploy(load_settings()))
    if "--tick" in sys.argv[1:]:
        tick_now()
    return 0


if __name__ == "__main__":
    sys.exit(main())
