"""Whom a letter of an organisation goes to: its contact in the asked role, else its first contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from inkoopkalender.storage.tables import contacts, organisations, provider_codes


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation with the contact who gets its letter. `contact_id` is None when it has none."""

    organisation_id: int
    name: str
    agb: str
    codes: tuple[str, ...]
    contact_id: int | None
    contact_name: str
    email: str
    language: str


def list_recipients(connection: Connection, organisation_ids: Iterable[int], role: str) -> list[Recipient]:
    """Return one recipient per organisation, by organisation id."""
    ids = sorted(set(organisation_ids))
    parts = (ids[at : at + _PART] for at in range(0, len(ids), _PART))
    return [recipient for part in parts for recipient in _list_part(connection, part, role)]


_PART = 10_000
"""Fewer ids than either database takes in one statement."""


def _list_part(connection: Connection, ids: list[int], role: str) -> list[Recipient]:
    names = {
        row.id: row.name
        for row in connection.execute(select(organisations).where(organisations.c.id.in_(ids)))
    }
    codes: dict[int, list[str]] = {}
    for row in connection.execute(
        select(provider_codes)
        .where(provider_codes.c.organisation_id.in_(ids))
        .order_by(provider_codes.c.main.desc(), provider_codes.c.agb)
    ):
        codes.setdefault(row.organisation_id, []).append(row.agb)
    people: dict[int, Any] = {}
    for row in connection.execute(
        select(contacts).where(contacts.c.organisation_id.in_(ids)).order_by(contacts.c.id.desc())
    ):
        known = people.get(row.organisation_id)
        if known is None or row.role == role or known.role != role:
            people[row.organisation_id] = row
    return [
        _recipient(organisation_id, names[organisation_id], codes.get(organisation_id, []), people)
        for organisation_id in ids
        if organisation_id in names
    ]


def _recipient(organisation_id: int, name: str, codes: list[str], people: dict[int, Any]) -> Recipient:
    person = people.get(organisation_id)
    return Recipient(
        organisation_id,
        name,
        codes[0] if codes else "",
        tuple(codes),
        getattr(person, "id", None),
        getattr(person, "name", ""),
        getattr(person, "email", ""),
        getattr(person, "language", "nl"),
    )
