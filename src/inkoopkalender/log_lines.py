"""The form of a line in our logs: JSON with the moment (UTC), level, event, process and facts.

Nothing is imported that takes memory, so that a process that stays for a year can write such lines too.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime


def log_line(process: str, level: str, event: str, facts: Mapping[str, object]) -> str:
    """Return one line, with its end. Facts that JSON does not know are written as text."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    head = {"timestamp": moment, "level": level, "event": event, "process": process}
    return json.dumps({**head, **facts}, ensure_ascii=False, default=str) + "\n"
