"""Waivers: a later end of one submission's window for one organisation. The latest end counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from inkoopkalender.storage.statements import insert_missing
from inkoopkalender.storage.tables import waivers


@dataclass(frozen=True, slots=True)
class Waiver:
    """Until when an organisation may hand in a kind of submission, and who granted that when."""

    organisation_id: int
    kind: str
    until: datetime
    reason: str
    granted_by: str
    granted_at: datetime


def add_waiver(connection: Connection, round_id: int, waiver: Waiver) -> bool:
    """Store a waiver. False when the same end was granted already."""
    row = {name: getattr(waiver, name) for name in Waiver.__dataclass_fields__}
    return bool(insert_missing(connection, waivers, [row | {"round_id": round_id}]))


def list_waivers(connection: Connection, round_id: int, kind: str | None = None) -> list[Waiver]:
    """Return the waiver that counts per organisation and kind, in that order."""
    query = select(waivers).where(waivers.c.round_id == round_id)
    if kind is not None:
        query = query.where(waivers.c.kind == kind)
    ordered = query.order_by(waivers.c.organisation_id, waivers.c.kind, waivers.c.until)
    latest = {
        (row.organisation_id, row.kind): Waiver(
            row.organisation_id, row.kind, row.until, row.reason, row.granted_by, row.granted_at
        )
        for row in connection.execute(ordered)
    }
    return list(latest.values())


def waived_ends(connection: Connection, round_id: int, kind: str) -> dict[int, datetime]:
    """Return per organisation until when its waiver lets it hand in this kind."""
    return {one.organisation_id: one.until for one in list_waivers(connection, round_id, kind)}
