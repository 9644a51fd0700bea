"""What came in since the former end of a moved window is judged anew, by what kind of window it is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.usecases.deliveries import may_hand_in, read_window, windows_of
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.enrolment import judge_enrolments_anew
from inkoopkalender.usecases.policy import judge_objections_anew
from inkoopkalender.usecases.reopening import Reopened, rejudge_late, reopen_intake
from inkoopkalender.usecases.signing import judge_signatures_anew


def judge_anew(
    desk: Desk,
    change: Transaction,
    before: Timeline,
    events: Sequence[str],
    rows: Sequence[LedgerRow],
    now: datetime,
) -> Reopened:
    """Judge anew what came since the former end of these events, where the new one is later."""
    submissions: dict[str, int] = {}
    consequences = withdrawn = 0
    for key in events:
        was, event = before.event(key), desk.timeline.event(key)
        if was.end is None or event.end is None or event.end <= was.end:
            continue
        found = [_judge_cases(desk, change, event, now)]
        if was.end <= now:
            found += _judge_deliveries(desk, change, event, rows, now)
        for each in found:
            consequences += each.consequences
            withdrawn += each.withdrawn
            for state, count in each.submissions.items():
                submissions[state] = submissions.get(state, 0) + count
    return Reopened(submissions, consequences, withdrawn)


def kinds_judged_by(desk: Desk, events: Collection[str]) -> list[str]:
    """Return, sorted, the kinds whose deliveries are in time or late by the end of one of these events."""
    found = []
    for kind, window in sorted(windows_of(desk).items()):
        hand_in = desk.submissions[kind].hand_in
        further = (*hand_in.also, hand_in.amend_until) if hand_in else ()
        if not {window.key, *further}.isdisjoint(events):
            found.append(kind)
    return found


def _judge_deliveries(
    desk: Desk, change: Transaction, event: ResolvedEvent, rows: Sequence[LedgerRow], now: datetime
) -> list[Reopened]:
    """Judge anew each kind of submission that is handed in, or amended, until the end of this event.

    Only the event of its own window opens that window again.
    """
    mine = [row for row in rows if row.event == event.key]
    found = []
    for kind in kinds_judged_by(desk, [event.key]):
        window = read_window(change.connection, desk, kind)
        whose = may_hand_in(change.connection, desk, window)
        if event.key == window.event.key:
            found.append(reopen_intake(desk, change, window, whose - window.with_own_end, mine, now))
        else:
            found.append(rejudge_late(desk, change, window, whose, now))
    return found


def _judge_cases(desk: Desk, change: Transaction, event: ResolvedEvent, now: datetime) -> Reopened:
    if event.phase == "sign-contracts":
        counts = dict(judge_signatures_anew(desk, change, now))
        signed = {"signed": counts["signed"]} if counts["signed"] else {}
        return Reopened(signed, counts["consequences"])
    if event.phase == "objections":
        return _of_cases(judge_objections_anew(desk, change, now))
    if event.phase == "enrol-new-providers":
        return _of_cases(judge_enrolments_anew(desk, change, now))
    return Reopened({})


def _of_cases(counts: Mapping[str, int]) -> Reopened:
    cases = {name: count for name, count in counts.items() if name != "withdrawn"}
    return Reopened(cases, withdrawn=counts.get("withdrawn", 0))
