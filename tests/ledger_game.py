"""Plays a year of ticks against a ledger in memory: a desk without database, letters or people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cache

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.domain.actions import (
    Action,
    LedgerState,
    Promise,
    RoundFacts,
    due_actions,
    plan_actions,
)
from inkoopkalender.domain.calendar import Calendar, Event, Lead, Phase, Remind, Source
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import Timeline, resolve_calendar

PARAMETERS = frozenset({"policy_document", "policy_address"})
EXPORT_AFTER = timedelta(days=2, hours=8)
"""How long after a window ends its complete export is imported."""
MadeUp = tuple[str, str, Phase, tuple[Lead, ...]]


@cache
def _cz() -> Timeline:
    return resolve_calendar(load_calendar(RoundKey("cz", "wijkverpleging", 2027)))


CZ = _cz()


@dataclass(slots=True)
class Everything:
    """A round in which whatever is needed happens: exports come, parameters are set, a person releases.

    `ran` is what was done, by name, with the tick at which it happened; `releases` lets the person
    release before the next look at what is due.
    """

    timeline: Timeline
    exports: bool = True
    releases: bool = True
    promises: tuple[Promise, ...] = ()
    since: datetime | None = None
    ledger: dict[tuple[str, ...], LedgerState] = field(default_factory=dict)
    ran: list[tuple[str, datetime]] = field(default_factory=list)
    lapsed: list[tuple[str, datetime]] = field(default_factory=list)
    planned: tuple[Action, ...] = ()
    first: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    last: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    """A moment at which everything is due and every export has come."""

    def __post_init__(self) -> None:
        self.planned = plan_actions(self.timeline, RoundFacts(promises=self.promises))
        moments = [one.due_at for one in self.planned] or [self.first]
        self.first, self.last = min(moments), max(moments) + timedelta(days=30)

    @classmethod
    def of(cls, *events: MadeUp) -> "Everything":
        """A game on a small made-up calendar: key, words, phase, reminders."""
        return cls(resolve_calendar(made_up(events)))

    def facts(self, now: datetime) -> RoundFacts:
        """What is known at `now`."""
        complete = {
            one.key: one.end + EXPORT_AFTER
            for one in self.timeline.events
            if self.exports and one.end and one.end + EXPORT_AFTER <= now
        }
        return RoundFacts(self.since, parameters=PARAMETERS, complete_until=complete, promises=self.promises)


def everything(timeline: Timeline) -> Everything:
    return Everything(timeline)


def facts_without_exports(timeline: Timeline) -> Everything:
    return Everything(timeline, exports=False)


def made_up(events: Iterable[MadeUp]) -> Calendar:
    return Calendar(
        key=RoundKey("cz", "wijkverpleging", 2027),
        source=Source("policy.txt", "Beleid"),
        timezone="Europe/Amsterdam",
        working_days="kantoor",
        letters_at=time(9),
        tracks=(),
        facts=(),
        events=tuple(
            Event(key, "all", when, when, "1", "insurer", "doet iets", channel="vecozo", phase=phase,
                  remind=Remind(before_end=leads))
            for key, when, phase, leads in events
        ),
        revision="0" * 12,
    )  # fmt: skip


def punctual(game: Everything) -> list[datetime]:
    """A tick at every moment at which something becomes due or can go on."""
    due = [one.due_at for one in game.planned]
    exports = [one.end + EXPORT_AFTER for one in game.timeline.events if one.end]
    return sorted({*due, *exports, game.last})


def play(game: Everything, ticks: Sequence[datetime]) -> None:
    """Tick at each moment, in order."""
    for now in ticks:
        tick(game, now)


def tick(game: Everything, now: datetime) -> list[Action]:
    """Do what is due and may run until nothing more may; return what was done, lapsed ones included."""
    done: list[Action] = []
    while ready := [
        one for one in due_actions(game.timeline, game.ledger, game.facts(now), now) if not one.waits_for
    ]:
        for action in ready:
            _do(game, action, now)
        done += ready
    return done


def _do(game: Everything, action: Action, now: datetime) -> None:
    name = f"{action.key.kind} {action.key.event} {action.key.occurrence}".rstrip()
    (game.lapsed if action.lapsed else game.ran).append((name, now))
    held = action.release == "person" and not action.lapsed and not game.releases
    game.ledger[action.key.identity] = "lapsed" if action.lapsed else "waiting" if held else "done"


def finished(game: Everything, state: LedgerState) -> list[str]:
    """The occurrences of the reminders in this state, in the order of the ledger."""
    return [key[4] for key, held in game.ledger.items() if held == state and key[3] == "remind_providers"]
