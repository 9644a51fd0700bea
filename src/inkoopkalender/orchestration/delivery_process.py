"""One delivery in a process of its own, by Prefect or without; waited for, and ended with whoever waits.

A delivery that is at work when we are told to stop gets some seconds to finish: letters on the wire at its
end would be of unknown fate.
"""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from inkoopkalender import logs
from inkoopkalender.orchestration.child_process import dying_with_parent

LOG = logs.get("sender")
FINISH_WITHIN = 7.0
"""Seconds a delivery gets to end by itself; less than `up` gives the sender."""
STUCK_AFTER = 900.0
"""Seconds without a line in the journal after which a delivery is not waited for any longer."""
_LOOK = 5.0


def run_delivery_process(journal: Path, *, direct: bool) -> int:
    """Let a delivery run to its end and return its exit code: 0 when nothing that could leave still waits."""
    by_prefect = ("inkoopkalender.orchestration.run_flow", "deliver_letters")
    module = ("inkoopkalender.orchestration.direct_delivery",) if direct else by_prefect
    process = subprocess.Popen(  # noqa: S603 -- our own module, no shell
        [sys.executable, "-m", *module],
        stdin=subprocess.DEVNULL,
        preexec_fn=dying_with_parent(),  # noqa: PLW1509 -- only prctl runs there
    )
    try:
        _wait(process, journal)
    finally:
        _end(process)
    return process.returncode


def _wait(process: subprocess.Popen[bytes], journal: Path) -> None:
    began = time.time()
    while process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            return
        with suppress(OSError):
            if time.time() - max(began, journal.stat().st_mtime) > STUCK_AFTER:
                LOG.error("delivery stuck", pid=process.pid)
                process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(FINISH_WITHIN)
        return
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(1.0)
        return
    process.kill()
    process.wait()
