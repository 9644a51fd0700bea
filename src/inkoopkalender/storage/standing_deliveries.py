"""How every organisation of a round stands with every kind of submission, in two queries for all of them.

Whether something is owed, and until when, is for the use case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from inkoopkalender.storage.submissions import State
from inkoopkalender.storage.tables import findings, submissions


@dataclass(frozen=True, slots=True)
class StandingDelivery:
    """The revision by which an organisation stands: the last accepted one, else the last; moments in UTC.

    `findings` counts what was found in it, warnings too.
    """

    state: State
    revision: int
    received_at: datetime
    findings: int


def list_standing_deliveries(
    connection: Connection, round_id: int, kind: str | None = None
) -> Mapping[tuple[int, str], StandingDelivery]:
    """Return them by organisation and kind; without `kind` of all kinds."""
    of_round = submissions.c.round_id == round_id
    if kind is not None:
        of_round &= submissions.c.kind == kind
    counted = (
        select(findings.c.submission_id, func.count())
        .join(submissions, submissions.c.id == findings.c.submission_id)
        .where(of_round)
        .group_by(findings.c.submission_id)
    )
    found = {int(submission_id): int(count) for submission_id, count in connection.execute(counted)}
    query = select(
        submissions.c.id,
        submissions.c.organisation_id,
        submissions.c.kind,
        submissions.c.state,
        submissions.c.revision,
        submissions.c.received_at,
    ).where(of_round)
    standing: dict[tuple[int, str], StandingDelivery] = {}
    for row in connection.execute(query.order_by(submissions.c.received_at, submissions.c.id)):
        place = (row.organisation_id, row.kind)
        if place in standing and standing[place].state == "accepted" and row.state != "accepted":
            continue
        standing[place] = StandingDelivery(row.state, row.revision, row.received_at, found.get(row.id, 0))
    return standing
