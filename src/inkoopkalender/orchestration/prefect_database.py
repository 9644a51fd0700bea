"""Prefect's own SQLite file, looked at before its server starts: new, fit, or to be set aside.

Prefect's database holds what was shown, not what was done: our ledger does. So a damaged file, or one of a
release that this Prefect does not know, is set aside under another name and a new one begins. A file of an
older release stays: Prefect brings it up to date by itself.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from inkoopkalender.errors import InkoopkalenderError

DATABASE = "prefect.db"
"""What Prefect calls its SQLite file inside PREFECT_HOME."""
Condition = Literal["absent", "fit", "older", "unknown", "damaged", "locked"]
_PATIENCE = 2.0
_MIGRATIONS = Path("server", "database", "_migrations", "versions", "sqlite")
_REVISION = re.compile(r"^revision = [\"'](\w+)[\"']", re.MULTILINE)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_WORDS: dict[Condition, str] = {
    "damaged": "is beschadigd",
    "unknown": "is van een versie van Prefect die hier niet bekend is",
}


class PrefectDatabaseBusyError(InkoopkalenderError):
    """Another process holds Prefect's database."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found and done before a start: whether the database is new, and what a person must know."""

    new: bool
    message: str = ""


def make_room(home: Path) -> Looked:
    """Set aside a database with which the server cannot start. Raises PrefectDatabaseBusyError."""
    path = home / DATABASE
    condition = look(path)
    if condition == "locked":
        raise PrefectDatabaseBusyError(
            f"De database van Prefect ({path}) wordt bezet gehouden door {_holders(path)}.\n"
            "Sluit dat programma; er wordt vanzelf opnieuw geprobeerd."
        )
    if condition not in _WORDS:
        return Looked(new=condition == "absent")
    aside = path.with_name(f"{DATABASE}.{datetime.now(UTC):%Y%m%dT%H%M%S}")
    _move(path, aside)
    return Looked(
        new=True,
        message=f"De database van Prefect {_WORDS[condition]}. Zij staat nu apart als {aside}; er begint een "
        "nieuwe. Er gaat niets verloren: wat gedaan is, staat in de eigen database.",
    )


def look(path: Path) -> Condition:
    """Say in what condition Prefect's database is; writes nothing."""
    if not path.is_file() or path.stat().st_size == 0:
        return "absent"
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            revision = _revision(connection)
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return "locked" if error.sqlite_errorcode in _BUSY else "damaged"
    if not sound:
        return "damaged"
    newest, known = _revisions()
    if revision == newest:
        return "fit"
    return "older" if revision in known else "unknown"


def _revision(connection: sqlite3.Connection) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return found[0] if found else ""


@cache
def _revisions() -> tuple[str, frozenset[str]]:
    """Return the newest revision and all that the installed Prefect knows, from its migrations' files."""
    package = find_spec("prefect")
    assert package is not None, "prefect is a requirement of this package"
    assert package.origin is not None, "and lies in files"
    files = sorted((Path(package.origin).parent / _MIGRATIONS).glob("*.py"))
    found = [name for file in files for name in _REVISION.findall(file.read_text(encoding="utf-8"))]
    return found[-1], frozenset(found)


def _move(path: Path, aside: Path) -> None:
    """Give the file another name, with what SQLite keeps beside it."""
    path.replace(aside)
    for beside in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + beside).replace(aside.with_name(aside.name + beside))


def _holders(path: Path) -> str:
    """Name the processes that have the file open, where the system tells."""
    found = sorted(set(_open_in(path)))
    return f"proces {', '.join(str(one) for one in found)}" if found else "een ander programma"


def _open_in(path: Path) -> Iterator[int]:
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if descriptor.readlink() == path and int(descriptor.parts[2]) != os.getpid():
                yield int(descriptor.parts[2])
