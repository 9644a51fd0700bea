"""The settings under which Prefect's server, its worker and our flows run: quiet, local, nothing lost.

Names and defaults are those of the pinned release. No Prefect settings of anybody else are passed on (see
`prefect_child.without_prefect`).
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

HEARTBEAT_SECONDS = 30
"""How often a flow run says that it lives."""

_NEVER_USED = ("EVENT_LOGGER", "PAUSE_EXPIRATIONS")
_FOR_SCRATCH_UNUSED = (
    "CANCELLATION_CLEANUP",
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "SCHEDULER",
    "TRIGGERS",
)

_QUIET: Mapping[str, str] = MappingProxyType(
    {
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # The newer pages ask a third party for settings, whatever is said about analytics; these ask nobody.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        # With the default batch, SQLite lost more than half of 5,000 task-run records.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        "DO_NOT_TRACK": "1",
    }
)
_STAYS: Mapping[str, str] = MappingProxyType(
    {
        "PREFECT_LOGGING_TO_API_ENABLED": "true",
        "PREFECT_LOGGING_LOGGERS_PREFECT_FLOW_RUNS_LEVEL": "INFO",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
        # What is looked at every few seconds by default; nothing here needs to be known so soon.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "15",
        "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "30",
        "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "60",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "15",
        "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT10S",
        # Leases belong to concurrency limits, and queued clean-up to workers that cancel: we use neither.
        "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
        # So that the database stays small over a year: our ledger remembers, Prefect need not.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(60 * 86_400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D",
    }
)


def environment(home: Path, url: str, *, stays: bool = False) -> dict[str, str]:
    """Return the settings for a server at `url` with `home` as its folder, and for what works with it.

    A server that `stays` plans, watches and clears up; a scratch server does nothing of that.
    """
    off = _NEVER_USED if stays else (*_NEVER_USED, *_FOR_SCRATCH_UNUSED)
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": url,
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        **_QUIET,
        **(_STAYS if stays else {}),
        **{f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in off},
    }
