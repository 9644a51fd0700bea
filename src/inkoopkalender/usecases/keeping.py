"""What is kept longer than its term: which files, since when, and what stops their deletion.

The term is that of the kind in `submissions.yaml`; a kind without one is kept for good. Looking deletes
nothing: once a month a person is asked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inkoopkalender.domain.dutch import counted
from inkoopkalender.domain.retention import term_end
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import list_tasks, open_tasks
from inkoopkalender.storage.retention import Hold, Reference, list_holds, list_references
from inkoopkalender.usecases.desk import Desk

TASK: Final = "keeping"
"""The question to a person whether what is past its term may go."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is past its term. `stops` is why it may not go: a hold, or who else needs the bytes."""

    desk: Desk
    reference: Reference
    months: int
    after: str
    ended_at: datetime
    stops: str = ""


def find_past_term(connection: Connection, desks: Sequence[Desk], now: datetime) -> list[Kept]:
    """Return what is past its term in these rounds, by round and receipt, with what stops its deletion."""
    holds, references = list_holds(connection), list_references(connection)
    of_round = {desk.round.round_id: desk for desk in desks}
    past = [
        kept
        for one in references
        if one.round_id in of_round and (kept := _past(of_round[one.round_id], one, now)) is not None
    ]
    may_go = {id(one.reference) for one in past if not _held(one.reference, holds)}
    needed = {one.sha256 for one in references if id(one) not in may_go}
    told = [_with_stops(one, holds, needed) for one in past]
    return sorted(told, key=lambda one: one.desk.key)


def _past(desk: Desk, one: Reference, now: datetime) -> Kept | None:
    kind = desk.submissions.get(one.kind)
    keep = kind.keep if kind else None
    if keep is None:
        return None
    end = next((event.end for event in desk.timeline.events if event.key == keep.after), None)
    if end is None:
        return None
    ended_at = term_end(end, one.received_at, keep.months, desk.zone)
    return Kept(desk, one, keep.months, keep.after, ended_at) if ended_at <= now else None


def _held(one: Reference, holds: Iterable[Hold]) -> Hold | None:
    return next((hold for hold in holds if hold.covers(one)), None)


def _with_stops(one: Kept, holds: Sequence[Hold], needed: set[str]) -> Kept:
    stops = ""
    if hold := _held(one.reference, holds):
        stops = f"bewaarplicht {hold.hold_id}: {hold.reason}"
    elif one.reference.sha256 in needed:
        stops = "dezelfde bytes horen ook bij een bestand dat nog bewaard wordt"
    return Kept(one.desk, one.reference, one.months, one.after, one.ended_at, stops)


def terms_without_a_day(desk: Desk) -> Mapping[str, str]:
    """Return per kind the event its term counts from, where that event has no end or is not there."""
    ends = {event.key: event.end for event in desk.timeline.events}
    return {
        name: kind.keep.after
        for name, kind in desk.submissions.items()
        if kind.keep is not None and ends.get(kind.keep.after) is None
    }


def ask_to_delete(desk: Desk, now: datetime) -> int:
    """Open a question per kind that has something past its term, at most one a month; return how many.

    Deletes nothing. A round none of whose terms can be over is not looked into.
    """
    if not _may_be_past(desk, now):
        return 0
    with desk.database.reading() as connection:
        due = Counter(one.reference.kind for one in find_past_term(connection, [desk], now) if not one.stops)
        open_ones = list_tasks(connection, desk.round.round_id, kinds=[TASK], undecided=True)
    asked = {one.subject.split()[0] for one in open_ones}
    month = f"{now.astimezone(desk.zone):%Y-%m}"
    questions = [
        _question(desk, kind, count, month) for kind, count in sorted(due.items()) if kind not in asked
    ]
    if not questions:
        return 0
    with desk.database.changing(actor=desk.actor, at=now, why="terms of keeping looked at") as change:
        opened = open_tasks(change.connection, desk.round.round_id, questions, at=now)
        if opened:
            change.record("asked to delete", {"kinds": sorted(due), "questions": opened}, chain=desk.key)
    return opened


def _may_be_past(desk: Desk, now: datetime) -> bool:
    ends = {event.key: event.end for event in desk.timeline.events}
    terms = [kind.keep for kind in desk.submissions.values() if kind.keep is not None]
    counted_from = [(keep, end) for keep in terms if (end := ends.get(keep.after)) is not None]
    return any(term_end(end, end, keep.months, desk.zone) <= now for keep, end in counted_from)


def _question(desk: Desk, kind: str, count: int, month: str) -> dict[str, object]:
    keep = desk.submissions[kind].keep
    months = keep.months if keep else 0
    return {
        "organisation_id": None,
        "kind": TASK,
        "subject": f"{kind} {month}",
        "question": f"Van {kind} zijn {counted(count, 'bestand', 'bestanden')} langer bewaard dan {months} "
        "maanden. Bekijk ze (inkoopkalender keeping due) en wis ze (inkoopkalender keeping delete), of leg "
        "een bewaarplicht vast (inkoopkalender keeping hold).",
    }
