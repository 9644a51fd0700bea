"""What came in since the former end of a moved window is judged anew, by what kind of window it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.deliveries import read_window
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.enrolment import judge_enrolments_anew
from inkoopkalender.usecases.policy import judge_objections_anew
from inkoopkalender.usecases.reopening import reopen_intake
from inkoopkalender.usecases.signing import judge_signatures_anew


def judge_anew(
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
