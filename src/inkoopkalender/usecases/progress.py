"""How far providers are with what is asked of them, per event: how many did it, out of how many.

Counts only, for those who look; what follows from them is decided by the duties.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inkoopkalender.domain.calendar import Phase
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.glance import count_accepted, count_cases, count_offers, count_signed
from inkoopkalender.storage.tallies import count_standings_by_track
from inkoopkalender.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `whole` did what an event asks; `whole` is 0 where nobody in particular is asked.

    `owing` are those who will be reminded: who went another way owes nothing.
    """

    event: ResolvedEvent
    done: int
    whole: int
    owing: int


def read_progress(connection: Connection, desk: Desk, event: ResolvedEvent) -> Progress | None:
    """Return how far providers are with an event; None for one that asks nothing that is counted here."""
    count = _COUNTS.get(event.phase) if event.phase else None
    return None if count is None else Progress(event, *count(connection, desk, event))


def _delivered(connection: Connection, desk: Desk, event: ResolvedEvent) -> tuple[int, int, int]:
    tracks = count_standings_by_track(connection, desk.round.round_id)
    whole = sum(sum(counts.values()) for track, counts in tracks.items() if event.track in (track, "all"))
    done = count_accepted(connection, desk.round.round_id, event.submission or event.key)
    return done, whole, whole - done


def _reacted(connection: Connection, desk: Desk, _event: ResolvedEvent) -> tuple[int, int, int]:
    proposals = count_offers(connection, desk.round.round_id, "proposal")
    return proposals.reacted, proposals.released, proposals.released - proposals.reacted


def _signed(connection: Connection, desk: Desk, _event: ResolvedEvent) -> tuple[int, int, int]:
    offered = count_offers(connection, desk.round.round_id, "contract")
    tracks = count_standings_by_track(connection, desk.round.round_id)
    return (
        count_signed(connection, desk.round.round_id),
        offered.released,
        sum(counts.get("offered", 0) for counts in tracks.values()),
    )


def _came_in(connection: Connection, desk: Desk, event: ResolvedEvent) -> tuple[int, int, int]:
    kind = "objection" if event.phase == "objections" else "enrolment"
    came, _ = count_cases(connection, desk.round.round_id).get(kind, (0, 0))
    return came, 0, 0


_COUNTS: Mapping[Phase, Callable[[Connection, Desk, ResolvedEvent], tuple[int, int, int]]] = {
    "intake": _delivered,
    "contracting": _reacted,
    "sign-contracts": _signed,
    "enrol-new-providers": _came_in,
    "objections": _came_in,
}
"""Per phase: who did it, who was asked, who still owes it."""
