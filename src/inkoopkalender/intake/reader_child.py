"""A kept child process that reads files: takes one job after another, each under limits, until nobody asks.

A job is the name of a function and its arguments; the answer is what it returned. Whoever asks is in
`readers`. Nothing of a file is logged here, and what other code prints goes nowhere.
"""

import importlib
import os
import pickle
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, Final

try:
    import resource
except ImportError:  # a system without limits: only the time on the clock is held, by who asks
    resource = None  # type: ignore[assignment]

LENGTH: Final = struct.Struct("<Q")
"""Before each message: how many bytes follow."""
BEGUN: Final = b"begun"
"""What a child says first of each job, so that its end is put down to the job only when it had it."""
TOO_HEAVY: Final = "too heavy"
RAISED: Final = "raised"
RETURNED: Final = "returned"


@dataclass(frozen=True, slots=True)
class Job:
    """What a child does once; `memory` is bytes of address space, `seconds` of the processor."""

    function: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    memory: int
    seconds: int


def read_message(stream: IO[bytes]) -> bytes | None:
    """Return the next message; None when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Send a message. Raises OSError when the other side is gone."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Do jobs until the source ends; a job that ran out of memory is the last."""
    while (message := read_message(source)) is not None:
        write_message(target, BEGUN)
        kind, answer = do(pickle.loads(message))  # noqa: S301 -- from our own parent
        del message
        write_message(target, answer)
        if kind != RETURNED:
            return


def do(job: Job) -> tuple[str, bytes]:
    """Do one job under its limits; return how it ended, and the answer to send."""
    limit(job.memory, job.seconds)
    try:
        result = _function(job.function)(*job.arguments, **job.named)
        return RETURNED, pickle.dumps((RETURNED, result), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return TOO_HEAVY, pickle.dumps((TOO_HEAVY, None))
    except Exception as error:  # noqa: BLE001 -- a fault of ours, told to who asked, without the file's content
        return RAISED, pickle.dumps((RAISED, type(error).__name__))


def limit(memory: int, seconds: int) -> None:
    """Let this process have no more address space, and so many more seconds of the processor."""
    if resource is None:
        return
    with suppress(ValueError, OSError):  # the system knows no such limit, or a lower one is set from outside
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, hard))


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def main() -> None:
    """Serve who started us over stdin and stdout; everything else that is printed goes nowhere."""
    os.environ.setdefault(
        "POLARS_MAX_THREADS", "2"
    )  # each takes addresses, however many processors there are
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if resource is not None:
        with suppress(ValueError, OSError):  # an aborted reader leaves no copy of what it read
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        serve(source, target)


if __name__ == "__main__":
    main()
