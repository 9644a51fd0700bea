"""A Prefect server of our own for the time of one rehearsal: loopback only, its own folder, gone at the end.

It starts in the background, so that other work can go on until it is ready. If this process dies, the
server goes with it.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.prefect_child import without_prefect

READY_WITHIN = 120.0
"""Seconds. Under ten, and some twenty more the first time in an environment (see `prefect_child`)."""
_PR_SET_PDEATHSIG = 1


_UNUSED_SERVICES = (
    "CANCELLATION_CLEANUP",
    "EVENT_LOGGER",
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "SCHEDULER",
    "TRIGGERS",
)


class PrefectServerError(InkoopkalenderError):
    """Prefect's server did not start."""


class TemporaryServer:
    """A Prefect server as a child process; use it as a context."""

    def __init__(self, home: Path) -> None:
        """Start the server with `home` as its own PREFECT_HOME; it is not ready yet."""
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/api"
        self._log = (home / "server.log").open("wb")
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter, no shell
            [sys.executable, "-m", "inkoopkalender.orchestration.prefect_child", str(self.port)],
            env={**without_prefect(os.environ), **environment(home, self.url)},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- only prctl runs there
        )

    def __enter__(self) -> Self:
        """Give the server, still starting."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self.stop()

    def wait_until_ready(self) -> None:
        """Return when the server answers. Raises PrefectServerError."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"{self.url}/health", timeout=2).close()  # noqa: S310 -- our own http address
                return
            time.sleep(0.1)
        raise PrefectServerError(
            f"De server van Prefect startte niet binnen {READY_WITHIN:.0f} s op poort {self.port}.\n"
            f"Wat er misging, staat in {self.home / 'server.log'}"
        )

    def stop(self) -> None:
        """Stop the server and everything it started; its folder is scratch, so nothing is lost by haste."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()


def environment(home: Path, url: str) -> dict[str, str]:
    """Return the settings under which server and flow run: quiet, local, every task run recorded."""
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": url,
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        # With the default batch, SQLite lost more than half of 5,000 task-run records.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        "DO_NOT_TRACK": "1",
        # What only a server that stays would need: nothing is scheduled, late, triggered or cleaned up here.
        **{f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in _UNUSED_SERVICES},
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
