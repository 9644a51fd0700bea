"""A person's word: what an action composed may go, and its consequences hold.

Everything happens in one transaction: the record of who released what, the letters of the action
(one statement), the standings and offers it changes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import Claim, LedgerRow, find_waiting, finish_action
from inkoopkalender.storage.outbox import release_letters
from inkoopkalender.storage.releases import record_release
from inkoopkalender.usecases.desk import Desk

CarryOut: TypeAlias = Callable[[Desk, Transaction, LedgerRow, datetime], Mapping[str, int]]


class NothingToReleaseError(MisuseError):
    """No action of this name waits for a person."""


def release_waiting(
    desk: Desk, key: str, carry_out: CarryOut | None, now: datetime, *, by: str, reason: str
) -> Mapping[str, int]:
    """Release the action `key`; return what it counted, with the letters that now leave."""
    with desk.database.changing(actor=by, at=now, why=reason or "released") as change:
        row = find_waiting(change.connection, key)
        if row is None:
            raise NothingToReleaseError(
                f"Geen actie '{key}' wacht op vrijgave. Zie wat wacht: inkoopkalender round due {desk.key}"
            )
        carried = carry_out(desk, change, row, now) if carry_out else {}
        leave_at = next_office_moment(now, desk.calendar)
        letters = release_letters(change.connection, key, now, leave_at=leave_at)
        record_release(
            change.connection,
            desk.round.round_id,
            key,
            released_by=by,
            at=now,
            letters=letters,
            reason=reason,
        )
        counts = {**row.counts, **carried, "released": letters}
        finish_action(
            change.connection, Claim(row.action_id, key, row.attempt), "done", at=now, counts=counts
        )
        change.record(f"{row.kind} released", {"key": key, **counts}, chain=desk.key)
    return counts
