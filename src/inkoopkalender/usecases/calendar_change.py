"""Moves a date of an open round: an act with a reason, an announcement and consequences, in one transaction.

The dry run is the same transaction, rolled back, so that it cannot count otherwise. The letters that tell of
it are not written here: the duty `tell_of_change` owes them (`telling`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from inkoopkalender.content.national import load_national
from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.timeline import resolve_calendar
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.amendments import Amendment, add_amendment
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import list_actions
from inkoopkalender.storage.rounds import get_parameters, record_revision
from inkoopkalender.storage.statements import calendar_turn, submissions_turn, wait_for_turn
from inkoopkalender.usecases.amended import digests_of, lay_over, same_words
from inkoopkalender.usecases.change_checks import check_moments, check_moved_along, notice_days, notice_of
from inkoopkalender.usecases.change_follows import judge_anew, kinds_judged_by
from inkoopkalender.usecases.change_record import for_audit, make_amendment, nothing_yet
from inkoopkalender.usecases.change_shapes import AskedChange, CalendarChange, moments_of
from inkoopkalender.usecases.changed_calendar import change_words
from inkoopkalender.usecases.desk import Desk, brought_up_to_date
from inkoopkalender.usecases.overtaking import events_naming, moved_events, overtake, when_of
from inkoopkalender.usecases.telling import LETTER, audience_of_change


class UnknownEventError(MisuseError):
    """The round's calendar has no event of this name."""


class _NotStoredError(Exception):
    """Takes the transaction of a dry run, or of a change that is refused, back."""

    def __init__(self, result: CalendarChange) -> None:
        self.result = result
        super().__init__()


def change_date(desk: Desk, asked: AskedChange, *, by: str, now: datetime, dry_run: bool) -> CalendarChange:
    """Move the date of an event, or say why not: `findings` with an error refuse, nothing is stored then.

    A second call with the same words says that it is already so. Raises UnknownEventError.
    """
    try:
        with desk.database.changing(actor=by, at=now, why=asked.reason) as change:
            wait_for_turn(change.connection, calendar_turn(desk.key))
            result = _act(change, brought_up_to_date(change.connection, desk), asked, now)
            _keep(result, dry_run=dry_run)
    except _NotStoredError as end:
        return end.result
    return result


def _keep(result: CalendarChange, *, dry_run: bool) -> None:
    if dry_run or result.refused or result.already:
        raise _NotStoredError(replace(result, stored=False))


def _act(change: Transaction, desk: Desk, asked: AskedChange, now: datetime) -> CalendarChange:
    event = _find(desk, asked.event)
    before = desk.timeline.event(event.key)
    first = nothing_yet(desk, before, asked)
    if same_words(event.when, asked.words):
        return replace(first, already=True, after=first.before)
    national = load_national(desk.calendar.key, desk.settings.content)
    calendar, faults = change_words(desk.calendar, event, asked.words, national)
    if calendar is None:
        return replace(first, findings=faults)
    timeline = resolve_calendar(calendar, desk.timeline.actual)
    after = timeline.event(event.key)
    if when_of(after) == when_of(before):
        return replace(first, already=True, after=moments_of(after))
    days = notice_days(get_parameters(change.connection, desk.round.round_id), national)
    checks = check_moments(before, after, announced_at=asked.announced_at, now=now, asked=days)
    moved = moved_events(desk.timeline, timeline, event.key)
    along = check_moved_along(desk.timeline, timeline, moved, now)
    found = (*faults, *checks, *along, *_check_letter(desk))
    first = replace(
        first,
        after=moments_of(after),
        findings=found,
        notice=notice_of(before, after, asked.announced_at),
        moved=moved,
    )
    return first if first.refused else _carry_out(change, desk, asked, first, calendar, now)


def _find(desk: Desk, key: str) -> Event:
    for event in desk.calendar.events:
        if event.key == key:
            return event
    close = nearest(key, [event.key for event in desk.calendar.events])
    acted_on = [event.key for event in desk.calendar.events if event.phase]
    every = f"Alle: inkoopkalender calendar show {desk.key}"
    known = f"Waar het programma iets mee doet: {', '.join(acted_on)}.\n{every}"
    hint = f"Bedoelt u {close}?" if close else known
    raise UnknownEventError(f"De kalender {desk.key} heeft geen gebeurtenis '{key}'.\n{hint}")


def _check_letter(desk: Desk) -> Iterator[Finding]:
    if LETTER not in desk.letters:
        message = f"letters.yaml van {desk.key} noemt de brief {LETTER} niet: niemand zou de wijziging horen."
        next_step = "Neem de brief over uit een andere ronde: docs/how-to/move-a-date.md."
        yield Finding("unknown-letter", "error", message, next_step)


def _carry_out(
    change: Transaction,
    desk: Desk,
    asked: AskedChange,
    first: CalendarChange,
    calendar: Calendar,
    now: datetime,
) -> CalendarChange:
    connection, round_id = change.connection, desk.round.round_id
    before = desk.timeline.event(first.event)
    touched = (first.event, *first.moved)
    named_by = {kind for key in touched if (kind := desk.timeline.event(key).submission)}
    # First the turns, then the rows: who delivers, waives or assesses takes them in this order too.
    for kind in sorted({*named_by, *kinds_judged_by(desk, touched)}):
        wait_for_turn(connection, submissions_turn(round_id, kind))
    rows = list_actions(connection, round_id, lock=True)
    named = events_naming(desk, before, rows)
    amendment = make_amendment(desk, asked, before, calendar, rows, (*first.moved, *named), change.actor, now)
    add_amendment(connection, round_id, amendment)
    after = _desk_after(change, desk, amendment, now)
    events = [after.timeline.event(key) for key in touched]
    overtaken = overtake(
        connection, desk, after, rows, event=first.event, moved=first.moved, named=named, now=now
    )
    judged = judge_anew(after, change, desk.timeline, [each.key for each in events], rows, now)
    audience = audience_of_change(connection, after, events)
    result = replace(
        first,
        stored=True,
        number=amendment.number,
        revision=after.revisions[first.event],
        actions=overtaken.actions,
        letters={
            "withdrawn": overtaken.withdrawn + judged.withdrawn,
            "to_compose": len(audience.with_address),
            "sent": overtaken.sent,
        },
        organisations={
            "to_tell": len(audience.everybody),
            "reached": len(overtaken.reached & set(audience.everybody)),
            "without_address": len(audience.everybody) - len(audience.with_address),
        },
        to_tell=tuple(audience.codes),
        submissions=judged.submissions,
        consequences=judged.consequences,
    )
    change.record("date moved", for_audit(result, amendment), chain=desk.key)
    return result


def _desk_after(change: Transaction, desk: Desk, amendment: Amendment, now: datetime) -> Desk:
    """Return the desk with the moved date, and record the calendar's new revision after its former one."""
    former = digests_of(desk.calendar, desk.amendments)
    record_revision(change.connection, desk.round.round_id, former, now)
    amendments = (*desk.amendments, amendment)
    calendar = lay_over(desk.calendar, amendments)
    digests = digests_of(calendar, amendments)
    revisions = record_revision(change.connection, desk.round.round_id, digests, now)
    timeline = resolve_calendar(calendar, desk.timeline.actual)
    return replace(desk, timeline=timeline, amendments=amendments, revisions=revisions)
