"""What a rehearsed year came to, as numbers: the shapes of a report, and its JSON.

How the numbers are read stands in `report`, how they are shown in `web`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.content.letters import Brand
from inkoopkalender.domain.timeline import Timeline
from inkoopkalender.storage.decisions import Task
from inkoopkalender.storage.tallies import SetParameter
from inkoopkalender.usecases.rehearsal.phases import Phase
from inkoopkalender.usecases.rehearsal.year import RehearsalPlan


@dataclass(frozen=True, slots=True)
class RanStep:
    """One step that ran, and how long it took."""

    name: str
    kind: str
    event: str
    occurrence: str
    moment: datetime
    counts: Mapping[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published; `address` is the site's, or the place inside the scratch folder."""

    kind: str
    published_at: datetime
    address: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Titles:
    """What things are called: the insurer, its letters and its submissions."""

    brand: Brand
    letters: Mapping[str, str]
    submissions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the JSON holds: every count by its name, and the phases."""

    actions: Mapping[str, int]
    letters: Mapping[str, int]
    standings: Mapping[str, int]
    submissions: Mapping[str, Mapping[str, int]]
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class People:
    """What was asked of people: per kind (opened, waiting), how they decided, and what still waits."""

    tasks: Mapping[str, tuple[int, int]]
    decisions: Mapping[tuple[str, str], int]
    waiting: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The same numbers more finely: letters by kind and state, standings by track, the road through the year.

    `road` says, per station of the year, how many organisations came past it, each counted once.
    """

    letters: Mapping[str, Mapping[str, int]]
    standings: Mapping[str, Mapping[str, int]]
    road: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AuditState:
    """How many links the audit chains have, and how many of them do not hold."""

    links: int
    broken: int


@dataclass(frozen=True, slots=True)
class Report:
    """A rehearsed year. Moments are in the calendar's own zone; `marks` are the phases day by day."""

    plan: RehearsalPlan
    timeline: Timeline
    titles: Titles
    seconds: float
    steps: tuple[RanStep, ...]
    numbers: Numbers
    marks: tuple[Phase, ...]
    people: People
    breakdown: Breakdown
    parameters: tuple[SetParameter, ...]
    publications: tuple[Publication, ...]
    audit: AuditState

    def as_json(self) -> dict[str, object]:
        """Return what `rehearse --json` prints."""
        numbers = self.numbers
        return {
            "round": self.plan.round_key,
            "providers": self.plan.providers,
            "events": len(self.timeline.events),
            "actions": dict(numbers.actions),
            "letters": dict(numbers.letters),
            "standings": dict(numbers.standings),
            "submissions": {kind: dict(counts) for kind, counts in numbers.submissions.items()},
            "seconds": round(self.seconds, 1),
            "phases": [_phase_as_json(phase) for phase in numbers.phases],
        }


def _phase_as_json(phase: Phase) -> dict[str, object]:
    """Tell a phase; the actions of cases are counted in `counts` as `cases`."""
    return {
        "moment": phase.due_at.isoformat(),
        "event": phase.event,
        "kind": phase.kind,
        "occurrence": phase.occurrence,
        "state": phase.state,
        "counts": {**({"cases": phase.cases} if phase.cases else {}), **phase.counts},
    }
