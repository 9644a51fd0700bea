"""Takes in one provider's file on our own channel: checked, stored with its hash, answered with a receipt.

Policy: CZ wijkverpleging 2027, 2.3.4. In time is decided here, by the moment at which the last byte arrived
against the window. What comes too late is refused, with a receipt of the refusal.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.findings import FileFinding, without_bsn
from inkoopkalender.intake.readers import read_with
from inkoopkalender.intake.submissions import check_submission, refused_submission
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.submissions import (
    Delivery,
    State,
    store_delivery,
)
from inkoopkalender.usecases.deliveries import (
    UnknownSubmissionError,
    Window,
    asked_of,
    find_window,
    follow,
    take_turn,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.incoming import check_received


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one delivery."""

    state: State
    revision: int
    sha256: str
    findings: tuple[FileFinding, ...]


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
    check_received(received_at, now)
    find_window(desk, kind.name)
    with desk.database.reading() as connection:
        provider = find_organisation_by_agb(connection, agb)
    checked = read_with(
        desk.readers,
        check_submission,
        refused_submission,
        content,
        filename,
        kind,
        contract_year=desk.calendar.key.contract_year,
        agb=provider.codes if provider else agb,
        received_on=received_at.astimezone(desk.zone).date(),
    )
    with desk.database.changing(actor=by, at=now, why=f"received {kind.name}") as change:
        desk, window = take_turn(change.connection, desk, kind.name)
        organisation = find_organisation_by_agb(change.connection, agb)
        if organisation is None or organisation.id not in asked_of(change.connection, desk, window.event):
            raise UnknownSubmissionError(
                f"Aan AGB-code {agb} wordt in {desk.key} geen {kind.name} gevraagd. Controleer de code."
            )
        late = _is_too_late(window, organisation.id, received_at)
        state: State = "refused" if late else "accepted" if checked.accepted else "rejected"
        delivery = Delivery(
            organisation.id,
            kind.name,
            "upload",
            received_at,
            state,
            without_bsn(filename),
            content,
            checked.values,
            [asdict(one) for one in checked.findings],
        )
        stored = store_delivery(change.connection, desk.round.round_id, delivery, recorded_at=now)
        if stored.new:
            follow(desk, change, window, [(delivery, stored, checked.findings)], now)
            change.record(
                f"{kind.name} {state}",
                {"submission": stored.submission_id, "sha256": stored.sha256},
                chain=desk.key,
            )
    return Receipt(state, stored.revision, stored.sha256, checked.findings)


def _is_too_late(window: Window, organisation_id: int, received_at: datetime) -> bool:
    opens = window.event.start
    if opens is not None and received_at < opens:
        raise UnknownSubmissionError(
            f"De uitvraag opent op {opens:%d-%m-%Y}; er kan nu nog niets worden ingediend."
        )
    return window.is_late(organisation_id, received_at)
