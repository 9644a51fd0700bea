"""A Prefect server of our own for the time of one rehearsal: loopback only, its own folder, gone at the end.

It starts in the background, so that other work can go on until it is ready. If this process dies, the
server goes with it.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.addresses import choose_port
from inkoopkalender.orchestration.child_process import dying_with_parent
from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.prefect_environment import environment

__all__ = ["PrefectServerError", "TemporaryServer", "environment"]

READY_WITHIN = 120.0
"""Seconds. Under ten, and some twenty more the first time in an environment (see `prefect_child`)."""


class PrefectServerError(InkoopkalenderError):
    """Prefect's server did not start."""


class TemporaryServer:
    """A Prefect server as a child process; use it as a context."""

    def __init__(self, home: Path) -> None:
        """Start the server with `home` as its own PREFECT_HOME; it is not ready yet."""
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.port = choose_port(0, set())
        self.url = f"http://127.0.0.1:{self.port}/api"
        self._log = (home / "server.log").open("wb")
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter, no shell
            [sys.executable, "-m", "inkoopkalender.orchestration.prefect_child", str(self.port)],
            env={**without_prefect(os.environ), **environment(home, self.url)},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dying_with_parent(),  # noqa: PLW1509 -- only prctl runs there
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
