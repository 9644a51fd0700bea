"""One `up` per working folder: a lock on a file that the system lets go when its holder ends, however.

A file left by a dead `up` says nothing: only who holds it counts. Tells nothing about processes that the
dead one left (see `strays`).
"""

import fcntl
import os
from contextlib import closing, suppress
from pathlib import Path

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.addresses import read_addresses

FILE = "up.lock"


class AlreadyUpError(InkoopkalenderError):
    """Another `up` runs in this folder."""


def hold_folder(folder: Path) -> int:
    """Hold the folder for as long as this process and what it turns into live; return the file's number.

    Raises AlreadyUpError, which names the process that holds it and where it is.
    """
    descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    if not _lock(descriptor):
        os.close(descriptor)
        raise AlreadyUpError(_who_runs(folder))
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    os.set_inheritable(descriptor, True)  # noqa: FBT003 -- this process turns into the supervisor, which keeps it
    return descriptor


def find_holder(folder: Path) -> int | None:
    """Return the process in which `up` runs in this folder; 0 when its number is unknown, None for nobody."""
    try:
        descriptor = os.open(folder / FILE, os.O_RDWR)
    except OSError:
        return None
    with closing(os.fdopen(descriptor, "rb")) as file:
        if _lock(file.fileno()):
            return None
        with suppress(ValueError):
            return int(file.read())
    return 0


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who_runs(folder: Path) -> str:
    pid = find_holder(folder)
    found = read_addresses(folder)
    where = "Hij is nog aan het starten."
    if found is not None and found.pid == pid:
        where = f"Pagina's: {found.web}/ · Prefect: {found.prefect.removesuffix('/api')}/"
    return (
        f"In de map {folder} draait al een inkoopkalender (proces {pid or 'onbekend'}).\n{where}\n"
        "Gebruik die, stop hem met Ctrl-C in zijn venster, of kies een andere map (instelling folder)."
    )
