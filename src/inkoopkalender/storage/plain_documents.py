"""Documents of kinds about people that lie plain, as they were stored before there were keys."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select, union, update

from inkoopkalender.storage.documents import find_document, keep_document, overwrite_what_goes
from inkoopkalender.storage.sealing import KeyRing
from inkoopkalender.storage.tables import documents, findings, imports, submission_documents, submissions

KeepFinding = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Gives the columns of a finding as they may be kept."""
KeepName = Callable[[str, str], str]
"""Gives the name to keep of a file, and of which document with it; empty for the form itself."""
_FINDING = ("code", "severity", "sheet", "row", "column", "value", "message")


def list_plain(connection: Connection, round_id: int, kinds: Collection[str]) -> list[str]:
    """Return the hashes of what lies plain of these kinds: forms, what came with them, exports."""
    theirs = union(
        *(select(table.c.sha256).where(*_of(table, round_id, kinds)) for table in (submissions, imports)),
        select(submission_documents.c.sha256).join(submissions).where(*_of(submissions, round_id, kinds)),
    )
    query = select(documents.c.sha256).where(documents.c.key_id.is_(None), documents.c.sha256.in_(theirs))
    return list(connection.execute(query.order_by(documents.c.sha256)).scalars())


def seal_plain(connection: Connection, hashes: Collection[str], keys: KeyRing) -> int:
    """Seal these documents in the place where they lie; return how many are still there."""
    found = [content for one in hashes if (content := find_document(connection, one, keys)) is not None]
    for content in found:
        keep_document(connection, content, keys)
    return len(found)


def blank_words(
    connection: Connection, round_id: int, kind: str, keep_finding: KeepFinding, keep_name: KeepName
) -> int:
    """Let findings and names of files of a kind say what may be kept; return how many said more."""
    overwrite_what_goes(connection)
    changed = 0
    for table, owner in ((submissions, findings.c.submission_id), (imports, findings.c.import_id)):
        mine = _of(table, round_id, [kind])
        for row in connection.execute(select(table.c.id, table.c.filename).where(*mine)).all():
            changed += _rename(connection, table, row.id, row.filename, keep_name(row.filename, ""))
        theirs = select(findings.c.id, *(findings.c[name] for name in _FINDING))
        of_these = owner.in_(select(table.c.id).where(*mine))
        for found_id, *words in connection.execute(theirs.where(of_these)).all():
            said = dict(zip(_FINDING, words, strict=True))
            kept = keep_finding(said)
            if kept != said:
                connection.execute(update(findings).where(findings.c.id == found_id).values(**kept))
                changed += 1
    beside = select(submission_documents).join(submissions).where(*_of(submissions, round_id, [kind]))
    for row in connection.execute(beside).all():
        name = keep_name(row.filename, row.name)
        changed += _rename(connection, submission_documents, row.id, row.filename, name)
    return changed


def _of(table: Table, round_id: int, kinds: Collection[str]) -> tuple[Any, ...]:
    return (table.c.round_id == round_id, table.c.kind.in_(kinds))


def _rename(connection: Connection, table: Table, row_id: int, before: str, after: str) -> int:
    if after == before:
        return 0
    connection.execute(update(table).where(table.c.id == row_id).values(filename=after))
    return 1
