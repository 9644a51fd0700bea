"""The documents that came with a submission: which they are, their files, hashes and sizes.

Their bytes are kept with those of every other file, by their hash; `submissions` does that.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import Connection, insert, select

from inkoopkalender.storage.tables import submission_documents

_LONGEST_NAME: Final = 80
_LONGEST_FILENAME: Final = 200


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that came with a delivery; `name` is which of its kind it is meant to be."""

    name: str
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A document as it is kept: its hash, and its size in bytes."""

    name: str
    filename: str
    sha256: str
    size: int


def hashed(one: Enclosure) -> Enclosed:
    """Return a document as it is kept: with its name and its file's name as far as they fit."""
    name, filename = one.name[:_LONGEST_NAME], one.filename[:_LONGEST_FILENAME]
    return Enclosed(name, filename, hashlib.sha256(one.content).hexdigest(), len(one.content))


def same_documents(some: Iterable[Enclosed], others: Iterable[Enclosed]) -> bool:
    """Say whether these are the same documents: which they are, and their bytes; in whatever order."""
    one, other = (sorted((each.name, each.sha256) for each in group) for group in (some, others))
    return one == other


def add_enclosed(connection: Connection, submission_id: int, enclosed: Sequence[Enclosed]) -> None:
    """Store what came with a submission, in this order."""
    rows = [{"submission_id": submission_id, **asdict(one)} for one in enclosed]
    if rows:
        connection.execute(insert(submission_documents), rows)


def list_enclosed(connection: Connection, submission_id: int) -> list[Enclosed]:
    """Return the documents that came with a submission, in the order in which they were given."""
    names = ("name", "filename", "sha256", "size")
    query = (
        select(*(submission_documents.c[name] for name in names))
        .where(submission_documents.c.submission_id == submission_id)
        .order_by(submission_documents.c.id)
    )
    return [Enclosed(*row) for row in connection.execute(query)]
