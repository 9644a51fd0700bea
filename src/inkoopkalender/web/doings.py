"""What is known of a round's actions and flow runs, gathered for those who tell of them.

Nothing is put into words here; that is done in `run_lines`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inkoopkalender.domain.actions import Action
from inkoopkalender.domain.timeline import Timeline
from inkoopkalender.orchestration.prefect_api import FlowRun
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.glance import count_done_for, count_joined
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.usecases.round_state import RoundState
from inkoopkalender.web.round_sentence import next_actions
from inkoopkalender.web.spans import clock_words
from inkoopkalender.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Doings:
    """What the lines are made of. `shift` is how far the round's clock runs ahead of real time."""

    timeline: Timeline
    zone: ZoneInfo
    ledger: Sequence[LedgerRow]
    due: Sequence[Action]
    planned_next: Sequence[Action]
    runs: Sequence[FlowRun]
    now: datetime
    shift: timedelta
    tick: timedelta
    silent: timedelta
    prefect_url: str = ""
    done_for: Mapping[int, int] = field(default_factory=dict)
    """Unfinished action -> the organisations for which it was done so far."""
    asked_for: Mapping[int, int] = field(default_factory=dict)
    """Unfinished action -> the organisations it concerns."""

    @property
    def wall(self) -> datetime:
        """The real time of `now`."""
        return self.now - self.shift

    def clock(self, wall: datetime) -> str:
        """Return a real time on the round's clock: `10.20 uur`, with the day when that is not today."""
        return clock_words((wall + self.shift).astimezone(self.zone), self.now.astimezone(self.zone).date())


def read_doings(visit: Visit, connection: Connection, state: RoundState, runs: Sequence[FlowRun]) -> Doings:
    """Read what else the lines need of the actions that are not finished."""
    desk, tick = state.desk, visit.site.settings.tick
    unfinished = [row for row in state.ledger if row.state in ("claimed", "failed")]
    return Doings(
        timeline=desk.timeline,
        zone=desk.zone,
        ledger=state.ledger,
        due=state.due,
        planned_next=next_actions(state),
        runs=runs,
        now=state.now,
        shift=visit.shift,
        tick=timedelta(seconds=tick.seconds),
        silent=timedelta(seconds=tick.silent_seconds),
        prefect_url=visit.site.prefect_url,
        done_for=count_done_for(connection, [row.action_id for row in unfinished]),
        asked_for={
            row.action_id: count_joined(
                connection, desk.round.round_id, track=row.track, joined_by=row.due_at
            )
            for row in unfinished
        },
    )
