"""What remembers a document, what holds it, its deletion with a record, and that nothing of it stays behind.

A document may be remembered more than once: the same bytes handed in twice, in two rounds, or imported.
Which of them are past their term is decided by the caller.
"""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, null, select, update

from inkoopkalender.storage.database import Database
from inkoopkalender.storage.documents import overwrite_what_goes
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import (
    deletions,
    documents,
    holds,
    imports,
    submission_documents,
    submissions,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A revision, a document that came with one, or an imported file, whose bytes are there.

    An import belongs to no single organisation.
    """

    round_id: int
    kind: str
    organisation_id: int | None
    submission_id: int | None
    import_id: int | None
    revision: int | None
    received_at: datetime
    sha256: str
    size: int
    """Bytes as they are kept."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """The record of one deletion: of what, after which term, why, who and when."""

    round_id: int
    submission_id: int | None
    import_id: int | None
    kind: str
    sha256: str
    size: int
    months: int
    after: str
    ended_at: datetime
    reason: str
    deleted_by: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """As long as it is not lifted, nothing of this round or organisation is deleted; None is all of them."""

    hold_id: int
    round_id: int | None
    organisation_id: int | None
    reason: str
    set_by: str
    set_at: datetime
    lifted_at: datetime | None = None

    def covers(self, one: Reference) -> bool:
        """Say whether it keeps a document; a file of many may hold anybody's rows."""
        of_round = self.round_id in (None, one.round_id)
        return of_round and (None in (self.organisation_id, one.organisation_id) or self._is_of(one))

    def _is_of(self, one: Reference) -> bool:
        return self.organisation_id == one.organisation_id


def list_references(connection: Connection) -> list[Reference]:
    """Return everything that remembers a document which is there, oldest first."""
    there = func.length(documents.c.content).label("size")
    handed_in = select(
        submissions.c.round_id, submissions.c.kind, submissions.c.organisation_id,
        submissions.c.id.label("submission_id"), null().label("import_id"), submissions.c.revision,
        submissions.c.received_at, submissions.c.sha256, there,
    ).join(documents, documents.c.sha256 == submissions.c.sha256)  # fmt: skip
    came_with = select(
        submissions.c.round_id, submissions.c.kind, submissions.c.organisation_id, submissions.c.id, null(),
        submissions.c.revision, submissions.c.received_at, submission_documents.c.sha256, there,
    ).select_from(submission_documents).join(submissions).join(
        documents, documents.c.sha256 == submission_documents.c.sha256
    )  # fmt: skip
    imported = select(
        imports.c.round_id, imports.c.kind, null(), null(), imports.c.id, null(), imports.c.imported_at,
        imports.c.sha256, there,
    ).join(documents, documents.c.sha256 == imports.c.sha256)  # fmt: skip
    found = [
        Reference(*row) for query in (handed_in, came_with, imported) for row in connection.execute(query)
    ]
    return sorted(found, key=lambda one: (one.received_at, one.submission_id or 0, one.import_id or 0))


def lock_documents(connection: Connection, hashes: Collection[str]) -> None:
    """Let nobody hand these bytes in again until the transaction ends; what did so before is then seen."""
    for part in in_parts(sorted(hashes)):
        query = select(documents.c.sha256).where(documents.c.sha256.in_(part)).order_by(documents.c.sha256)
        connection.execute(query.with_for_update()).all()


def delete_documents(connection: Connection, records: Sequence[Deletion]) -> int:
    """Delete the bytes and record it; return how many documents there were. Rows and hashes stay."""
    overwrite_what_goes(connection)
    deleted = 0
    for part in in_parts(sorted({one.sha256 for one in records})):
        deleted += connection.execute(delete(documents).where(documents.c.sha256.in_(part))).rowcount
    names = Deletion.__dataclass_fields__
    connection.execute(insert(deletions), [{name: getattr(one, name) for name in names} for one in records])
    return deleted


def list_deletions(connection: Connection) -> list[Deletion]:
    """Return the records, oldest first."""
    query = select(deletions).order_by(deletions.c.id)
    names = Deletion.__dataclass_fields__
    return [Deletion(*(getattr(row, name) for name in names)) for row in connection.execute(query)]


def sweep(database: Database) -> bool:
    """Rewrite the file without what was deleted, and empty SQLite's -wal; False when others are in the way.

    On PostgreSQL the place is freed; its write-ahead log and every backup keep what they have until they go.
    """
    with database.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM documents")
            return True
        driver = connection.connection.driver_connection
        assert driver is not None
        try:
            driver.execute("VACUUM")
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
    return not busy


def add_hold(
    connection: Connection,
    *,
    round_id: int | None,
    organisation_id: int | None,
    reason: str,
    by: str,
    at: datetime,
) -> int:
    """Set a hold and return its number."""
    row = {"round_id": round_id, "organisation_id": organisation_id, "reason": reason}
    made: int = connection.execute(
        insert(holds).values(**row, set_by=by, set_at=at).returning(holds.c.id)
    ).scalar_one()
    return made


def lift_hold(connection: Connection, hold_id: int, *, reason: str, by: str, at: datetime) -> bool:
    """Lift a hold; False when there is none of that number that holds."""
    standing = update(holds).where(holds.c.id == hold_id, holds.c.lifted_at.is_(None))
    return bool(
        connection.execute(standing.values(lifted_reason=reason, lifted_by=by, lifted_at=at)).rowcount
    )


def list_holds(connection: Connection, *, lifted: bool = False) -> list[Hold]:
    """Return the holds that stand, by number; with `lifted` also those that were lifted."""
    query = select(holds).order_by(holds.c.id)
    if not lifted:
        query = query.where(holds.c.lifted_at.is_(None))
    return [
        Hold(row.id, row.round_id, row.organisation_id, row.reason, row.set_by, row.set_at, row.lifted_at)
        for row in connection.execute(query)
    ]
