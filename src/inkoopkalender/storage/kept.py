"""Which file of a provider counts, for who reads it again: where it is, not what is in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from inkoopkalender.storage.tables import submissions


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The last accepted revision in time."""

    submission_id: int
    revision: int
    sha256: str
    filename: str
    received_at: datetime


def find_kept_file(connection: Connection, round_id: int, kind: str, organisation_id: int) -> KeptFile | None:
    """Return the file that counts of an organisation; None when it has none that was accepted in time."""
    columns = (getattr(submissions.c, name) for name in ("revision", "sha256", "filename", "received_at"))
    query = select(submissions.c.id, *columns).where(
        submissions.c.round_id == round_id,
        submissions.c.kind == kind,
        submissions.c.organisation_id == organisation_id,
        submissions.c.state == "accepted",
    )
    latest = query.order_by(submissions.c.received_at.desc(), submissions.c.id.desc()).limit(1)
    row = connection.execute(latest).first()
    return None if row is None else KeptFile(*row)
