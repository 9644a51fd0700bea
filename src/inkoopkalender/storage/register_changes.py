"""What an import does to the register: compare first, then write only what differs, in bulk.

The same file twice changes nothing, and a dry run can say what would happen. Codes and contacts that a
file leaves out stay: a merger, a takeover or a changed code is an event of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import Contact, OrganisationFacts, PastContract
from inkoopkalender.domain.register_difference import OrganisationDifference, compare_with_register
from inkoopkalender.domain.register_facts import NOTHING_KNOWN
from inkoopkalender.storage.register import (
    list_contacts,
    list_organisations,
    list_past_contracts,
    organisation_ids_by_agb,
    organisation_ids_by_kvk,
)
from inkoopkalender.storage.register_facts import list_known, store_known
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import contacts, organisations, past_contracts, provider_codes


@dataclass(frozen=True, slots=True)
class RegisterDifference:
    """What a file would do to the register; `taken` names the codes that another organisation holds.

    `organisations` says it for each, in the order of the file.
    """

    new: tuple[OrganisationFacts, ...]
    changed: tuple[OrganisationFacts, ...]
    unchanged: tuple[OrganisationFacts, ...]
    taken: Mapping[AgbCode, KvkNumber]
    organisations: tuple[OrganisationDifference, ...]


@dataclass(frozen=True, slots=True)
class ContractDifference:
    """What a file would do to the past contracts."""

    new: tuple[PastContract, ...]
    changed: tuple[PastContract, ...]
    unchanged: tuple[PastContract, ...]


# --- organisations: compare, then write -----------------------------------------------------------
def compare_organisations(connection: Connection, facts: Sequence[OrganisationFacts]) -> RegisterDifference:
    """Say which organisations are new, which differ and which are as the register has them."""
    known = {organisation.kvk: organisation for organisation in list_organisations(connection)}
    holders = {code: organisation.kvk for organisation in known.values() for code in organisation.codes}
    people, more = _contacts_by_organisation(connection), list_known(connection)
    parts: dict[str, list[OrganisationFacts]] = {"new": [], "changed": [], "unchanged": []}
    told = []
    for organisation in facts:
        held = known.get(organisation.kvk)
        contacts_held = {} if held is None else people[held.id]
        more_held = NOTHING_KNOWN if held is None else more.get(held.id, NOTHING_KNOWN)
        told.append(compare_with_register(organisation, held, contacts_held, more_held))
        parts[told[-1].outcome].append(organisation)
    taken = {
        code: holders[code]
        for organisation in facts
        for code in organisation.codes
        if holders.get(code, organisation.kvk) != organisation.kvk
    }
    return RegisterDifference(
        **{name: tuple(part) for name, part in parts.items()},
        taken=taken,
        organisations=tuple(told),
    )


def upsert_organisations(
    connection: Connection, facts: Sequence[OrganisationFacts], at: datetime
) -> RegisterDifference:
    """Store what differs and return what that was. No code may belong to another organisation."""
    difference = compare_organisations(connection, facts)
    _execute(connection, insert(organisations), (_facts_row(o, at) for o in difference.new))
    _execute(connection, _UPDATE_ORGANISATION, (_changed_row(o, at) for o in difference.changed))
    touched = difference.new + difference.changed
    if touched:
        ids = organisation_ids_by_kvk(connection)
        _store_codes(connection, touched, ids)
        _store_contacts(connection, touched, ids)
        store_known(connection, difference.organisations, ids, at)
    return difference


def _store_codes(
    connection: Connection, facts: Sequence[OrganisationFacts], ids: Mapping[KvkNumber, int]
) -> None:
    held = organisation_ids_by_agb(connection)
    main = {organisation.codes[0] for organisation in facts}
    codes = [(code, ids[o.kvk]) for o in facts for code in o.codes]
    touched = {organisation_id for _, organisation_id in codes}
    mains = select(provider_codes.c.agb, provider_codes.c.organisation_id).where(provider_codes.c.main)
    demoted = [
        {"code": row.agb, "is_main": False}
        for row in connection.execute(mains.order_by(provider_codes.c.agb))
        if row.organisation_id in touched and row.agb not in main
    ]
    promoted = [{"code": code, "is_main": True} for code, _ in codes if code in held and code in main]
    fresh = [
        {"organisation_id": owner, "agb": code, "main": code in main}
        for code, owner in codes
        if code not in held
    ]
    _execute(connection, _UPDATE_CODE, demoted + promoted)
    _execute(connection, insert(provider_codes), fresh)


def _store_contacts(
    connection: Connection, facts: Sequence[OrganisationFacts], ids: Mapping[KvkNumber, int]
) -> None:
    held = _contacts_by_organisation(connection)
    fresh, changed = [], []
    for organisation in facts:
        owner = ids[organisation.kvk]
        for contact in organisation.contacts:
            values = (contact.name, contact.email, contact.language)
            known = held[owner].get(contact.role)
            if known is None:
                fresh.append(dict(zip(_CONTACT_NAMES, (owner, contact.role, *values), strict=True)))
            elif (known.name, known.email, known.language) != values:
                changed.append(dict(zip(_CONTACT_PARAMETERS, (owner, contact.role, *values), strict=True)))
    _execute(connection, insert(contacts), fresh)
    _execute(connection, _UPDATE_CONTACT, changed)


# --- past contracts -------------------------------------------------------------------------------
def compare_past_contracts(connection: Connection, facts: Sequence[PastContract]) -> ContractDifference:
    """Say which contracts are new, which differ and which are as the register has them."""
    held: dict[tuple[object, ...], PastContract] = {}
    for insurer, sector, year in sorted({(c.insurer, c.sector, c.contract_year) for c in facts}):
        held |= {_contract_key(c): c for c in list_past_contracts(connection, insurer, sector, year)}
    return ContractDifference(
        new=tuple(c for c in facts if _contract_key(c) not in held),
        changed=tuple(c for c in facts if held.get(_contract_key(c), c) != c),
        unchanged=tuple(c for c in facts if held.get(_contract_key(c)) == c),
    )


def upsert_past_contracts(connection: Connection, facts: Sequence[PastContract]) -> ContractDifference:
    """Store what differs and return what that was."""
    difference = compare_past_contracts(connection, facts)
    names = _CONTRACT_NAMES
    _execute(connection, insert(past_contracts), (_contract_row(c, names) for c in difference.new))
    keyed = [f"this_{name}" for name in names]
    _execute(connection, _UPDATE_CONTRACT, (_contract_row(c, keyed) for c in difference.changed))
    return difference


def _contract_key(contract: PastContract) -> tuple[object, ...]:
    return (contract.organisation_id, contract.insurer, contract.sector, contract.contract_year)


def _contract_row(contract: PastContract, names: Sequence[str]) -> dict[str, object]:
    values = (*_contract_key(contract), contract.agreement_cents, contract.claimed_cents)
    return dict(zip(names, values, strict=True))


# --- statements and rows --------------------------------------------------------------------------
_CONTACT_NAMES = ("organisation_id", "role", "name", "email", "language")
_CONTACT_PARAMETERS = ("owner", "at_role", "name", "email", "language")
_CONTRACT_NAMES = (
    "organisation_id",
    "insurer",
    "sector",
    "contract_year",
    "agreement_cents",
    "claimed_cents",
)
_UPDATE_ORGANISATION = (
    update(organisations)
    .where(organisations.c.kvk == bindparam("number"))
    .values(
        name=bindparam("name"),
        place=bindparam("place"),
        postcode=bindparam("postcode"),
        changed_at=bindparam("changed_at"),
    )
)
_UPDATE_CODE = (
    update(provider_codes).where(provider_codes.c.agb == bindparam("code")).values(main=bindparam("is_main"))
)
_UPDATE_CONTACT = (
    update(contacts)
    .where(contacts.c.organisation_id == bindparam("owner"))
    .where(contacts.c.role == bindparam("at_role"))
    .values(name=bindparam("name"), email=bindparam("email"), language=bindparam("language"))
)
_UPDATE_CONTRACT = (
    update(past_contracts)
    .where(past_contracts.c.organisation_id == bindparam("this_organisation_id"))
    .where(past_contracts.c.insurer == bindparam("this_insurer"))
    .where(past_contracts.c.sector == bindparam("this_sector"))
    .where(past_contracts.c.contract_year == bindparam("this_contract_year"))
    .values(
        agreement_cents=bindparam("this_agreement_cents"),
        claimed_cents=bindparam("this_claimed_cents"),
    )
)


def _facts_row(facts: OrganisationFacts, at: datetime) -> dict[str, object]:
    return {"kvk": facts.kvk, **_changed_columns(facts, at)}


def _changed_row(facts: OrganisationFacts, at: datetime) -> dict[str, object]:
    return {"number": facts.kvk, **_changed_columns(facts, at)}


def _changed_columns(facts: OrganisationFacts, at: datetime) -> dict[str, object]:
    return {"name": facts.name, "place": facts.place, "postcode": facts.postcode, "changed_at": at}


def _contacts_by_organisation(connection: Connection) -> dict[int, dict[str, Contact]]:
    people: dict[int, dict[str, Contact]] = defaultdict(dict)
    for contact in list_contacts(connection):
        people[contact.organisation_id][contact.role] = contact
    return people


def _execute(connection: Connection, statement: Any, rows: Iterable[dict[str, object]]) -> None:  # noqa: ANN401 -- insert or update
    for part in in_parts(list(rows)):
        connection.execute(statement, part)
