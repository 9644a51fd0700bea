"""Which actions a calendar gives rise to, and when each is due: the whole year, done or not.

A pure function of the timeline and the facts. What is due now, and what it waits for, is in `actions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from inkoopkalender.domain.calendar import Lead
from inkoopkalender.domain.duties import DUTY, ORDER, PHASE_DUTIES, TELL, Duty, Release
from inkoopkalender.domain.moments import last_day_before
from inkoopkalender.domain.office_hours import before_last_day, last_office_moment
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline

PROMISE_WARNING = Lead(3, "working days")
"""How long before a promised term ends the team is told (an operations choice, not in any policy)."""


@dataclass(frozen=True, slots=True)
class ActionKey:
    """What makes an action one and the same: written as text, it is the ledger's unique key."""

    round: str
    track: str
    event: str
    kind: str
    occurrence: str
    subject: str
    revision: int

    def __str__(self) -> str:
        """Return the key as the ledger keeps it."""
        return "|".join((*self.identity, str(self.revision)))

    @property
    def identity(self) -> tuple[str, ...]:
        """Return the key without its revision: a done action is carried over to later revisions."""
        return (self.round, self.track, self.event, self.kind, self.occurrence, self.subject)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is due."""

    key: ActionKey
    due_at: datetime
    useful_until: datetime | None
    release: Release
    waits_for: tuple[str, ...] = ()
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A term that one case (an enrolment, a question) was promised, counted from its own moment."""

    case: str
    event: ResolvedEvent
    kept_at: datetime | None


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A date that was moved and that the providers are told of from `due_at` on."""

    number: int
    event: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class WaivedEnd:
    """A later end of one event for one organisation (`case`), known since `granted_at`."""

    case: str
    event: str
    until: datetime
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What has happened, as far as it decides what is due."""

    since: datetime | None = None
    """Actions due before this are not run before a person marks them (a round opened in mid-season)."""
    revisions: Mapping[str, int] = field(default_factory=dict)
    """Event -> the calendar revision in which its own words, kind, audience or release last changed, or in
    which a moved date touched it."""
    complete_until: Mapping[str, datetime] = field(default_factory=dict)
    """Event -> the moment up to which an imported export is complete."""
    parameters: frozenset[str] = frozenset()
    """The names of the round's parameters that are set."""
    promises: Sequence[Promise] = ()
    changes: Sequence[MovedDate] = ()
    """Per event the last date that was moved by hand."""
    waivers: Sequence[WaivedEnd] = ()
    receives_only: bool = False
    """It has no letters of its own: whatever its calendar says, nothing is due but to tell of a date that
    was moved."""


def acted_on(timeline: Timeline) -> tuple[ResolvedEvent, ...]:
    """Return the events that the program does something for; the others are only shown and counted from."""
    return tuple(event for event in timeline.events if event.phase)


def plan_actions(timeline: Timeline, facts: RoundFacts) -> tuple[Action, ...]:
    """Return every action of the year, done or not, by due moment, then by the fixed order of kinds.

    A calendar that is not confirmed gives none; a round that only receives, the letters about moved dates.
    """
    if timeline.calendar.status == "expected":
        return ()
    actions = [
        action
        for event in timeline.events
        if event.phase and not facts.receives_only
        for kind in PHASE_DUTIES[event.phase]
        for action in _of_event(event, DUTY[kind], timeline, facts)
    ]
    actions += _of_changes(timeline, facts)
    return tuple(sorted(actions, key=_in_order))


def list_past_actions(timeline: Timeline, facts: RoundFacts) -> tuple[Action, ...]:
    """Return what was due before the round was opened here, in the order of `plan_actions`."""
    since = facts.since
    return () if since is None else tuple(one for one in plan_actions(timeline, facts) if one.due_at < since)


def _in_order(action: Action) -> tuple[datetime, int, str]:
    return action.due_at.astimezone(UTC), ORDER[action.key.kind], str(action.key)


def _of_event(event: ResolvedEvent, duty: Duty, timeline: Timeline, facts: RoundFacts) -> Iterator[Action]:
    if duty.anchor == "promise":
        yield from _of_promises(event, duty, timeline, facts)
    elif duty.anchor == "leads":
        yield from _reminders(event, duty, timeline, facts)
    else:
        due_at = _due_at(event, duty, timeline)
        if due_at is not None:
            yield _action(event, duty, timeline, facts, due_at)
    if duty.waivable:
        yield from _of_waivers(event, duty, timeline, facts)


def _of_waivers(event: ResolvedEvent, duty: Duty, timeline: Timeline, facts: RoundFacts) -> Iterator[Action]:
    """Yield what a duty owes each organisation whose own end lies after everybody's."""
    for waiver in facts.waivers:
        if waiver.event != event.key or event.end is None or waiver.until <= event.end:
            continue
        own = replace(event, end=waiver.until, last_day=last_day_before(waiver.until))
        if duty.anchor == "leads":
            for action in _reminders(own, duty, timeline, facts):
                if action.due_at >= waiver.granted_at:
                    key = replace(action.key, subject=waiver.case)
                    yield replace(action, key=key)
        else:
            occurrence = waiver.until.isoformat()
            yield _action(
                own, duty, timeline, facts, waiver.until, occurrence=occurrence, subject=waiver.case
            )


def _of_changes(timeline: Timeline, facts: RoundFacts) -> Iterator[Action]:
    """Yield the letters about each moved date; whatever the event says, a person releases them."""
    events = {event.key: event for event in timeline.events}
    for change in facts.changes:
        if change.event in events:
            occurrence = f"change {change.number}"
            yield _action(
                events[change.event], DUTY[TELL], timeline, facts, change.due_at, occurrence=occurrence
            )


def _due_at(event: ResolvedEvent, duty: Duty, timeline: Timeline) -> datetime | None:
    if duty.anchor == "start":
        return event.start
    if duty.anchor == "end":
        return event.end
    day = event.act_on or event.last_day
    return last_office_moment(day, timeline.calendar) if day else event.start


def _reminders(event: ResolvedEvent, duty: Duty, timeline: Timeline, facts: RoundFacts) -> Iterator[Action]:
    """Yield the reminders within the window.

    One is useful while it can leave before the next is due, so that nobody gets two at once.
    """
    if event.remind is None or event.last_day is None:
        return
    leads = (
        (before_last_day(event.last_day, lead, timeline.calendar), lead) for lead in event.remind.before_end
    )
    moments = sorted((due_at, str(lead)) for due_at, lead in leads if _is_open(event, due_at))
    ends = [*(due_at for due_at, _ in moments[1:]), event.end]
    for (due_at, lead), useful_until in zip(moments, ends, strict=False):
        action = _action(event, duty, timeline, facts, due_at, occurrence=lead)
        yield replace(action, useful_until=useful_until)


def _is_open(event: ResolvedEvent, moment: datetime) -> bool:
    return (event.start is None or event.start <= moment) and (event.end is None or moment < event.end)


def _of_promises(event: ResolvedEvent, duty: Duty, timeline: Timeline, facts: RoundFacts) -> Iterator[Action]:
    """Yield, per case, the warning before its promised term ends and the record that it ended unkept."""
    for promise in facts.promises:
        end, last_day = promise.event.end, promise.event.last_day
        if promise.event.key != event.key or end is None or last_day is None:
            continue
        moments = (("warning", before_last_day(last_day, PROMISE_WARNING, timeline.calendar)), ("end", end))
        for occurrence, due_at in moments:
            if promise.kept_at is None or promise.kept_at > due_at:
                yield _action(
                    event, duty, timeline, facts, due_at, occurrence=occurrence, subject=promise.case
                )


def _action(
    event: ResolvedEvent,
    duty: Duty,
    timeline: Timeline,
    facts: RoundFacts,
    due_at: datetime,
    *,
    occurrence: str = "",
    subject: str = "",
) -> Action:
    key = ActionKey(
        str(timeline.calendar.key),
        event.track,
        event.key,
        duty.kind,
        occurrence,
        subject,
        facts.revisions.get(event.key, 1),
    )
    chosen = event.release if duty.anchor != "change" else None
    release = (chosen or duty.release) if duty.releasable else "automatic"
    return Action(key, due_at, None, release)
