"""Takes clients per postcode area in, compares first and stores what differs; and writes them out again.

A bad row does not block the good ones, unless `strict`. The audit keeps numbers and the file's hash.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inkoopkalender.domain.area_difference import AreaDifference, compare_areas
from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.domain.register import Organisation
from inkoopkalender.intake.areas import (
    AREA_COLUMNS,
    AreaRow,
    ReadAreas,
    area_cells,
    read_areas,
    refused_areas,
)
from inkoopkalender.intake.findings import FileFinding, stands_in_the_way, without_bsn
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.rows import row_fault
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.intake.writing import write_rows
from inkoopkalender.storage.areas import add_area_clients, list_area_clients
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.register import (
    list_organisations,
    organisation_ids_by_agb,
    organisation_ids_by_kvk,
)
from inkoopkalender.storage.statements import PARTICIPATIONS_TURN, wait_for_turn
from inkoopkalender.storage.users import get_actor
from inkoopkalender.usecases.people import ImportOptions, organisation_of


@dataclass(frozen=True, slots=True)
class AreasReport:
    """What an import of clients per area did; `organisations` in the order of the file, by insurer."""

    accepted: bool
    rows: int
    findings: tuple[FileFinding, ...]
    stored: bool
    organisations: tuple[AreaDifference, ...] = ()


def import_areas(database: Database, path: Path, options: ImportOptions) -> AreasReport:
    """Take a file of clients per area in; every organisation must be in the register."""
    content = read_bytes(path)
    read = read_with(options.readers, read_areas, refused_areas, content, path.name)
    if options.dry_run:
        with database.reading() as connection:
            return _compared_with(connection, read, options)
    why = f"areas import {without_bsn(path.name)}"
    with database.changing(actor=options.by, at=options.at, why=why) as change:
        wait_for_turn(change.connection, PARTICIPATIONS_TURN)  # no merger between looking up and storing
        report = _compared_with(change.connection, read, options)
        if options.strict and not report.accepted:
            return report
        get_actor(change.connection, options.by, options.at)
        ids = organisation_ids_by_kvk(change.connection)
        for one in report.organisations:
            add_area_clients(change.connection, {ids[one.kvk]: one.added}, options.at)
        rows = sum(len(one.added) for one in report.organisations)
        if rows:
            digest = hashlib.sha256(content).hexdigest()
            change.record("area-clients-imported", {"rows": rows, "sha256": digest})
    return replace(report, stored=True)


def _compared_with(connection: Connection, read: ReadAreas, options: ImportOptions) -> AreasReport:
    """Say what the file would do to the register as this transaction sees it; nothing is stored."""
    told, faults = _resolved(connection, read.areas)
    findings = tuple(sorted((*read.findings, *faults), key=lambda finding: finding.row or 0))
    accepted = not stands_in_the_way(findings)
    differences = () if options.strict and not accepted else _compared(connection, told)
    return AreasReport(accepted, read.rows, findings, stored=False, organisations=differences)


def export_areas(database: Database, path: Path) -> tuple[int, int]:
    """Write every row that an import could still add (.xlsx or .csv); return organisations and rows.

    Raises UnknownFormError for another suffix.
    """
    with database.reading() as connection:
        organisations, held = list_organisations(connection), list_area_clients(connection)
    rows = [
        cells
        for one in organisations
        for cells in area_cells(one.kvk, one.main_agb, _last_words(held.get(one.id, ())))
    ]
    write_rows(path, "postcodegebieden", [column.name for column in AREA_COLUMNS], rows)
    return sum(1 for one in organisations if one.id in held), len(rows)


def _last_words(rows: Sequence[AreaClients]) -> list[AreaClients]:
    """Return the row recorded last of each insurer, day and area, in that order."""
    last = {(row.insurer, row.as_of, row.area): row for row in rows}
    return [last[key] for key in sorted(last)]


_Told = dict[tuple[int, str], list[AreaClients]]
_TWICE = "Dit gebied staat voor deze organisatie en dag ook op regel {row}. Laat één van beide regels staan."


def _resolved(connection: Connection, rows: Sequence[AreaRow]) -> tuple[_Told, list[FileFinding]]:
    by_agb, by_kvk = organisation_ids_by_agb(connection), organisation_ids_by_kvk(connection)
    told: _Told = {}
    places: dict[tuple[object, ...], int] = {}
    faults = []
    for row in rows:
        found = organisation_of(row, by_agb, by_kvk)
        if isinstance(found, FileFinding):
            faults.append(found)
            continue
        key = (found, row.told.insurer, row.told.area, row.told.as_of)
        if key in places:
            message = _TWICE.format(row=places[key])
            faults.append(row_fault(row.record, "area-twice", "postcodegebied", message))
            continue
        places[key] = row.record.row
        told.setdefault((found, row.told.insurer), []).append(row.told)
    return told, faults


def _compared(
    connection: Connection, told: Mapping[tuple[int, str], Sequence[AreaClients]]
) -> tuple[AreaDifference, ...]:
    held = list_area_clients(connection)
    names: dict[int, Organisation] = {one.id: one for one in list_organisations(connection)}
    return tuple(
        compare_areas(names[owner].kvk, names[owner].name, rows, held.get(owner, ()))
        for (owner, _), rows in told.items()
        if owner in names
    )
