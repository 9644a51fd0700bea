"""A progress bar on stderr for a rehearsal: the round's own date moves, with count, rate and time left.

The year runs elsewhere (in a flow); this only reads the lines that its steps leave behind.
"""

import json
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from inkoopkalender.usecases.rehearsal.year import STEPS, RehearsalPlan

_LOOKS_EVERY = 0.2
"""Seconds."""


class RehearsalProgress:
    """Shows how far the year in a scratch folder is; use it as a context. Says nothing when not `shown`."""

    def __init__(self, folder: Path, *, shown: bool) -> None:
        """Prepare the bar."""
        self._folder = folder
        self._stop = threading.Event()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:3.0f} %"),
            TextColumn("{task.fields[letters]} brieven"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            disable=not shown,
        )
        self._task: TaskID = self._bar.add_task("voorbereiden", total=1.0, letters=0)
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        """Start showing."""
        self._bar.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop showing."""
        self._stop.set()
        self._thread.join()
        self._bar.stop()

    def say(self, what: str) -> None:
        """Show in a word what is going on."""
        self._bar.update(self._task, description=_DUTCH.get(what, what))

    def _follow(self) -> None:
        letters, position = 0, 0
        while not self._stop.wait(_LOOKS_EVERY):
            path = self._folder / STEPS
            if not path.is_file():
                continue
            with path.open("rb") as log:
                log.seek(position)
                lines = [line for line in log if line.endswith(b"\n")]
            position += sum(map(len, lines))
            letters += sum(json.loads(line)["counts"].get("sent", 0) for line in lines)
            if lines:
                self._show(datetime.fromisoformat(json.loads(lines[-1])["moment"]), letters)

    def _show(self, moment: datetime, letters: int) -> None:
        plan = RehearsalPlan.read(self._folder)
        done = (moment - plan.starts) / (plan.until - plan.starts)
        self._bar.update(
            self._task, completed=done, letters=letters, description=f"{moment:%d-%m-%Y} in de ronde"
        )


_DUTCH = {"preparing": "voorbereiden", "running": "het jaar begint"}
"""What the rehearsal tells between its steps, for the person who waits."""
