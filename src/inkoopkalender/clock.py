"""The one function that gives `now`.

A rehearsal passes its own moment instead; a demo database holds an offset that is added here. The
offset is an argument: this module knows no database.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Amsterdam")
"""Stored moments are UTC; people read Dutch time, with its offset."""


def now(offset: timedelta = timedelta()) -> datetime:
    """Return the present moment in UTC, moved by the clock offset of a demo database."""
    return datetime.now(UTC) + offset
