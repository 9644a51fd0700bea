"""The contracted care: who signed, held against the list that is to be shown, then published with hashes.

Policy: CZ wijkverpleging 2027, 4.2 and 4.1 (by 12 November). The gate names who signed but is missing from
the list and who is on it without a contract. It opens when both agree, or when a person accepts the
differences with a reason; what is published is always what was signed.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inkoopkalender.errors import FindingsError
from inkoopkalender.intake.findings import may_keep
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.records import read_publication_list, refused_list
from inkoopkalender.storage.audit import find_last_link
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import add_publication, decide_task, list_tasks, open_tasks
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.offers import Contract, list_contracts
from inkoopkalender.storage.recipients import Recipient, list_recipients
from inkoopkalender.storage.register import list_organisations, organisation_ids_by_agb
from inkoopkalender.storage.submissions import add_import, find_last_document
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.imports import ImportReport, unknown_agb
from inkoopkalender.usecases.publication_files import FIELDS, write_publication
from inkoopkalender.usecases.work import Counts, Work, at_once

LIST = "publication-list"
"""The kind of import that the list for the public site is."""
QUESTION = "publication-gate"
ACCEPTED = "accepted"
"""A person's decision that the list may differ from what was signed, as the question names it."""


class GateClosedError(FindingsError):
    """The list and the signed contracts differ."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Signed against listed: AGB codes, sorted. `listed` is None when no list was imported."""

    signed: tuple[str, ...]
    listed: tuple[str, ...] | None
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether there is a list, and it shows exactly who signed."""
        return self.listed is not None and not self.missing and not self.extra


def import_publication_list(
    desk: Desk, content: bytes, filename: str, *, by: str, now: datetime
) -> ImportReport:
    """Store the list that is to be shown; the last one counts.

    One whose bytes may not be kept is not taken in at all: what is published is held against them.
    """
    read = read_with(desk.readers, read_publication_list, refused_list, content, filename)
    if not may_keep(read.findings):
        return ImportReport(len(read.rows), {"stored": 0}, read.findings)
    with desk.database.changing(actor=by, at=now, why=f"publication list {filename}") as change:
        codes = organisation_ids_by_agb(change.connection)
        add_import(
            change.connection,
            desk.round.round_id,
            LIST,
            filename=filename,
            content=content,
            complete_until=None,
            imported_at=now,
        )
        _ask_again(desk, change, now)
        change.record("publication list imported", {"rows": len(read.rows)}, chain=desk.key)
    faults = [unknown_agb(row.agb, row.row) for row in read.rows if row.agb not in codes]
    return ImportReport(len(read.rows), {"stored": len(read.rows)}, (*read.findings, *faults))


def _ask_again(desk: Desk, change: Transaction, now: datetime) -> None:
    """Put the differences of the new list before a person, in place of those of the earlier one."""
    connection, round_id = change.connection, desk.round.round_id
    gate = read_gate(connection, desk)
    question = _question(gate)
    for task in list_tasks(connection, round_id, kinds=[QUESTION], undecided=True):
        if task.subject != question["subject"]:
            reason = "Er is een nieuwe lijst ingelezen."
            decide_task(connection, task.task_id, "superseded", reason=reason, by=change.actor, at=now)
    if not gate.agrees:
        open_tasks(connection, round_id, [question], at=now)


def read_gate(connection: Connection, desk: Desk) -> Gate:
    """Hold the signed contracts against the last imported list."""
    signed = {one.agb for one, _ in _signed(connection, desk)}
    stored = find_last_document(connection, desk.round.round_id, LIST)
    if stored is None:
        return Gate(tuple(sorted(signed)), None, (), ())
    # A list may name a provider by any of its codes; here each stands for its main one.
    main = {code: one.main_agb for one in list_organisations(connection) for code in one.codes}
    read = read_with(desk.readers, read_publication_list, refused_list, *stored)
    listed = {str(main.get(row.agb, row.agb)) for row in read.rows}
    return Gate(
        tuple(sorted(signed)),
        tuple(sorted(listed)),
        tuple(sorted(signed - listed)),
        tuple(sorted(listed - signed)),
    )


def _signed(connection: Connection, desk: Desk) -> list[tuple[Recipient, Contract]]:
    contracts = {
        one: contract
        for one, contract in list_contracts(connection, desk.round.round_id).items()
        if contract.in_time
    }
    recipients = list_recipients(connection, contracts, "contractering")
    return sorted(((one, contracts[one.organisation_id]) for one in recipients), key=lambda pair: pair[0].agb)


def may_publish(connection: Connection, desk: Desk, gate: Gate) -> bool:
    """Say whether list and contracts agree, or a person accepted these very differences, no others."""
    asked = list_tasks(connection, desk.round.round_id, kinds=[QUESTION])
    accepted = {one.question for one in asked if one.decision == ACCEPTED}
    return gate.agrees or str(_question(gate)["question"]) in accepted


def check_publication(work: Work) -> None:
    """Open the gate's report for a person: what would be published, and every difference by name."""
    desk = work.desk

    def check(change: Transaction) -> Counts:
        gate = read_gate(change.connection, desk)
        if not gate.agrees:
            open_tasks(change.connection, desk.round.round_id, [_question(gate)], at=work.now)
        return {"contracted": len(gate.signed), "missing": len(gate.missing), "extra": len(gate.extra)}

    at_once(work, check, name="gate")


def _question(gate: Gate) -> dict[str, object]:
    what = (
        "Er is geen lijst ingelezen om de getekende overeenkomsten mee te vergelijken."
        if gate.listed is None
        else f"Getekend, niet op de lijst: {', '.join(gate.missing) or 'geen'}. "
        f"Op de lijst, niet getekend: {', '.join(gate.extra) or 'geen'}."
    )
    return {
        "organisation_id": None,
        "kind": QUESTION,
        "subject": f"publication {hashlib.sha256(what.encode()).hexdigest()[:12]}",
        "question": f"{what} Lees een verbeterde lijst in, of keur het verschil goed: beslis 'accepted', "
        "met een reden.",
    }


def carry_out_publication(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Write the publication and record it. Raises GateClosedError while list and contracts differ."""
    del row
    gate = read_gate(change.connection, desk)
    if not may_publish(change.connection, desk, gate):
        raise GateClosedError(
            f"De lijst en de getekende overeenkomsten van {desk.key} verschillen"
            f"{': er is geen lijst ingelezen' if gate.listed is None else ''}.\n"
            f"  getekend, niet op de lijst: {', '.join(gate.missing) or 'geen'}\n"
            f"  op de lijst, niet getekend: {', '.join(gate.extra) or 'geen'}\n"
            f"Lees een verbeterde lijst in: inkoopkalender publish {desk.key} --list BESTAND"
        )
    rows = [_row(recipient, contract) for recipient, contract in _signed(change.connection, desk)]
    folder = publication_folder(desk, now)
    sha256 = write_publication(folder, rows, desk.key, now, find_last_link(change.connection, desk.key))
    add_publication(
        change.connection,
        desk.round.round_id,
        "contracted-care",
        at=now,
        address=folder.as_posix(),
        sha256=sha256,
        counts={"contracted": len(rows)},
    )
    _settle_question(desk, change, now)
    return {"published": len(rows)}


def _settle_question(desk: Desk, change: Transaction, now: datetime) -> None:
    """Close the question that the gate asked, when the list was put right instead of the answer given."""
    for task in list_tasks(change.connection, desk.round.round_id, kinds=[QUESTION], undecided=True):
        reason = "De lijst klopt nu met wat getekend is; gepubliceerd."
        decide_task(change.connection, task.task_id, "corrected", reason=reason, by=change.actor, at=now)


def publication_folder(desk: Desk, now: datetime) -> Path:
    """Return where the publication of this moment is written."""
    day = now.astimezone(desk.zone).date().isoformat()
    return desk.settings.folder / "publications" / desk.key.replace("/", "-") / day


def _row(recipient: Recipient, contract: Contract) -> dict[str, str]:
    values = (recipient.agb, recipient.name, "gecontracteerd", contract.starts_on.isoformat())
    return dict(zip(FIELDS, values, strict=True))
