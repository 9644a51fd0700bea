"""Production proposals, contract offers and signed contracts. Amounts are euro cents, moments UTC."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from inkoopkalender.storage.statements import in_parts, insert_missing
from inkoopkalender.storage.tables import contracts, offers


@dataclass(frozen=True, slots=True)
class Offer:
    """A production proposal or a contract offer. `omzetplafond_cents` is None for a price agreement."""

    organisation_id: int
    omzetplafond_cents: int | None
    released_at: datetime | None
    reaction: str | None
    reacted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed contract."""

    organisation_id: int
    signed_at: datetime
    in_time: bool
    starts_on: date


def add_offers(
    connection: Connection, round_id: int, kind: str, ceilings: Mapping[int, int | None], *, at: datetime
) -> int:
    """Compose offers (organisation -> omzetplafond in cents, or None); an existing one stays."""
    rows = [
        {
            "round_id": round_id,
            "organisation_id": organisation_id,
            "kind": kind,
            "omzetplafond_cents": cents,
            "composed_at": at,
        }
        for organisation_id, cents in sorted(ceilings.items())
    ]
    return insert_missing(connection, offers, rows)


def release_offers(
    connection: Connection, round_id: int, kind: str, *, keep_back: Collection[int], at: datetime
) -> list[int]:
    """Release the composed offers of a kind and return whose they are; those to keep back are taken away."""
    composed = (offers.c.round_id == round_id, offers.c.kind == kind, offers.c.released_at.is_(None))
    waiting = {
        row.organisation_id for row in connection.execute(select(offers.c.organisation_id).where(*composed))
    }
    for part in in_parts(sorted(waiting.intersection(keep_back))):
        connection.execute(delete(offers).where(*composed, offers.c.organisation_id.in_(part)))
    rows = connection.execute(
        update(offers).where(*composed).values(released_at=at).returning(offers.c.organisation_id)
    )
    return sorted(row.organisation_id for row in rows)


def list_offers(connection: Connection, round_id: int, kind: str) -> dict[int, Offer]:
    """Return the offers of a kind by organisation."""
    query = (
        select(offers)
        .where(offers.c.round_id == round_id, offers.c.kind == kind)
        .order_by(offers.c.organisation_id)
    )
    return {
        row.organisation_id: Offer(
            row.organisation_id, row.omzetplafond_cents, row.released_at, row.reaction, row.reacted_at
        )
        for row in connection.execute(query)
    }


def record_reaction(
    connection: Connection, round_id: int, organisation_id: int, reaction: str, *, at: datetime
) -> bool:
    """Store a provider's reaction to its released proposal; the last one counts. False: no such proposal."""
    return bool(
        connection.execute(
            update(offers)
            .where(offers.c.round_id == round_id, offers.c.organisation_id == organisation_id)
            .where(offers.c.kind == "proposal", offers.c.released_at.is_not(None))
            .values(reaction=reaction, reacted_at=at)
        ).rowcount
    )


def add_contracts(connection: Connection, round_id: int, rows: Sequence[Mapping[str, Any]]) -> int:
    """Store signed contracts and return how many are new.

    One that is known stays as it is, but a signature in time takes the place of a late one.
    """
    in_time = {row["organisation_id"] for row in rows if row["in_time"]}
    late = {one for one, contract in list_contracts(connection, round_id).items() if not contract.in_time}
    for part in in_parts(sorted(late.intersection(in_time))):
        connection.execute(
            delete(contracts).where(contracts.c.round_id == round_id, contracts.c.organisation_id.in_(part))
        )
    return insert_missing(connection, contracts, [{"round_id": round_id, **row} for row in rows])


def accept_late_contract(connection: Connection, round_id: int, organisation_id: int) -> None:
    """Let a late signature count as if it were in time: a person decided so."""
    connection.execute(
        update(contracts)
        .where(contracts.c.round_id == round_id, contracts.c.organisation_id == organisation_id)
        .values(in_time=True)
    )


def list_contracts(connection: Connection, round_id: int) -> dict[int, Contract]:
    """Return the signed contracts by organisation."""
    query = select(contracts).where(contracts.c.round_id == round_id).order_by(contracts.c.organisation_id)
    return {
        row.organisation_id: Contract(row.organisation_id, row.signed_at, row.in_time, row.starts_on)
        for row in connection.execute(query)
    }
