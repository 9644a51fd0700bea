"""A late delivery whose kind leaves it to a person: what follows from the person's answer.

Accepted, it counts as if it came in time and stays marked late; refused, it counts for nothing. Either way
the provider is told.
"""

from datetime import datetime

from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import Task
from inkoopkalender.storage.judging import LateDelivery, find_late, list_findings, set_state
from inkoopkalender.storage.statements import submissions_turn, wait_for_turn
from inkoopkalender.storage.submissions import Delivery, State, Stored
from inkoopkalender.usecases.deliveries import ACCEPTED, follow, take_turn
from inkoopkalender.usecases.desk import Desk


def wait_to_settle(connection: Connection, desk: Desk, task: Task) -> None:
    """Take the turn of the kind before the question is decided: a later end of the window takes both so."""
    late = _find(connection, task)
    if late is not None:
        wait_for_turn(connection, submissions_turn(desk.round.round_id, late.kind))


def _find(connection: Connection, task: Task) -> LateDelivery | None:
    return find_late(connection, int(task.subject.split()[-1]))


def settle_late_submission(desk: Desk, change: Transaction, task: Task, decision: str, now: datetime) -> None:
    """Carry out a person's answer within the turn; nothing for what is not kept as late any more."""
    connection = change.connection
    late = _find(connection, task)
    if late is None:
        return
    desk, window = take_turn(connection, desk, late.kind)
    state: State = "accepted" if decision == ACCEPTED else "refused"
    set_state(connection, late.submission_id, state, late=late.late)
    found = tuple(FileFinding(**facts) for facts in list_findings(connection, late.submission_id))
    delivery = Delivery(
        late.organisation_id,
        late.kind,
        late.channel,
        late.received_at,
        state,
        late.filename,
        b"",
        {},
        late=late.late,
        keys=None,
    )
    stored = Stored(late.submission_id, late.revision, late.sha256, new=False)
    follow(desk, change, window, [(delivery, stored, found)], now)
