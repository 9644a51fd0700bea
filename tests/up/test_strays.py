"""Processes that an `up` left behind are found by their mark, and nothing else is touched."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from up_world import wait_for

from inkoopkalender.orchestration.plan import MARK
from inkoopkalender.orchestration.strays import end_strays, find_strays

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)
WILLING = "import time; print(flush=True); time.sleep(60)"


def sleeper(stack: ExitStack, folder: Path, program: str = WILLING) -> subprocess.Popen[bytes]:
    """Start a process that carries the mark of a folder, in a session of its own."""
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, MARK: str(folder)},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
    )
    stack.callback(process.kill)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_only_processes_of_the_folder_are_ended_also_stubborn_ones(stack: ExitStack, tmp_path: Path) -> None:
    sleeper(stack, tmp_path / "a")
    sleeper(stack, tmp_path / "a", STUBBORN)
    other = sleeper(stack, tmp_path / "b")

    ended = end_strays(tmp_path / "a")

    assert (ended, find_strays(tmp_path / "a"), other.poll()) == (2, [], None)
    assert [one.pid for one in find_strays(tmp_path / "b")] == [other.pid]


def test_watchdog_ends_what_is_left_when_its_pipe_closes(stack: ExitStack, tmp_path: Path) -> None:
    ours = sleeper(stack, tmp_path)
    command = [sys.executable, "-m", "inkoopkalender.orchestration.watchdog", str(tmp_path)]
    watchdog = stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE))
    stack.callback(watchdog.kill)
    alive = ours.poll() is None

    assert watchdog.stdin is not None
    watchdog.stdin.close()

    assert wait_for(lambda: ours.poll() is not None, 10)
    assert (alive, watchdog.wait(10)) == (True, 0)
