"""What came in: the bytes as they came, each revision, its findings, and the exports that brought them.

Nothing stored is ever changed but a delivery's state, when its window got a later end (`judging`). In time
or late is decided by the caller in the transaction that stores a delivery, never by whether a closing
action ran.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, insert, select

from inkoopkalender.domain.keepable import hinders_keeping
from inkoopkalender.storage.documents import find_document, keep_document
from inkoopkalender.storage.enclosures import (
    Enclosed,
    Enclosure,
    add_enclosed,
    hashed,
    list_enclosed,
    same_documents,
)
from inkoopkalender.storage.sealing import KeyRing
from inkoopkalender.storage.statements import submissions_turn, wait_for_turn
from inkoopkalender.storage.tables import findings, imports, submissions

_LONGEST_SHEET, _LONGEST_COLUMN, _LONGEST_FILENAME = 60, 80, 200
"""What PostgreSQL takes; a file may call its sheets and keys anything."""
State = Literal["accepted", "rejected", "late", "refused"]
"""late: kept and not considered, as a late row of an export; refused: late on our own channel."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One revision of one submission, to be stored."""

    organisation_id: int
    kind: str
    channel: str
    received_at: datetime
    state: State
    filename: str
    content: bytes
    values: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]] = ()
    documents: Sequence[Enclosure] = ()
    late: str = ""
    """By which rule it counted as late; empty for in time."""
    keys: KeyRing | None = field(kw_only=True)
    """What seals its bytes; None for a kind that is not patient-level. Nobody can forget to say which."""
    may_keep: bool = field(default=True, kw_only=True)
    """Whether its bytes may be kept, where its findings no longer tell (their values were blanked)."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing gave: the submission's id, its revision and the hash of its bytes."""

    submission_id: int
    revision: int
    sha256: str
    new: bool


def store_delivery(
    connection: Connection,
    round_id: int,
    delivery: Delivery,
    *,
    recorded_at: datetime,
    import_id: int | None = None,
) -> Stored:
    """Store a revision with its bytes, documents and findings.

    The same bytes with the same documents, received at the same moment, are stored only once. No bytes are
    kept of a delivery whose file holds a citizen service number (BSN) or was not read (`domain.keepable`).
    """
    sha256 = hashlib.sha256(delivery.content).hexdigest()
    wait_for_turn(connection, submissions_turn(round_id, delivery.kind))  # two at once would get one revision
    enclosed = [hashed(one) for one in delivery.documents]
    known = _find_same(connection, round_id, delivery, sha256, enclosed)
    if known is not None:
        return Stored(known.id, known.revision, sha256, new=False)
    hindered = any(hinders_keeping(one["code"], one["severity"], one["value"]) for one in delivery.findings)
    if delivery.may_keep and not hindered:
        for content in (delivery.content, *(one.content for one in delivery.documents)):
            keep_document(connection, content, delivery.keys)
    revision = (
        1
        + connection.execute(
            select(func.coalesce(func.max(submissions.c.revision), 0)).where(
                submissions.c.round_id == round_id,
                submissions.c.organisation_id == delivery.organisation_id,
                submissions.c.kind == delivery.kind,
            )
        ).scalar_one()
    )
    submission_id = connection.execute(
        insert(submissions)
        .values(
            round_id=round_id,
            organisation_id=delivery.organisation_id,
            kind=delivery.kind,
            revision=revision,
            channel=delivery.channel,
            received_at=delivery.received_at,
            recorded_at=recorded_at,
            state=delivery.state,
            filename=delivery.filename[:_LONGEST_FILENAME],
            sha256=sha256,
            content=dict(delivery.values),
            import_id=import_id,
            late=delivery.late,
        )
        .returning(submissions.c.id)
    ).scalar_one()
    add_enclosed(connection, submission_id, enclosed)
    add_findings(connection, delivery.findings, submission_id=submission_id)
    return Stored(submission_id, revision, sha256, new=True)


def _find_same(
    connection: Connection, round_id: int, delivery: Delivery, sha256: str, enclosed: Sequence[Enclosed]
) -> Any:  # noqa: ANN401 -- a row
    query = (
        select(submissions.c.id, submissions.c.revision)
        .where(
            submissions.c.round_id == round_id,
            submissions.c.organisation_id == delivery.organisation_id,
            submissions.c.kind == delivery.kind,
            submissions.c.received_at == delivery.received_at,
            submissions.c.sha256 == sha256,
        )
        .order_by(submissions.c.id)
    )
    known = connection.execute(query).all()
    return next((one for one in known if same_documents(list_enclosed(connection, one.id), enclosed)), None)


def add_findings(
    connection: Connection,
    found: Iterable[Mapping[str, Any]],
    *,
    submission_id: int | None = None,
    import_id: int | None = None,
) -> None:
    """Store findings with a submission or with an import."""
    rows = [
        {
            **finding,
            "sheet": finding["sheet"][:_LONGEST_SHEET],
            "column": finding["column"][:_LONGEST_COLUMN],
            "submission_id": submission_id,
            "import_id": import_id,
        }
        for finding in found
    ]
    if rows:
        connection.execute(insert(findings), rows)


def add_import(
    connection: Connection,
    round_id: int,
    kind: str,
    *,
    filename: str,
    content: bytes,
    complete_until: datetime | None,
    imported_at: datetime,
    keep: bool = True,
) -> int:
    """Store an export file and up to when it is complete; return the import's id.

    Without `keep` only the hash of its bytes.
    """
    sha256 = keep_document(connection, content, keys=None) if keep else hashlib.sha256(content).hexdigest()
    import_id: int = connection.execute(
        insert(imports)
        .values(
            round_id=round_id,
            kind=kind,
            filename=filename[:_LONGEST_FILENAME],
            sha256=sha256,
            complete_until=complete_until,
            imported_at=imported_at,
            counts={},
        )
        .returning(imports.c.id)
    ).scalar_one()
    return import_id


def list_complete_until(connection: Connection, round_id: int) -> dict[str, datetime]:
    """Return per kind the moment up to which the imported exports are complete."""
    query = (
        select(imports.c.kind, imports.c.complete_until)
        .where(imports.c.round_id == round_id, imports.c.complete_until.is_not(None))
        .order_by(imports.c.complete_until, imports.c.id)
    )
    return {row.kind: row.complete_until for row in connection.execute(query)}


def find_last_document(connection: Connection, round_id: int, kind: str) -> tuple[bytes, str] | None:
    """Return the bytes and the name of the last imported file of a kind."""
    query = select(imports.c.sha256, imports.c.filename).where(
        imports.c.round_id == round_id, imports.c.kind == kind
    )
    row = connection.execute(query.order_by(imports.c.id.desc()).limit(1)).first()
    content = find_document(connection, row.sha256, keys=None) if row else None
    return None if row is None or content is None else (content, row.filename)


def _in_state(round_id: int, kind: str, states: Iterable[State]) -> Select[tuple[int]]:
    return select(submissions.c.organisation_id).where(
        submissions.c.round_id == round_id,
        submissions.c.kind == kind,
        submissions.c.state.in_(sorted(states)),
    )


def list_organisations_with(
    connection: Connection,
    round_id: int,
    kind: str,
    states: Iterable[State],
    *,
    received_by: datetime | None = None,
) -> set[int]:
    """Return who has a delivery in one of these states, received before `received_by`."""
    query = _in_state(round_id, kind, states)
    if received_by is not None:
        query = query.where(submissions.c.received_at < received_by)
    return {row.organisation_id for row in connection.execute(query.distinct())}


def list_current(connection: Connection, round_id: int, kind: str) -> dict[int, Mapping[str, Any]]:
    """Return each organisation's values as they count: those of its last accepted revision in time."""
    query = (
        select(submissions.c.organisation_id, submissions.c.content)
        .where(
            submissions.c.round_id == round_id, submissions.c.kind == kind, submissions.c.state == "accepted"
        )
        .order_by(submissions.c.received_at, submissions.c.id)
    )
    return {row.organisation_id: row.content for row in connection.execute(query)}


def count_submissions(connection: Connection, round_id: int) -> dict[str, dict[str, int]]:
    """Return per kind how many revisions stand in which state."""
    query = (
        select(submissions.c.kind, submissions.c.state, func.count())
        .where(submissions.c.round_id == round_id)
        .group_by(submissions.c.kind, submissions.c.state)
        .order_by(submissions.c.kind, submissions.c.state)
    )
    counted: dict[str, dict[str, int]] = {}
    for kind, state, count in connection.execute(query):
        counted.setdefault(kind, {"accepted": 0, "rejected": 0, "late": 0, "refused": 0})[state] = count
    return counted
