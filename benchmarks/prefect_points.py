"""Experiments with the pinned Prefect that are too slow for a test; decision 0015 holds what they gave.

    .venv/bin/python benchmarks/prefect_points.py [heartbeat|recorder|outage|postgresql]...

Each starts a server of its own in a scratch folder, and prints figures. What is quick enough to be held at
every change is in `tests/flows/test_prefect_points.py`.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from prefect_lab import FLOWS, Lab, start_lab, wait_for

RUN_MANY = "import sys; sys.path.insert(0, '.'); from lab_flows import many; many(int(sys.argv[1]))"
TASK_RUNS = 1500
STILL = 10
"""Seconds without a new record after which none will come."""
POSTGRES_USER = "nobody"
"""PostgreSQL does not run as root."""
HOST, PORT = "127.0.0.1", "54399"
ASK = ("psql", "-h", HOST, "-p", PORT, "-U", "prefect", "-d", "postgres", "-c")


def heartbeat(home: Path) -> None:
    """Kill a worker with two runs, one of them without our tag; a third run lives on."""
    with start_lab(home) as lab:
        assert lab.start("watch", "inkoopkalender.orchestration.heartbeat").wait() == 0
        lab.start_worker()
        (home / "sleep").touch()
        ours, foreign = lab.deploy("phase"), lab.deploy("phase", name="foreign", tags=["other"])
        of = {"killed": ours, "killed without our tag": foreign, "alive": ours}
        runs = {name: lab.create_run(of[name], home, number) for number, name in enumerate(of)}
        wait_for(lambda: len(lab.ran()) == len(of), 60)
        os.kill(lab.processes["worker"].pid, signal.SIGKILL)
        for number, process in lab.ran():
            if list(of)[number] != "alive":
                os.kill(process, signal.SIGKILL)
        began = time.monotonic()
        lab.wait_until(runs["killed"], "CRASHED", within=180)
        print(f"killed run crashed after {time.monotonic() - began:.1f} s")
        time.sleep(60)
        print("a minute later:", {name: lab.run(run)["state_type"] for name, run in runs.items()})
        (home / "sleep").unlink()


def recorder(home: Path) -> None:
    """Record 1,500 task runs with our batch and with Prefect's default."""
    for batch in ("100", "1"):
        settings = {"PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": batch}
        with start_lab(home / batch, settings) as lab:
            print(f"batch {batch}: {_record(lab)}")
            log = (lab.home / "server.log").read_text(encoding="utf-8")
            print(f"  {log.count('dropping message')} messages dropped")


def outage(home: Path) -> None:
    """Take server and worker away for ten ticks, with the horizon scaled from an hour down to 30 s."""
    settings = {
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT30S",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": "PT60S",
    }
    with start_lab(home, settings) as lab:
        ticks = lab.deploy("phase", interval=12, parameters={"folder": str(home), "number": 0})
        lab.start_worker()
        wait_for(lambda: len(lab.ran()) > 1, 90)
        print(f"{len(lab.list_runs('SCHEDULED', of=ticks))} ticks of 12 s stand planned; now 120 s away")
        lab.kill("server")
        lab.kill("worker")
        ran = len(lab.ran())
        time.sleep(120)
        lab.start_server()
        lab.start_worker()
        time.sleep(45)
        runs = lab.list_runs(of=ticks)
        moments = sorted(datetime.fromisoformat(run["expected_start_time"]) for run in runs)
        gap = max((after - before).total_seconds() for before, after in pairwise(moments))
        print(f"{len(lab.ran()) - ran} ticks ran in the 45 s after it; longest gap between ticks {gap:.0f} s")
        print("states:", dict(Counter(run["state_name"] for run in runs)))


def postgresql(home: Path) -> None:
    """Run server, schedule and worker on PostgreSQL."""
    with start_postgresql(home / "postgresql") as address:
        began = time.monotonic()
        with start_lab(home / "prefect", {"PREFECT_SERVER_DATABASE_CONNECTION_URL": address}) as lab:
            print(f"server on PostgreSQL ready after {time.monotonic() - began:.1f} s, its tables made")
            planned = lab.deploy("phase", name="planned", interval=600)
            wait_for(lambda: lab.list_runs("SCHEDULED", of=planned), 60)
            print(f"{len(lab.list_runs('SCHEDULED', of=planned))} ticks planned")
            lab.start_worker()
            began = time.monotonic()
            lab.wait_until(lab.create_run(lab.deploy("phase"), lab.home), "COMPLETED")
            print(f"a run on a worker completed after {time.monotonic() - began:.1f} s")
            print(f"batch 100: {_record(lab)}")
        rows = subprocess.run(
            [*ASK, "SELECT count(*) FROM task_run"], check=True, capture_output=True, text=True
        )
        print(f"task runs in PostgreSQL itself: {rows.stdout.split()[2]}")


def _record(lab: Lab) -> str:
    """Run TASK_RUNS tasks and wait until no more of them are recorded."""
    (lab.home / "lab_flows.py").write_text(FLOWS, encoding="utf-8")
    began = time.monotonic()
    run_id = lab.run_here(RUN_MANY, str(TASK_RUNS))
    ran, recorded = time.monotonic() - began, [lab.count_task_runs(run_id)]
    while len(recorded) < STILL or len(set(recorded[-STILL:])) > 1:
        time.sleep(1)
        recorded.append(lab.count_task_runs(run_id))
    after = recorded.index(recorded[-1])
    return (
        f"ran {ran:.1f} s; recorded {recorded[0]} at its end, {recorded[-1]} of {TASK_RUNS} {after} s later"
    )


@contextlib.contextmanager
def start_postgresql(folder: Path) -> Iterator[str]:
    """Start the machine's own PostgreSQL in `folder`; it brings the extension that Prefect needs."""
    programs = next(path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
    folder.mkdir(parents=True)
    for part in (folder, *folder.parents[:2]):
        part.chmod(0o755)
    shutil.chown(folder, POSTGRES_USER)
    run = ["setpriv", f"--reuid={POSTGRES_USER}", "--clear-groups"] if os.getuid() == 0 else []
    data = str(folder / "data")
    make = [*run, str(programs / "initdb"), "-D", data, "-U", "prefect", "-A", "trust"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    start = [*run, str(programs / "postgres"), "-D", data, "-h", HOST, "-p", PORT, "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(start, stdout=log, stderr=log)
    try:
        wait_for(
            lambda: subprocess.run([*ASK, "SELECT 1"], capture_output=True, check=False).returncode == 0, 60
        )
        yield f"postgresql+asyncpg://prefect@{HOST}:{PORT}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


EXPERIMENTS = {one.__name__: one for one in (heartbeat, recorder, outage, postgresql)}


def main(names: list[str]) -> None:
    """Run the experiments that are named, or all."""
    for name in names or list(EXPERIMENTS):
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="inkoopkalender-", ignore_cleanup_errors=True) as folder:
            EXPERIMENTS[name](Path(folder) / name)


if __name__ == "__main__":
    main(sys.argv[1:])
