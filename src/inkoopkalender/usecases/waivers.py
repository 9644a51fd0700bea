"""A waiver: one organisation may hand in one kind of submission until a later moment than everybody else.

Told at once when it holds; that it takes two people is in `waiver_requests`. What it already handed in too
late is judged anew, consequences that wait for release are taken back, released ones become a question. Its
assessment follows after its own end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from inkoopkalender.domain import dutch
from inkoopkalender.domain.actions import FINISHED
from inkoopkalender.errors import MisuseError
from inkoopkalender.mail.facts import SubmissionFacts
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.event_letters import withdraw_of_actions
from inkoopkalender.storage.ledger import LedgerRow, list_actions, supersede_actions
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.waivers import Waiver, add_waiver
from inkoopkalender.usecases.deliveries import (
    UnknownSubmissionError,
    Window,
    may_hand_in,
    read_window,
    take_turn,
)
from inkoopkalender.usecases.desk import Desk, case_of
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.reopening import Reopened, reopen_intake

OF_THE_SURVEY, OF_EVERY_ROUND = "waiver-granted", "submission-waiver"
"""The letter of a round with one of its own for its survey; and that of any other kind, and round."""


class WaiverRefusedError(MisuseError):
    """A waiver gives more time than there was, from now on; it takes none away."""


@dataclass(frozen=True, slots=True)
class AskedWaiver:
    """Whom to give more time, for what, until when and why."""

    agb: str
    kind: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class GrantedWaiver:
    """What the waiver did, or would do; `already` that this end was granted before."""

    round: str
    agb: str
    kind: str
    until: datetime
    usual_end: datetime
    reason: str
    already: bool
    stored: bool
    letters: Mapping[str, int]
    submissions: Mapping[str, int]
    consequences: int
    state: Literal["granted", "asked"] = "granted"
    """asked: it waits for another person, and what is told here follows from the approval."""
    request: int | None = None
    expires_at: datetime | None = None
    """When a request that nobody decided lapses."""


class NotStoredError(Exception):
    """Takes the transaction of a dry run back."""

    def __init__(self, result: GrantedWaiver) -> None:
        self.result = result
        super().__init__()


def grant_waiver(desk: Desk, asked: AskedWaiver, *, by: str, now: datetime, dry_run: bool) -> GrantedWaiver:
    """Give one organisation a later end of one window; repeating it says that it is already so.

    Raises UnknownSubmissionError and WaiverRefusedError. The caller made sure that `by` may decide, and that
    no second person is needed.
    """
    try:
        with desk.database.changing(actor=by, at=now, why=asked.reason) as change:
            result = put_in_effect(change, desk, asked, now)
            _keep(result, dry_run=dry_run)
    except NotStoredError as end:
        return end.result
    return result


def _keep(result: GrantedWaiver, *, dry_run: bool) -> None:
    if dry_run or result.already:
        raise NotStoredError(replace(result, stored=False))


def put_in_effect(change: Transaction, desk: Desk, asked: AskedWaiver, now: datetime) -> GrantedWaiver:
    """Let a waiver hold within a transaction, with all that follows from it; raises as `grant_waiver`."""
    connection = change.connection
    desk, window = take_turn(connection, desk, asked.kind)
    organisation_id = _find(connection, desk, window, asked.agb)
    usual = _check(window, organisation_id, asked, now)
    waiver = Waiver(organisation_id, asked.kind, asked.until, asked.reason, change.actor, now)
    new = add_waiver(connection, desk.round.round_id, waiver)
    result = GrantedWaiver(
        round=desk.key,
        agb=asked.agb,
        kind=asked.kind,
        until=asked.until.astimezone(desk.zone),
        usual_end=usual,
        reason=asked.reason,
        already=not new,
        stored=True,
        letters={"withdrawn": 0, "composed": 0},
        submissions={},
        consequences=0,
    )
    if not new:
        return result
    rows = [
        row
        for row in list_actions(connection, desk.round.round_id, lock=True)
        if row.event == window.event.key
    ]
    withdrawn = withdraw_of_actions(
        connection, [row.key for row in rows], now, organisation_id=organisation_id
    )
    _overtake_own(connection, rows, organisation_id, now)
    after = read_window(connection, desk, asked.kind)
    reopened = Reopened({})
    if usual <= now:
        reopened = reopen_intake(desk, change, after, [organisation_id], rows, now)
    letters = _tell(desk, change, window, after, waiver, now)
    result = replace(
        result,
        letters={"withdrawn": sum(withdrawn.values()) + reopened.withdrawn, "composed": letters["letters"]},
        submissions=reopened.submissions,
        consequences=reopened.consequences,
    )
    facts = {
        "organisation": organisation_id,
        "kind": asked.kind,
        "until": asked.until.isoformat(),
        "letters": dict(result.letters),
        "submissions": dict(result.submissions),
        "consequences": result.consequences,
    }
    change.record("waiver granted", facts, chain=desk.key)
    return result


def _find(connection: Connection, desk: Desk, window: Window, agb: str) -> int:
    organisation = find_organisation_by_agb(connection, agb)
    if organisation is None or organisation.id not in may_hand_in(connection, desk, window):
        kind = window.kind.name
        raise UnknownSubmissionError(
            f"Aan AGB-code {agb} wordt in {desk.key} geen {kind} gevraagd. Controleer de code."
        )
    return organisation.id


def _check(window: Window, organisation_id: int, asked: AskedWaiver, now: datetime) -> datetime:
    """Return the end that holds for everybody. Raises WaiverRefusedError."""
    usual, own = window.event.end, window.event_for(organisation_id).end
    if usual is None or own is None:
        raise WaiverRefusedError(f"{window.event.key} heeft geen einde; uitstel heeft geen zin.")
    if asked.until < own:
        raise WaiverRefusedError(
            f"Deze aanbieder heeft al tijd: {dutch.long_end(own)}. Uitstel neemt geen tijd af.\n"
            "Geef een later moment met --until."
        )
    if asked.until <= usual:
        raise WaiverRefusedError(
            f"Iedereen heeft al tijd: {dutch.long_end(usual)}. Geef een later moment met --until."
        )
    if asked.until <= now:
        raise WaiverRefusedError("Dat moment is al voorbij. Geef met --until een moment dat nog komt.")
    return usual


def _overtake_own(connection: Connection, rows: list[LedgerRow], organisation_id: int, now: datetime) -> None:
    """Let what this organisation's former waiver left unfinished go: it is due again at the new end."""
    mine = [row for row in rows if row.subject == case_of(organisation_id) and row.state not in FINISHED]
    supersede_actions(connection, [row.action_id for row in mine], now)


def _tell(
    desk: Desk, change: Transaction, before: Window, after: Window, waiver: Waiver, now: datetime
) -> Mapping[str, int]:
    usual = before.event.end
    kind = before.kind
    facts: dict[str, object] = {
        "deadline": deadline(desk, after.event_for(waiver.organisation_id), now),
        "owed": kind.asks,
        "reason": waiver.reason,
        "usual": dutch.long_end(usual) if usual else "",
    }
    letter = OF_THE_SURVEY
    if not (before.of_survey and letter in desk.letters):
        letter = OF_EVERY_ROUND
        facts["letter"] = desk.letters[letter].model_copy(update={"section": kind.section})
        facts["submission"] = SubmissionFacts(kind.title)
    origin = f"{desk.key}|waiver|{waiver.organisation_id}|{waiver.kind}|{waiver.until.isoformat()}"
    return write_letters(
        desk,
        change.connection,
        letter,
        [waiver.organisation_id],
        lambda _: facts,
        origin=origin,
        now=now,
    )
