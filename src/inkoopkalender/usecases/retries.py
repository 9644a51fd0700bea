"""When an action that failed is tried again by itself: soon at first, then less often, never given up.

A person who asks for it does not wait for this. Nothing is stored here.
"""

from datetime import datetime, timedelta

from inkoopkalender.storage.ledger import LedgerRow

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)


def next_try(row: LedgerRow) -> datetime:
    """Return from when a failed action is tried again, in real time: 1, 2, 4 … 60 minutes after it failed."""
    doublings = min(max(row.attempt, 1) - 1, 10)  # 2 to the 10th minutes is longer than the longest wait
    wait: timedelta = FIRST * 2**doublings
    return row.beat_at + min(wait, LONGEST)


def must_wait(row: LedgerRow, wall: datetime) -> bool:
    """Say whether a failed action is not to be tried yet.

    A failure from further in the future than any wait was stamped before the machine's clock was set back:
    it holds nothing up.
    """
    return row.state == "failed" and row.beat_at <= wall + LONGEST and wall < next_try(row)
