"""A Prefect server and a process worker of a test's own, on the pin: real processes, a folder, a free port.

The server runs every service that one which stays would run; a test names what differs. Flows of a test
are written into a file of the folder, since a worker loads them by path.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.prefect_environment import environment

POOL = "lab"
FLOWS = '''
import os, time
from pathlib import Path
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

@flow(persist_result=False)
def phase(folder: str, number: int):
    """Adds a line; fails while a file `fail` is there, sleeps while `sleep` is."""
    with open(Path(folder, "ran"), "a") as ran:
        ran.write(f"{number} {os.getpid()}\\n")
    if Path(folder, "fail").exists():
        raise RuntimeError("asked for")
    while Path(folder, "sleep").exists():
        time.sleep(0.2)

@task(persist_result=False, cache_policy=NO_CACHE)
def step(number: int):
    return number

@flow(persist_result=False)
def many(count: int):
    for number in range(count):
        step(number)
'''


@dataclass(slots=True)
class Lab:
    """A server's folder, its address, its processes, and the environment that a flow needs to find it."""

    home: Path
    url: str
    runs_in: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a process of the lab; it is killed with the lab."""
        with (self.home / f"{name}.log").open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self.runs_in,
                cwd=self.home,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes[name] = started
        return started

    def start_server(self) -> None:
        """Start the server and wait until it answers."""
        port = self.url.split(":")[-1].split("/")[0]
        started = self.start("server", "inkoopkalender.orchestration.prefect_child", port)
        wait_for(lambda: started.poll() is not None or self._answers(), 120)
        assert started.poll() is None, (self.home / "server.log").read_text(encoding="utf-8")[-2000:]

    def start_worker(self, pool: str = POOL) -> subprocess.Popen[bytes]:
        """Start a process worker; it makes the pool."""
        return self.start("worker", "prefect", "worker", "start", "--type", "process", "--pool", pool)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Kill a process of the lab with everything in its session."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        process.wait()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the server, again while its database is busy (503), as Prefect's client does."""
        for _ in range(20):
            answer = httpx.request(method, f"{self.url}{path}", json=body, timeout=30, trust_env=False)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(0.5)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def python(self, code: str, *arguments: str) -> str:
        """Run Python against this server; return what it printed."""
        command = [sys.executable, "-c", code, *arguments]
        ran = subprocess.run(
            command, env=self.runs_in, cwd=self.home, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def deploy(
        self, flow: str, *, name: str = "lab", tags: Sequence[str] = ("inkoopkalender",), **more: Any
    ) -> str:
        """Deploy a flow of FLOWS into the pool; return the deployment's id."""
        (self.home / "lab_flows.py").write_text(FLOWS, encoding="utf-8")
        return self.python(_DEPLOY, str(self.home), flow, repr({"name": name, "tags": list(tags)} | more))

    def run(self, run_id: str) -> dict[str, Any]:
        """Return a flow run as the server knows it."""
        found: dict[str, Any] = self.ask("GET", f"/flow_runs/{run_id}")
        return found

    def wait_until(self, run_id: str, *states: str, within: float = 60) -> dict[str, Any]:
        """Wait until a flow run has one of the states (types), and return it."""
        wait_for(lambda: self.run(run_id)["state_type"] in states, within)
        return self.run(run_id)

    def create_run(self, deployment: str, folder: Path, number: int = 1) -> str:
        """Ask for a run of `phase` in a folder; return its id."""
        body = {"parameters": {"folder": str(folder), "number": number}}
        created: str = self.ask("POST", f"/deployments/{deployment}/create_flow_run", body)["id"]
        return created

    def run_here(self, code: str, *arguments: str) -> str:
        """Run Python that runs one flow, outside any worker; return the id of its run."""
        known = {run["id"] for run in self.list_runs()}
        self.python(code, *arguments)
        (fresh,) = {str(run["id"]) for run in self.list_runs()} - known
        return fresh

    def list_runs(self, *states: str, of: str = "") -> list[dict[str, Any]]:
        """Return the flow runs in one of the states (types), or all; those of one deployment, or all."""
        asked: dict[str, Any] = {"flow_runs": {"state": {"type": {"any_": list(states)}}}} if states else {}
        if of:
            asked["deployments"] = {"id": {"any_": [of]}}
        found: list[dict[str, Any]] = self.ask("POST", "/flow_runs/filter", asked)
        return found

    def count_task_runs(self, run_id: str) -> int:
        """Return how many ended task runs of a flow run the server has recorded."""
        asked = {
            "flow_runs": {"id": {"any_": [run_id]}},
            "task_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        count: int = self.ask("POST", "/task_runs/count", asked)
        return count

    def knows(self, run_id: str) -> bool:
        """Say whether the server still has a flow run."""
        return run_id in {run["id"] for run in self.list_runs()}

    def ran(self, folder: Path | None = None) -> list[tuple[int, int]]:
        """Return number and process of each run of `phase` in a folder, in order."""
        kept = (folder or self.home) / "ran"
        lines = kept.read_text(encoding="utf-8").split("\n")[:-1] if kept.exists() else []
        return [(int(line.split()[0]), int(line.split()[1])) for line in lines]

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/health", timeout=2, trust_env=False).is_success
        return False


_DEPLOY = """
import asyncio, sys
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
folder, name, more = sys.argv[1:]
async def main():
    async with get_client() as client:
        try:
            await client.create_work_pool(WorkPoolCreate(name="lab", type="process"))
        except ObjectAlreadyExists:
            pass
    flow = await Flow.afrom_source(source=folder, entrypoint=f"lab_flows.py:{name}")
    deployment = await flow.ato_deployment(work_pool_name="lab", **eval(more))
    print(await deployment.aapply())
asyncio.run(main())
"""


@contextlib.contextmanager
def start_lab(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[Lab]:
    """Start a server in `home`, ready; `settings` are added to its environment. Ends with all it started."""
    home.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{_free_port()}/api"
    quick = {
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "2",
    }
    lab = Lab(
        home,
        url,
        {**without_prefect(os.environ), **environment(home, url, stays=True), **quick, **(settings or {})},
    )
    try:
        lab.start_server()
        yield lab
    finally:
        for name in list(lab.processes):
            lab.kill(name, signal.SIGTERM if name == "worker" else signal.SIGKILL)


def wait_for(happened: Callable[[], object], within: float) -> float:
    """Wait until something has happened, at most `within` seconds; return how long it took."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < within, f"not within {within:.0f} s"
        time.sleep(0.2)
    return time.monotonic() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
