"""Waivers that were asked for: by whom, until when they wait, and what another person decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from inkoopkalender.storage.tables import rounds, waiver_requests

Decision = Literal["approved", "refused"]


@dataclass(frozen=True, slots=True)
class WaiverRequest:
    """A waiver as it was asked for; `decision` is None as long as nobody decided."""

    number: int
    round_key: str
    organisation_id: int
    kind: str
    until: datetime
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    decision: Decision | None
    decided_reason: str | None
    decided_by: str | None
    decided_at: datetime | None

    def waits(self, now: datetime) -> bool:
        """Say whether somebody can still decide."""
        return self.decision is None and now < self.expires_at


def add_request(
    connection: Connection,
    round_id: int,
    *,
    organisation_id: int,
    kind: str,
    until: datetime,
    reason: str,
    by: str,
    at: datetime,
    expires_at: datetime,
) -> int:
    """Store what was asked, and return its number."""
    number: int = connection.execute(
        insert(waiver_requests)
        .values(
            round_id=round_id,
            organisation_id=organisation_id,
            kind=kind,
            until=until,
            reason=reason,
            asked_by=by,
            asked_at=at,
            expires_at=expires_at,
        )
        .returning(waiver_requests.c.id)
    ).scalar_one()
    return number


def decide_request(
    connection: Connection, number: int, decision: Decision, *, reason: str, by: str, at: datetime
) -> bool:
    """Store a decision. False when there was one already."""
    undecided = update(waiver_requests).where(
        waiver_requests.c.id == number, waiver_requests.c.decision.is_(None)
    )
    decided = {"decision": decision, "decided_reason": reason, "decided_by": by, "decided_at": at}
    return bool(connection.execute(undecided.values(**decided)).rowcount)


def list_requests(connection: Connection, round_key: str | None = None) -> list[WaiverRequest]:
    """Return what was asked, by number; of one round, or of all."""
    query = select(waiver_requests, rounds.c.key.label("round_key")).join(rounds)
    if round_key is not None:
        query = query.where(rounds.c.key == round_key)
    names = [name for name in WaiverRequest.__dataclass_fields__ if name != "number"]
    return [
        WaiverRequest(row.id, *(getattr(row, name) for name in names))
        for row in connection.execute(query.order_by(waiver_requests.c.id))
    ]
