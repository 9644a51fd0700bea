"""What an action waits for, in the operator's words. JSON keeps the words of the ledger."""

import re

from inkoopkalender.domain.actions import RELEASE

_EXPORT = re.compile(r"an export of (?P<event>\S+) that is complete until (?P<until>\S+)")


def waiting_text(waits_for: str) -> str:
    """Write one reason to wait in Dutch; the kind of an earlier action, and an error, stay as they are."""
    if waits_for == RELEASE:
        return "vrijgave door een mens"
    if waits_for.startswith("parameter "):
        return f"een waarde voor {waits_for.removeprefix('parameter ')}"
    export = _EXPORT.fullmatch(waits_for)
    if export is not None:
        return f"een export van {export['event']} die volledig is tot {export['until']}"
    return waits_for
