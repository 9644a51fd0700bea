"""Cases: enrolments, questions and objections, each with a promise clock of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import cases


@dataclass(frozen=True, slots=True)
class Case:
    """Something a provider asked or handed in that is answered one by one."""

    reference: str
    kind: str
    organisation_id: int | None
    received_at: datetime
    in_time: bool
    content: Mapping[str, Any]
    decision: str | None
    decided_at: datetime | None


def add_case(
    connection: Connection,
    round_id: int,
    *,
    reference: str,
    kind: str,
    organisation_id: int | None,
    received_at: datetime,
    channel: str,
    in_time: bool,
    content: Mapping[str, Any],
) -> bool:
    """Open a case. False when its reference is known."""
    row = {
        "round_id": round_id,
        "reference": reference,
        "kind": kind,
        "organisation_id": organisation_id,
        "received_at": received_at,
        "channel": channel,
        "in_time": in_time,
        "content": dict(content),
    }
    return bool(insert_missing(connection, cases, [row]))


def list_cases(
    connection: Connection, round_id: int, *, kind: str | None = None, references: Iterable[str] | None = None
) -> list[Case]:
    """Return cases by the moment they came in, then by reference."""
    query = select(cases).where(cases.c.round_id == round_id).order_by(cases.c.received_at, cases.c.reference)
    if kind is not None:
        query = query.where(cases.c.kind == kind)
    if references is not None:
        query = query.where(cases.c.reference.in_(sorted(references)))
    return [
        Case(
            row.reference,
            row.kind,
            row.organisation_id,
            row.received_at,
            row.in_time,
            row.content,
            row.decision,
            row.decided_at,
        )
        for row in connection.execute(query)
    ]


def decide_case(
    connection: Connection,
    round_id: int,
    reference: str,
    decision: str,
    *,
    reason: str,
    by: str,
    at: datetime,
) -> bool:
    """Answer a case. False when it was answered already, or does not exist."""
    return bool(
        connection.execute(
            update(cases)
            .where(cases.c.round_id == round_id, cases.c.reference == reference, cases.c.decided_at.is_(None))
            .values(decision=decision, reason=reason, decided_by=by, decided_at=at)
        ).rowcount
    )
