"""Processes that a stopped or killed `up` left behind: found by a mark in their environment, and ended.

Every process below `up` carries its folder as a mark, also those that Prefect's worker starts in sessions
of their own. A process of another folder, or without a mark, is never touched.
"""

from contextlib import suppress
from pathlib import Path

import psutil

from inkoopkalender.orchestration.plan import MARK

_PATIENCE = 3.0


def find_strays(folder: Path) -> list[psutil.Process]:
    """Return the living processes that carry the mark of this folder."""
    return [one for one in psutil.process_iter() if _mark_of(one) == str(folder)]


def end_strays(folder: Path) -> int:
    """End every process that carries the mark of this folder; return how many there were."""
    found = find_strays(folder)
    for one in found:
        with suppress(psutil.NoSuchProcess):
            one.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=_PATIENCE)
    for one in stubborn:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(stubborn, timeout=_PATIENCE)
    return len(found)


def _mark_of(process: psutil.Process) -> str:
    try:
        found: str = process.environ().get(MARK, "")
    except (psutil.Error, OSError):  # somebody else's, or just gone
        return ""
    return found
