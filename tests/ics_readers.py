"""Two programs that read iCalendar files and are not ours: ical.js and khal, where they are installed.

khal is looked for on the path; ical.js where NODE_PATH says. REQUIRE_CALENDAR_READERS=1 makes a
missing one a failure.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parent / "ics"
NAMES = ("ical.js", "khal")


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry as a program sees it: days as text, moments in seconds since 1970."""

    uid: str
    start: str | float
    end: str | float
    sequence: int
    status: str
    title: str
    description: str
    alarms: tuple[float, ...]


def read_with(name: str, file: bytes) -> list[Seen]:
    """Give the entries by UID. Skips the test when the reader is missing, unless it is required."""
    command = _command(name)
    if command is None:
        missing = f"{name} is not installed"
        if os.environ.get("REQUIRE_CALENDAR_READERS") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    ran = subprocess.run(command, input=file, capture_output=True, check=False, env=_environment())
    assert ran.returncode == 0, ran.stderr.decode()
    return sorted(map(_seen, json.loads(ran.stdout)["entries"]), key=lambda entry: entry.uid)


def _seen(entry: dict[str, Any]) -> Seen:
    return Seen(**{**entry, "alarms": tuple(sorted(entry["alarms"]))})


@cache
def _command(name: str) -> tuple[str, ...] | None:
    return _icaljs() if name == "ical.js" else _khal()


def _icaljs() -> tuple[str, ...] | None:
    node = shutil.which("node")
    if node is None:
        return None
    found = subprocess.run([node, "-e", 'require("ical.js")'], capture_output=True, check=False)
    return None if found.returncode else (node, str(SCRIPTS / "read_with_icaljs.cjs"))


def _khal() -> tuple[str, ...] | None:
    """Run by the Python that khal's own command names in its first line."""
    khal = shutil.which("khal")
    if khal is None:
        return None
    first, _, _ = Path(khal).read_text(encoding="utf-8").partition("\n")
    return (*first.removeprefix("#!").split(), str(SCRIPTS / "read_with_khal.py"))


def _environment() -> dict[str, str]:
    """Keep our own modules out of a program that is not ours."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
