"""Letters that wait for a person's release: whose they are, and withdrawing those that no longer hold.

Releasing a whole action stands in `storage.outbox`.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import outbox


def list_held(connection: Connection, origin: str, letter: str) -> set[int]:
    """Return the organisations of which this letter of `origin` waits for release."""
    query = select(outbox.c.organisation_id).where(
        outbox.c.origin == origin, outbox.c.letter == letter, outbox.c.state == "composed"
    )
    return {row.organisation_id for row in connection.execute(query)}


def withdraw_held(
    connection: Connection, origin: str, organisation_ids: Collection[int], at: datetime
) -> int:
    """Withdraw the letters of `origin` to these organisations that wait for release; return how many."""
    held = (outbox.c.origin == origin, outbox.c.state == "composed")
    waiting = {
        row.organisation_id for row in connection.execute(select(outbox.c.organisation_id).where(*held))
    }
    withdrawn = update(outbox).where(*held).values(state="withdrawn", finished_at=at)
    return sum(
        connection.execute(withdrawn.where(outbox.c.organisation_id.in_(part))).rowcount
        for part in in_parts(sorted(waiting.intersection(organisation_ids)))
    )
