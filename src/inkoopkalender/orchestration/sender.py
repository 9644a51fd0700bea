"""Sees to it that letters leave soon: looks every two seconds, and lets a delivery run when one waits.

`python -m inkoopkalender.orchestration.sender`, kept by `up`. It sends nothing itself. A delivery is a flow
run in a process of its own, so that the memory Prefect takes is given back; when Prefect cannot be had
three times in a row, it is done without, for letters do not wait for whoever only shows them.
"""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from inkoopkalender import logs
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.orchestration.addresses import ask
from inkoopkalender.orchestration.delivery_process import run_delivery_process
from inkoopkalender.settings import Settings, load_settings
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.waiting_letters import letters_wait
from inkoopkalender.usecases.round_clock import mark_production, read_now

LOG = logs.get("sender")
SECONDS_BETWEEN_LOOKS = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0
MOST_MISSES = 3
"""After so many deliveries in a row that Prefect was in the way of, one is made without it."""


class Sender:
    """One look after the other, and what the last ones met with."""

    def __init__(self, settings: Settings, prefect: str) -> None:
        """Deliver for this installation, by the Prefect API at `prefect`; nothing is opened yet."""
        self._settings = settings
        self._prefect = prefect
        self._database: Database | None = None
        self._misses = 0
        self._pause = 0.0
        self._trouble = ""
        self._seen: tuple[int, int] | None = None

    def look(self) -> float:
        """Look once, deliver if something waits, and return after how many seconds to look again."""
        try:
            if not self._something_waits():
                return self._calm()
            mail = self._settings.mail
            if ask(f"smtp://{mail.host}:{mail.port}") is None:
                return self._wait_longer("mail server does not answer")
            return self._deliver()
        except InkoopkalenderError as error:  # a busy or absent database: letters wait in it
            self._close()
            return self._wait_longer(type(error).__name__)

    def _something_waits(self) -> bool:
        if self._database is None:
            self._database = open_database(self._settings.database_url)
            mark_production(self._database, self._settings)
        now = read_now(self._database)
        with self._database.reading() as connection:
            lease = timedelta(seconds=self._settings.mail.lease_seconds)
            waits = letters_wait(connection, now, lease)
        left = _state_of(self._settings.journal)
        return waits or (left is not None and left != self._seen)

    def _deliver(self) -> float:
        reachable = ask(f"{self._prefect}/health") is not None
        if not reachable:
            self._misses += 1
        direct = self._misses >= MOST_MISSES
        if not reachable and not direct:
            return self._wait_longer("Prefect does not answer")
        began = time.monotonic()
        code = run_delivery_process(self._settings.journal, direct=direct)
        seconds = round(time.monotonic() - began, 1)
        LOG.info("delivery", code=code, without_prefect=direct, seconds=seconds)
        self._seen = _state_of(self._settings.journal)
        if code != 0:
            self._misses += 1
            return self._wait_longer("delivery did not do all")
        # The next one tries Prefect again, and a single miss is enough to go on without.
        self._misses = MOST_MISSES - 1 if direct else 0
        return self._wait_longer("letters still wait") if self._something_waits() else self._calm()

    def _calm(self) -> float:
        self._pause, self._trouble = 0.0, ""
        return SECONDS_BETWEEN_LOOKS

    def _wait_longer(self, trouble: str) -> float:
        """Note trouble once, and wait twice as long as the last time."""
        if trouble != self._trouble:
            LOG.warning("letters wait", reason=trouble)
            self._trouble = trouble
        self._pause = min(LONGEST_PAUSE, self._pause * 2 or FIRST_PAUSE)
        return self._pause

    def _close(self) -> None:
        """Let go of the database, so that the next look opens whatever is there by then."""
        if self._database is not None:
            self._database.close()
            self._database = None


def _state_of(journal: Path) -> tuple[int, int] | None:
    """Return size and time of a journal with lines of a delivery: lines that stay are folded in once."""
    try:
        found = journal.stat()
        with journal.open("rb") as file:
            first = file.readline()
    except OSError:
        return None
    signed = len(first) if first.startswith(b"journal ") else 0
    return (found.st_size, found.st_mtime_ns) if found.st_size > signed else None


def main() -> NoReturn:
    """Look until a signal ends this process."""
    logs.configure("sender")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sender = Sender(load_settings(), os.environ.get("PREFECT_API_URL", "").rstrip("/"))
    LOG.info("looking for letters", every=SECONDS_BETWEEN_LOOKS)
    while True:
        time.sleep(sender.look())


if __name__ == "__main__":
    main()
