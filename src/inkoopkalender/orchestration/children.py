"""Which processes `up` keeps, from the settings: their commands, when each starts and stops.

How they are kept is decided by `supervise`.
"""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from inkoopkalender.orchestration.addresses import HOST, Addresses
from inkoopkalender.orchestration.plan import CATCHER, DEPLOY, SENDER, SERVER, SINCE, WEB, WORKER, Child
from inkoopkalender.settings import Settings

WORKER_NAME = "up"
_STOP_WITHIN = "5"


def plan_children(settings: Settings, folder: Path, addresses: Addresses) -> tuple[Child, ...]:
    """Return the processes of an installation."""
    return (
        *([] if settings.prefect.url else _prefect(settings, addresses)),
        Child(SENDER, _python("inkoopkalender.orchestration.sender"), stage=2),
        _web(addresses),
        *_catcher(folder, addresses),
    )


def _prefect(settings: Settings, addresses: Addresses) -> Iterator[Child]:
    api, pool = addresses.prefect, settings.prefect.pool
    port = api.removesuffix("/api").rpartition(":")[2]
    yield Child(
        SERVER,
        _python("inkoopkalender.orchestration.prefect_child", port),
        stage=4,
        probe=f"{api}/health",
        sign=signal.SIGINT,
        knows_settings=False,
    )
    deploy = _python("inkoopkalender.orchestration.deploy", "--tick")
    yield Child(DEPLOY, deploy, stage=1, after=SERVER, once=True)
    options = (
        "--type",
        "process",
        "--pool",
        pool,
        "--name",
        WORKER_NAME,
        "--limit",
        str(settings.prefect.limit),
    )
    yield Child(
        WORKER,
        _python("prefect", "worker", "start", *options, "--install-policy", "never"),
        stage=1,
        after=DEPLOY,
        probe=f"{api}/work_pools/{pool}/workers/filter",
        asked=json.dumps({"workers": {"last_heartbeat_time": {"after_": SINCE}}}),
        says=f'"name":"{WORKER_NAME}"',
        elsewhere=True,
    )


def _web(addresses: Addresses) -> Child:
    port = addresses.web.rpartition(":")[2]
    listen = ("--host", HOST, "--port", port, "--timeout-graceful-shutdown", _STOP_WITHIN, "--no-access-log")
    command = _python(
        "uvicorn", "--factory", "inkoopkalender.web.app:create_app", *listen, "--log-level", "warning"
    )
    return Child(WEB, command, stage=2, probe=f"{addresses.web}/health")


def _catcher(folder: Path, addresses: Addresses) -> Iterator[Child]:
    if addresses.mail_port is not None:
        port = str(addresses.mail_port)
        command = _python("inkoopkalender.mail.catcher", str(folder / "mail"), port)
        yield Child(CATCHER, command, stage=3, probe=f"smtp://{HOST}:{port}")


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)
