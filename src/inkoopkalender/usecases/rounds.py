"""Opening a round, and who takes part in it by which rule.

Policy: CZ wijkverpleging 2027, 3.1 and 3.2.1: existing is who had a contract in the year before and declared
care on it; new is who had none; a contract without claims is for a person (R-WV-EXIST, A-WV-11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.register import PastContract
from inkoopkalender.storage.database import Database, Transaction
from inkoopkalender.storage.decisions import Outcome, open_tasks, record_outcomes
from inkoopkalender.storage.register import list_organisations, list_past_contracts
from inkoopkalender.storage.rounds import Round, add_participants, add_round, find_round, set_parameter
from inkoopkalender.storage.statements import PARTICIPATIONS_TURN, wait_for_turn
from inkoopkalender.usecases.desk import Desk

EXISTING, NEW = "existing", "new"


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round as it was opened: how many take part in each track, and how many a person must place."""

    round: Round
    tracks: Mapping[str, int]
    unclear: int


def open_round(
    database: Database, calendar: Calendar, *, since: datetime, by: str, now: datetime
) -> OpenedRound:
    """Open a round for every organisation in the register; opening again lets in who is new since.

    A round opened after its beginning counts everyone as taking part from its beginning.
    """
    with database.changing(actor=by, at=now, why=f"open {calendar.key}") as change:
        wait_for_turn(change.connection, PARTICIPATIONS_TURN)
        known = find_round(change.connection, str(calendar.key))
        opened = known or add_round(change.connection, str(calendar.key), opened_at=now, since=since)
        tracks = _place(change, calendar, opened, now, joined_at=now if known else min(since, now))
        change.record("round opened", {"since": since.isoformat(), **tracks}, chain=opened.key)
    return OpenedRound(opened, {name: tracks[name] for name in (EXISTING, NEW)}, tracks["unclear"])


def track_of(past: PastContract | None) -> str | None:
    """Return the track that a contract of the year before leads to; None is for a person (R-WV-EXIST)."""
    if past is None:
        return NEW
    return EXISTING if past.claimed_cents > 0 else None


def _place(
    change: Transaction, calendar: Calendar, opened: Round, now: datetime, *, joined_at: datetime
) -> dict[str, int]:
    key = calendar.key
    past = {
        one.organisation_id: one
        for one in list_past_contracts(change.connection, key.insurer, key.sector, key.contract_year - 1)
    }
    tracks = {one.id: track_of(past.get(one.id)) for one in list_organisations(change.connection)}
    # Until a person says otherwise, who has a contract is treated as existing: no duty may be missed.
    placed = {one: track or EXISTING for one, track in tracks.items()}
    add_participants(change.connection, opened.round_id, placed, joined_at=joined_at)
    because = {"section": "3.1", "contract_year": key.contract_year - 1}
    outcomes = [
        Outcome(one, "R-WV-EXIST", "met" if track else "human", track or "", because)
        for one, track in sorted(tracks.items())
    ]
    record_outcomes(change.connection, opened.round_id, outcomes, by=change.actor, at=now)
    unclear = [one for one, track in tracks.items() if track is None]
    open_tasks(change.connection, opened.round_id, [_question(one) for one in unclear], at=now)
    counted = list(tracks.values())
    return {EXISTING: counted.count(EXISTING), NEW: counted.count(NEW), "unclear": len(unclear)}


def _question(organisation_id: int) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": "track",
        "subject": f"organisation {organisation_id}",
        "question": "Wel een overeenkomst in het voorgaande jaar, maar geen declaraties: bestaand of nieuw?",
        "ambiguity": "A-WV-11",
    }


def set_round_parameter(
    desk: Desk, name: str, value: object, *, reason: str, by: str, now: datetime, invented: bool = False
) -> None:
    """Set a parameter of the round, with who and why."""
    with desk.database.changing(actor=by, at=now, why=reason) as change:
        set_parameter(
            change.connection,
            desk.round.round_id,
            name,
            value,
            reason=reason,
            by=by,
            at=now,
            invented=invented,
        )
        change.record("parameter set", {"name": name, "invented": invented}, chain=desk.key)
