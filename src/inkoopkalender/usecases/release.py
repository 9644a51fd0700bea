"""A word that what an action composed may go, and that its consequences hold: a person's or the calendar's.

Everything happens in one transaction: the record of who released what, the letters of the action
(one statement), the standings and offers it changes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from inkoopkalender.domain.office_hours import next_office_moment
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import Claim, LedgerRow, find_waiting, finish_action, get_action
from inkoopkalender.storage.outbox import count_letters_of, release_letters
from inkoopkalender.storage.releases import record_release
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import Desk, take_calendar_turn

CarryOut: TypeAlias = Callable[[Desk, Transaction, LedgerRow, datetime], Mapping[str, int]]


class NothingToReleaseError(MisuseError):
    """No action of this name waits for a person."""


def release_waiting(
    desk: Desk, key: str, carry_out: CarryOut | None, now: datetime, *, by: str, reason: str
) -> Mapping[str, int]:
    """Release the action `key`; return what it counted, with the letters that now leave."""
    with desk.database.changing(actor=by, at=now, why=reason or "released") as change:
        desk = take_calendar_turn(change.connection, desk)
        row = find_waiting(change.connection, key)
        if row is None:
            raise NothingToReleaseError(
                f"Geen actie '{key}' wacht op vrijgave. Zie wat wacht: inkoopkalender round due {desk.key}"
            )
        counts = {**row.counts, **_let_go(desk, change, row, carry_out, now, by=by, reason=reason)}
        finish_action(
            change.connection, Claim(row.action_id, key, row.attempt), "done", at=now, counts=counts
        )
        change.record(f"{row.kind} released", {"key": key, **counts}, chain=desk.key)
    return counts


def release_by_calendar(
    desk: Desk, change: Transaction, key: str, carry_out: CarryOut | None, now: datetime
) -> Mapping[str, int]:
    """Release what the action `key` has just composed, where its event is released automatically.

    Part of the transaction that ends the action: killed before its end, it is done again as a whole.
    """
    if carry_out is None and not count_letters_of(change.connection, key):
        return {}
    row = get_action(change.connection, key)
    return _let_go(
        desk, change, row, carry_out, now, by=SYSTEM_USER, reason="the calendar: release automatic"
    )


def _let_go(
    desk: Desk,
    change: Transaction,
    row: LedgerRow,
    carry_out: CarryOut | None,
    now: datetime,
    *,
    by: str,
    reason: str,
) -> Mapping[str, int]:
    carried = carry_out(desk, change, row, now) if carry_out else {}
    leave_at = next_office_moment(now, desk.calendar)
    letters = release_letters(change.connection, row.key, now, leave_at=leave_at)
    record_release(
        change.connection,
        desk.round.round_id,
        row.key,
        released_by=by,
        at=now,
        letters=letters,
        reason=reason,
    )
    return {**carried, "released": letters}
