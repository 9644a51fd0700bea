"""The audit chain: one link per transaction, each holding the digest of the one before.

No personal data goes in: organisations and users appear by id or role, never by name or address.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from inkoopkalender.storage.tables import audit

REGISTER = ""
"""The chain of what belongs to no round: organisations, users, settings."""

Change = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: what a transaction changed, by whom and why."""

    chain: str
    sequence: int
    at: datetime
    actor: str
    why: str
    changes: Sequence[Sequence[object]]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that does not follow from the one before it, or was changed afterwards."""

    chain: str
    sequence: int
    message: str


def digest_of(
    chain: str, sequence: int, at: datetime, actor: str, why: str, changes: object, previous: str
) -> str:
    """Return the digest of a link: sha256 over its own facts and the previous link's digest."""
    facts = [chain, sequence, at.astimezone(UTC).isoformat(), actor, why, changes, previous]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def append_link(
    connection: Connection, chain: str, at: datetime, actor: str, why: str, changes: Sequence[Change]
) -> None:
    """Append one link. The caller holds the write lock, so that two links cannot take one number."""
    number, previous = find_last_link(connection, chain)
    sequence = number + 1
    rows = [[what, dict(facts)] for what, facts in changes]
    connection.execute(
        insert(audit).values(
            chain=chain,
            sequence=sequence,
            at=at,
            actor=actor,
            why=why,
            changes=rows,
            previous=previous,
            digest=digest_of(chain, sequence, at, actor, why, rows, previous),
        )
    )


def list_links(connection: Connection, chain: str | None = None) -> list[Link]:
    """Return the links of one chain, or of all, in the order of chain and number."""
    query = select(*audit.c).order_by(audit.c.chain, audit.c.sequence)
    if chain is not None:
        query = query.where(audit.c.chain == chain)
    return [
        Link(row.chain, row.sequence, row.at, row.actor, row.why, row.changes, row.previous, row.digest)
        for row in connection.execute(query)
    ]


def find_last_link(connection: Connection, chain: str) -> tuple[int, str]:
    """Return number and digest of a chain's last link; (0, "") when it has none.

    Kept outside the database, it shows later whether links were cut off at the end.
    """
    query = select(audit.c.sequence, audit.c.digest).where(audit.c.chain == chain)
    row = connection.execute(query.order_by(audit.c.sequence.desc()).limit(1)).first()
    return (row.sequence, row.digest) if row else (0, "")


def find_latest_moment(connection: Connection, *, after: str) -> datetime | None:
    """Return the latest moment of any link, of those since the last whose reason begins with `after`."""
    begins = select(func.max(audit.c.id)).where(audit.c.why.startswith(after, autoescape=True))
    since = connection.execute(begins).scalar() or 0
    latest: datetime | None = connection.execute(
        select(func.max(audit.c.at)).where(audit.c.id > since)
    ).scalar()
    return latest


def find_broken_links(connection: Connection) -> list[BrokenLink]:
    """Return every link whose number, predecessor or digest is not what it must be; empty when all holds."""
    broken = []
    expected: dict[str, tuple[int, str]] = {}
    for link in list_links(connection):
        sequence, previous = expected.get(link.chain, (1, ""))
        if (link.sequence, link.previous) != (sequence, previous):
            broken.append(BrokenLink(link.chain, link.sequence, "sluit niet aan op de schakel ervoor"))
        digest = digest_of(
            link.chain, link.sequence, link.at, link.actor, link.why, link.changes, link.previous
        )
        if digest != link.digest:
            broken.append(BrokenLink(link.chain, link.sequence, "is gewijzigd nadat hij was vastgelegd"))
        expected[link.chain] = (link.sequence + 1, link.digest)
    return broken
