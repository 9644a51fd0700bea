"""What is kept of a moved date: the amendment that lies over the file, and the facts for the audit."""

from collections.abc import Sequence
from datetime import datetime

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.duties import TELL
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.amendments import Amendment
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.usecases.amended import last_of_each
from inkoopkalender.usecases.change_shapes import AskedChange, CalendarChange, moments_of
from inkoopkalender.usecases.desk import Desk


def nothing_yet(desk: Desk, before: ResolvedEvent, asked: AskedChange) -> CalendarChange:
    """Return the result of a change that has done nothing yet."""
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


def make_amendment(
    desk: Desk,
    asked: AskedChange,
    before: ResolvedEvent,
    calendar: Calendar,
    rows: Sequence[LedgerRow],
    touched: tuple[str, ...],
    by: str,
    now: datetime,
) -> Amendment:
    """Return the amendment; `calendar` has the new words already, `rows` is the ledger before the change."""
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
        changed_by=by,
        changed_at=now,
        announced_at=asked.announced_at,
    )


def _was_told(amendment: Amendment, rows: Sequence[LedgerRow]) -> bool:
    occurrence = f"change {amendment.number}"
    return any(row.kind == TELL and row.occurrence == occurrence and row.state == "done" for row in rows)


def for_audit(result: CalendarChange, amendment: Amendment) -> dict[str, object]:
    """Return the facts for the audit: from what to what, what follows, in counts and keys."""

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
