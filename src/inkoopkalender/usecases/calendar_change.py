"""Moves a date of an open round: an act with a reason, an announcement and consequences, in one transaction.

The dry run is the same transaction, rolled back, so that it cannot count otherwise. The letters that tell of
it are not written here: the duty `tell_of_change` owes them (`telling`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from inkoopkalender.content.national import load_national
from inkoopkalender.domain.calendar import Calendar, Event
from inkoopkalender.domain.duties import TELL
from inkoopkalender.domain.findings import Finding
from inkoopkalender.domain.national import NationalCalendar
from inkoopkalender.domain.phrase_help import nearest
from inkoopkalender.domain.phrases import PhraseError
from inkoopkalender.domain.timeline import ResolvedEvent, resolve_calendar
from inkoopkalender.errors import ContentError, MisuseError
from inkoopkalender.storage.amendments import Amendment, add_amendment
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import LedgerRow, list_actions
from inkoopkalender.storage.rounds import get_parameters, list_participants, record_revision
from inkoopkalender.storage.statements import calendar_turn, submissions_turn, wait_for_turn
from inkoopkalender.usecases.amended import digests_of, last_of_each, lay_over, same_words
from inkoopkalender.usecases.change_checks import check_moments, new_findings, notice_days, notice_of
from inkoopkalender.usecases.change_shapes import AskedChange, CalendarChange, moments_of
from inkoopkalender.usecases.deliveries import read_window
from inkoopkalender.usecases.desk import Desk, brought_up_to_date
from inkoopkalender.usecases.enrolment import judge_enrolments_anew
from inkoopkalender.usecases.overtaking import events_naming, moved_events, overtake
from inkoopkalender.usecases.policy import judge_objections_anew
from inkoopkalender.usecases.reopening import reopen_intake
from inkoopkalender.usecases.signing import judge_signatures_anew
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
    first = _nothing_yet(desk, before, asked)
    if same_words(event.when, asked.words):
        return replace(first, already=True, after=first.before)
    national = load_national(desk.calendar.key, desk.settings.content)
    calendar, faults = _changed(desk.calendar, event, asked.words, national)
    if calendar is None:
        return replace(first, findings=faults)
    timeline = resolve_calendar(calendar, desk.timeline.actual)
    after = timeline.event(event.key)
    if (after.start, after.end, after.last_day) == (before.start, before.end, before.last_day):
        return replace(first, already=True, after=moments_of(after))
    days = notice_days(get_parameters(change.connection, desk.round.round_id), national)
    checks = check_moments(before, after, announced_at=asked.announced_at, now=now, asked=days)
    found = (*faults, *checks, *_check_letter(desk))
    first = replace(
        first,
        after=moments_of(after),
        findings=found,
        notice=notice_of(before, after, asked.announced_at),
        moved=moved_events(desk.timeline, timeline, event.key),
    )
    return first if first.refused else _carry_out(change, desk, asked, first, calendar, now)


def _find(desk: Desk, key: str) -> Event:
    for event in desk.calendar.events:
        if event.key == key:
            return event
    known = [event.key for event in desk.calendar.events]
    close = nearest(key, known)
    hint = f"Bedoelt u {close}?" if close else f"Kies uit: {', '.join(known)}."
    raise UnknownEventError(f"De kalender {desk.key} heeft geen gebeurtenis '{key}'.\n{hint}")


def _nothing_yet(desk: Desk, before: ResolvedEvent, asked: AskedChange) -> CalendarChange:
    return CalendarChange(
        round=desk.key,
        event=before.key,
        before=moments_of(before),
        after=None,
        reason=asked.reason,
        announced_at=asked.announced_at,
        already=False,
        stored=False,
        number=len(desk.amendments),
        revision=desk.revisions[before.key],
        notice={"days_before_old": None, "days_before_new": None},
        moved=(),
        actions=(),
        letters={"withdrawn": 0, "to_compose": 0, "sent": 0},
        organisations={"to_tell": 0, "reached": 0, "without_address": 0},
        to_tell=(),
        submissions={},
        consequences=0,
        findings=(),
    )


def _check_letter(desk: Desk) -> Iterator[Finding]:
    if LETTER not in desk.letters:
        message = f"letters.yaml van {desk.key} noemt de brief {LETTER} niet: niemand zou de wijziging horen."
        next_step = "Neem de brief over uit een andere ronde: docs/how-to/move-a-date.md."
        yield Finding("unknown-letter", "error", message, next_step)


def _changed(
    calendar: Calendar, event: Event, words: str, national: NationalCalendar | None
) -> tuple[Calendar | None, tuple[Finding, ...]]:
    """Return the calendar as it would be, and what the checks have to say; None when it has no meaning."""
    for year in (event.year if event.act else None, event.year):
        try:
            changed = _with(calendar, replace(event, when=words, quote=words, year=year))
            findings = new_findings(calendar, changed, national)
            if any(finding.severity == "error" for finding in findings):
                continue
            resolve_calendar(changed)
        except (PhraseError, ContentError):
            continue
        return changed, findings
    return None, _why_not(calendar, event, words, national)


def _why_not(
    calendar: Calendar, event: Event, words: str, national: NationalCalendar | None
) -> tuple[Finding, ...]:
    changed = _with(calendar, replace(event, when=words, quote=words))
    findings = new_findings(calendar, changed, national)
    return tuple(finding for finding in findings if finding.severity == "error")


def _with(calendar: Calendar, event: Event) -> Calendar:
    events = tuple(event if one.key == event.key else one for one in calendar.events)
    return replace(calendar, events=events)


def _carry_out(
    change: Transaction,
    desk: Desk,
    asked: AskedChange,
    first: CalendarChange,
    calendar: Calendar,
    now: datetime,
) -> CalendarChange:
    connection, round_id = change.connection, desk.round.round_id
    rows = list_actions(connection, round_id, lock=True)
    before = desk.timeline.event(first.event)
    named = events_naming(desk, before, rows)
    amendment = _amendment(desk, asked, before, calendar, rows, (*first.moved, *named), change, now)
    add_amendment(connection, round_id, amendment)
    after = _desk_after(change, desk, amendment, now)
    event = after.timeline.event(first.event)
    if event.submission:
        wait_for_turn(connection, submissions_turn(round_id, event.submission))
    overtaken = overtake(
        connection, desk, after, rows, event=event.key, moved=first.moved, named=named, now=now
    )
    submissions, consequences = _follow(after, change, before, event, rows, now)
    audience = audience_of_change(connection, after, event)
    result = replace(
        first,
        stored=True,
        number=amendment.number,
        revision=after.revisions[event.key],
        actions=overtaken.actions,
        letters={
            "withdrawn": overtaken.withdrawn,
            "to_compose": len(audience.with_address),
            "sent": overtaken.sent,
        },
        organisations={
            "to_tell": len(audience.everybody),
            "reached": len(overtaken.reached & set(audience.everybody)),
            "without_address": len(audience.everybody) - len(audience.with_address),
        },
        to_tell=tuple(audience.codes),
        submissions=submissions,
        consequences=consequences,
    )
    change.record("date moved", _for_audit(result, amendment), chain=desk.key)
    return result


def _amendment(
    desk: Desk,
    asked: AskedChange,
    before: ResolvedEvent,
    calendar: Calendar,
    rows: Sequence[LedgerRow],
    touched: tuple[str, ...],
    change: Transaction,
    now: datetime,
) -> Amendment:
    (event,) = [one for one in calendar.events if one.key == before.key]
    last = last_of_each(desk.amendments).get(before.key)
    untold = last if last is not None and not _was_told(last, rows) else None
    return Amendment(
        number=len(desk.amendments) + 1,
        event=before.key,
        words=" ".join(asked.words.split()),
        year=event.year,
        file_words=last.file_words if last else before.words,
        before_words=before.words,
        before_start=before.start,
        before_end=before.end,
        told_words=untold.told_words if untold else before.words,
        told_start=untold.told_start if untold else before.start,
        told_end=untold.told_end if untold else before.end,
        touched=touched,
        reason=asked.reason,
        changed_by=change.actor,
        changed_at=now,
        announced_at=asked.announced_at,
    )


def _was_told(amendment: Amendment, rows: Sequence[LedgerRow]) -> bool:
    occurrence = f"change {amendment.number}"
    return any(row.kind == TELL and row.occurrence == occurrence and row.state == "done" for row in rows)


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


def _follow(
    desk: Desk,
    change: Transaction,
    before: ResolvedEvent,
    event: ResolvedEvent,
    rows: Sequence[LedgerRow],
    now: datetime,
) -> tuple[Mapping[str, int], int]:
    """Judge anew what came since the former end, where the new one is later."""
    if before.end is None or event.end is None or event.end <= before.end:
        return {}, 0
    if event.phase == "intake" and before.end <= now:
        mine = [row for row in rows if row.event == event.key]
        joined = list_participants(change.connection, desk.round.round_id, track=event.track)
        window = read_window(change.connection, desk, event.submission or "")
        whose = [one.organisation_id for one in joined if one.organisation_id not in window.with_own_end]
        reopened = reopen_intake(desk, change, window, whose, mine, now)
        return reopened.submissions, reopened.consequences
    if event.phase == "sign-contracts":
        counts = dict(judge_signatures_anew(desk, change, now))
        return {"signed": counts["signed"]} if counts["signed"] else {}, counts["consequences"]
    if event.phase == "objections":
        return judge_objections_anew(desk, change, now), 0
    if event.phase == "enrol-new-providers":
        return judge_enrolments_anew(desk, change, now), 0
    return {}, 0


def _for_audit(result: CalendarChange, amendment: Amendment) -> dict[str, object]:
    def text(moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat()

    assert result.after is not None, "a date that was moved has a new moment"
    return {
        "event": result.event,
        "number": amendment.number,
        "revision": result.revision,
        "from": {
            "words": result.before.words,
            "start": text(result.before.start),
            "end": text(result.before.end),
        },
        "to": {"words": result.after.words, "start": text(result.after.start), "end": text(result.after.end)},
        "announced_at": amendment.announced_at.isoformat(),
        "touched": list(amendment.touched),
        "again": [
            f"{one.event} {one.kind} {one.occurrence}".strip()
            for one in result.actions
            if one.effect in ("again", "composed-anew")
        ],
        "letters": dict(result.letters),
        "submissions": dict(result.submissions),
        "consequences": result.consequences,
        "findings": sorted({finding.code for finding in result.findings}),
    }
