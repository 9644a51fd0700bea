"""What follows for deliveries when a window gets a later end, for everybody or for one organisation.

What was stored as too late is judged anew against the window as it is now, and answered with a receipt.
Standings and open questions that rested on the former end are taken back; what a person has released stays,
and becomes a question.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import Task, list_outcomes, open_tasks, record_outcomes
from inkoopkalender.storage.event_letters import withdraw_of_actions
from inkoopkalender.storage.judging import (
    LateDelivery,
    first_counted,
    list_findings,
    list_late,
    set_state,
    take_back_outcomes,
    take_back_question,
    take_back_questions,
)
from inkoopkalender.storage.ledger import Claim, LedgerRow, list_done
from inkoopkalender.storage.rounds import set_standing
from inkoopkalender.storage.submissions import (
    Delivery,
    State,
    Stored,
    list_organisations_with,
)
from inkoopkalender.usecases.assessment import SURVEY_MISSING
from inkoopkalender.usecases.deliveries import (
    AFTER_ASSESSMENT,
    CONSEQUENCE,
    LATE_SUBMISSION,
    UPHELD,
    WITHDRAWN,
    Window,
    follow,
    may_hand_in,
    read_window,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.lateness import judge
from inkoopkalender.usecases.receipts import origins_of

SURVEY, SCORE = "R-WV-SURVEY", "R-WV-SCORE"
_QUESTIONS = ("eligibility", AFTER_ASSESSMENT)


@dataclass(frozen=True, slots=True)
class Reopened:
    """How many deliveries were judged anew and as what; how many consequences are now a question.

    `withdrawn` are answers to the former judgement that had not left yet.
    """

    submissions: Mapping[str, int]
    consequences: int = 0
    withdrawn: int = 0


def reopen_intake(
    desk: Desk,
    change: Transaction,
    window: Window,
    organisation_ids: Collection[int],
    assessments: Collection[LedgerRow],
    now: datetime,
) -> Reopened:
    """Let these organisations' window be open again, and judge anew what came since the former end.

    `assessments` are the window's assessments as the ledger had them; the desk is the one after the change.
    Consequences follow from what the round asks of everybody only.
    """
    whose = may_hand_in(change.connection, desk, window) & set(organisation_ids)
    if not window.of_survey:
        return rejudge_late(desk, change, window, whose, now)
    drawn = _drawn(change.connection, desk, assessments) & whose
    _take_back(desk, change, whose - drawn)
    judged = rejudge_late(desk, change, window, whose, now)
    questions = [_question(one, window.event.key) for one in sorted(drawn)]
    asked = open_tasks(change.connection, desk.round.round_id, questions, at=now)
    _settle_standings(desk, change, window, whose - drawn)
    return replace(judged, consequences=asked)


def _drawn(connection: Connection, desk: Desk, assessments: Collection[LedgerRow]) -> set[int]:
    """Return against whom consequences were drawn and released: an assessment that is done missed them."""
    outcomes = list_outcomes(connection, desk.round.round_id, SURVEY)
    missed = {one for one, outcome in outcomes.items() if outcome.outcome == "not_met"}
    done: set[int] = set()
    for row in assessments:
        if row.kind == "assess_round" and row.state == "done":
            done |= list_done(connection, Claim(row.action_id, row.key, row.attempt))
    return missed & done


def _take_back(desk: Desk, change: Transaction, organisation_ids: Collection[int]) -> None:
    connection, round_id = change.connection, desk.round.round_id
    counts = {
        "outcomes": take_back_outcomes(connection, round_id, SURVEY, organisation_ids),
        "questions": take_back_questions(connection, round_id, _QUESTIONS, organisation_ids),
    }
    back = set_standing(
        connection, round_id, organisation_ids, "invited", only_from=("late", "silent", "in_review")
    )
    if back or any(counts.values()):
        change.record("window open again", {**counts, "standings": back}, chain=desk.key)


def _settle_standings(
    desk: Desk, change: Transaction, window: Window, organisation_ids: Collection[int]
) -> None:
    """Let those whose survey is in stand as submitted again."""
    connection, round_id = change.connection, desk.round.round_id
    kind = window.kind.name
    delivered = list_organisations_with(connection, round_id, kind, ("accepted",))
    set_standing(connection, round_id, delivered & set(organisation_ids), "submitted", only_from=("invited",))


def rejudge_late(
    desk: Desk, change: Transaction, window: Window, organisation_ids: Collection[int], now: datetime
) -> Reopened:
    """Give each late delivery that is in time now its state, its receipt, and its place in the audit.

    Nothing else of the window is open again: outcomes, questions and standings stay.
    """
    connection, round_id = change.connection, desk.round.round_id
    first = first_counted(connection, round_id, window.kind.name)
    counts: dict[str, int] = {}
    news: list[tuple[Delivery, Stored, tuple[FileFinding, ...]]] = []
    for one in list_late(connection, round_id, window.kind.name):
        if one.organisation_id not in organisation_ids:
            continue
        found = tuple(FileFinding(**facts) for facts in list_findings(connection, one.submission_id))
        sound = not any(each.severity == "error" for each in found)
        amends = one.organisation_id in first and first[one.organisation_id] < one.received_at
        verdict = judge(window, one.organisation_id, one.received_at, sound=sound, amends=amends)
        if verdict.late:
            continue
        set_state(connection, one.submission_id, verdict.state)
        take_back_question(connection, round_id, LATE_SUBMISSION, f"submission {one.submission_id}")
        if sound:
            first.setdefault(one.organisation_id, one.received_at)
        facts = {"submission": one.submission_id, "was": one.state, "now": verdict.state}
        change.record("delivery judged anew", facts, chain=desk.key)
        counts[verdict.state] = counts.get(verdict.state, 0) + 1
        if verdict.state != one.state or verdict.state == "accepted":
            news.append((_delivery(one, verdict.state), _stored(one), found))
    answers = [origin for _, stored, _ in news for origin in origins_of(stored.submission_id)]
    withdrawn = withdraw_of_actions(connection, answers, now)
    follow(desk, change, window, news, now)
    return Reopened(counts, withdrawn=sum(withdrawn.values()))


def _delivery(late: LateDelivery, state: State) -> Delivery:
    return Delivery(
        late.organisation_id,
        late.kind,
        late.channel,
        late.received_at,
        state,
        late.filename,
        b"",
        {},
        keys=None,
    )


def _stored(late: LateDelivery) -> Stored:
    return Stored(late.submission_id, late.revision, late.sha256, new=False)


def _question(organisation_id: int, event: str) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "kind": CONSEQUENCE,
        "subject": f"organisation {organisation_id} {event}",
        "question": "Het gevolg van een ontbrekende uitvraag is al bekendgemaakt, en daarna is de termijn "
        f"verlengd. Vervalt het ({WITHDRAWN}) of blijft het ({UPHELD})?",
        "ambiguity": "A-WV-04",
    }


def settle_consequence(desk: Desk, change: Transaction, task: Task, decision: str, now: datetime) -> None:
    """Carry out a person's answer: what was drawn from the silence no longer holds, or stays."""
    one = task.organisation_id
    if decision != WITHDRAWN or one is None:
        return
    connection, round_id = change.connection, desk.round.round_id
    event = desk.timeline.event(task.subject.split()[-1])
    window = read_window(connection, desk, event.submission or "")
    given = list_outcomes(connection, round_id, SCORE).get(one)
    if given is not None and given.because.get("because") == SURVEY_MISSING:
        take_back_outcomes(connection, round_id, SCORE, [one])
    delivered = one in list_organisations_with(connection, round_id, event.submission or "", ("accepted",))
    end = window.event_for(one).end
    if end is None or now < end:
        _take_back(desk, change, [one])
        _settle_standings(desk, change, window, [one])
    elif delivered:
        survey = list_outcomes(connection, round_id, SURVEY)[one]
        _take_back(desk, change, [one])
        met = type(survey)(one, SURVEY, "met", "delivered", {**survey.because, "task": task.task_id})
        record_outcomes(connection, round_id, [met], by=change.actor, at=now)
        set_standing(connection, round_id, [one], "in_review", only_from=("invited", "submitted"))
