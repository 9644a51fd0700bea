"""Reads files in kept child processes with limits, so that no file can end or stop the process that asks.

A child is started when it is first needed, kept for the next file, and replaced after a limit was hit, after
it died, or after so many files. A file on which a child ends is a finding, never an exception. Where the
system has no limits of memory and processor, the time on the clock still holds. A child gets no secrets: of
our environment only what Python needs to start.
"""

import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, LifoQueue
from typing import Any, Final, ParamSpec, Self, TypeVar

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.intake.findings import FileFinding, file_fault
from inkoopkalender.intake.reader_child import (
    BEGUN,
    RAISED,
    RETURNED,
    TOO_HEAVY,
    Job,
    read_message,
    write_message,
)

_Result = TypeVar("_Result")
_Arguments = ParamSpec("_Arguments")
_STOP_WITHIN: Final = 5.0
_NOT_BEGUN: Final = "not begun"


class ReadingFailedError(InkoopkalenderError):
    """A reader did what it never may: it raised. The fault is ours, not the file's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: `memory` in bytes of address space, `processor` and `clock` in seconds."""

    memory: int = 1_610_612_736
    processor: int = 30
    clock: float = 60.0
    files: int = 200
    """After so many files a child is replaced."""


class Readers:
    """At most `size` children that read at once; who asks while all read, waits. Used from any thread."""

    def __init__(self, size: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turns = threading.BoundedSemaphore(size)
        self._idle: LifoQueue[_Child] = LifoQueue()
        self.closed = False
        """Whether nothing is kept any more."""

    def __enter__(self) -> Self:
        """Return the readers, to be closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them."""
        self.close()

    def ask(
        self,
        function: Callable[_Arguments, _Result],
        refused: Callable[[FileFinding], _Result],
        *arguments: _Arguments.args,
        **named: _Arguments.kwargs,
    ) -> _Result:
        """Call a function of a module in a child; when that ends, `refused` makes a result of one finding.

        Raises ReadingFailedError when the function itself raised, OSError when no child can be started.
        """
        name = f"{function.__module__}:{function.__qualname__}"
        job = Job(name, arguments, dict(named), self.limits.memory, self.limits.processor)
        with self._turns:
            child = self._take()
            kind, value = child.do(job, self.limits.clock)
            if kind == _NOT_BEGUN:  # it ended before it had the job: that says nothing of the file
                child.stop()
                child = _Child()
                kind, value = child.do(job, self.limits.clock)
            if kind == RETURNED and child.done < self.limits.files and not self.closed:
                self._idle.put(child)
            else:
                child.stop()
        if kind == RETURNED:
            result: _Result = value
            return result
        if kind in {TOO_HEAVY, _NOT_BEGUN}:
            return refused(file_fault("file-too-heavy", _TOO_HEAVY))
        raise ReadingFailedError(
            f"Een bestand kon niet worden gelezen door een fout in het programma ({value}).\n"
            "Meld dit aan de beheerder."
        )

    def close(self) -> None:
        """Stop every child; one that reads now stops when it is done."""
        self.closed = True
        with suppress(Empty):
            while True:
                self._idle.get_nowait().stop()

    def _take(self) -> "_Child":
        with suppress(Empty):
            while True:
                child = self._idle.get_nowait()
                if child.lives():
                    return child
                child.stop()
        return _Child()


_TOO_HEAVY: Final = (
    "Dit bestand kost te veel tijd of geheugen om te lezen en is niet gelezen. Haal weg wat niet gevraagd is "
    "(lege regels, opmaak, plaatjes) of splits het, en lever het opnieuw in. Lukt dat niet, neem contact op."
)


_NEEDED: Final = frozenset(
    {"PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "TMPDIR",
     "SYSTEMROOT", "TEMP", "TMP"}
)  # fmt: skip


class _Child:
    """One child process, and how many files it has read."""

    def __init__(self) -> None:
        self.done = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "inkoopkalender.intake.reader_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if name in _NEEDED},
        )

    def lives(self) -> bool:
        """Say whether it still runs."""
        return self._process.poll() is None

    def do(self, job: Job, clock: float) -> tuple[str, Any]:
        """Let the child do a job; one that ends, or takes longer than `clock` seconds, found it too heavy.

        One that ended before it had the job says so.
        """
        source, target = self._process.stdout, self._process.stdin
        if source is None or target is None:
            raise RuntimeError("a child has pipes")
        self.done += 1
        alarm = threading.Timer(clock, self._process.kill)
        alarm.daemon = True
        alarm.start()
        begun, answer = False, None
        try:
            write_message(target, pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL))
            begun = read_message(source) == BEGUN
            answer = read_message(source) if begun else None
        except OSError:
            pass
        finally:
            alarm.cancel()
        if not begun:
            return _NOT_BEGUN, None
        return (TOO_HEAVY, None) if answer is None else _unpacked(answer)

    def stop(self) -> None:
        """End the child; what it was reading is lost."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_WITHIN)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def read_with(
    readers: Readers | None,
    function: Callable[_Arguments, _Result],
    refused: Callable[[FileFinding], _Result],
    *arguments: _Arguments.args,
    **named: _Arguments.kwargs,
) -> _Result:
    """Call a reading function in a child of `readers`, or here without. Raises as `Readers.ask`."""
    if readers is None:
        return function(*arguments, **named)
    return readers.ask(function, refused, *arguments, **named)


class _Results(pickle.Unpickler):
    """Makes nothing but our own results out of what a child says, whatever a file has done to it."""

    _ROOMS = ("inkoopkalender.intake.", "inkoopkalender.domain.")
    _PLAIN = frozenset(
        {("decimal", "Decimal")}
        | {("datetime", one) for one in ("date", "datetime", "time", "timedelta", "timezone")}
    )

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- as it is declared
        """Return a class that a result may hold. Raises UnpicklingError."""
        found = super().find_class(module, name) if self._may(module, name) else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"a result holds {module}.{name}")
        return found

    def _may(self, module: str, name: str) -> bool:
        return (module, name) in self._PLAIN or (module.startswith(self._ROOMS) and module != __name__)


def _unpacked(answer: bytes) -> tuple[str, Any]:
    try:
        kind, value = _Results(io.BytesIO(answer)).load()
    except Exception as error:  # noqa: BLE001 -- bytes that are no answer raise anything
        return RAISED, type(error).__name__
    return kind, value
