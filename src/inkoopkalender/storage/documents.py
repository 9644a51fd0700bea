"""How bytes go into `documents` and out of it: plain, or sealed with a key. Nothing else touches that table.

A document is known by the hash of its plain bytes. One that is asked to be sealed is never left plain, even
when the same bytes came in before as something that need not be.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.sealing import KeyRing
from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import documents


class SealedDocumentError(InkoopkalenderError):
    """A sealed document was asked for without the keys."""


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A document as it is stored."""

    sha256: str
    key_id: str
    content: bytes


def keep_document(connection: Connection, content: bytes, keys: KeyRing | None) -> str:
    """Store bytes once, sealed when there are `keys`, and return the hash of the plain ones.

    Until the transaction ends nobody deletes them.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    sealed_with: str | None = None
    stored = content
    if keys is not None:
        sealed_with, stored = keys.seal(content, sha256)
    row = {"sha256": sha256, "content": stored, "key_id": sealed_with}
    this = documents.c.sha256 == sha256
    while (
        known := connection.execute(select(documents.c.key_id).where(this).with_for_update()).first()
    ) is None:
        if insert_missing(connection, documents, [row]):
            return sha256
    if known.key_id is None and sealed_with is not None:
        overwrite_what_goes(connection)
        connection.execute(update(documents).where(this).values(content=stored, key_id=sealed_with))
    return sha256


def find_document(connection: Connection, sha256: str, keys: KeyRing | None) -> bytes | None:
    """Return the plain bytes of a document, None when they are not kept (any more).

    Raises SealedDocumentError when it is sealed and there are no keys, and what `KeyRing.open` raises.
    """
    row = connection.execute(select(documents).where(documents.c.sha256 == sha256)).first()
    if row is None:
        return None
    content: bytes = row.content
    if row.key_id is None:
        return content
    if keys is None:
        raise SealedDocumentError(
            f"Document {sha256[:12]} is versleuteld, en hier zijn geen sleutels bij de hand.\n"
            "Zo'n bestand is alleen te lezen met een opdracht die sleutels leest, zoals mds rates."
        )
    return keys.open(row.key_id, content, sha256)


def count_by_key(connection: Connection) -> Mapping[str | None, int]:
    """Return how many documents each key sealed; None stands for the plain ones."""
    query = select(documents.c.key_id, func.count()).group_by(documents.c.key_id)
    return {key_id: count for key_id, count in connection.execute(query)}  # noqa: C416 -- rows are no pairs


def list_sealed_otherwise(connection: Connection, key_id: str, *, most: int) -> list[SealedDocument]:
    """Return documents that another key sealed, by their hash; at most so many."""
    query = select(documents).where(documents.c.key_id.is_not(None), documents.c.key_id != key_id)
    return [
        SealedDocument(row.sha256, row.key_id, row.content)
        for row in connection.execute(query.order_by(documents.c.sha256).limit(most))
    ]


def replace_sealed(connection: Connection, anew: Sequence[tuple[SealedDocument, SealedDocument]]) -> int:
    """Put documents, sealed anew, in the place of what they were; return how many were still so."""
    overwrite_what_goes(connection)
    changed = 0
    for before, after in anew:
        same = update(documents).where(
            documents.c.sha256 == before.sha256, documents.c.key_id == before.key_id
        )
        changed += connection.execute(same.values(content=after.content, key_id=after.key_id)).rowcount
    return changed


def overwrite_what_goes(connection: Connection) -> None:
    """Let SQLite write zeros over what this connection deletes or replaces from here on."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
