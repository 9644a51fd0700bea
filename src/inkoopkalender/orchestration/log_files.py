"""The log files of `up`: one per process in the folder `log`, each kept below a size.

A file that grew too long becomes `<name>.log.1` and begins anew, by copying: the process that writes keeps
it open.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

FOLDER = "log"
MOST_BYTES = 20_000_000


def open_log(folder: Path, name: str) -> BinaryIO:
    """Open a process's log file for appending, in the working folder's `log`."""
    path = log_path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab", buffering=0)


def log_path(folder: Path, name: str) -> Path:
    """Return where a process's log file is."""
    return folder / FOLDER / f"{name}.log"


def shorten_logs(folder: Path, most: int = MOST_BYTES) -> list[str]:
    """Put aside every log file that grew beyond `most` bytes; return their names."""
    return [path.name for path in _too_long(folder, most) if _put_aside(path)]


def _too_long(folder: Path, most: int) -> Iterator[Path]:
    for path in sorted((folder / FOLDER).glob("*.log")):
        with suppress(OSError):
            if path.stat().st_size > most:
                yield path


def _put_aside(path: Path) -> bool:
    with suppress(OSError), path.open("r+b") as file:
        shutil.copyfile(path, path.with_name(f"{path.name}.1"))
        file.truncate(0)
        return True
    return False
