"""Publishing the purchasing policy, and the term for objections against it.

Policy: CZ wijkverpleging 2027, 4.1 and Voorwoord (Bezwaren). The statutory latest date for the policy is
1 April: publishing later is recorded, and asked of a person.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from inkoopkalender.errors import MisuseError, reason
from inkoopkalender.storage.cases import add_case, list_cases
from inkoopkalender.storage.database import Transaction
from inkoopkalender.storage.decisions import add_publication, open_tasks
from inkoopkalender.storage.event_letters import withdraw_of_actions
from inkoopkalender.storage.judging import accept_case
from inkoopkalender.storage.register import find_organisation_by_agb
from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.desk import Desk, read_parameters, take_calendar_turn
from inkoopkalender.usecases.incoming import case_reference, check_received
from inkoopkalender.usecases.letters import deadline, moment_in_words, write_letters
from inkoopkalender.usecases.work import Counts, Work, at_once, in_batches

OBJECTION = "objection"
"""The kind of case that an objection to the policy is."""


class PolicyDocumentError(MisuseError):
    """The document that the parameter `policy_document` names cannot be read."""


class UnknownProviderError(MisuseError):
    """The register holds no provider with this code."""


def publish_policy(work: Work) -> None:
    """Record the policy's document, hash and address, and announce it to the contracted providers."""
    desk = work.desk
    with desk.database.reading() as connection:
        parameters = read_parameters(connection, desk)
        existing = list_participants(
            connection, desk.round.round_id, track="existing", joined_by=work.joined_by
        )
    sha256 = _hash_of(Path(str(parameters["policy_document"])))
    address = str(parameters["policy_address"])
    objections = desk.event_of("objections")

    def record(change: Transaction) -> Counts:
        late = work.event.end is not None and work.now >= work.event.end
        if late:
            open_tasks(change.connection, desk.round.round_id, [_late_task(work.now)], at=work.now)
        new = add_publication(
            change.connection,
            desk.round.round_id,
            "policy",
            at=work.now,
            address=address,
            sha256=sha256,
            counts={},
        )
        return {"published": new, "too_late": int(late)}

    def announce(change: Transaction, organisation_ids: Sequence[int]) -> Counts:
        facts = {"address": address, "sha256": sha256, "deadline": deadline(desk, objections, work.now)}
        return write_letters(
            desk,
            change.connection,
            "policy-announced",
            organisation_ids,
            lambda _: facts,
            origin=work.origin,
            now=work.now,
            held=work.held,
            useful_until=objections.end,
        )

    at_once(work, record, name="record")
    in_batches(work, [one.organisation_id for one in existing], announce)


def _hash_of(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise PolicyDocumentError(
            f"Het inkoopbeleid {path} is niet te lezen ({reason(error)}). Stel het juiste bestand in: "
            "inkoopkalender parameters set RONDE policy_document BESTAND --reason REDEN"
        ) from error


def _late_task(now: datetime) -> dict[str, object]:
    return {
        "organisation_id": None,
        "kind": "policy-late",
        "subject": "policy",
        "question": f"Het beleid is op {now:%d-%m-%Y} gepubliceerd, na de uiterste datum. Wat volgt hieruit?",
    }


def receive_objection(desk: Desk, agb: str, *, received_at: datetime, by: str, now: datetime) -> str:
    """Register an objection to the policy and answer it; after the term the right has lapsed, and we say so.

    Raises UnknownProviderError. Returns the case's reference.
    """
    check_received(received_at, now)
    reference = case_reference("bezwaar", desk.key, agb, received_at)
    with desk.database.changing(actor=by, at=now, why="objection received") as change:
        desk = take_calendar_turn(change.connection, desk)
        term = desk.event_of("objections")
        in_time = term.end is None or received_at < term.end
        organisation = find_organisation_by_agb(change.connection, agb)
        if organisation is None:
            raise UnknownProviderError(f"AGB-code {agb} staat niet in het register. Controleer de code.")
        new = add_case(
            change.connection,
            desk.round.round_id,
            reference=reference,
            kind=OBJECTION,
            organisation_id=organisation.id,
            received_at=received_at,
            channel="mail",
            in_time=in_time,
            content={},
        )
        if new:
            _answer(desk, change, reference, organisation.id, received_at, now)
            change.record("objection received", {"case": reference, "in_time": in_time}, chain=desk.key)
    return reference


def _answer(
    desk: Desk,
    change: Transaction,
    reference: str,
    organisation_id: int,
    received_at: datetime,
    now: datetime,
) -> None:
    term = desk.event_of("objections")
    in_time = term.end is None or received_at < term.end
    facts = {"received_at": moment_in_words(desk, received_at), "deadline": deadline(desk, term, now)}
    letter = "objection-received" if in_time else "objection-too-late"
    write_letters(
        desk, change.connection, letter, [organisation_id], lambda _: facts, origin=reference, now=now
    )


def judge_objections_anew(desk: Desk, change: Transaction, now: datetime) -> Counts:
    """Take up the objections that a later end of the term makes timely, and tell who made them."""
    end = desk.event_of("objections").end
    late = [
        one
        for one in list_cases(change.connection, desk.round.round_id, kind=OBJECTION)
        if not one.in_time and (end is None or one.received_at < end)
    ]
    withdrawn = withdraw_of_actions(change.connection, [one.reference for one in late], now)
    for one in late:
        accept_case(change.connection, desk.round.round_id, one.reference, dict(one.content))
        if one.organisation_id is not None:
            _answer(desk, change, one.reference, one.organisation_id, one.received_at, now)
        change.record("objection judged anew", {"case": one.reference}, chain=desk.key)
    return {"objections": len(late), "withdrawn": sum(withdrawn.values())} if late else {}


def close_objections(work: Work) -> None:
    """Count the objections of the term; later ones have lapsed (Voorwoord, Bezwaren)."""
    desk = work.desk

    def count(change: Transaction) -> Counts:
        cases = list_cases(change.connection, desk.round.round_id, kind=OBJECTION)
        return {"objections": sum(case.in_time for case in cases)}

    at_once(work, count, name="count")
