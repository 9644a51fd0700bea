"""A desk: everything a duty needs to work on one round.

The calendar and its moments, the database, the letters of the insurer, who acts. It holds no state of
its own: two desks on one round see the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from inkoopkalender import clock
from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.letters import Brand, LetterKind, load_brand, load_letters, receives_only
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.actions import Promise, RoundFacts
from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.planning import MovedDate, WaivedEnd
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline, resolve_calendar
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.readers import Readers
from inkoopkalender.mail.compose import Composer
from inkoopkalender.settings import Settings
from inkoopkalender.storage.amendments import Amendment, last_number, list_amendments
from inkoopkalender.storage.cases import list_cases
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.rounds import (
    Round,
    find_revisions,
    find_round,
    foresee_revision,
    get_parameters,
    record_revision,
)
from inkoopkalender.storage.statements import calendar_turn, wait_for_turn
from inkoopkalender.storage.submissions import list_complete_until
from inkoopkalender.storage.waivers import list_waivers
from inkoopkalender.usecases.amended import digests_of, disagreements, last_of_each, lay_over


class RoundNotOpenError(MisuseError):
    """The round has not been opened in this database."""


def at_once_around(_name: str, do: Callable[[], None]) -> None:
    """Do a batch, with nothing around it."""
    do()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a duty works with.

    `wall` is real time, for claims and signs of life. `around` is given each batch of an action with its
    name (`batch 3 of 12`, no personal data), and does it: whoever runs the action may show it so.
    """

    database: Database
    settings: Settings
    timeline: Timeline
    round: Round
    revisions: Mapping[str, int]
    composer: Composer
    letters: Mapping[str, LetterKind]
    submissions: Mapping[str, SubmissionKind]
    brand: Brand
    actor: str
    amendments: tuple[Amendment, ...] = ()
    """The dates that were moved by hand; the timeline has them already."""
    disagreements: tuple[str, ...] = ()
    """Where the calendar's file was edited to something else than what was decided, in Dutch."""
    receives_only: bool = False
    """It has no letters of its own: it answers what is handed in, and only tells of a date that was moved."""
    readers: Readers | None = None
    """Where files are read; None: in this process, as a command does that reads one and ends."""
    wall: Callable[[], datetime] = clock.now
    around: Callable[[str, Callable[[], None]], None] = at_once_around

    @property
    def calendar(self) -> Calendar:
        """The round's calendar."""
        return self.timeline.calendar

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's zone."""
        return ZoneInfo(self.calendar.timezone)

    @property
    def key(self) -> str:
        """The round's key as text; also the name of its audit chain."""
        return self.round.key

    def event_of(self, phase: str) -> ResolvedEvent:
        """Return the event of a phase that a round has once. Raises MisuseError."""
        for event in self.timeline.events:
            if event.phase == phase:
                return event
        raise MisuseError(f"De kalender {self.key} heeft geen gebeurtenis met phase: {phase}. Voeg die toe.")


def open_desk(
    database: Database,
    settings: Settings,
    key: RoundKey,
    *,
    at: datetime,
    actor: str,
    root: Path | None = None,
    record: bool = True,
    readers: Readers | None = None,
) -> Desk:
    """Open a desk on a round; a calendar that changed since is recorded as a new revision.

    Who only reads does not `record`: the desk has the revisions that recording would give.
    Raises RoundNotOpenError and ContentError.
    """
    file = load_calendar(key, root)
    with database.reading() as connection:
        found = find_round(connection, str(key))
        if found is None:
            raise RoundNotOpenError(
                f"De ronde {key} is hier niet geopend. Open haar: inkoopkalender round open {key}"
            )
        amendments = list_amendments(connection, found.round_id)
        calendar = lay_over(file, amendments)
        digests = digests_of(calendar, amendments)
        known = find_revisions(connection, found.round_id)
        revisions = foresee_revision(connection, found.round_id, digests)
    if record and digests != {event: digest for event, (digest, _) in known.items()}:
        amendments, revisions = _record_revision(database, found, file, actor, at)
        calendar = lay_over(file, amendments)
    return Desk(
        database=database,
        settings=settings,
        timeline=resolve_calendar(calendar),
        round=found,
        revisions=revisions,
        composer=Composer(key, root),
        letters=load_letters(key, root),
        submissions=load_submission_kinds(key, root),
        brand=load_brand(key, root),
        actor=actor,
        amendments=amendments,
        disagreements=disagreements(file, amendments),
        readers=readers,
        receives_only=receives_only(key, root),
    )


def is_current(connection: Connection, desk: Desk) -> bool:
    """Say whether no date of the round was moved since the desk was opened."""
    last = desk.amendments[-1].number if desk.amendments else 0
    return last_number(connection, desk.round.round_id) == last


def brought_up_to_date(connection: Connection, desk: Desk) -> Desk:
    """Return the desk with the dates that were moved since it was opened, as this transaction sees them."""
    if is_current(connection, desk):
        return desk
    amendments = list_amendments(connection, desk.round.round_id)
    calendar = lay_over(desk.calendar, amendments)
    return replace(
        desk,
        timeline=resolve_calendar(calendar, desk.timeline.actual),
        amendments=amendments,
        revisions=foresee_revision(connection, desk.round.round_id, digests_of(calendar, amendments)),
    )


def take_calendar_turn(connection: Connection, desk: Desk) -> Desk:
    """Return the desk as the calendar is until this transaction ends: nobody moves a date meanwhile."""
    wait_for_turn(connection, calendar_turn(desk.key))
    return brought_up_to_date(connection, desk)


def sequence_of(desk: Desk, event: str) -> int:
    """Return the SEQUENCE of an event in calendar files: 0, and higher each time its moments changed."""
    return desk.revisions[event] - 1


def _record_revision(
    database: Database, found: Round, file: Calendar, actor: str, at: datetime
) -> tuple[tuple[Amendment, ...], dict[str, int]]:
    """Record the words of the file as they are now, under the dates moved by now; nothing twice."""
    with database.changing(actor=actor, at=at, why="words of the calendar recorded") as change:
        wait_for_turn(change.connection, calendar_turn(found.key))
        amendments = list_amendments(change.connection, found.round_id)
        digests = digests_of(lay_over(file, amendments), amendments)
        known = find_revisions(change.connection, found.round_id)
        revisions = record_revision(change.connection, found.round_id, digests, at)
        if digests != {event: digest for event, (digest, _) in known.items()}:
            change.record("calendar revision", {"events": revisions}, chain=found.key)
    return amendments, revisions


def read_facts(connection: Connection, desk: Desk) -> RoundFacts:
    """Return what has happened in the round, as far as it decides what is due."""
    complete = list_complete_until(connection, desk.round.round_id)
    by_event = {
        event.key: complete[event.submission or event.key]
        for event in desk.timeline.events
        if (event.submission or event.key) in complete
    }
    return RoundFacts(
        receives_only=desk.receives_only,
        since=desk.round.since,
        revisions=desk.revisions,
        complete_until=by_event,
        parameters=frozenset(get_parameters(connection, desk.round.round_id)),
        promises=tuple(_promises(connection, desk)),
        changes=tuple(_changes(desk)),
        waivers=tuple(_waivers(connection, desk)),
    )


def _changes(desk: Desk) -> Iterator[MovedDate]:
    for one in last_of_each(desk.amendments).values():
        yield MovedDate(one.number, one.event, max(one.changed_at, one.announced_at))


def _waivers(connection: Connection, desk: Desk) -> Iterator[WaivedEnd]:
    events = {one.submission: one.key for one in desk.timeline.events if one.phase == "intake"}
    for one in list_waivers(connection, desk.round.round_id):
        if one.kind in events:
            until = one.until.astimezone(desk.zone)
            yield WaivedEnd(case_of(one.organisation_id), events[one.kind], until, one.granted_at)


def case_of(organisation_id: int) -> str:
    """Return how the ledger names an organisation that has actions of its own: by its id, never a code."""
    return f"organisation {organisation_id}"


def _promises(connection: Connection, desk: Desk) -> list[Promise]:
    subjects = {fact.key: fact.subject for fact in desk.calendar.facts}
    promised = [event for event in desk.timeline.events if event.phase == "promise"]
    cases = list_cases(connection, desk.round.round_id)
    return [
        Promise(case.reference, desk.timeline.resolve_from(event.key, case.received_at), case.decided_at)
        for event in promised
        for case in cases
        if case.in_time and case.kind == subjects.get(event.relative_to or "")
    ]


def read_parameters(connection: Connection, desk: Desk) -> dict[str, Any]:
    """Return the round's parameters by name; what is unset is absent."""
    return get_parameters(connection, desk.round.round_id)
