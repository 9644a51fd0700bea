"""The one seam from a due action to its duty.

Claims the action in the ledger, does the duty, writes how it ended. Whoever calls (a Prefect task, a
tick, a test) gets the same behaviour. Adding a duty is one row in `DUTY_FUNCTIONS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from inkoopkalender.domain.actions import RELEASE, Action, LedgerState, due_actions
from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.storage.database import DatabaseUnreachableError
from inkoopkalender.storage.ledger import (
    Claim,
    LostClaimError,
    claim_action,
    count_batches,
    finish_action,
    hold_claim,
    list_actions,
    list_states,
)
from inkoopkalender.storage.statements import calendar_turn, wait_for_turn
from inkoopkalender.usecases import (
    assessment,
    enrolment,
    intake,
    offers,
    policy,
    promises,
    proposals,
    publication,
    reminders,
    scoring,
    signing,
    telling,
)
from inkoopkalender.usecases.desk import Desk, is_current, read_facts
from inkoopkalender.usecases.failures import in_words, log_unexpected
from inkoopkalender.usecases.keeping import ask_to_delete
from inkoopkalender.usecases.release import CarryOut, release_by_calendar, release_waiting
from inkoopkalender.usecases.retries import must_wait
from inkoopkalender.usecases.work import Work

Prepare = Callable[[Work], None]


@dataclass(frozen=True, slots=True)
class DutyFunctions:
    """`prepare` does the duty, or composes what a person must release; `carry_out` follows the release."""

    prepare: Prepare
    carry_out: CarryOut | None = None


DUTY_FUNCTIONS: Mapping[str, DutyFunctions] = {
    "tell_of_change": DutyFunctions(telling.tell_of_change),
    "publish_policy": DutyFunctions(policy.publish_policy),
    "close_objections": DutyFunctions(policy.close_objections),
    "open_intake": DutyFunctions(intake.open_intake),
    "register_new_providers": DutyFunctions(enrolment.register_new_providers),
    "remind_providers": DutyFunctions(reminders.remind_providers),
    "close_intake": DutyFunctions(intake.close_intake),
    "assess_round": DutyFunctions(assessment.assess_round, assessment.carry_out_assessment),
    "score_providers": DutyFunctions(scoring.score_providers),
    "propose_production": DutyFunctions(proposals.propose_production, proposals.carry_out_proposals),
    "close_contracting": DutyFunctions(proposals.close_contracting),
    "offer_contracts": DutyFunctions(offers.offer_contracts, offers.carry_out_offers),
    "close_signing": DutyFunctions(signing.close_signing),
    "lapse_unsigned": DutyFunctions(signing.lapse_unsigned, signing.carry_out_lapses),
    "publish_contracted_care": DutyFunctions(
        publication.check_publication, publication.carry_out_publication
    ),
    "close_enrolment": DutyFunctions(enrolment.close_enrolment),
    "watch_promises": DutyFunctions(promises.watch_promise),
}


@dataclass(frozen=True, slots=True)
class Ran:
    """How an action ended: `state` is the ledger's, or `taken` when it was in other hands."""

    key: str
    kind: str
    event: str
    state: str
    counts: Mapping[str, int]
    problem: str = ""
    """Why it failed, in words."""


def find_due(desk: Desk, now: datetime) -> tuple[Action, ...]:
    """Return what is due in the round and not finished; see `domain.actions.due_actions`."""
    with desk.database.reading() as connection:
        ledger = list_states(connection, desk.round.round_id, desk.key)
        facts = read_facts(connection, desk)
    return due_actions(desk.timeline, ledger, facts, now)


def run_due(desk: Desk, now: datetime, *, run_id: str, patient: bool = False) -> list[Ran]:
    """Do everything that is due and may run, in order, until nothing more does.

    An action that fails is tried once, and stops nothing but what must come after it. `patient` leaves
    alone what failed so lately that it is not tried again by itself yet.
    """
    ask_to_delete(desk, now)
    ran: list[Ran] = []
    tried: set[str] = set()
    while ready := [one for one in find_ready(desk, now, patient=patient) if str(one.key) not in tried]:
        tried |= {str(one.key) for one in ready}
        progress = [try_action(desk, action, now, run_id) for action in ready]
        ran += [one for one in progress if one.state != "taken"]
    return ran


def find_ready(desk: Desk, now: datetime, *, patient: bool) -> list[Action]:
    """Return what is due and may run now; `patient` leaves out what failed lately (see `retries`)."""
    ready = runnable(find_due(desk, now))
    if not (patient and ready):
        return ready
    wall = desk.wall()
    with desk.database.reading() as connection:
        rows = list_actions(connection, desk.round.round_id)
    resting = {
        (desk.key, row.track, row.event, row.kind, row.occurrence, row.subject)
        for row in rows
        if must_wait(row, wall)
    }
    return [one for one in ready if one.key.identity not in resting]


def try_action(desk: Desk, action: Action, now: datetime, run_id: str) -> Ran:
    """Do one due action and say how it ended, `failed` with its reason included.

    Raises DatabaseUnreachableError: then nothing else can be done either.
    """
    key = action.key
    try:
        return run_action(desk, action, now, run_id=run_id)
    except LostClaimError:
        return Ran(str(key), key.kind, key.event, "taken", {})
    except DatabaseUnreachableError:
        raise
    except Exception as error:  # noqa: BLE001 -- stands in ledger and log; a fault of one action stops no other
        return Ran(str(key), key.kind, key.event, "failed", {}, in_words(error))


def runnable(due: tuple[Action, ...]) -> list[Action]:
    """Return the actions that wait for nothing."""
    return [action for action in due if not action.waits_for]


def run_action(desk: Desk, action: Action, now: datetime, *, run_id: str) -> Ran:
    """Do one due action, once, whoever else tries: claim it, do it, write how it ended.

    Safe to repeat after a kill at any point. Raises LostClaimError when another process took it over,
    and what its duty raises, our own mistakes included, after the ledger has it as failed: it is then due
    again.
    """
    claim = _claim(desk, action, now, run_id)
    if claim is None:
        return Ran(str(action.key), action.key.kind, action.key.event, "taken", {})
    work = Work(desk, action, claim, now)
    try:
        if not action.lapsed:
            DUTY_FUNCTIONS[action.key.kind].prepare(work)
        return _finish(work)
    except (LostClaimError, DatabaseUnreachableError):
        raise
    except Exception as error:
        _fail(work, error)
        raise


def _claim(desk: Desk, action: Action, now: datetime, run_id: str) -> Claim | None:
    """Claim the action; one that a desk still sees by a date that was moved since stays where it is."""
    with desk.database.changing(actor=desk.actor, at=now, why="due") as change:
        wait_for_turn(change.connection, calendar_turn(desk.key))
        if not is_current(change.connection, desk):
            return None
        return claim_action(
            change.connection,
            desk.round.round_id,
            action,
            wall=desk.wall(),
            run_id=run_id,
            silent_for=timedelta(seconds=desk.settings.tick.silent_seconds),
        )


def _finish(work: Work) -> Ran:
    desk, key = work.desk, work.action.key
    with desk.database.changing(actor=desk.actor, at=work.now, why=work.why()) as change:
        hold_claim(change.connection, work.claim, wall=desk.wall())  # the action's row before its letters
        counts = count_batches(change.connection, work.claim)
        waits = work.action.release == "person" and any(counts.values()) and not work.action.lapsed
        state: LedgerState = "lapsed" if work.action.lapsed else "waiting" if waits else "done"
        if state == "done" and work.action.release == "automatic":
            carry_out = DUTY_FUNCTIONS[key.kind].carry_out
            counts |= release_by_calendar(desk, change, work.claim.key, carry_out, work.now)
        finish_action(
            change.connection,
            work.claim,
            state,
            at=work.now,
            counts=counts,
            waits_for=RELEASE if waits else "",
        )
        change.record(f"{key.kind} {state}", {"key": work.claim.key, **counts}, chain=desk.key)
    return Ran(work.claim.key, key.kind, key.event, state, counts)


def _fail(work: Work, error: Exception) -> None:
    desk = work.desk
    if not isinstance(error, InkoopkalenderError):
        log_unexpected(error, round_key=desk.key, action=work.why())
    with desk.database.changing(actor=desk.actor, at=work.now, why=work.why()) as change:
        counts = count_batches(change.connection, work.claim)
        finish_action(
            change.connection,
            work.claim,
            "failed",
            at=work.now,
            counts=counts,
            waits_for=in_words(error),
            wall=desk.wall(),
        )
        facts = {"key": work.claim.key, "error": type(error).__name__}
        change.record(f"{work.action.key.kind} failed", facts, chain=desk.key)


def release_action(desk: Desk, key: str, now: datetime, *, by: str, reason: str) -> Ran:
    """Let an action that waits go: its letters leave and its consequences hold, from this moment.

    Raises MisuseError when nothing of that name waits, and whatever its duty still finds in the way.
    """
    kind = key.split("|")[3] if key.count("|") >= 3 else ""  # noqa: PLR2004 -- round|track|event|kind|…
    functions = DUTY_FUNCTIONS.get(kind)
    counts = release_waiting(desk, key, functions.carry_out if functions else None, now, by=by, reason=reason)
    return Ran(key, kind, key.split("|")[2] if functions else "", "done", counts)
