"""What is said of an error that stopped an action: to people in words, in the log by its type and place.

The message of an error that is not our own may hold what a provider sent: it is never written down.
"""

import traceback
from pathlib import Path

from inkoopkalender import logs
from inkoopkalender.errors import InkoopkalenderError

LOG = logs.get("actions")


def in_words(error: Exception) -> str:
    """Say in Dutch why an action failed."""
    if isinstance(error, InkoopkalenderError):
        return str(error)
    return (
        f"onverwachte fout ({type(error).__name__}); zie log/ in de werkmap.\n"
        "Wordt vanzelf nog eens geprobeerd; blijft het zo, meld dan die regel uit het log."
    )


def log_unexpected(error: Exception, *, round_key: str, action: str) -> None:
    """Write an error that is not our own to the log: where it came from, without what it says."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    LOG.error("unexpected error", round=round_key, action=action, error=type(error).__name__, at=places)
