"""A real `up` in a folder of its own, on free ports: started, asked, and gone at the end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from inkoopkalender.orchestration.addresses import choose_port
from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.strays import end_strays, find_strays

COMMAND = [sys.executable, "-c", "from inkoopkalender.cli import main; main()"]
READY_WITHIN = 120
GONE_WITHIN = 15


@dataclass(frozen=True, slots=True)
class Up:
    """A running `up`: its process, and the files that hold what it wrote."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def lines(self) -> list[str]:
        """What it wrote on stdout."""
        return (self.folder.parent / "stdout").read_text(encoding="utf-8").splitlines()

    @property
    def told(self) -> str:
        """What it wrote on stderr."""
        return (self.folder.parent / "stderr").read_text(encoding="utf-8")

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it noted in its log."""
        log = (self.folder / "log" / "up.log").read_text(encoding="utf-8")
        return [json.loads(line) for line in log.splitlines()]

    @property
    def addresses(self) -> dict[str, Any]:
        """What it wrote into `up.json`."""
        found: dict[str, Any] = json.loads((self.folder / "up.json").read_text(encoding="utf-8"))
        return found

    def pid_of(self, child: str) -> int:
        """Return the process that was started last for a child."""
        started = [one for one in self.events if one["event"] == "started" and one["child"] == child]
        found: int = started[-1]["pid"]
        return found

    def was_ready(self, child: str) -> int:
        """Return how often a child became ready."""
        return sum(one["event"] == "ready" and one.get("child") == child for one in self.events)

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Ask it to stop, and return its exit code."""
        self.process.send_signal(sign)
        return self.process.wait(60)


@contextmanager
def up_in(folder: Path, *, ready: bool = True, **variables: str) -> Iterator[Up]:
    """Start `up` in a folder and give it, ready; whatever is left at the end is killed."""
    with start(folder, **variables) as process:
        up = Up(folder, process)
        try:
            if ready:
                wait_for(lambda: len(up.lines) == 3 or process.poll() is not None, READY_WITHIN)
                assert process.poll() is None, up.told
            yield up
        finally:
            if process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(60)
            process.kill()
            process.wait()
            end_strays(folder)


def start(folder: Path, **variables: str) -> subprocess.Popen[bytes]:
    """Start `up` in a folder on free ports; its output goes to files beside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "stdout").open("wb") as out, (folder.parent / "stderr").open("wb") as told:
        return subprocess.Popen(
            [*COMMAND, "up"],
            cwd=folder.parent,
            env=environment(folder, **variables),
            stdout=out,
            stderr=told,
        )


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a command in this installation; names as in settings, `web__port`."""
    chosen: list[int] = []
    for _ in range(3):
        chosen.append(choose_port(0, set(chosen)))
    web, prefect, mail = chosen
    ports = {"web__port": str(web), "prefect__port": str(prefect), "mail__port": str(mail)}
    settings = {"folder": str(folder), **ports, **variables}
    return {
        **without_prefect(os.environ),
        **{f"INKOOPKALENDER_{name.upper()}": value for name, value in settings.items()},
    }


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in this installation to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder.parent,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so, at most so many seconds; return whether it is."""
    until = time.monotonic() + seconds
    while not (so := condition()) and time.monotonic() < until:
        time.sleep(0.1)
    return so


def below(folder: Path) -> list[str]:
    """Return the commands of the living processes of an `up` in this folder."""
    found = []
    for one in find_strays(folder):
        with suppress(psutil.NoSuchProcess):  # gone between finding and asking
            if one.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(one.cmdline()))
    return found


def runs_a_flow(up: Up) -> bool:
    """Say whether the worker of this `up` has a process for a flow run."""
    return bool(psutil.Process(up.pid_of("worker")).children(recursive=True))
