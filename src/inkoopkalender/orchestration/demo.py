"""The demo: a rehearsed round that goes on. Rehearses up to a day, moves the clock there, runs `up` on it.

It has a folder and a database of its own, whatever the settings say of another, and refuses to be anything
to production. Started again, it goes on where its own clock is.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inkoopkalender import clock
from inkoopkalender.errors import InkoopkalenderError, MisuseError
from inkoopkalender.orchestration.addresses import Addresses, ask, read_addresses
from inkoopkalender.settings import Settings, as_environment
from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.rehearsal.world import PERSON
from inkoopkalender.usecases.rehearsal.year import PLAN
from inkoopkalender.usecases.round_clock import PRODUCTION, move_clock

MADE = "demo.json"
"""The file in the demo's folder that says it was made whole, and for which day."""
_READY_WITHIN = 120.0
_STOPS_WITHIN = 60.0


class DemoError(InkoopkalenderError):
    """The demo did not come up, or something of it does not answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One address of the demo, and whether it answered as it should."""

    what: str
    address: str
    well: bool


def demo_settings(settings: Settings, folder: Path) -> Settings:
    """Return the settings of the demo in `folder`, its database there. Raises MisuseError in production."""
    if settings.mode == PRODUCTION:
        raise MisuseError(
            'Deze installatie is in productie (mode = "production"); een demo hoort daar niet.\n'
            "Draai de demo in een andere map, zonder die instelling."
        )
    return settings.model_copy(update={"folder": folder, "database": ""})


def find_made(folder: Path) -> str | None:
    """Return the day for which a whole demo stands in the folder, ISO 8601; None when there is none."""
    file = folder / MADE
    return str(json.loads(file.read_text(encoding="utf-8"))["as_of"]) if file.is_file() else None


def make_room(folder: Path, *, fresh: bool) -> Path | None:
    """Set aside what is left of an earlier demo; return where it went. Raises MisuseError for other files."""
    if not folder.is_dir() or not any(folder.iterdir()) or (find_made(folder) and not fresh):
        return None
    if not (folder / PLAN).is_file():
        raise MisuseError(f"In de map {folder} staat iets anders dan een demo. Kies een lege: --folder MAP")
    aside = folder.with_name(f"{folder.name}-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005 -- a folder's name
    return folder.rename(aside)


def set_clock(settings: Settings, as_of: datetime) -> None:
    """Let the demo's clock go on from `as_of`, and note that the demo is whole."""
    database = open_database(settings.database_url)
    try:
        move_clock(database, as_of - clock.now(), by=PERSON, reason="de demo gaat hier verder")
    finally:
        database.close()
    (settings.folder / MADE).write_text(json.dumps({"as_of": as_of.isoformat()}) + "\n", encoding="utf-8")


def prove(settings: Settings) -> list[Answer]:
    """Start everything, ask each of the three addresses, and stop it again. Raises DemoError."""
    with _running(settings) as where:
        pages, prefect = where.web, where.prefect.removesuffix("/api")
        return [
            Answer("pagina's", f"{pages}/", "wijkverpleging" in (ask(f"{pages}/") or "")),
            Answer("Prefect", f"{prefect}/", ask(f"{where.prefect}/health") == "true"),
            Answer("brieven", f"{pages}/post", ".eml" in (ask(f"{pages}/post") or "")),
        ]


@contextmanager
def _running(settings: Settings) -> Iterator[Addresses]:
    command = [sys.executable, "-c", "from inkoopkalender.cli import main; main()", "up"]
    environment = {**os.environ, **as_environment(settings)}
    with subprocess.Popen(command, env=environment, cwd=settings.folder) as process:  # noqa: S603 -- our own command
        try:
            yield _wait_until_ready(settings.folder, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_ready(folder: Path, process: subprocess.Popen[bytes]) -> Addresses:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        where = read_addresses(folder)
        if where is not None and where.pid == process.pid:
            return where
        time.sleep(0.1)
    raise DemoError(
        f"De demo was na {_READY_WITHIN:.0f} s niet klaar. Wat er misging, staat in {folder / 'log'}."
    )
