"""The rehearsed year, step by step: who calls runs each step, as a Prefect task or not.

Time goes from moment to moment: the calendar's own, the operations team's, and every Monday. At each,
first the world happens, then what is due is done, then waiting letters are delivered. How many steps
there are follows from the calendar, not from the number of providers.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from inkoopkalender.domain.actions import Action, RoundFacts, plan_actions
from inkoopkalender.domain.office_hours import at_office_hour
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.settings import MailSettings, Settings
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.usecases.desk import Desk, brought_up_to_date, open_desk
from inkoopkalender.usecases.generate import invent_register
from inkoopkalender.usecases.rehearsal.contracts import plan_contracts
from inkoopkalender.usecases.rehearsal.newcomers import plan_enrolments
from inkoopkalender.usecases.rehearsal.operations import plan_operations, plan_releases
from inkoopkalender.usecases.rehearsal.surveys import plan_surveys
from inkoopkalender.usecases.rehearsal.world import World
from inkoopkalender.usecases.run_action import find_due, run_action, runnable

PLAN = "rehearsal.json"
"""The file in the scratch folder that says what is rehearsed."""
STEPS = "steps.jsonl"
"""The file to which each step adds a line when it has run: what, when, how many, how long."""

TIMING = "timing.json"
"""The file that says how many seconds the year itself took: its world and its steps."""


@dataclass(frozen=True, slots=True)
class RehearsalPlan:
    """What is rehearsed: which round, how many providers, from which seed, from and until when."""

    round_key: str
    providers: int
    seed: int
    starts: datetime
    until: datetime
    mail_port: int

    def write(self, folder: Path) -> None:
        """Keep the plan in the scratch folder."""
        facts = {**{name: getattr(self, name) for name in self.__dataclass_fields__}}
        facts |= {"starts": self.starts.isoformat(), "until": self.until.isoformat()}
        (folder / PLAN).write_text(json.dumps(facts, indent=2), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "RehearsalPlan":
        """Return the plan that a scratch folder holds."""
        facts = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        moments = {name: datetime.fromisoformat(facts[name]) for name in ("starts", "until")}
        return cls(**{**facts, **moments})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do now: a due action with all its subjects, or the letters that wait."""

    name: str
    kind: str
    event: str
    occurrence: str
    moment: datetime
    do: Callable[[], Mapping[str, int]]
    log: Path

    def run(self) -> Mapping[str, int]:
        """Do it, and add a line to the log of steps."""
        began = time.perf_counter()
        counts = self.do()
        line = {
            "name": self.name,
            "kind": self.kind,
            "event": self.event,
            "occurrence": self.occurrence,
            "moment": self.moment.isoformat(),
            "counts": dict(counts),
            "seconds": round(time.perf_counter() - began, 4),
        }
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        return counts


def settings_for(folder: Path, mail_port: int) -> Settings:
    """Return the settings of a rehearsal: its own folder and database, the catcher as its mail server."""
    return Settings(folder=folder, mail=MailSettings(port=mail_port))


Perform: TypeAlias = Callable[[Desk, Sequence[Action], datetime], Mapping[str, int]]
"""Does due actions at a moment and says what it counted: here, or by asking somebody else to."""


class Rehearsal:
    """A rehearsal that was prepared in a scratch folder (see `prepare`)."""

    def __init__(self, folder: Path, *, run_id: str = "rehearsal", perform: Perform | None = None) -> None:
        """Open the scratch folder's database and plan what the invented world will do.

        The ledger names `run_id` as who did the actions. Without `perform` they are done here, one by one.
        """
        self._perform = perform or partial(do_actions, run_id=run_id)
        self.folder = folder
        self.plan = RehearsalPlan.read(folder)
        self.settings = settings_for(folder, self.plan.mail_port)
        self.database: Database = open_database(self.settings.database_url)
        key = RoundKey.parse(self.plan.round_key)
        self.desk: Desk = open_desk(
            self.database,
            self.settings,
            key,
            at=self.plan.starts,
            actor="systeem",
            root=self.settings.content,
        )
        organisations = invent_register(self.plan.providers, self.plan.seed)
        self.world = World(self.desk, {one.agb: one for one in organisations}, self.plan.seed, folder)
        for plan in (plan_operations, plan_surveys, plan_contracts, plan_enrolments):
            plan(self.world)
        self._releases: set[str] = set()
        self._planned = self._plan()
        self.own_seconds = 0.0
        """What the invented world and the search for what is due took, between the steps."""

    def close(self) -> None:
        """Give the database back, and leave behind how long the year itself took, without its runner."""
        self.database.close()
        lines = (self.folder / STEPS).read_text(encoding="utf-8").splitlines()
        in_steps = sum(json.loads(line)["seconds"] for line in lines)
        (self.folder / TIMING).write_text(json.dumps({"seconds": self.own_seconds + in_steps}))

    def steps(self) -> Iterator[Step]:
        """Give each step in order; the caller runs it before asking for the next."""
        began = time.perf_counter()
        for step in self._all_steps():
            self.own_seconds += time.perf_counter() - began
            yield step
            began = time.perf_counter()

    def _all_steps(self) -> Iterator[Step]:
        for moment in self._moments():
            self.world.advance(moment)
            self._look_at_the_calendar()
            yield from self._due(moment)
            yield self._delivery(moment)
            plan_releases(self.world, moment, self._releases)

    def _moments(self) -> Iterator[datetime]:
        now = self.plan.starts - timedelta(seconds=1)
        while now < self.plan.until:
            ahead = [moment for moment in (*self._planned, *self.world.operator_moments) if moment > now]
            now = min((*ahead, self._next_monday(now), self.plan.until))
            yield now

    def _plan(self) -> list[datetime]:
        return [one.due_at for one in plan_actions(self.desk.timeline, RoundFacts(since=self.plan.starts))]

    def _look_at_the_calendar(self) -> None:
        """Go on by the dates that somebody moved meanwhile."""
        with self.database.reading() as connection:
            desk = brought_up_to_date(connection, self.desk)
        if desk is not self.desk:
            self.desk = self.world.desk = desk
            self._planned = self._plan()

    def _next_monday(self, now: datetime) -> datetime:
        day = now.astimezone(self.desk.zone).date()
        monday = day + timedelta(days=-day.weekday())
        morning = at_office_hour(monday, self.desk.calendar)
        return morning if morning > now else at_office_hour(monday + timedelta(days=7), self.desk.calendar)

    def _due(self, moment: datetime) -> Iterator[Step]:
        """Give the round-wide actions one by one; those of cases together, once a week, due or not."""
        done: set[str] = set()
        while ready := [one for one in self._runnable(moment) if str(one.key) not in done]:
            for _, group in groupby(ready, key=lambda one: (one.key.event, one.key.kind, one.key.occurrence)):
                actions = list(group)
                done |= {str(one.key) for one in actions}
                yield self._step(moment, actions)
        if self._watches(moment):
            yield self._watch(moment)

    def _runnable(self, moment: datetime) -> list[Action]:
        return [one for one in runnable(find_due(self.desk, moment)) if not one.key.subject]

    def _watches(self, moment: datetime) -> bool:
        """Say whether promises are looked after now: every Monday from the first that can be made."""
        first = min(self.world.due("register_new_providers"), default=self.plan.until)
        weekly = moment == self._next_monday(moment - timedelta(seconds=1))
        return (weekly and moment >= first) or moment == self.plan.until

    def _watch(self, moment: datetime) -> Step:
        def do() -> Mapping[str, int]:
            due = [one for one in runnable(find_due(self.desk, moment)) if one.key.subject]
            return self._run(due, moment)

        return self._as_step(moment, "watch_promises", "", "", do)

    def _step(self, moment: datetime, actions: list[Action]) -> Step:
        key = actions[0].key

        return self._as_step(moment, key.kind, key.event, key.occurrence, lambda: self._run(actions, moment))

    def _run(self, actions: Sequence[Action], moment: datetime) -> Mapping[str, int]:
        return self._perform(self.desk, actions, moment)

    def _delivery(self, moment: datetime) -> Step:
        def do() -> dict[str, int]:
            report = deliver_waiting(
                self.database, self.settings.mail, self.settings.journal, now=lambda: moment, actor="systeem"
            )
            return {"sent": report.sent, "failed": report.failed, "retried": report.retried}

        return self._as_step(moment, "deliver_letters", "", "", do)

    def _as_step(
        self, moment: datetime, kind: str, event: str, occurrence: str, do: Callable[[], Mapping[str, int]]
    ) -> Step:
        local = moment.astimezone(self.desk.zone)
        name = " ".join(part for part in (f"{local:%Y-%m-%d %H:%M}", kind, event, occurrence) if part)
        return Step(name, kind, event, occurrence, local, do, self.folder / STEPS)


def do_actions(desk: Desk, actions: Sequence[Action], moment: datetime, *, run_id: str) -> Mapping[str, int]:
    """Do the actions one by one; return the sums of what they counted. Raises what a duty raises."""
    counts: dict[str, int] = {}
    for action in actions:
        for name, count in run_action(desk, action, moment, run_id=run_id).counts.items():
            counts[name] = counts.get(name, 0) + count
    return counts
