"""Takes in what providers hand in: on our own channel, or in an export that VECOZO gives of many.

Policy: CZ wijkverpleging 2027, 2.3.4. In time is decided here, by `received_at` against the window: the last
byte on our own channel, VECOZO's own stamp in an export. Late on our own channel is refused, with a
receipt of the refusal; late in an export is kept as late and never considered.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.export import RECEIVED_AT, ExportRow, read_submission_export
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.submissions import check_submission
from inkoopkalender.mail.facts import MOST_FINDINGS, FindingFacts
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import list_outcomes, open_tasks
from inkoopkalender.storage.recipients import Recipient
from inkoopkalender.storage.register import find_organisation_by_agb, organisation_ids_by_agb
from inkoopkalender.storage.rounds import list_participants, set_standing
from inkoopkalender.storage.submissions import (
    Delivery,
    State,
    Stored,
    add_findings,
    add_import,
    store_delivery,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.imports import (
    ImportReport,
    check_complete_until,
    row_fault,
    unknown_agb,
    withhold_completeness,
)
from inkoopkalender.usecases.letters import deadline, moment_in_words, write_letters

LETTER: Mapping[State, str] = {
    "accepted": "survey-receipt",
    "rejected": "survey-rejected",
    "refused": "survey-refused-late",
}
"""The receipt that answers each state; a late row of an export gets its consequence at the close."""


AFTER_ASSESSMENT = "survey-after-assessment"
"""The question about a delivery in time that came to light after its absence had consequences."""


class UnknownSubmissionError(MisuseError):
    """The round has no submission of this kind, or no such provider takes part."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one delivery."""

    state: State
    revision: int
    sha256: str
    findings: tuple[FileFinding, ...]


def find_window(desk: Desk, kind: str) -> ResolvedEvent:
    """Return the event in whose window a kind of submission is due. Raises UnknownSubmissionError."""
    for event in desk.timeline.events:
        if event.submission == kind and event.phase == "intake":
            return event
    kinds = sorted(
        event.submission for event in desk.timeline.events if event.submission and event.phase == "intake"
    )
    raise UnknownSubmissionError(f"{desk.key} kent geen uitvraag '{kind}'. Kies uit: {', '.join(kinds)}.")


def find_kind(desk: Desk, kind: str) -> SubmissionKind:
    """Return what a kind of submission asks. Raises UnknownSubmissionError."""
    if kind not in desk.submissions:
        raise UnknownSubmissionError(
            f"{desk.key} kent geen uitvraag '{kind}'. Kies uit: {', '.join(sorted(desk.submissions))}."
        )
    return desk.submissions[kind]


def receive_submission(
    desk: Desk,
    kind: SubmissionKind,
    agb: str,
    content: bytes,
    filename: str,
    *,
    received_at: datetime,
    by: str,
    now: datetime,
) -> Receipt:
    """Check and store one provider's file from our own channel, and answer with a receipt.

    Raises UnknownSubmissionError when the code is not in the register or does not take part.
    """
    window = find_window(desk, kind.name)
    state = _state_on_own_channel(window, received_at)
    checked = check_submission(
        content,
        filename,
        kind,
        contract_year=desk.calendar.key.contract_year,
        agb=agb,
        received_on=received_at.astimezone(desk.zone).date(),
    )
    if state is None:
        state = "accepted" if checked.accepted else "rejected"
    with desk.database.changing(actor=by, at=now, why=f"received {kind.name}") as change:
        organisation = find_organisation_by_agb(change.connection, agb)
        if organisation is None or organisation.id not in _asked(change.connection, desk, window):
            raise UnknownSubmissionError(
                f"Aan AGB-code {agb} wordt in {desk.key} geen {kind.name} gevraagd. Controleer de code."
            )
        delivery = Delivery(
            organisation.id,
            kind.name,
            "upload",
            received_at,
            state,
            filename,
            content,
            checked.values,
            [asdict(one) for one in checked.findings],
        )
        stored = store_delivery(change.connection, desk.round.round_id, delivery, recorded_at=now)
        if stored.new:
            _follow(desk, change, window, [(delivery, stored, checked.findings)], now)
            change.record(
                f"{kind.name} {state}",
                {"submission": stored.submission_id, "sha256": stored.sha256},
                chain=desk.key,
            )
    return Receipt(state, stored.revision, stored.sha256, checked.findings)


def _asked(connection: Connection, desk: Desk, window: ResolvedEvent) -> set[int]:
    """Return whom the window's submission is asked of: who takes part in its track."""
    joined = list_participants(connection, desk.round.round_id, track=window.track)
    return {one.organisation_id for one in joined}


def _state_on_own_channel(window: ResolvedEvent, received_at: datetime) -> State | None:
    if window.end is not None and received_at >= window.end:
        return "refused"
    if window.start is not None and received_at < window.start:
        raise UnknownSubmissionError(
            f"De uitvraag opent op {window.start:%d-%m-%Y}; er kan nu nog niets worden ingediend."
        )
    return None


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
    Raises FutureExportError when that moment has not come yet.
    """
    check_complete_until(complete_until, now)
    window = find_window(desk, kind.name)
    read = read_submission_export(content, filename, kind, contract_year=desk.calendar.key.contract_year)
    withheld = withhold_completeness(complete_until, read.findings)
    with desk.database.changing(actor=by, at=now, why=f"export {filename}") as change:
        connection, round_id = change.connection, desk.round.round_id
        codes = organisation_ids_by_agb(connection)
        asked = _asked(connection, desk, window)
        import_id = add_import(
            connection,
            round_id,
            kind.name,
            filename=filename,
            content=content,
            complete_until=None if withheld else complete_until,
            imported_at=now,
        )
        known = [row for row in read.rows if codes.get(row.agb) in asked and not _is_early(row, window)]
        deliveries = [_of_export(row, codes[row.agb], kind.name, window, filename) for row in known]
        stored = [
            store_delivery(connection, round_id, one, recorded_at=now, import_id=import_id)
            for one in deliveries
        ]
        news = [
            (delivery, kept, row.findings)
            for delivery, kept, row in zip(deliveries, stored, known, strict=True)
            if kept.new
        ]
        _follow(desk, change, window, news, now)
        faults = [fault for row in read.rows if (fault := _fault(row, codes, asked, window)) is not None]
        add_findings(connection, [asdict(one) for one in (*read.findings, *faults)], import_id=import_id)
        counts = _count(deliveries, stored)
        change.record(f"{kind.name} export imported", {"import": import_id, **counts}, chain=desk.key)
    of_rows = tuple(finding for row in known for finding in row.findings)
    return ImportReport(
        rows=len(read.rows), counts=counts, findings=(*read.findings, *withheld, *faults, *of_rows)
    )


def _of_export(
    row: ExportRow, organisation_id: int, kind: str, window: ResolvedEvent, filename: str
) -> Delivery:
    late = window.end is not None and row.received_at >= window.end
    state: State = "late" if late else "accepted" if row.accepted else "rejected"
    values = row.values
    content = json.dumps({"agb": row.agb, "values": dict(values)}, sort_keys=True).encode()
    found = [asdict(one) for one in row.findings]
    return Delivery(organisation_id, kind, "vecozo", row.received_at, state, filename, content, values, found)


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


def _count(deliveries: Sequence[Delivery], stored: Sequence[Stored]) -> dict[str, int]:
    states: tuple[State, ...] = ("accepted", "rejected", "late")
    new = [one.state for one, kept in zip(deliveries, stored, strict=True) if kept.new]
    return {state: new.count(state) for state in states} | {"unchanged": len(stored) - len(new)}


def _follow(
    desk: Desk,
    change: Transaction,
    window: ResolvedEvent,
    news: Sequence[tuple[Delivery, Stored, tuple[FileFinding, ...]]],
    now: datetime,
) -> None:
    """Move the standings of what was accepted, and write the receipts."""
    accepted = [delivery.organisation_id for delivery, _, _ in news if delivery.state == "accepted"]
    set_standing(change.connection, desk.round.round_id, accepted, "submitted", only_from=("invited",))
    _ask_after_assessment(desk, change, window, accepted, now)
    for delivery, stored, findings in news:
        if delivery.state not in LETTER:
            continue
        facts = {
            "received_at": moment_in_words(desk, delivery.received_at),
            "deadline": deadline(desk, window, now),
            "revision": stored.revision,
            "sha256": stored.sha256,
            "findings": [_finding_facts(one) for one in findings[:MOST_FINDINGS]],
            "finding_count": len(findings),
        }
        write_letters(
            desk,
            change.connection,
            LETTER[delivery.state],
            [delivery.organisation_id],
            partial(_same, facts),
            origin=f"submission|{stored.submission_id}",
            now=now,
        )


def _ask_after_assessment(
    desk: Desk, change: Transaction, window: ResolvedEvent, accepted: Sequence[int], now: datetime
) -> None:
    """Put before a person what came in in time but was not known when silence was drawn consequences from."""
    drawn = list_outcomes(change.connection, desk.round.round_id, "R-WV-SURVEY")
    questions = [
        {
            "organisation_id": one,
            "kind": AFTER_ASSESSMENT,
            "subject": f"organisation {one} {window.key}",
            "question": "Op tijd ingediend, maar pas na de beoordeling bekend geworden. Wat volgt hieruit?",
            "ambiguity": "A-WV-04",
        }
        for one in sorted(set(accepted))
        if one in drawn and drawn[one].value != "delivered"
    ]
    open_tasks(change.connection, desk.round.round_id, questions, at=now)


def _same(facts: Mapping[str, object], _: Recipient) -> Mapping[str, object]:
    return facts


def _finding_facts(finding: FileFinding) -> FindingFacts:
    where = ", ".join(
        part for part in (finding.sheet, f"rij {finding.row}" if finding.row else "", finding.column) if part
    )
    return FindingFacts(where or "het bestand", finding.value, finding.message)
