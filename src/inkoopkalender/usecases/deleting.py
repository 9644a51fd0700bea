"""Deletes files that are past their term, at a person's word, with a record; and the holds that stop it.

The rows of the revisions stay, with their hashes. Nothing here runs by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.domain.dutch import counted
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection, Database, Transaction
from inkoopkalender.storage.decisions import decide_task, list_tasks
from inkoopkalender.storage.retention import (
    Deletion,
    add_hold,
    delete_documents,
    lift_hold,
    lock_documents,
    sweep,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.keeping import TASK, Kept, find_past_term


class DeletionRefusedError(MisuseError):
    """The number that was typed is not the number that would go, or there is no such hold."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What went: revisions and imports, documents, bytes as they were kept; `swept` from the file as well."""

    files: int
    documents: int
    size: int
    swept: bool


def delete_past_term(
    database: Database,
    desks: Sequence[Desk],
    *,
    count: int,
    reason: str,
    by: str,
    now: datetime,
    batch: int,
) -> Deleted:
    """Delete what is past its term and nothing stops; `count` is how many files the person saw and typed.

    In batches, each looked at again under lock: what is held or handed in again meanwhile stays. Raises
    DeletionRefusedError before anything goes. The caller made sure that `by` may decide.
    """
    with database.reading() as connection:
        seen = _may_go(connection, desks, now)
    if len(seen) != count:
        raise DeletionRefusedError(
            f"U typte {count}, en er zijn nu {counted(len(seen), 'bestand', 'bestanden')} te wissen. Er is "
            "niets gewist.\nBekijk ze opnieuw: inkoopkalender keeping due"
        )
    hashes = sorted({one.reference.sha256 for one in seen})
    files = documents = size = 0
    for start in range(0, len(hashes), batch):
        part = set(hashes[start : start + batch])
        with database.changing(actor=by, at=now, why=reason) as change:
            lock_documents(change.connection, part)
            going = [one for one in _may_go(change.connection, desks, now) if one.reference.sha256 in part]
            documents += _delete(change, going, reason)
        files += len(going)
        size += sum({one.reference.sha256: one.reference.size for one in going}.values())
    _answer(database, desks, reason=reason, by=by, now=now)
    return Deleted(files, documents, size, swept=sweep(database))


def _may_go(connection: Connection, desks: Sequence[Desk], now: datetime) -> list[Kept]:
    return [one for one in find_past_term(connection, desks, now) if not one.stops]


def _delete(change: Transaction, going: Sequence[Kept], reason: str) -> int:
    records = [
        Deletion(
            one.reference.round_id,
            one.reference.submission_id,
            one.reference.import_id,
            one.reference.kind,
            one.reference.sha256,
            one.reference.size,
            one.months,
            one.after,
            one.ended_at,
            reason,
            change.actor,
            change.at,
        )
        for one in going
    ]
    deleted = delete_documents(change.connection, records) if records else 0
    for one in going:
        facts = {
            "kind": one.reference.kind,
            "submission": one.reference.submission_id,
            "import": one.reference.import_id,
            "sha256": one.reference.sha256,
            "term": f"{one.months} months after {one.after}",
            "ended_at": one.ended_at.isoformat(),
        }
        change.record("bytes deleted", facts, chain=one.desk.key)
    return deleted


def _answer(database: Database, desks: Sequence[Desk], *, reason: str, by: str, now: datetime) -> None:
    """Answer the open questions about kinds of which nothing is left to delete."""
    with database.changing(actor=by, at=now, why=reason) as change:
        left = {(one.desk.key, one.reference.kind) for one in _may_go(change.connection, desks, now)}
        for desk in desks:
            for task in list_tasks(change.connection, desk.round.round_id, kinds=[TASK], undecided=True):
                if (desk.key, task.subject.split()[0]) not in left:
                    decide_task(change.connection, task.task_id, "deleted", reason=reason, by=by, at=now)
                    facts = {"task": task.task_id, "decision": "deleted"}
                    change.record("task decided", facts, chain=desk.key)


def hold(
    database: Database,
    *,
    desk: Desk | None,
    organisation_id: int | None,
    reason: str,
    by: str,
    now: datetime,
) -> int:
    """Let nothing of a round, of an organisation, or of one in the other be deleted; return its number."""
    with database.changing(actor=by, at=now, why=reason) as change:
        round_id = desk.round.round_id if desk else None
        number = add_hold(
            change.connection,
            round_id=round_id,
            organisation_id=organisation_id,
            reason=reason,
            by=by,
            at=now,
        )
        facts = {"hold": number, "organisation": organisation_id}
        change.record("hold set", facts, **({"chain": desk.key} if desk else {}))
    return number


def lift(database: Database, hold_id: int, *, reason: str, by: str, now: datetime) -> None:
    """Lift a hold. Raises DeletionRefusedError. The caller made sure that `by` may decide."""
    with database.changing(actor=by, at=now, why=reason) as change:
        if not lift_hold(change.connection, hold_id, reason=reason, by=by, at=now):
            raise DeletionRefusedError(
                f"Er geldt geen bewaarplicht {hold_id}.\nWelke gelden: inkoopkalender keeping holds"
            )
        change.record("hold lifted", {"hold": hold_id})
