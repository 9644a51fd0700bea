"""Keeps one process going: starts it when its turn has come, asks whether it works, starts it again.

A process that dies is started again after 1, 2, 4 … 60 seconds, counted anew once it lived for a minute.
One that lives but has not answered for a minute is stopped first. Nothing here waits long: whoever keeps
several calls `look` of each in turn.
"""

import signal
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inkoopkalender.errors import InkoopkalenderError, reason
from inkoopkalender.orchestration.addresses import ask
from inkoopkalender.orchestration.child_process import (
    Process,
    close_pipe,
    start_process,
    stop_processes,
)
from inkoopkalender.orchestration.log_files import log_path, open_log
from inkoopkalender.orchestration.plan import CATCHER, DEPLOY, SENDER, SERVER, SINCE, WEB, WORKER, Child
from inkoopkalender.orchestration.told import Told

LONGEST_PAUSE = 60.0
SETTLED_AFTER = 60.0
"""Seconds alive after which an earlier death is forgotten."""
SILENT_AFTER = 60.0
"""Seconds without an answer after which a process that lives is stopped."""
STARTS_WITHIN = 180.0
"""The same for its first answer; making Prefect's first database of an environment takes half a minute."""
STOP_WITHIN = 10.0
_ASK_STARTING, _ASK_RUNNING = 0.2, 15.0
_FRESH = timedelta(seconds=180)
NAMES: Mapping[str, str] = {
    SERVER: "de server van Prefect",
    DEPLOY: "het aanmelden van de flows bij Prefect",
    WORKER: "de worker van Prefect",
    SENDER: "de verzending van brieven",
    WEB: "de webserver van de pagina's",
    CATCHER: "de postvanger",
}


class KeptChild:
    """One process of the plan, and how it has been doing. Seconds are of the monotonic clock."""

    def __init__(
        self,
        child: Child,
        folder: Path,
        environment: Mapping[str, str],
        told: Told,
        before: Callable[[], None] | None = None,
    ) -> None:
        """Keep `child`; `before` is called before each start and may refuse it by an InkoopkalenderError."""
        self.child = child
        self.process: Process | None = None
        self.ready = False
        """It works; a process that does one thing has done it."""
        self.start_at = 0.0
        self._folder, self._environment, self._told, self._before = folder, environment, told, before
        self._pause = 0.0
        self._refusal = ""
        self._began = self._ask_at = self._answered = 0.0
        self._started = datetime.min.replace(tzinfo=UTC)

    def look(self, now: float) -> None:
        """Do what is needed now."""
        if self.process is None:
            if not (self.child.once and self.ready) and now >= self.start_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self._end(code, now)
        elif now >= self._ask_at and not self.child.once:
            self._ask(now)

    def again(self) -> None:
        """Let a process that does one thing do it once more."""
        self.ready = False

    @property
    def _name(self) -> str:
        name = NAMES[self.child.name]
        return name[0].upper() + name[1:]

    def _start(self, now: float) -> None:
        try:
            if self._before:
                self._before()
            with open_log(self._folder, self.child.name) as log:
                self.process = start_process(self.child.command, self._environment, log)
        except (InkoopkalenderError, OSError) as error:
            self._refuse(error, now)
            return
        self._refusal = ""
        self._began = self._answered = self._ask_at = now
        self._started = datetime.now(UTC)
        self._told.note("started", child=self.child.name, pid=self.process.pid)

    def _refuse(self, error: InkoopkalenderError | OSError, now: float) -> None:
        """Say why a start could not be, the same words once, and wait."""
        text = str(error) if isinstance(error, InkoopkalenderError) else reason(error)
        if text != self._refusal:
            self._told.say(f"{self._name} kan nog niet starten: {text}")
            self._refusal = text
        self._told.note("not started", level="error", child=self.child.name, reason=type(error).__name__)
        self._wait_longer(now)

    def _end(self, code: int, now: float) -> None:
        assert self.process is not None
        close_pipe(self.process)
        self.process = None
        self.ready = self.child.once and code == 0
        if self.ready:
            self._told.note("done", child=self.child.name, seconds=round(now - self._began, 1))
            return
        if now - self._began >= SETTLED_AFTER:
            self._pause = 0.0
        self._wait_longer(now)
        self._told.note("died", level="error", child=self.child.name, code=code, again_in=self._pause)
        self._told.say(
            f"{self._name} stopte onverwacht ({_how(code)}); opnieuw over "
            f"{self._pause:.0f} s. Waarom: {log_path(self._folder, self.child.name)}"
        )

    def _wait_longer(self, now: float) -> None:
        self._pause = min(LONGEST_PAUSE, self._pause * 2 or 1.0)
        self.start_at = now + self._pause

    def _ask(self, now: float) -> None:
        answer = ask(self.child.probe, self._question()) if self.child.probe else ""
        works = answer is not None and self.child.says in answer.replace('": "', '":"')
        if works or (answer is None and self.child.elsewhere and self.ready):
            self._answered = now
        if works and not self.ready:
            self.ready = True
            self._told.note("ready", child=self.child.name, seconds=round(time.monotonic() - self._began, 1))
        self._ask_at = now + (_ASK_RUNNING if self.ready else _ASK_STARTING)
        if now - self._answered > (SILENT_AFTER if self.ready else STARTS_WITHIN):
            self._stop_silent()

    def _question(self) -> str:
        since = max(self._started, datetime.now(UTC) - _FRESH)
        return self.child.asked.replace(SINCE, since.isoformat())

    def _stop_silent(self) -> None:
        assert self.process is not None
        self._told.note("silent", level="error", child=self.child.name)
        self._told.say(f"{self._name} leeft, maar antwoordt niet; opnieuw gestart.")
        stop_processes([self.process], signal.SIGTERM, STOP_WITHIN)


def _how(code: int) -> str:
    return f"signaal {-code}" if code < 0 else f"code {code}"
