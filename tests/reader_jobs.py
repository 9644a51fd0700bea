"""What a child process can be made to do by tests: these functions are called by name, in the child."""

import os
import time
from pathlib import Path
from typing import NoReturn

from inkoopkalender.intake.tables import ReadFile


def eat_memory() -> ReadFile:
    bytearray(4 << 30)
    return ReadFile(())


def eat_processor() -> ReadFile:
    while True:
        pass


def sleep(seconds: float, mark: Path | None = None) -> ReadFile:
    """Sleep, after the child's number was written to `mark`."""
    if mark is not None:
        mark.with_suffix(".part").write_text(str(os.getpid()))
        mark.with_suffix(".part").rename(mark)
    time.sleep(seconds)
    return ReadFile(())


def abort() -> NoReturn:
    os.abort()


def fail() -> NoReturn:
    raise ValueError("999990019")


def who() -> int:
    return os.getpid()


def environment() -> list[str]:
    return sorted(os.environ)


def printed() -> str:
    os.write(1, b"noise of a library")
    return "answer"


def foreign() -> object:
    return os.stat_result(range(10))
