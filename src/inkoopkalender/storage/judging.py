"""What deliveries are judged by: what counts already, and what was too late and is judged anew.

Of a delivery only its state and lateness change; the caller keeps the former state in the audit.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.submissions import State
from inkoopkalender.storage.tables import cases, findings, outcomes, submissions, tasks

_TAKEN_LATE = ("consequence", "needs-approval")
"""By these rules a late version is kept as late; by the others it is refused, or accepted."""


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
    late: str


def counts_already(state: State, late: str) -> bool:
    """Say whether a version in this state counts, or is kept as late: what comes after it amends it."""
    return state == "accepted" or (state == "late" and late in _TAKEN_LATE)


def first_counted(
    connection: Connection, round_id: int, kind: str, organisation_id: int | None = None
) -> dict[int, datetime]:
    """Return when the first version came in that counts, or waits as late, of each organisation or of one."""
    counts = (submissions.c.state == "accepted") | (
        (submissions.c.state == "late") & submissions.c.late.in_(_TAKEN_LATE)
    )
    query = (
        select(submissions.c.organisation_id, func.min(submissions.c.received_at).label("first"))
        .where(submissions.c.round_id == round_id, submissions.c.kind == kind, counts)
        .group_by(submissions.c.organisation_id)
    )
    if organisation_id is not None:
        query = query.where(submissions.c.organisation_id == organisation_id)
    return {row.organisation_id: row.first for row in connection.execute(query)}


def list_late(connection: Connection, round_id: int, kind: str) -> list[LateDelivery]:
    """Return what was stored as too late, taken or not, in the order in which it came in."""
    query = (
        select(submissions)
        .where(submissions.c.round_id == round_id, submissions.c.kind == kind, submissions.c.late != "")
        .order_by(submissions.c.received_at, submissions.c.id)
    )
    return [_late(row) for row in connection.execute(query)]


def find_late(connection: Connection, submission_id: int) -> LateDelivery | None:
    """Return a delivery that is kept as late and counts for nothing yet; None when it is none any more."""
    query = select(submissions).where(submissions.c.id == submission_id, submissions.c.state == "late")
    row = connection.execute(query).first()
    return None if row is None else _late(row)


def _late(row: Row[Any]) -> LateDelivery:
    return LateDelivery(
        row.id,
        row.organisation_id,
        row.kind,
        row.channel,
        row.revision,
        row.received_at,
        row.state,
        row.filename,
        row.sha256,
        row.late,
    )


def set_state(connection: Connection, submission_id: int, state: State, *, late: str = "") -> None:
    """Give a delivery the state that it has under its new window, or by a person's decision."""
    changed = update(submissions).where(submissions.c.id == submission_id)
    connection.execute(changed.values(state=state, late=late))


def take_back_question(connection: Connection, round_id: int, kind: str, subject: str) -> None:
    """Take back a question that nobody has answered yet."""
    taken = delete(tasks).where(tasks.c.round_id == round_id, tasks.c.kind == kind)
    connection.execute(taken.where(tasks.c.subject == subject, tasks.c.decided_at.is_(None)))


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
