"""What came in and was stored as too late, judged anew because its window got a later end.

Of a delivery only its state changes; the caller keeps the former one in the audit.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.submissions import State
from inkoopkalender.storage.tables import cases, findings, outcomes, submissions, tasks


@dataclass(frozen=True, slots=True)
class LateDelivery:
    """A delivery that came after the end of its window as it then was, on whichever channel."""

    submission_id: int
    organisation_id: int
    kind: str
    channel: str
    revision: int
    received_at: datetime
    state: State
    filename: str
    sha256: str


def list_late(connection: Connection, round_id: int, kind: str) -> list[LateDelivery]:
    """Return what was stored as too late, in the order in which it came in."""
    query = (
        select(submissions)
        .where(submissions.c.round_id == round_id, submissions.c.kind == kind)
        .where(submissions.c.state.in_(("late", "refused")))
        .order_by(submissions.c.received_at, submissions.c.id)
    )
    return [
        LateDelivery(
            row.id,
            row.organisation_id,
            row.kind,
            row.channel,
            row.revision,
            row.received_at,
            row.state,
            row.filename,
            row.sha256,
        )
        for row in connection.execute(query)
    ]


def set_state(connection: Connection, submission_id: int, state: State) -> None:
    """Give a delivery the state that it has under its new window."""
    connection.execute(update(submissions).where(submissions.c.id == submission_id).values(state=state))


def list_findings(connection: Connection, submission_id: int) -> list[dict[str, Any]]:
    """Return what was found in a delivery when it came in, in that order."""
    names = ("code", "severity", "sheet", "row", "column", "value", "message")
    query = (
        select(*(findings.c[name] for name in names))
        .where(findings.c.submission_id == submission_id)
        .order_by(findings.c.id)
    )
    return [dict(zip(names, row, strict=True)) for row in connection.execute(query)]


def accept_case(connection: Connection, round_id: int, reference: str, content: dict[str, Any]) -> None:
    """Let a case that came too late count as in time."""
    connection.execute(
        update(cases)
        .where(cases.c.round_id == round_id, cases.c.reference == reference)
        .values(in_time=True, content=content)
    )


def take_back_outcomes(
    connection: Connection, round_id: int, rule: str, organisation_ids: Collection[int]
) -> int:
    """Take back a rule's outcomes of these organisations; return how many there were."""
    taken = delete(outcomes).where(outcomes.c.round_id == round_id, outcomes.c.rule == rule)
    return sum(
        connection.execute(taken.where(outcomes.c.organisation_id.in_(part))).rowcount
        for part in in_parts(sorted(organisation_ids))
    )


def take_back_questions(
    connection: Connection, round_id: int, kinds: Iterable[str], organisation_ids: Collection[int]
) -> int:
    """Take back what nobody has answered yet of these organisations; return how many questions."""
    taken = delete(tasks).where(
        tasks.c.round_id == round_id, tasks.c.kind.in_(sorted(kinds)), tasks.c.decided_at.is_(None)
    )
    return sum(
        connection.execute(taken.where(tasks.c.organisation_id.in_(part))).rowcount
        for part in in_parts(sorted(organisation_ids))
    )
