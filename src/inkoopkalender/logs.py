"""What a process says about itself while it works: one JSON line per event, on stderr.

On a terminal the same is written to be read. A log that cannot be written (the disk is full) stops no
work. What may be said is up to the caller: never a name, an address or a code of a provider.
"""

import contextlib
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from inkoopkalender.log_lines import log_line

Event = MutableMapping[str, Any]


class _Writer:
    """Writes lines to stderr as it is at that moment."""

    def msg(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # a full disk, a closed terminal
            sys.stderr.write(line)
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = log = msg


def configure(process: str) -> None:
    """Let the loggers of this process write; `process` says in each line who speaks."""
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.processors.format_exc_info, _renderer(process)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: _Writer(),
        cache_logger_on_first_use=False,
    )


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """Return a logger: `log.info("letters delivered", sent=12)`. It may be got before `configure`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(source=name)
    return logger


def _renderer(process: str) -> structlog.typing.Processor:
    if not sys.stderr.isatty():
        return _as_json(process)
    readable = structlog.dev.ConsoleRenderer(colors=False)

    def render(logger: object, method: str, event: Event) -> str:
        return f"{readable(logger, method, event)}\n"

    return render


def _as_json(process: str) -> structlog.typing.Processor:
    def render(_logger: object, _method: str, event: Event) -> str:
        facts = dict(event)
        return log_line(process, facts.pop("level"), facts.pop("event"), facts)

    return render


configure("")
"""Until a process says who it is, its lines are as they will be, without a name."""
