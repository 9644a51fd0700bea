"""Clients per postcode area in the database: rows are added, never changed but to go along in a merger.

Which of them count is said by `domain.areas.current_areas`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import area_clients


def list_area_clients(
    connection: Connection, organisation_id: int | None = None
) -> dict[int, tuple[AreaClients, ...]]:
    """Return the rows of each organisation that has any (None: of all), in the order of recording."""
    query = select(area_clients).order_by(area_clients.c.id)
    if organisation_id is not None:
        query = query.where(area_clients.c.organisation_id == organisation_id)
    found: dict[int, list[AreaClients]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.organisation_id].append(
            AreaClients(row.insurer, row.area, row.clients, row.as_of, row.source)
        )
    return {owner: tuple(rows) for owner, rows in sorted(found.items())}


def add_area_clients(connection: Connection, rows: Mapping[int, Sequence[AreaClients]], at: datetime) -> None:
    """Add rows of organisations."""
    values = [
        {
            "organisation_id": owner,
            "insurer": row.insurer,
            "area": row.area,
            "clients": row.clients,
            "as_of": row.as_of,
            "source": row.source,
            "recorded_at": at,
        }
        for owner, told in rows.items()
        for row in told
    ]
    for part in in_parts(values):
        connection.execute(insert(area_clients), part)


def list_area_insurers(connection: Connection, organisation_id: int) -> list[str]:
    """Return of which insurers an organisation has any rows, by name."""
    query = select(area_clients.c.insurer).where(area_clients.c.organisation_id == organisation_id)
    return list(connection.execute(query.distinct().order_by(area_clients.c.insurer)).scalars())


def move_area_clients(connection: Connection, from_id: int, to_id: int, insurers: Sequence[str]) -> None:
    """Give all rows of these insurers, of whatever day, to another organisation."""
    theirs = area_clients.c.insurer.in_(insurers)
    connection.execute(
        update(area_clients)
        .where(area_clients.c.organisation_id == from_id, theirs)
        .values(organisation_id=to_id)
    )
