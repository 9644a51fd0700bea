"""Takes the register and past contracts in: reads a file, compares, stores what differs.

A bad row does not block the good ones, unless `strict`. A dry run goes through the same comparison and
stores nothing. The audit keeps numbers and the file's hash, never names.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inkoopkalender.content.care_types import load_care_types
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import PastContract, User
from inkoopkalender.domain.register_difference import OrganisationDifference
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.areas import AreaRow
from inkoopkalender.intake.contracts import ContractRow, read_contracts, refused_contracts
from inkoopkalender.intake.findings import FileFinding, stands_in_the_way, without_bsn
from inkoopkalender.intake.people import read_register, refused_register
from inkoopkalender.intake.readers import Readers, read_with
from inkoopkalender.intake.rows import row_fault
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.register import organisation_ids_by_agb, organisation_ids_by_kvk
from inkoopkalender.storage.register_changes import (
    ContractDifference,
    RegisterDifference,
    compare_organisations,
    compare_past_contracts,
    upsert_organisations,
    upsert_past_contracts,
)
from inkoopkalender.storage.register_events import list_ended
from inkoopkalender.storage.users import SYSTEM_USER, add_user, get_actor, list_users
from inkoopkalender.usecases.register_checks import (
    checked_relations,
    checked_with_care_types,
    checked_with_ended,
    checked_with_register,
)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `rows` counts rows of the file; the other numbers organisations or contracts."""

    accepted: bool
    rows: int
    imported: int
    changed: int
    unchanged: int
    findings: tuple[FileFinding, ...]
    stored: bool
    organisations: tuple[OrganisationDifference, ...] = ()
    """Of a register file: what it says anew about each organisation, in the order of the file."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import goes: who does it, when, and how strictly; `content` is the team's own folder."""

    at: datetime
    by: str = SYSTEM_USER
    strict: bool = False
    dry_run: bool = False
    content: Path | None = None
    readers: Readers | None = None
    """Where files are read; None: in this process, as a command does that reads one and ends."""


def import_providers(database: Database, path: Path, options: ImportOptions) -> ImportReport:
    """Take a register file in."""
    content = read_bytes(path)
    read = read_with(options.readers, read_register, refused_register, content, path.name)
    with database.reading() as connection:
        read = checked_with_ended(read, list_ended(connection))
        read = checked_with_register(read, compare_organisations(connection, read.organisations).taken)
        read = checked_relations(read, organisation_ids_by_kvk(connection))
    read = checked_with_care_types(read, load_care_types(options.content))
    if _is_refused(read.findings, options):
        return _refused(read.rows, read.findings)
    if options.dry_run:
        with database.reading() as connection:
            difference = compare_organisations(connection, read.organisations)
        return _report(read.rows, difference, read.findings, stored=False)
    with database.changing(
        actor=options.by, at=options.at, why=f"providers import {without_bsn(path.name)}"
    ) as change:
        get_actor(change.connection, options.by, options.at)
        difference = upsert_organisations(change.connection, read.organisations, options.at)
        if difference.new or difference.changed:
            change.record("organisations-imported", _numbers(content, difference))
    return _report(read.rows, difference, read.findings, stored=True)


def import_contracts(database: Database, path: Path, year: int, options: ImportOptions) -> ImportReport:
    """Take the contracts of a year in; every organisation must be in the register."""
    content = read_bytes(path)
    read = read_with(options.readers, read_contracts, refused_contracts, content, path.name)
    with database.reading() as connection:
        by_agb, by_kvk = organisation_ids_by_agb(connection), organisation_ids_by_kvk(connection)
    contracts, faults = _resolved(read.contracts, year, by_agb, by_kvk)
    findings = tuple(sorted((*read.findings, *faults), key=lambda finding: finding.row or 0))
    if _is_refused(findings, options):
        return _refused(read.rows, findings)
    if options.dry_run:
        with database.reading() as connection:
            difference = compare_past_contracts(connection, contracts)
        return _report(read.rows, difference, findings, stored=False)
    with database.changing(
        actor=options.by, at=options.at, why=f"contracts import {without_bsn(path.name)}"
    ) as change:
        get_actor(change.connection, options.by, options.at)
        difference = upsert_past_contracts(change.connection, contracts)
        if difference.new or difference.changed:
            change.record("contracts-imported", {"year": year, **_numbers(content, difference)})
    return _report(read.rows, difference, findings, stored=True)


# --- contracts ------------------------------------------------------------------------------------
def _resolved(
    rows: Sequence[ContractRow],
    year: int,
    by_agb: Mapping[AgbCode, int],
    by_kvk: Mapping[KvkNumber, int],
) -> tuple[tuple[PastContract, ...], list[FileFinding]]:
    contracts: dict[tuple[int, str, str], tuple[PastContract, int]] = {}
    faults = []
    for row in rows:
        found = organisation_of(row, by_agb, by_kvk)
        if isinstance(found, FileFinding):
            faults.append(found)
            continue
        key = (found, row.insurer, row.sector)
        if key in contracts:
            message = _TWICE.format(row=contracts[key][1])
            faults.append(row_fault(row.record, "contract-twice", "agb", message))
            continue
        amounts = (row.agreement_cents, row.claimed_cents)
        contracts[key] = (PastContract(*key, year, *amounts), row.record.row)
    return tuple(contract for contract, _ in contracts.values()), faults


_TWICE = "Deze organisatie staat ook op regel {row}. Laat één van beide regels staan."
_UNKNOWN = "'{code}' staat niet in het register. Lees eerst het register in, of verbeter de code."
_TWO_ORGANISATIONS = (
    "AGB-code {agb} en KvK-nummer {kvk} horen bij verschillende organisaties. Verbeter één van beide."
)


def organisation_of(
    row: ContractRow | AreaRow, by_agb: Mapping[AgbCode, int], by_kvk: Mapping[KvkNumber, int]
) -> int | FileFinding:
    """Return the organisation that a row names by AGB code, KvK number or both, or what is wrong with it."""
    named = [
        ("agb", row.agb, by_agb.get(row.agb) if row.agb else None),
        ("kvk", row.kvk, by_kvk.get(row.kvk) if row.kvk else None),
    ]
    for column, code, organisation in named:
        if code and organisation is None:
            return row_fault(row.record, "organisation-unknown", column, _UNKNOWN.format(code=code))
    found = {organisation for _, _, organisation in named if organisation is not None}
    if len(found) > 1:
        message = _TWO_ORGANISATIONS.format(agb=row.agb, kvk=row.kvk)
        return row_fault(row.record, "organisation-conflict", "agb", message)
    return found.pop()


# --- the report -----------------------------------------------------------------------------------
def _is_refused(findings: tuple[FileFinding, ...], options: ImportOptions) -> bool:
    return options.strict and stands_in_the_way(findings)


def _refused(rows: int, findings: tuple[FileFinding, ...]) -> ImportReport:
    return ImportReport(
        accepted=False, rows=rows, imported=0, changed=0, unchanged=0, findings=findings, stored=False
    )


def _report(
    rows: int,
    difference: RegisterDifference | ContractDifference,
    findings: tuple[FileFinding, ...],
    *,
    stored: bool,
) -> ImportReport:
    return ImportReport(
        accepted=not stands_in_the_way(findings),
        rows=rows,
        imported=len(difference.new),
        changed=len(difference.changed),
        unchanged=len(difference.unchanged),
        findings=findings,
        stored=stored,
        organisations=difference.organisations if isinstance(difference, RegisterDifference) else (),
    )


def _numbers(content: bytes, difference: RegisterDifference | ContractDifference) -> dict[str, object]:
    return {
        "new": len(difference.new),
        "changed": len(difference.changed),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


# --- users ----------------------------------------------------------------------------------------
def new_user(database: Database, name: str, role: str, *, by: str, at: datetime) -> User:
    """Add somebody who may change things. Raises MisuseError for a name that is taken or cannot be one."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,79}", name):
        raise MisuseError(f"'{name}' cannot be a user's name. Use small letters, figures, dots and hyphens.")
    with database.changing(actor=by, at=at, why="users add") as change:
        get_actor(change.connection, by, at)
        user = add_user(change.connection, name, role, at)
        change.record("user-added", {"user": user.id, "role": role})
    return user


def all_users(database: Database, at: datetime) -> list[User]:
    """Return all users by name, the system user included."""
    with database.changing(actor=SYSTEM_USER, at=at, why="users list") as change:
        get_actor(change.connection, SYSTEM_USER, at)
        return list_users(change.connection)
