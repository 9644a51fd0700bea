"""Opens what lies in the drop folder, and moves it away with a file that says in Dutch what became of it.

Nothing is overwritten, and only what is kept sealed elsewhere is deleted. No link is followed: neither for a
file nor for the folder it goes to.
"""

import errno
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.intake.preflight import LARGEST_FILE
from inkoopkalender.usecases.drop_places import HANDLED, NOTES, REFUSED

Outcome = Literal["handled", "refused"]
_LOCK: Final = ".lock"
_LONGEST: Final = 220
"""Bytes of a name to which an ending is still added."""


class BusyDropFolderError(InkoopkalenderError):
    """Somebody else takes files in from this folder right now."""


class ChangedFileError(InkoopkalenderError):
    """A file was changed while it was read, or is gone: a later look takes it."""


class TooLargeFileError(InkoopkalenderError):
    """A file is larger than any that is read; its size was looked at only."""


@contextmanager
def hold(incoming: Path) -> Iterator[None]:
    """Keep others out of the folder; the system lets go when this process ends, however.

    Raises BusyDropFolderError.
    """
    descriptor = os.open(incoming / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyDropFolderError(
                f"In {incoming} worden al bestanden ingenomen.\nWacht tot dat klaar is; het gaat vanzelf."
            ) from error
        yield
    finally:
        os.close(descriptor)


def read_whole(path: Path, now: datetime, offset: timedelta) -> tuple[bytes, datetime]:
    """Return the bytes of a finished file, and when it was finished (UTC) by a clock so far ahead.

    A file that says it was finished after `now` was finished when the system saw its last change, which a
    second look sees too. Where that is after a `now` that was given, `now` becomes the file's own time.
    Raises ChangedFileError, TooLargeFileError, and OSError for a file that may not be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ELOOP}:
            raise
        raise ChangedFileError(f"{path.name} kan niet worden geopend.") from error
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise ChangedFileError(f"{path.name} is geen gewoon bestand meer.")
        if before.st_size > LARGEST_FILE:
            raise TooLargeFileError(
                f"Dit bestand is groter dan {LARGEST_FILE // 1_000_000} MB en is niet gelezen. "
                "Haal weg wat niet gevraagd is, of splits het."
            )
        content = file.read(LARGEST_FILE + 1)
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or (
        len(content) != after.st_size
    ):
        raise ChangedFileError(f"{path.name} wordt nog geschreven.")
    for nanoseconds in (after.st_mtime_ns, after.st_ctime_ns):
        finished = _moment(nanoseconds) + offset
        if finished <= now:
            return content, finished
    finished = now.astimezone(UTC)
    with suppress(PermissionError):  # only who owns a file may give it a time
        os.utime(path, ns=(after.st_atime_ns, _nanoseconds(finished - offset)), follow_symlinks=False)
    return content, finished


def _moment(nanoseconds: int) -> datetime:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1_000)


def _nanoseconds(moment: datetime) -> int:
    seconds = int(moment.replace(microsecond=0).timestamp())
    return seconds * 1_000_000_000 + moment.microsecond * 1_000


def move_away(path: Path, outcome: Outcome, text: str, *, remove: bool = False) -> Path:
    """Lay a file with `text`, if any, where the file goes, and move it there, or `remove` it; return where.

    Killed in between, the file stands where it stood, and the next time does the same. Raises OSError.
    """
    folder = path.parent / (HANDLED if outcome == "handled" else REFUSED)
    folder.mkdir(exist_ok=True)
    if folder.is_symlink():
        raise NotADirectoryError(f"{folder} is a link")
    target = _free(folder, path.name)
    if text:
        notes = folder / (_shortened(target.name) + NOTES)
        aside = folder / f".{notes.name}"  # of this file only: others are moved at the same time
        aside.unlink(missing_ok=True)
        with aside.open("x", encoding="utf-8") as file:
            file.write(text)
        aside.replace(notes)
    if remove:
        path.unlink()
    else:
        path.rename(target)
    return target


def _free(folder: Path, name: str) -> Path:
    """Return a name that nothing there has: the file's own, else with a number."""
    target, number = folder / name, 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{_shortened(Path(name).stem)} ({number}){Path(name).suffix}"
    return target


def _shortened(name: str) -> str:
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST:
        return name
    return os.fsdecode(encoded[:100]) + "-" + hashlib.sha256(encoded).hexdigest()[:12]
