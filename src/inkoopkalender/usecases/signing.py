"""Signatures: taken from VECOZO's export with its own time stamps; silence means not signed.

Policy: CZ wijkverpleging 2027, 4.1 (last signing day). No document states tacit renewal, so who has not
signed by the close lapses, after an export that is complete up to it and a person's confirmation.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.intake.findings import FileFinding, may_keep, without_bsn
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.records import SigningRow, read_signing_export, refused_list
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import open_tasks
from inkoopkalender.storage.held_letters import list_held, withdraw_held
from inkoopkalender.storage.judging import take_back_questions
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.offers import accept_late_contract, add_contracts, list_contracts, list_offers
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.register import organisation_ids_by_agb
from inkoopkalender.storage.rounds import list_participants, set_standing
from inkoopkalender.storage.submissions import add_import
from inkoopkalender.usecases.desk import Desk, take_calendar_turn
from inkoopkalender.usecases.imports import (
    ImportReport,
    check_complete_until,
    not_kept,
    row_fault,
    unknown_agb,
    withhold_completeness,
)
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, at_once, in_batches


def import_signatures(
    desk: Desk, content: bytes, filename: str, *, complete_until: datetime | None, by: str, now: datetime
) -> ImportReport:
    """Store the signed contracts of an export. A repeated import changes nothing.

    In time is decided here, by VECOZO's stamp against the signing term. A late signature is kept and put
    before a person; it makes nobody a contracted provider. Raises FutureExportError.
    """
    check_complete_until(complete_until, now)
    read = read_with(desk.readers, read_signing_export, refused_list, content, filename)
    name, keep = without_bsn(filename), may_keep(read.findings)
    with desk.database.changing(actor=by, at=now, why=f"signing export {name}") as change:
        desk = take_calendar_turn(change.connection, desk)
        event = desk.event_of("sign-contracts")
        codes = organisation_ids_by_agb(change.connection)
        offered = _offered_at(change.connection, desk)
        faults = [fault for row in read.rows if (fault := _fault(row, codes, offered)) is not None]
        withheld = withhold_completeness(complete_until, (*read.findings, *faults))
        import_id = add_import(
            change.connection,
            desk.round.round_id,
            event.key,
            filename=name,
            content=content,
            complete_until=None if withheld else complete_until,
            imported_at=now,
            keep=keep,
        )
        last_first = sorted(read.rows, key=lambda row: row.signed_at, reverse=True)
        known = {codes[row.agb]: row for row in last_first if row.agb in codes and codes[row.agb] in offered}
        rows = [_contract(desk, one, row, import_id, event.end) for one, row in sorted(known.items())]
        new = add_contracts(change.connection, desk.round.round_id, rows)
        counts = {"signatures": len(rows), "new": new, **_follow(desk, change, rows, now)}
        change.record(
            "signing export imported", {"import": import_id, "kept": keep, **counts}, chain=desk.key
        )
    findings = (*read.findings, *(() if keep else (not_kept(),)), *withheld, *faults)
    return ImportReport(rows=len(read.rows), counts=counts, findings=findings)


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
    connection, round_id = change.connection, desk.round.round_id
    contracts = list_contracts(connection, round_id)
    in_file = [int(str(row["organisation_id"])) for row in rows]
    in_time = {one for one in in_file if contracts[one].in_time}
    late = [one for one in in_file if one not in in_time]
    ended = {
        one.organisation_id: one.standing
        for one in list_participants(connection, round_id, standings=("lapsed", "declined"))
    }
    questions = [_ask(one, "late-signature") for one in late]
    questions += [_ask(one, f"signature-after-{ended[one]}") for one in sorted(in_time) if one in ended]
    open_tasks(connection, round_id, questions, at=now)
    signed = set_standing(
        connection, round_id, in_time, "signed", only_from=("offered", "lapsed", "declined")
    )
    return {"signed": signed, "late": len(late)}


_LAPSED = "lapsed-before-change"
_QUESTIONS: Mapping[str, str] = {
    _LAPSED: "Het aanbod is vervallen en dat is gemeld; daarna is de tekentermijn verlengd. Wat volgt nu?",
    "late-signature": "De overeenkomst is na de uiterste tekendatum getekend. Wat volgt hieruit?",
    "signature-after-lapsed": "Op tijd getekend, maar als vervallen behandeld. Herstel dat bij de aanbieder.",
    "signature-after-declined": "Op tijd getekend, maar eerder afgezien. Ga na wat de aanbieder bedoelt.",
}


def _ask(organisation_id: int, kind: str) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": kind,
        "subject": f"organisation {organisation_id}",
        "question": _QUESTIONS[kind],
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
        audience = list_participants(connection, desk.round.round_id, joined_by=work.joined_by)

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
    """Return whose offer lapses by silence. A late signature is no silence: it is for a person first."""
    late = {
        one
        for one, contract in list_contracts(connection, desk.round.round_id).items()
        if not contract.in_time
    }
    offered = list_participants(connection, desk.round.round_id, standings=("offered",))
    return {one.organisation_id for one in offered if one.track != "new"} - late


def settle_late_signature(
    desk: Desk, change: Transaction, organisation_id: int, decision: str, now: datetime
) -> None:
    """Carry out a person's answer to a late signature: it counts after all, or the offer lapses."""
    connection, round_id = change.connection, desk.round.round_id
    if decision == "continued":
        accept_late_contract(connection, round_id, organisation_id)
        set_standing(connection, round_id, [organisation_id], "signed", only_from=("offered", "lapsed"))
        return
    moved = set_standing(connection, round_id, [organisation_id], "lapsed", only_from=("offered",))
    facts = {"deadline": deadline(desk, desk.event_of("sign-contracts"), now)}
    if moved:
        origin = f"{desk.key}|late signature|{organisation_id}"
        write_letters(
            desk, connection, "contract-lapsed", [organisation_id], lambda _: facts, origin=origin, now=now
        )


def judge_signatures_anew(desk: Desk, change: Transaction, now: datetime) -> Counts:
    """Let late signatures that a later end of the term makes timely count, unless the offer has lapsed.

    Of whom the offer lapsed by a person's release, a person is asked.
    """
    connection, round_id = change.connection, desk.round.round_id
    end = desk.event_of("sign-contracts").end
    in_time = [
        one
        for one, contract in list_contracts(connection, round_id).items()
        if not contract.in_time and (end is None or contract.signed_at < end)
    ]
    for one in in_time:
        accept_late_contract(connection, round_id, one)
    take_back_questions(connection, round_id, ["late-signature"], in_time)
    signed = set_standing(connection, round_id, in_time, "signed", only_from=("offered",))
    ended = list_participants(connection, round_id, standings=("lapsed",))
    lapsed = [_ask(one.organisation_id, _LAPSED) for one in ended]
    asked = open_tasks(connection, round_id, lapsed, at=now)
    if in_time:
        change.record("signatures judged anew", {"organisations": in_time}, chain=desk.key)
    return {"signed": signed, "consequences": asked}


def _without_address(connection: Connection, desk: Desk) -> set[int]:
    """Return who did not sign and could not be written to; a task asks a person for an address."""
    recipients = list_recipients(connection, _unsigned(connection, desk), "contractering")
    return {one.organisation_id for one in recipients if one.contact_id is None}


def carry_out_lapses(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let the offers lapse; of whom a signature in time came to light since, the letter is withdrawn."""
    connection = change.connection
    told = list_held(connection, row.key, "contract-lapsed")
    settled = told - _unsigned(connection, desk)
    unsigned = (told | _without_address(connection, desk)) - settled
    return {
        "ended": set_standing(connection, desk.round.round_id, unsigned, "lapsed", only_from=("offered",)),
        "withdrawn": withdraw_held(connection, row.key, settled, now),
    }
