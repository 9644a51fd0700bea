"""Takes in an export that VECOZO gives of many deliveries, each with VECOZO's own stamp.

Policy: CZ wijkverpleging 2027, 2.3.4. What is late in an export is kept as late, by default never
considered, and never takes the place of a version in time. A repeated import changes nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.export import RECEIVED_AT, ExportRow, ReadExport, read_submission_export
from inkoopkalender.intake.findings import FileFinding, without_bsn
from inkoopkalender.intake.readers import read_with
from inkoopkalender.storage.judging import counts_already, first_counted
from inkoopkalender.storage.register import organisation_ids_by_agb
from inkoopkalender.storage.submissions import (
    Delivery,
    State,
    Stored,
    add_findings,
    add_import,
    list_current,
    store_delivery,
)
from inkoopkalender.usecases.deliveries import Window, find_window, follow, may_hand_in, take_turn
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.imports import (
    Correction,
    ImportReport,
    check_complete_until,
    not_kept,
    row_fault,
    unknown_agb,
    withhold_completeness,
)
from inkoopkalender.usecases.lateness import judge


class PatientLevelExportError(MisuseError):
    """Rows about people come in one provider's file at a time, which is sealed as a whole."""


def import_submissions(
    desk: Desk,
    kind: SubmissionKind,
    content: bytes,
    filename: str,
    *,
    complete_until: datetime | None,
    by: str,
    now: datetime,
) -> ImportReport:
    """Store every delivery of an export that is not known yet; rows with a fault in their code are named.

    `complete_until` says up to which moment the export holds everything; consequences wait for it.
    Raises FutureExportError when that moment has not come yet, PatientLevelExportError for such a kind.
    """
    if kind.patient_level:
        raise PatientLevelExportError(
            f"{kind.name} gaat over patiënten en komt niet in een export van velen.\nNeem elk bestand apart "
            f"in: inkoopkalender submissions receive BESTAND --as {kind.name} --round {desk.key} --agb AGB"
        )
    check_complete_until(complete_until, now)
    find_window(desk, kind.name)
    name = without_bsn(filename)
    read = read_with(
        desk.readers,
        read_submission_export,
        lambda finding: ReadExport((), (finding,)),
        content,
        filename,
        kind,
        contract_year=desk.calendar.key.contract_year,
    )
    with desk.database.changing(actor=by, at=now, why=f"export {name}") as change:
        connection, round_id = change.connection, desk.round.round_id
        desk, window = take_turn(connection, desk, kind.name)
        codes = organisation_ids_by_agb(connection)
        asked = may_hand_in(connection, desk, window)
        faults = [
            fault for row in read.rows if (fault := _fault(row, codes, asked, window.event)) is not None
        ]
        withheld = withhold_completeness(complete_until, (*read.findings, *_unattributed(faults)))
        import_id = add_import(
            connection,
            round_id,
            kind.name,
            filename=name,
            content=content,
            complete_until=None if withheld else complete_until,
            imported_at=now,
            keep=not read.has_bsn,
        )
        known = [row for row in read.rows if codes.get(row.agb) in asked and not _is_early(row, window.event)]
        counted = list_current(connection, round_id, kind.name)
        first = first_counted(connection, round_id, kind.name)
        deliveries, stored = [], []
        as_received = sorted(known, key=lambda row: row.received_at)  # not as the file happens to have them
        for row in as_received:
            delivery = _of_export(row, codes[row.agb], window, first, name)
            deliveries.append(delivery)
            stored.append(
                store_delivery(connection, round_id, delivery, recorded_at=now, import_id=import_id)
            )
            if counts_already(delivery.state, delivery.late):
                first.setdefault(delivery.organisation_id, delivery.received_at)
        news = [
            (delivery, kept, row.findings)
            for delivery, kept, row in zip(deliveries, stored, as_received, strict=True)
            if kept.new
        ]
        follow(desk, change, window, news, now)
        corrections = _corrections(kind, counted, list_current(connection, round_id, kind.name), codes)
        notices = (not_kept(),) if read.has_bsn else ()
        of_file = (*read.findings, *read.bsn, *notices)
        add_findings(connection, [asdict(one) for one in (*of_file, *faults)], import_id=import_id)
        counts = _count(deliveries, stored) | {"corrected": len(corrections)}
        change.record(
            f"{kind.name} export imported",
            {"import": import_id, "kept": not read.has_bsn, **counts},
            chain=desk.key,
        )
    of_rows = tuple(finding for row in known for finding in row.findings)
    return ImportReport(
        rows=len(read.rows),
        counts=counts,
        findings=(*of_file, *withheld, *faults, *of_rows),
        corrections=corrections,
    )


def _of_export(
    row: ExportRow, organisation_id: int, window: Window, first: Mapping[int, datetime], filename: str
) -> Delivery:
    amends = organisation_id in first and first[organisation_id] < row.received_at
    verdict = judge(
        window, organisation_id, row.received_at, sound=row.accepted, amends=amends, refused="late"
    )
    values = row.values
    content = json.dumps({"agb": row.agb, "values": dict(values)}, sort_keys=True).encode()
    found = [asdict(one) for one in row.findings]
    return Delivery(
        organisation_id,
        window.kind.name,
        "vecozo",
        row.received_at,
        verdict.state,
        filename,
        content,
        values,
        found,
        late=verdict.late,
        keys=None,
    )


def _is_early(row: ExportRow, window: ResolvedEvent) -> bool:
    return window.start is not None and row.received_at < window.start


def _fault(
    row: ExportRow, codes: Mapping[AgbCode, int], asked: set[int], window: ResolvedEvent
) -> FileFinding | None:
    if row.agb not in codes:
        return unknown_agb(row.agb, row.row)
    if codes[row.agb] not in asked:
        message = f"Aan AGB-code {row.agb} wordt deze uitvraag niet gevraagd. Controleer de code."
        return row_fault("not-in-round", row.row, "agb", row.agb, message)
    if _is_early(row, window):
        message = f"Ingediend voor de uitvraag openging ({window.words}). Deze regel is niet bewaard."
        return row_fault("before-window", row.row, RECEIVED_AT, row.received_at.isoformat(), message)
    return None


def _corrections(
    kind: SubmissionKind,
    before: Mapping[int, Mapping[str, Any]],
    after: Mapping[int, Mapping[str, Any]],
    codes: Mapping[AgbCode, int],
) -> tuple[Correction, ...]:
    """Return what counts otherwise than before, ordered by code; of an organisation, its first code."""
    first: dict[int, AgbCode] = {}
    for code in sorted(codes):
        first.setdefault(codes[code], code)
    found = []
    for organisation_id, former in before.items():
        now = after[organisation_id]
        changes = {
            field.column: (former.get(name), now.get(name))
            for name, field in kind.fields.items()
            if former.get(name) != now.get(name)
        }
        if changes:
            found.append(Correction(first[organisation_id], changes))
    return tuple(sorted(found, key=lambda one: one.agb))


def _unattributed(faults: Sequence[FileFinding]) -> list[FileFinding]:
    """Return the faults of rows of which nobody knows whose they are."""
    return [fault for fault in faults if fault.code == "unknown-agb"]


def _count(deliveries: Sequence[Delivery], stored: Sequence[Stored]) -> dict[str, int]:
    states: tuple[State, ...] = ("accepted", "rejected", "late")
    new = [one.state for one, kept in zip(deliveries, stored, strict=True) if kept.new]
    return {state: new.count(state) for state in states} | {"unchanged": len(stored) - len(new)}
