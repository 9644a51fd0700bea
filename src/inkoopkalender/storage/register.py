"""The register in the database: organisations, AGB codes, contacts and past contracts.

An import compares first (`compare_organisations`) and writes only what differs, in bulk, so that the
same file twice changes nothing and a dry run can say what would happen. Codes and contacts that a file
leaves out stay: a merger, a takeover or a changed code is an event of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import Contact, Organisation, PastContract
from inkoopkalender.errors import FindingsError
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import (
    contacts,
    organisations,
    past_contracts,
    provider_codes,
    register_events,
)


class UnknownOrganisationError(FindingsError):
    """The register holds no such organisation."""


def list_organisations(connection: Connection) -> list[Organisation]:
    """Return all organisations by KvK number, each with its codes, the main one first.

    One that went up in another is not among them.
    """
    codes = _codes_by_organisation(connection)
    query = select(*_ORGANISATION).where(organisations.c.ended_on.is_(None)).order_by(organisations.c.kvk)
    return [_organisation(row, codes) for row in connection.execute(query)]


def get_organisation(connection: Connection, organisation_id: int) -> Organisation:
    """Return one organisation; one that went up in another has the codes it had.

    Raises UnknownOrganisationError.
    """
    row = connection.execute(select(*_ORGANISATION).where(organisations.c.id == organisation_id)).first()
    if row is None:
        raise UnknownOrganisationError(f"Organisatie {organisation_id} staat niet in het register.")
    return _organisation(row, _codes_by_organisation(connection, organisation_id))


def find_organisation_by_agb(connection: Connection, agb: str) -> Organisation | None:
    """Return the organisation that holds the code, or None."""
    query = select(provider_codes.c.organisation_id).where(provider_codes.c.agb == agb)
    found = connection.execute(query).scalar()
    return None if found is None else get_organisation(connection, found)


def organisation_ids_by_agb(connection: Connection) -> dict[AgbCode, int]:
    """Return which organisation holds which code, in the order of the codes."""
    query = select(provider_codes.c.agb, provider_codes.c.organisation_id).order_by(provider_codes.c.agb)
    return {AgbCode(row.agb): row.organisation_id for row in connection.execute(query)}


def organisation_ids_by_kvk(connection: Connection) -> dict[KvkNumber, int]:
    """Return the organisation of each KvK number, in the order of the numbers."""
    query = select(organisations.c.kvk, organisations.c.id).order_by(organisations.c.kvk)
    return {KvkNumber(row.kvk): row.id for row in connection.execute(query)}


def list_contacts(connection: Connection, organisation_ids: Collection[int] | None = None) -> list[Contact]:
    """Return the contacts of these organisations (None: of all) by organisation and role."""
    query = select(*_CONTACT).order_by(contacts.c.organisation_id, contacts.c.role)
    if organisation_ids is None:
        return [Contact(*row) for row in connection.execute(query)]
    found: list[Contact] = []
    for part in in_parts(sorted(organisation_ids)):
        rows = connection.execute(query.where(contacts.c.organisation_id.in_(part)))
        found.extend(Contact(*row) for row in rows)
    return found


def list_past_contracts(connection: Connection, insurer: str, sector: str, year: int) -> list[PastContract]:
    """Return the contracts of that year by organisation."""
    query = (
        select(*_PAST_CONTRACT)
        .where(past_contracts.c.insurer == insurer)
        .where(past_contracts.c.sector == sector)
        .where(past_contracts.c.contract_year == year)
        .order_by(past_contracts.c.organisation_id)
    )
    return [PastContract(*row) for row in connection.execute(query)]


def list_past_contracts_of(connection: Connection, organisation_id: int) -> list[PastContract]:
    """Return one organisation's contracts by insurer, sector and year."""
    query = (
        select(*_PAST_CONTRACT)
        .where(past_contracts.c.organisation_id == organisation_id)
        .order_by(past_contracts.c.insurer, past_contracts.c.sector, past_contracts.c.contract_year)
    )
    return [PastContract(*row) for row in connection.execute(query)]


def list_past_contracts_with(connection: Connection, insurer: str) -> dict[int, tuple[PastContract, ...]]:
    """Return all contracts with an insurer, by organisation; then by sector and year."""
    query = (
        select(*_PAST_CONTRACT)
        .where(past_contracts.c.insurer == insurer)
        .order_by(past_contracts.c.organisation_id, past_contracts.c.sector, past_contracts.c.contract_year)
    )
    found: dict[int, list[PastContract]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.organisation_id].append(PastContract(*row))
    return {owner: tuple(contracts) for owner, contracts in found.items()}


_ORGANISATION = (
    organisations.c.id,
    organisations.c.kvk,
    organisations.c.name,
    organisations.c.place,
    organisations.c.postcode,
)
_CONTACT = (
    contacts.c.id,
    contacts.c.organisation_id,
    contacts.c.role,
    contacts.c.name,
    contacts.c.email,
    contacts.c.language,
)
_PAST_CONTRACT = (
    past_contracts.c.organisation_id,
    past_contracts.c.insurer,
    past_contracts.c.sector,
    past_contracts.c.contract_year,
    past_contracts.c.agreement_cents,
    past_contracts.c.claimed_cents,
)


def _organisation(row: Any, codes: Mapping[int, tuple[AgbCode, ...]]) -> Organisation:  # noqa: ANN401 -- a row of _ORGANISATION
    return Organisation(row.id, KvkNumber(row.kvk), row.name, row.place, row.postcode, codes.get(row.id, ()))


def _codes_by_organisation(
    connection: Connection, organisation_id: int | None = None
) -> dict[int, tuple[AgbCode, ...]]:
    query = select(provider_codes.c.organisation_id, provider_codes.c.agb).order_by(
        provider_codes.c.organisation_id, provider_codes.c.main.desc(), provider_codes.c.agb
    )
    gone = select(register_events.c.organisation_id, register_events.c.codes).where(
        register_events.c.kind.in_(("merger", "takeover"))
    )
    if organisation_id is not None:
        query = query.where(provider_codes.c.organisation_id == organisation_id)
        gone = gone.where(register_events.c.organisation_id == organisation_id)
    codes: dict[int, list[AgbCode]] = defaultdict(list)
    for row in connection.execute(query):
        codes[row.organisation_id].append(AgbCode(row.agb))
    for row in connection.execute(gone.order_by(register_events.c.id)):
        codes[row.organisation_id] = [AgbCode(code) for code in row.codes]
    return {owner: tuple(held) for owner, held in codes.items()}
