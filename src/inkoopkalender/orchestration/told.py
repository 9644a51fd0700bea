"""What `up` tells: short Dutch lines for whoever sits before it, and everything as JSON in `log/up.log`.

Neither can be lost hold of: a closed terminal or a full disk stops nothing.
"""

import sys
from contextlib import suppress
from pathlib import Path

from inkoopkalender.log_lines import log_line
from inkoopkalender.orchestration.log_files import open_log

PROCESS = "up"


class Told:
    """Writes to stderr, stdout and the log of the working folder."""

    def __init__(self, folder: Path) -> None:
        """Write to the log of this working folder."""
        self._folder = folder

    def say(self, text: str) -> None:
        """Tell a person something, on stderr."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()

    def announce(self, text: str) -> None:
        """Write a result, on stdout."""
        with suppress(OSError, ValueError):
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    def note(self, event: str, *, level: str = "info", **facts: object) -> None:
        """Append a line to the log. The file is opened for each: they are few, and it may be moved away."""
        with suppress(OSError), open_log(self._folder, PROCESS) as log:
            log.write(log_line(PROCESS, level, event, facts).encode())
