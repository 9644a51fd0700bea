"""What people said over the rules of tracks: rows are added, of a track the last one counts.

`rule` takes an earlier word back. It hangs on the round's key: a round need not be open for it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from inkoopkalender.domain.track_verdicts import Choice
from inkoopkalender.storage.tables import track_choices


def list_choices(connection: Connection, round_key: str) -> dict[int, Mapping[str, Choice]]:
    """Return what counts now of each organisation, by the catalogue's number of the track."""
    query = select(track_choices).where(track_choices.c.round_key == round_key).order_by(track_choices.c.id)
    found: dict[int, dict[str, Choice]] = {}
    for row in connection.execute(query):
        mine = found.setdefault(row.organisation_id, {})
        mine.pop(row.catalogue, None)
        if row.verdict != "rule":
            mine[row.catalogue] = Choice(row.catalogue, row.verdict, row.reason, row.chosen_by, row.chosen_at)
    return {owner: dict(mine) for owner, mine in sorted(found.items()) if mine}


def add_choice(
    connection: Connection,
    round_key: str,
    organisation_id: int,
    catalogue: str,
    verdict: Literal["in", "not", "rule"],
    *,
    reason: str,
    by: str,
    at: datetime,
) -> None:
    """Record a person's word about one track of one organisation."""
    connection.execute(
        insert(track_choices).values(
            organisation_id=organisation_id,
            round_key=round_key,
            catalogue=catalogue,
            verdict=verdict,
            reason=reason,
            chosen_by=by,
            chosen_at=at,
        )
    )
