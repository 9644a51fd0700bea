"""The invented world: who takes part, what VECOZO holds, and what happens when.

Happenings are kept in order of time and let happen by `advance`. What each organisation does is planned by
`surveys`, `contracts` and `newcomers`; what the operations team does, by `operations`. Everything
follows from the seed.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import TypeAlias

from inkoopkalender.domain.actions import RoundFacts, plan_actions
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.working_days import previous_working_day
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.generate import InventedOrganisation
from inkoopkalender.usecases.generate_files import Delivery

PERSON = "Robin Voorbeeld"
"""The invented person who releases and decides."""
Happening: TypeAlias = Callable[[datetime], None]


@dataclass(slots=True)
class Portal:
    """What VECOZO holds: every delivery and every signature, with its own stamps."""

    surveys: list[Delivery] = field(default_factory=list)
    signatures: dict[AgbCode, tuple[datetime, str]] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """The state of the invented year."""

    desk: Desk
    organisations: dict[AgbCode, InventedOrganisation]
    seed: int
    folder: Path
    portal: Portal = field(default_factory=Portal)
    operator_moments: set[datetime] = field(default_factory=set)
    """When the operations team does something: the same moments however many providers there are."""
    _planned: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def plan(self, moment: datetime, happening: Happening) -> None:
        """Let something happen at `moment`."""
        heapq.heappush(self._planned, (moment, next(self._numbers), happening))

    def plan_operator(self, moment: datetime, happening: Happening) -> None:
        """Let the operations team do something at `moment`."""
        self.operator_moments.add(moment)
        self.plan(moment, happening)

    def advance(self, until: datetime) -> int:
        """Let everything happen that is planned up to and including `until`; return how much that was."""
        happened = 0
        while self._planned and self._planned[0][0] <= until:
            moment, _, happening = heapq.heappop(self._planned)
            happening(moment)
            happened += 1
        return happened

    def due(self, kind: str) -> list[datetime]:
        """Return when the actions of a kind are due in this calendar, in order."""
        planned = plan_actions(self.desk.timeline, RoundFacts())
        return [action.due_at for action in planned if action.key.kind == kind]

    def office(self, moment: datetime, days: int = 0, *, hour: int = 11) -> datetime:
        """Return `hour` o'clock on the working day that lies `days` from `moment`, or the last before it."""
        calendar = self.desk.calendar
        day = moment.astimezone(self.desk.zone).date() + timedelta(days=days)
        return datetime.combine(previous_working_day(day, calendar.working_days), time(hour), self.desk.zone)

    def random_for(self, what: str, organisation: InventedOrganisation) -> Random:
        """Return the dice of one organisation for one thing: the same in every run of this seed."""
        return Random(f"{what} {self.seed} {organisation.kvk}")  # noqa: S311 -- invented data, no secret

    def file(self, name: str) -> Path:
        """Return where a file that somebody hands in is written."""
        return self.folder / "files" / name


def between(start: datetime, end: datetime, random: Random) -> datetime:
    """Return a moment from `start` up to `end`, to the second."""
    return start + timedelta(seconds=random.randrange(max(1, int((end - start).total_seconds()))))
