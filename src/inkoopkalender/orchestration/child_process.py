"""One process below ours: started in a session of its own, gone when we are gone, stopped with a deadline.

Which processes there are, and when one is started again, is decided by `supervise`.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_TICK = 0.05

Process = subprocess.Popen[bytes]


def start_process(command: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> Process:
    """Start a process that writes to `log`. Call it from the main thread: its end would be our death too.

    Its stdin is a pipe that only we hold, for those that watch it.
    """
    return subprocess.Popen(  # noqa: S603 -- our own commands, no shell
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=dying_with_parent(),  # noqa: PLW1509 -- only prctl runs there
    )


def dying_with_parent() -> Callable[[], None] | None:
    """Return what a child does before it becomes its program: ask to be told of our death, by SIGTERM.

    SIGTERM, not SIGKILL: Prefect's worker ends its flow runs when it is told. None where the system has no
    such thing; there a `watchdog` does it.
    """
    if _LIBC is None:
        return None
    libc, parent = _LIBC, os.getpid()

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask


def stop_processes(
    processes: Sequence[Process], sign: int, within: float, hurried: Callable[[], bool] = lambda: False
) -> list[Process]:
    """Ask processes to stop; kill the groups of those that have not within so many seconds, or when hurried.

    Returns those that had to be killed.
    """
    living = [one for one in processes if one.poll() is None]
    for one in living:
        with suppress(ProcessLookupError):
            one.send_signal(sign)
    deadline = time.monotonic() + within
    while any(one.poll() is None for one in living) and time.monotonic() < deadline and not hurried():
        time.sleep(_TICK)
    killed = [one for one in living if one.poll() is None]
    for one in living:
        kill_group(one)
        one.wait()
        close_pipe(one)
    return killed


def kill_group(process: Process) -> None:
    """Kill what is left of a process and its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def close_pipe(process: Process) -> None:
    """Let go of the pipe to a process that ended."""
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
