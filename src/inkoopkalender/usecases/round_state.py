"""Where a round stands at one moment, read whole for those who look at it: nothing is changed or decided.

What is due is asked of the same function that the tick asks, so that a page never tells another truth.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from inkoopkalender.domain.actions import Action, RoundFacts, list_past_actions, plan_actions
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import count_tasks
from inkoopkalender.storage.glance import count_cases
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.tallies import count_letters_by_kind, count_standings_by_track
from inkoopkalender.usecases.desk import Desk, read_facts
from inkoopkalender.usecases.progress import Progress, read_progress
from inkoopkalender.usecases.run_action import find_due

AHEAD = timedelta(days=14)
"""How far the pages look ahead."""
_WINDOWS = ("intake", "sign-contracts", "contracting", "enrol-new-providers", "objections")
"""The windows in which providers do something, the weightiest first."""
_AFTER_OFFERS = ("sign-contracts", "contracting")
"""Windows without a beginning of their own, or that mean nothing until something was offered."""


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round at `now`, which is in the calendar's own zone."""

    desk: Desk
    now: datetime
    facts: RoundFacts
    ledger: tuple[LedgerRow, ...]
    due: tuple[Action, ...]
    planned: tuple[Action, ...]
    """Every action of the year, done or not."""
    standings: Mapping[str, Mapping[str, int]]
    """Track -> standing -> organisations."""
    tasks: Mapping[str, int]
    """Kind of question -> how many wait for an answer."""
    letters: Mapping[str, Mapping[str, int]]
    """Letter -> state -> how many."""
    cases: Mapping[str, tuple[int, int]]
    """Kind of case -> how many came in, how many wait."""
    progress: Mapping[str, Progress]
    """Event -> how far providers are, for the windows that are open."""
    closed: Progress | None
    """How far they came in the window that closed last."""
    unmarked: int
    """Actions from before the round was opened of which nobody has said whether they were done."""

    @property
    def standing_counts(self) -> dict[str, int]:
        """How many organisations stand where, over all tracks."""
        counts: dict[str, int] = {}
        for track in self.standings.values():
            for standing, count in track.items():
                counts[standing] = counts.get(standing, 0) + count
        return counts

    @property
    def window(self) -> Progress | None:
        """The weightiest window that is open, or None; signing has not begun before something was offered."""
        for phase in _WINDOWS:
            for one in self.progress.values():
                if one.event.phase == phase and (one.whole or phase not in _AFTER_OFFERS):
                    return one
        return None

    def coming(self, until: datetime | None = None) -> tuple[Action, ...]:
        """Return what is planned after now and up to a moment, otherwise the coming fortnight."""
        end = until or self.now + AHEAD
        return tuple(one for one in self.planned if self.now < one.due_at <= end)


def read_round_state(desk: Desk, now: datetime) -> RoundState:
    """Read where a round stands."""
    due, local = find_due(desk, now), now.astimezone(desk.zone)
    with desk.database.reading() as connection:
        facts, round_id = read_facts(connection, desk), desk.round.round_id
        ledger = list_actions(connection, round_id)
        return RoundState(
            desk=desk,
            now=local,
            facts=facts,
            ledger=tuple(ledger),
            due=due,
            planned=plan_actions(desk.timeline, facts),
            standings=count_standings_by_track(connection, round_id),
            tasks={kind: waits for kind, (_, waits) in count_tasks(connection, round_id).items() if waits},
            letters=count_letters_by_kind(connection, round_id),
            cases=count_cases(connection, round_id),
            progress=_progress(connection, desk, local),
            closed=_closed(connection, desk, local),
            unmarked=_count_unmarked(desk, facts, ledger),
        )


def is_open(event: ResolvedEvent, now: datetime) -> bool:
    """Say whether a window with an end is open at `now`; one without a beginning opens with the round."""
    begun = event.start is None or event.start <= now
    return begun and event.end is not None and now < event.end


def _progress(connection: Connection, desk: Desk, now: datetime) -> dict[str, Progress]:
    open_ones = [event for event in desk.timeline.events if is_open(event, now)]
    found = [(event.key, read_progress(connection, desk, event)) for event in open_ones]
    return {key: one for key, one in found if one is not None}


def _closed(connection: Connection, desk: Desk, now: datetime) -> Progress | None:
    """Return how far providers came in the window that closed last."""
    ended = [
        (one.end, one.key, one)
        for one in desk.timeline.events
        if one.phase in _WINDOWS and one.end is not None and one.end <= now
    ]
    return read_progress(connection, desk, max(ended, key=lambda one: one[:2])[2]) if ended else None


def _count_unmarked(desk: Desk, facts: RoundFacts, ledger: Iterable[LedgerRow]) -> int:
    known = {tuple(row.key.split("|")[:6]) for row in ledger}
    return sum(one.key.identity not in known for one in list_past_actions(desk.timeline, facts))
