"""Takes in one provider's file on our own channel: checked, stored with its hash, answered with a receipt.

Policy: CZ wijkverpleging 2027, 2.3.4; every kind that has a window in its round's calendar. In time is
decided here, by the moment at which the last byte arrived against the window. What becomes of what
comes too late is decided by the rule of its kind, and told in the receipt.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.findings import FileFinding, capped, may_keep
from inkoopkalender.intake.kept_findings import filename_to_keep, findings_to_keep
from inkoopkalender.intake.mail_checks import check_mail, refused_mail
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission, refused_submission
from inkoopkalender.storage.enclosures import Enclosed, Enclosure, hashed
from inkoopkalender.storage.judging import first_counted
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.submissions import (
    Delivery,
    State,
    store_delivery,
)
from inkoopkalender.usecases.deliveries import (
    UnknownSubmissionError,
    Window,
    find_window,
    follow,
    is_one_who_may,
    take_turn,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.incoming import check_received
from inkoopkalender.usecases.keys import keys_for
from inkoopkalender.usecases.lateness import judge


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one delivery."""

    state: State
    late: str
    """By which rule it is late; empty for in time."""
    revision: int
    sha256: str
    findings: tuple[FileFinding, ...]
    documents: tuple[Enclosed, ...]
    answered: bool
    """Whether a letter answers it; false when nobody is known to write to, or nothing is new."""


def receive_submission(
    desk: Desk,
    kind: SubmissionKind,
    agb: str,
    content: bytes,
    filename: str,
    *,
    documents: Sequence[Document] = (),
    channel: Literal["upload", "mail"] = "upload",
    received_at: datetime,
    by: str,
    now: datetime,
) -> Receipt:
    """Check and store one provider's file and its documents from our own channel, and answer with a receipt.

    By `mail` the file is the whole mail, with what hangs on it. Raises UnknownSubmissionError when the code
    is not in the register or does not take part.
    """
    check_received(received_at, now)
    find_window(desk, kind.name)
    keys = keys_for(desk, kind)
    with desk.database.reading() as connection:
        provider = find_organisation_by_agb(connection, agb)
    codes = provider.codes if provider else agb
    day = received_at.astimezone(desk.zone).date()
    if channel == "mail":
        checked = _check_mail(desk, kind, content, codes, day)
    else:
        checked = check_file(desk, kind, content, filename, codes, day, documents)
    kept = capped(findings_to_keep(kind, checked.findings))
    with desk.database.changing(actor=by, at=now, why=f"received {kind.name}") as change:
        desk, window = take_turn(change.connection, desk, kind.name)
        organisation = find_organisation_by_agb(change.connection, agb)
        if organisation is None or not is_one_who_may(change.connection, desk, window, organisation.id):
            raise UnknownSubmissionError(
                f"Aan AGB-code {agb} wordt in {desk.key} geen {kind.name} gevraagd. Controleer de code."
            )
        check_open(desk, window, received_at)
        first = first_counted(change.connection, desk.round.round_id, kind.name, organisation.id)
        amends = organisation.id in first and first[organisation.id] < received_at
        verdict = judge(window, organisation.id, received_at, sound=checked.accepted, amends=amends)
        delivery = Delivery(
            organisation.id,
            kind.name,
            channel,
            received_at,
            verdict.state,
            filename_to_keep(kind, filename),
            content,
            _values_to_keep(kind, checked.values),
            [asdict(one) for one in kept],
            [
                Enclosure(one.name, filename_to_keep(kind, one.filename, one.name), one.content)
                for one in documents
            ],
            verdict.late,
            keys=keys,
            may_keep=may_keep(checked.findings),
        )
        stored = store_delivery(change.connection, desk.round.round_id, delivery, recorded_at=now)
        written = {"letters": 0}
        if stored.new:
            written |= follow(desk, change, window, [(delivery, stored, kept)], now)
            change.record(
                f"{kind.name} {verdict.state}",
                {"submission": stored.submission_id, "sha256": stored.sha256},
                chain=desk.key,
            )
    return Receipt(
        verdict.state,
        verdict.late,
        stored.revision,
        stored.sha256,
        checked.findings,
        tuple(hashed(one) for one in delivery.documents),
        answered=written["letters"] > 0,
    )


def check_file(
    desk: Desk,
    kind: SubmissionKind,
    content: bytes,
    filename: str,
    codes: str | Collection[str],
    day: date,
    documents: Sequence[Document],
) -> CheckedSubmission:
    """Hold a file against its kind, where the desk reads files; `day` is that of receipt in its zone."""
    return read_with(
        desk.readers,
        check_submission,
        refused_submission,
        content,
        filename,
        kind,
        contract_year=desk.calendar.key.contract_year,
        agb=codes,
        received_on=day,
        documents=documents,
    )


def _check_mail(
    desk: Desk, kind: SubmissionKind, content: bytes, codes: str | Collection[str], day: date
) -> CheckedSubmission:
    return read_with(
        desk.readers,
        check_mail,
        refused_mail,
        content,
        kind,
        contract_year=desk.calendar.key.contract_year,
        agb=codes,
        received_on=day,
    ).submission


def check_open(desk: Desk, window: Window, received_at: datetime) -> None:
    """Raise UnknownSubmissionError for what comes before its period begins."""
    opens = window.event.start
    if opens is not None and received_at < opens:
        raise UnknownSubmissionError(
            f"De uitvraag opent op {opens.astimezone(desk.zone):%d-%m-%Y}; er kan nu nog niets worden "
            f"ingediend ({window.kind.title})."
        )


def _values_to_keep(kind: SubmissionKind, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answers as they may lie beside the file: of a table its counts, of people nothing."""
    return values if kind.layout == "rows" or not kind.patient_level else {}
