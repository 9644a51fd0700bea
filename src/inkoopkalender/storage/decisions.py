"""What follows from what came in: scores, outcomes of rules, publications, human tasks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from inkoopkalender.storage.statements import in_parts, insert_missing
from inkoopkalender.storage.tables import outcomes, publications, scores, tasks


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gave for one organisation, and what it rests on."""

    organisation_id: int
    rule: str
    outcome: str
    value: str
    because: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a person, or was decided by one."""

    task_id: int
    organisation_id: int | None
    kind: str
    subject: str
    question: str
    ambiguity: str
    opened_at: datetime
    decision: str | None
    reason: str | None
    decided_by: str | None


def record_scores(
    connection: Connection, round_id: int, points: Mapping[int, tuple[int, int]], *, at: datetime
) -> int:
    """Store (quality, cost) points by organisation, in place of earlier ones."""
    if not points:
        return 0
    for part in in_parts(sorted(points)):
        connection.execute(
            delete(scores).where(scores.c.round_id == round_id, scores.c.organisation_id.in_(part))
        )
    connection.execute(
        insert(scores),
        [
            {
                "round_id": round_id,
                "organisation_id": organisation_id,
                "quality_points": quality,
                "cost_points": cost,
                "recorded_at": at,
            }
            for organisation_id, (quality, cost) in sorted(points.items())
        ],
    )
    return len(points)


def list_scores(connection: Connection, round_id: int) -> dict[int, tuple[int, int]]:
    """Return (quality, cost) points by organisation."""
    query = select(scores).where(scores.c.round_id == round_id).order_by(scores.c.organisation_id)
    return {row.organisation_id: (row.quality_points, row.cost_points) for row in connection.execute(query)}


def record_outcomes(
    connection: Connection, round_id: int, found: Sequence[Outcome], *, by: str, at: datetime
) -> int:
    """Store outcomes, each in place of the earlier one of its rule and organisation."""
    for rule in sorted({outcome.rule for outcome in found}):
        whose = sorted(outcome.organisation_id for outcome in found if outcome.rule == rule)
        earlier = delete(outcomes).where(outcomes.c.round_id == round_id, outcomes.c.rule == rule)
        for part in in_parts(whose):
            connection.execute(earlier.where(outcomes.c.organisation_id.in_(part)))
    if found:
        connection.execute(
            insert(outcomes),
            [
                {
                    "round_id": round_id,
                    "organisation_id": outcome.organisation_id,
                    "rule": outcome.rule,
                    "outcome": outcome.outcome,
                    "value": outcome.value,
                    "because": dict(outcome.because),
                    "decided_by": by,
                    "decided_at": at,
                }
                for outcome in found
            ],
        )
    return len(found)


def list_outcomes(connection: Connection, round_id: int, rule: str) -> dict[int, Outcome]:
    """Return a rule's outcome by organisation."""
    query = (
        select(outcomes)
        .where(outcomes.c.round_id == round_id, outcomes.c.rule == rule)
        .order_by(outcomes.c.organisation_id)
    )
    return {
        row.organisation_id: Outcome(row.organisation_id, row.rule, row.outcome, row.value, row.because)
        for row in connection.execute(query)
    }


def open_tasks(
    connection: Connection, round_id: int, rows: Sequence[Mapping[str, Any]], *, at: datetime
) -> int:
    """Ask people for decisions; what was asked already is not asked again."""
    return insert_missing(
        connection, tasks, [{"ambiguity": "", **row, "round_id": round_id, "opened_at": at} for row in rows]
    )


def decide_task(
    connection: Connection, task_id: int, decision: str, *, reason: str, by: str, at: datetime
) -> bool:
    """Store a person's decision. False when it was decided already."""
    return bool(
        connection.execute(
            update(tasks)
            .where(tasks.c.id == task_id, tasks.c.decided_at.is_(None))
            .values(decision=decision, reason=reason, decided_by=by, decided_at=at)
        ).rowcount
    )


def list_tasks(
    connection: Connection, round_id: int, *, kinds: Iterable[str] | None = None, undecided: bool = False
) -> list[Task]:
    """Return human tasks in the order in which they were opened."""
    query = select(tasks).where(tasks.c.round_id == round_id).order_by(tasks.c.id)
    if kinds is not None:
        query = query.where(tasks.c.kind.in_(sorted(kinds)))
    if undecided:
        query = query.where(tasks.c.decided_at.is_(None))
    return [
        Task(
            row.id,
            row.organisation_id,
            row.kind,
            row.subject,
            row.question,
            row.ambiguity,
            row.opened_at,
            row.decision,
            row.reason,
            row.decided_by,
        )
        for row in connection.execute(query)
    ]


def count_tasks(connection: Connection, round_id: int) -> dict[str, tuple[int, int]]:
    """Return per kind of task how many were opened and how many still wait."""
    query = (
        select(tasks.c.kind, func.count(), func.count(tasks.c.decided_at))
        .where(tasks.c.round_id == round_id)
        .group_by(tasks.c.kind)
        .order_by(tasks.c.kind)
    )
    return {kind: (opened, opened - decided) for kind, opened, decided in connection.execute(query)}


def add_publication(
    connection: Connection,
    round_id: int,
    kind: str,
    *,
    at: datetime,
    address: str,
    sha256: str,
    counts: Mapping[str, int],
) -> int:
    """Record a publication; the same content is recorded once."""
    return insert_missing(
        connection,
        publications,
        [
            {
                "round_id": round_id,
                "kind": kind,
                "published_at": at,
                "address": address,
                "sha256": sha256,
                "counts": dict(counts),
            }
        ],
    )


def list_publications(connection: Connection, round_id: int) -> list[tuple[str, datetime, str, str]]:
    """Return (kind, moment, address, hash) of each publication, oldest first."""
    query = select(publications).where(publications.c.round_id == round_id).order_by(publications.c.id)
    return [(row.kind, row.published_at, row.address, row.sha256) for row in connection.execute(query)]
