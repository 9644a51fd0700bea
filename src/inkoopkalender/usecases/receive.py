"""Takes in one provider's file on our own channel: checked, stored with its hash, answered with a receipt.

Policy: CZ wijkverpleging 2027, 2.3.4. In time is decided here, by the moment at which the last byte arrived
against the window. What comes too late is refused, with a receipt of the refusal.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.submissions import check_submission
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.submissions import (
    Delivery,
    State,
    store_delivery,
)
from inkoopkalender.usecases.deliveries import UnknownSubmissionError, asked_of, find_window, follow
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
    window = find_window(desk, kind.name)
    state = _state_on_own_channel(window, received_at)
    with desk.database.reading() as connection:
        provider = find_organisation_by_agb(connection, agb)
    checked = check_submission(
        content,
        filename,
        kind,
        contract_year=desk.calendar.key.contract_year,
        agb=provider.codes if provider else agb,
        received_on=received_at.astimezone(desk.zone).date(),
    )
    if state is None:
        state = "accepted" if checked.accepted else "rejected"
    with desk.database.changing(actor=by, at=now, why=f"received {kind.name}") as change:
        organisation = find_organisation_by_agb(change.connection, agb)
        if organisation is None or organisation.id not in asked_of(change.connection, desk, window):
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
            follow(desk, change, window, [(delivery, stored, checked.findings)], now)
            change.record(
                f"{kind.name} {state}",
                {"submission": stored.submission_id, "sha256": stored.sha256},
                chain=desk.key,
            )
    return Receipt(state, stored.revision, stored.sha256, checked.findings)


def _state_on_own_channel(window: ResolvedEvent, received_at: datetime) -> State | None:
    if window.end is not None and received_at >= window.end:
        return "refused"
    if window.start is not None and received_at < window.start:
        raise UnknownSubmissionError(
            f"De uitvraag opent op {window.start:%d-%m-%Y}; er kan nu nog niets worden ingediend."
        )
    return None
