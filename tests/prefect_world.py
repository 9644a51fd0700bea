"""A Prefect server and a worker of our own for tests: real processes, loopback only, gone at the end."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from inkoopkalender.orchestration.prefect_api import ENDED, FlowRun, PrefectApi
from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.prefect_server import TemporaryServer, environment
from inkoopkalender.settings import Settings, as_environment

NEVER = 10 * 365 * 24 * 3600
"""Seconds between ticks where a test itself says when one runs."""


@dataclass(slots=True)
class PrefectWorld:
    """The server's address, the environment of its flows, and the workers that were started."""

    api: PrefectApi
    variables: Mapping[str, str]
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def use(self, settings: Settings) -> None:
        """Let the flows from now on work with these settings."""
        others = {
            name: value for name, value in self.variables.items() if not name.startswith("INKOOPKALENDER_")
        }
        self.variables = {**others, **as_environment(settings)}

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker and return its process."""
        command = [sys.executable, "-m", "prefect", "worker", "start", "--type", "process"]
        with (self.folder / f"worker-{len(self.workers)}.log").open("wb") as log:
            worker = subprocess.Popen(
                [*command, "--pool", "inkoopkalender", "--limit", "4"],
                env=dict(self.variables),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def run(self, flow: str, parameters: Mapping[str, object]) -> FlowRun:
        """Let a worker run a flow, and return the run as it ended."""
        return self.wait_for(self.api.create_flow_run(flow, parameters).run_id)

    def run_here(self, flow: str, parameters: Mapping[str, object]) -> int:
        """Run a flow in a process of its own, without a worker; return its exit code."""
        command = [
            sys.executable,
            "-m",
            "inkoopkalender.orchestration.run_flow",
            flow,
            json.dumps(parameters),
        ]
        with (self.folder / f"{flow}.log").open("ab") as log:
            return subprocess.run(command, env=dict(self.variables), stderr=log, check=False).returncode

    def wait_for(self, run_id: str, *, seconds: float = 90) -> FlowRun:
        """Return a flow run when it has ended."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            run = self.api.find_flow_run(run_id)
            assert run is not None, f"flow run {run_id} is gone"
            if run.state_type in ENDED:
                return run
            time.sleep(0.05)
        raise AssertionError(f"flow run {run_id} did not end: {run}")

    def stop(self) -> None:
        """End the workers."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            try:
                worker.wait(timeout=15)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


@contextmanager
def prefect_world(folder: Path, settings: Settings, *, worker: bool = True) -> Iterator[PrefectWorld]:
    """Give a server that knows our deployments, with a worker unless told otherwise."""
    with TemporaryServer(folder / "prefect") as server:
        variables = {
            **without_prefect(os.environ),
            **as_environment(settings),
            **environment(server.home, server.url),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
        }
        server.wait_until_ready()
        deploy = [sys.executable, "-m", "inkoopkalender.orchestration.deploy"]
        subprocess.run(deploy, env=variables, check=True, capture_output=True)
        with PrefectApi(server.url) as api:
            world = PrefectWorld(api, variables, folder)
            try:
                if worker:
                    world.start_worker()
                yield world
            finally:
                world.stop()
