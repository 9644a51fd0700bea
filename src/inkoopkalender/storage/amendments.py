"""Dates that were moved by `calendar change`: what lies over a round's calendar file, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, inspect, select

from inkoopkalender.storage.tables import amendments


@dataclass(frozen=True, slots=True)
class Amendment:
    """One moved date.

    `before_…` is what held until then, `told_…` what providers knew last: they differ when an earlier
    amendment was never told. `touched` are the events whose actions got a new revision with it.
    """

    number: int
    event: str
    words: str
    year: int | None
    file_words: str
    before_words: str
    before_start: datetime | None
    before_end: datetime | None
    told_words: str
    told_start: datetime | None
    told_end: datetime | None
    touched: tuple[str, ...]
    reason: str
    changed_by: str
    changed_at: datetime
    announced_at: datetime


def has_amendments(connection: Connection) -> bool:
    """Say whether the database knows moved dates at all: one without tables, or with older ones, does not."""
    return inspect(connection).has_table(amendments.name)


def add_amendment(connection: Connection, round_id: int, amendment: Amendment) -> None:
    """Store a moved date; the caller has the turn of the round's calendar."""
    facts = {name: getattr(amendment, name) for name in Amendment.__dataclass_fields__}
    connection.execute(
        insert(amendments).values(facts | {"round_id": round_id, "touched": list(amendment.touched)})
    )


def list_amendments(connection: Connection, round_id: int) -> tuple[Amendment, ...]:
    """Return a round's moved dates in the order in which they were moved."""
    names = tuple(Amendment.__dataclass_fields__)
    query = (
        select(*(amendments.c[name] for name in names))
        .where(amendments.c.round_id == round_id)
        .order_by(amendments.c.number)
    )
    rows = (dict(zip(names, row, strict=True)) for row in connection.execute(query))
    return tuple(Amendment(**{**row, "touched": tuple(row["touched"])}) for row in rows)


def last_number(connection: Connection, round_id: int) -> int:
    """Return the number of the round's last moved date, 0 for none."""
    query = select(func.coalesce(func.max(amendments.c.number), 0)).where(amendments.c.round_id == round_id)
    last: int = connection.execute(query).scalar_one()
    return last
