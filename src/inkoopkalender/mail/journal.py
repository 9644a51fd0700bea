"""The delivery journal: what is on the wire, one appended line per moment, written before it happens.

A line is one `write(2)` on a file opened for appending, so it survives `kill -9` of the process that
wrote it. It does not wait for the disk, so that lines may be missing after a loss of power: the first line
says which journal this is and since which start of the machine it is written, and that one does wait.
Lines name a letter by its Message-ID and the number of the try. One delivery holds a journal at a time.
What the lines mean for the outbox is decided in `mail.deliver`.
"""

import contextlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from inkoopkalender.errors import InkoopkalenderError, reason

Moment = Literal["begun", "accepted", "refused"]
"""DATA begun · 250 received · another reply received after DATA had begun."""
_FIRST_LINE = re.compile(rb"journal ([0-9a-f]{16}) ([!-~]+)\n")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_MOMENTS: dict[str, Moment] = {moment: moment for moment in get_args(Moment)}


class JournalError(InkoopkalenderError):
    """The delivery journal cannot be written, so no letter may go on the wire."""


class JournalBusyError(InkoopkalenderError):
    """Another delivery holds the journal."""


@dataclass(frozen=True, slots=True)
class Journal:
    """An open journal, held by this delivery alone.

    What a delivery claims carries the journal's `name`, so that others leave it alone.
    """

    descriptor: int
    name: str
    written_since: str
    """The start of the machine since which it is written; empty when the journal is new."""

    @property
    def lost_power(self) -> bool:
        """Say whether the machine went down since the lines were written, so that some may be missing."""
        return self.written_since not in ("", machine_start())

    def begin(self) -> None:
        """Sign a new journal, or one of before the machine went down, on the disk; its lines are forgotten.

        Raises JournalError.
        """
        if self.written_since == machine_start():
            return
        try:
            os.ftruncate(self.descriptor, 0)
            os.write(self.descriptor, f"journal {self.name} {machine_start()}\n".encode("ascii"))
            os.fsync(self.descriptor)
        except OSError as error:
            raise _no_room(error) from error

    def note(self, moment: Moment, message_id: str, attempt: int) -> None:
        """Append one line. Raises JournalError when it does not arrive whole in the file."""
        line = f"{moment} {attempt} {message_id}\n".encode("ascii")
        try:
            written = os.write(self.descriptor, line)
        except OSError as error:
            raise _no_room(error) from error
        if written != len(line):
            raise JournalError(
                "Het journaal van de verzending is niet heel geschreven: de schijf is vol.\nMaak ruimte."
            )

    def read(self) -> dict[tuple[str, int], Moment]:
        """Return the last moment of each (Message-ID, attempt); a torn line says nothing."""
        lines = os.pread(self.descriptor, os.fstat(self.descriptor).st_size, 0).split(b"\n")[:-1]
        return dict(filter(None, map(_parse, lines)))

    def clear(self) -> None:
        """Forget the lines, not whose journal it is: the outbox knows all they say."""
        first = _first_line(self.descriptor)
        os.ftruncate(self.descriptor, first.end() if first else 0)


def machine_start() -> str:
    """Return what is different after each start of this machine."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        import psutil  # noqa: PLC0415 -- only where the kernel does not say

        return f"{psutil.boot_time():.0f}"


@contextlib.contextmanager
def hold_journal(path: Path) -> Iterator[Journal]:
    """Open the journal for one delivery. Raises JournalBusyError when another one holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _lock(descriptor, path)
        _end_torn_line(descriptor)
        first = _first_line(descriptor)
        name, since = (
            (part.decode("ascii") for part in first.groups()) if first else (secrets.token_hex(8), "")
        )
        yield Journal(descriptor, name, since)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 -- does not exist everywhere

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise JournalBusyError(
            f"Er loopt al een verzending: die houdt {path.name} vast. Wacht tot zij klaar is."
        ) from error


def _first_line(descriptor: int) -> re.Match[bytes] | None:
    return _FIRST_LINE.match(os.pread(descriptor, 200, 0))


def _no_room(error: OSError) -> JournalError:
    return JournalError(
        f"Het journaal van de verzending kan niet worden geschreven: {reason(error)}.\nMaak ruimte."
    )


def _end_torn_line(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.write(descriptor, b"\n")


def _parse(line: bytes) -> tuple[tuple[str, int], Moment] | None:
    try:
        moment, attempt, message_id = line.decode("ascii").split(" ", 2)
        number = int(attempt)
    except ValueError:
        return None
    known = _MOMENTS.get(moment)
    return ((message_id, number), known) if known and message_id.endswith(">") else None
