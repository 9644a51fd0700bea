"""Signatures: taken from VECOZO's export with its own time stamps; silence means not signed.

Policy: CZ wijkverpleging 2027, 4.1 (last signing day). No document states tacit renewal, so who has not
signed by the close lapses, after an export that is complete up to it and a person's confirmation.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.records import SigningRow, read_signing_export
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import add_contracts, list_contracts, list_offers, open_tasks
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.register import organisation_ids_by_agb
from inkoopkalender.storage.rounds import list_participants, set_standing
from inkoopkalender.storage.submissions import add_import
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.imports import ImportReport, row_fault, unknown_agb
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, at_once, in_batches


def import_signatures(
    desk: Desk, content: bytes, filename: str, *, complete_until: datetime | None, by: str, now: datetime
) -> ImportReport:
    """Store the signed contracts of an export. A repeated import changes nothing.

    In time is decided here, by VECOZO's stamp against the signing term. A late signature is kept and put
    before a person; it makes nobody a contracted provider.
    """
    read = read_signing_export(content, filename)
    event = desk.event_of("sign-contracts")
    with desk.database.changing(actor=by, at=now, why=f"signing export {filename}") as change:
        codes = organisation_ids_by_agb(change.connection)
        import_id = add_import(
            change.connection,
            desk.round.round_id,
            event.key,
            filename=filename,
            content=content,
            complete_until=complete_until,
            imported_at=now,
        )
        offered = _offered_at(change.connection, desk)
        known = {codes[row.agb]: row for row in read.rows if row.agb in codes and codes[row.agb] in offered}
        rows = [_contract(desk, one, row, import_id, event.end) for one, row in sorted(known.items())]
        new = add_contracts(change.connection, desk.round.round_id, rows)
        counts = {"signatures": len(rows), "new": new, **_follow(desk, change, rows, now)}
        change.record("signing export imported", {"import": import_id, **counts}, chain=desk.key)
    faults = [fault for row in read.rows if (fault := _fault(row, codes, offered)) is not None]
    return ImportReport(rows=len(read.rows), counts=counts, findings=(*read.findings, *faults))


def _offered_at(connection: Connection, desk: Desk) -> set[int]:
    offers = list_offers(connection, desk.round.round_id, "contract")
    return {one for one, offer in offers.items() if offer.released_at is not None}


def _fault(row: SigningRow, codes: Mapping[AgbCode, int], offered: set[int]) -> FileFinding | None:
    if row.agb not in codes:
        return unknown_agb(row.agb, row.row)
    if codes[row.agb] not in offered:
        return row_fault(
            "not-offered",
            row.row,
            "agb",
            row.agb,
            f"Aan AGB-code {row.agb} is in deze ronde geen overeenkomst aangeboden. Controleer het bestand.",
        )
    return None


def _contract(
    desk: Desk, organisation_id: int, row: SigningRow, import_id: int, end: datetime | None
) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "signed_at": row.signed_at,
        "signed_by": row.signed_by,
        "in_time": end is None or row.signed_at < end,
        "starts_on": date(desk.calendar.key.contract_year, 1, 1),
        "import_id": import_id,
    }


def _follow(desk: Desk, change: Transaction, rows: Sequence[Mapping[str, object]], now: datetime) -> Counts:
    in_time = [int(str(row["organisation_id"])) for row in rows if row["in_time"]]
    late = [int(str(row["organisation_id"])) for row in rows if not row["in_time"]]
    open_tasks(change.connection, desk.round.round_id, [_ask_late(one) for one in late], at=now)
    signed = set_standing(change.connection, desk.round.round_id, in_time, "signed", only_from=("offered",))
    return {"signed": signed, "late": len(late)}


def _ask_late(organisation_id: int) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": "late-signature",
        "subject": f"organisation {organisation_id}",
        "question": "De overeenkomst is na de uiterste tekendatum getekend. Wat volgt hieruit?",
    }


def close_signing(work: Work) -> None:
    """Count who signed and who did not at the end of the signing term."""
    desk = work.desk

    def count(change: Transaction) -> Counts:
        contracts = list_contracts(change.connection, desk.round.round_id).values()
        open_offers = list_participants(change.connection, desk.round.round_id, standings=("offered",))
        return {"signed": sum(one.in_time for one in contracts), "open": len(open_offers)}

    at_once(work, count, name="count")


def lapse_unsigned(work: Work) -> None:
    """Compose the letters to those who did not sign in time (O-GEN-01)."""
    desk = work.desk
    with desk.database.reading() as connection:
        audience = list_participants(connection, desk.round.round_id, joined_by=work.action.due_at)

    def lapse(change: Transaction, organisation_ids: Sequence[int]) -> Counts:
        unsigned = _unsigned(change.connection, desk) & set(organisation_ids)
        facts = {"deadline": deadline(desk, work.event, work.now)}
        written = write_letters(
            desk,
            change.connection,
            "contract-lapsed",
            unsigned,
            lambda _: facts,
            origin=work.origin,
            now=work.now,
            held=True,
        )
        return {"lapsed": len(unsigned), **written}

    in_batches(work, [one.organisation_id for one in audience], lapse)


def _unsigned(connection: Connection, desk: Desk) -> set[int]:
    return {
        one.organisation_id
        for one in list_participants(connection, desk.round.round_id, standings=("offered",))
        if one.track != "new"
    }


def carry_out_lapses(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let the offers lapse."""
    del row, now
    unsigned = _unsigned(change.connection, desk)
    return {
        "ended": set_standing(
            change.connection, desk.round.round_id, unsigned, "lapsed", only_from=("offered",)
        )
    }
