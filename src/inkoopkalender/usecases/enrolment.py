"""New providers: one enrolment per contract year, inside the window, answered within two months.

Policy: CZ wijkverpleging 2027, 3.2.1 and 4.1. Late and second enrolments are not handled and are told so at
once. The answer is an aim, counted per enrolment from the moment it came in. When a new contract starts
is not computed here: never before it is signed (3.2.1), and the rest is for the buyer (A-WV-08).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from inkoopkalender.domain import dutch
from inkoopkalender.domain.timeline import ResolvedEvent, Timeline
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.cases import Case, add_case, decide_case, list_cases
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import open_tasks
from inkoopkalender.storage.event_letters import withdraw_of_actions
from inkoopkalender.storage.judging import accept_case
from inkoopkalender.storage.register import find_organisation_by_agb, list_past_contracts
from inkoopkalender.storage.rounds import add_participants, list_participants, set_standing
from inkoopkalender.usecases.desk import Desk, take_calendar_turn
from inkoopkalender.usecases.incoming import case_reference, check_received
from inkoopkalender.usecases.letters import deadline, moment_in_words, write_letters
from inkoopkalender.usecases.rounds import EXISTING, NEW, track_of
from inkoopkalender.usecases.work import Counts, Work, at_once

ENROLMENT = "enrolment"
"""The subject, in the calendar's facts, from which the promised answer counts."""
Decision = Literal["offered", "refused"]
NotHandled = Literal["late", "early", "second", ""]


class EnrolmentError(MisuseError):
    """An enrolment or its decision cannot be taken."""


def register_new_providers(work: Work) -> None:
    """Open the enrolment window: count who may use it."""
    desk = work.desk

    def count(change: Transaction) -> Counts:
        return {"new_providers": len(list_participants(change.connection, desk.round.round_id, track="new"))}

    at_once(work, count, name="open")


def receive_enrolment(
    desk: Desk, agb: str, content: Mapping[str, object], *, received_at: datetime, by: str, now: datetime
) -> str:
    """Store an enrolment and acknowledge it, or say why it is not handled; return the case's reference."""
    check_received(received_at, now)
    with desk.database.changing(actor=by, at=now, why="enrolment received") as change:
        desk = take_calendar_turn(change.connection, desk)
        window = _window(desk)
        organisation = find_organisation_by_agb(change.connection, agb)
        if organisation is None:
            raise EnrolmentError(f"AGB-code {agb} staat niet in het register. Voeg de aanbieder eerst toe.")
        is_new = _is_new(change.connection, desk, organisation.id, now)
        why_not = _why_not(change.connection, desk, organisation.id, window, received_at)
        reference = case_reference("inschrijving", desk.key, agb, received_at)
        new = add_case(
            change.connection,
            desk.round.round_id,
            reference=reference,
            kind=ENROLMENT,
            organisation_id=organisation.id,
            received_at=received_at,
            channel="vecozo",
            in_time=not why_not,
            content={**content, "not_handled": why_not},
        )
        if new:
            _answer(desk, change, reference, organisation.id, why_not, received_at, now)
            if not why_not:
                _start(change.connection, desk, organisation.id, reference, now, is_new=is_new)
            change.record("enrolment received", {"case": reference, "not_handled": why_not}, chain=desk.key)
    return reference


def judge_enrolments_anew(desk: Desk, change: Transaction, now: datetime) -> Counts:
    """Take up the enrolments that a later end of the window makes timely, each with its promised answer."""
    connection, round_id = change.connection, desk.round.round_id
    counts = withdrawn = 0
    for one in list_cases(connection, round_id, kind=ENROLMENT):
        if one.in_time or one.organisation_id is None or one.content.get("not_handled") != "late":
            continue
        why_not = _why_not(connection, desk, one.organisation_id, _window(desk), one.received_at)
        if why_not:
            continue
        withdrawn += sum(withdraw_of_actions(connection, [one.reference], now).values())
        accept_case(connection, round_id, one.reference, {**one.content, "not_handled": ""})
        is_new = _is_new(connection, desk, one.organisation_id, now)
        _answer(desk, change, one.reference, one.organisation_id, "", one.received_at, now)
        _start(connection, desk, one.organisation_id, one.reference, now, is_new=is_new)
        change.record("enrolment judged anew", {"case": one.reference}, chain=desk.key)
        counts += 1
    return {"enrolments": counts, "withdrawn": withdrawn} if counts else {}


def _is_new(connection: Connection, desk: Desk, organisation_id: int, now: datetime) -> bool:
    """Say whether the provider is a new one (R-WV-EXIST); who was not in the round yet joins it."""
    key, round_id = desk.calendar.key, desk.round.round_id
    past = {
        one.organisation_id: one
        for one in list_past_contracts(connection, key.insurer, key.sector, key.contract_year - 1)
    }
    track = track_of(past.get(organisation_id)) or EXISTING
    add_participants(connection, round_id, {organisation_id: track}, joined_at=now)
    return organisation_id in {
        one.organisation_id for one in list_participants(connection, round_id, track=NEW)
    }


def _start(
    connection: Connection, desk: Desk, organisation_id: int, reference: str, now: datetime, *, is_new: bool
) -> None:
    """Put a new provider's enrolment under review; one of an existing provider is for a person (3.1)."""
    round_id = desk.round.round_id
    if is_new:
        set_standing(connection, round_id, [organisation_id], "in_review", only_from=("invited",))
        return
    task = {
        "organisation_id": organisation_id,
        "kind": "enrolment-of-existing",
        "subject": reference,
        "question": "Een bestaande zorgaanbieder schrijft zich in als nieuwe. Is dat terecht (3.1, 3.2.1)?",
        "ambiguity": "A-WV-22",
    }
    open_tasks(connection, round_id, [task], at=now)


def _window(desk: Desk) -> ResolvedEvent:
    return desk.event_of("enrol-new-providers")


def _reason(why_not: NotHandled, window: ResolvedEvent) -> str:
    if why_not == "second":
        return "U hebt u voor dit contractjaar al ingeschreven. Inschrijven kan één keer per contractjaar."
    if why_not == "early" and window.start is not None:
        return f"Inschrijven kan pas vanaf {dutch.long_date(window.start.date())}."
    return f"Inschrijven kon tot en met {dutch.long_date(window.last_day)}." if window.last_day else ""


def _why_not(
    connection: Connection, desk: Desk, organisation_id: int, window: ResolvedEvent, received_at: datetime
) -> NotHandled:
    if window.start is not None and received_at < window.start:
        return "early"
    if window.end is not None and received_at >= window.end:
        return "late"
    earlier = list_cases(connection, desk.round.round_id, kind=ENROLMENT)
    handled = any(
        one.organisation_id == organisation_id and one.in_time and one.received_at != received_at
        for one in earlier
    )
    return "second" if handled else ""


def _answer(
    desk: Desk,
    change: Transaction,
    reference: str,
    organisation_id: int,
    why_not: NotHandled,
    received_at: datetime,
    now: datetime,
) -> None:
    facts: dict[str, object] = {"received_at": moment_in_words(desk, received_at)}
    if why_not:
        letter, facts = "enrolment-not-handled", {**facts, "reason": _reason(why_not, _window(desk))}
    else:
        promised = desk.timeline.resolve_from(promise_of_enrolment(desk.timeline), received_at)
        letter, facts = "enrolment-received", {**facts, "promise": deadline(desk, promised, now)}
    write_letters(
        desk, change.connection, letter, [organisation_id], lambda _: facts, origin=reference, now=now
    )


def promise_of_enrolment(timeline: Timeline) -> str:
    """Return the event that promises an answer to an enrolment. Raises MisuseError."""
    subjects = {fact.key: fact.subject for fact in timeline.calendar.facts}
    for event in timeline.events:
        if event.phase == "promise" and subjects.get(event.relative_to or "") == ENROLMENT:
            return event.key
    raise MisuseError(
        f"De kalender {timeline.calendar.key} belooft geen antwoord op een inschrijving. Voeg dat toe."
    )


def decide_enrolment(
    desk: Desk, reference: str, decision: Decision, *, reason: str, by: str, now: datetime
) -> None:
    """Answer an enrolment; the decision is a person's, so its letter leaves without a further release."""
    with desk.database.changing(actor=by, at=now, why=reason) as change:
        case = _open_case(change.connection, desk, reference)
        if not decide_case(
            change.connection, desk.round.round_id, reference, decision, reason=reason, by=by, at=now
        ):
            raise EnrolmentError(f"De inschrijving {reference} is intussen al beantwoord.")
        organisation_id = case.organisation_id or 0
        standing: Literal["enrolled", "refused"] = "enrolled" if decision == "offered" else "refused"
        if _is_new(change.connection, desk, organisation_id, now):
            set_standing(
                change.connection, desk.round.round_id, [organisation_id], standing, only_from=("in_review",)
            )
        write_letters(
            desk,
            change.connection,
            f"enrolment-{decision}",
            [organisation_id],
            lambda _: {"reason": reason, "received_at": moment_in_words(desk, case.received_at)},
            origin=f"{reference}|decision",
            now=now,
        )
        change.record("enrolment decided", {"case": reference, "decision": decision}, chain=desk.key)


def _open_case(connection: Connection, desk: Desk, reference: str) -> Case:
    for case in list_cases(connection, desk.round.round_id, references=[reference]):
        if case.decided_at is None and case.in_time:
            return case
    raise EnrolmentError(f"Er is geen open inschrijving {reference} in {desk.key}.")


def close_enrolment(work: Work) -> None:
    """Count the enrolments of the window; those that come later are not handled."""
    desk = work.desk

    def count(change: Transaction) -> Counts:
        cases = list_cases(change.connection, desk.round.round_id, kind=ENROLMENT)
        return {
            "enrolments": sum(case.in_time for case in cases),
            "open": sum(case.in_time and case.decided_at is None for case in cases),
        }

    at_once(work, count, name="count")
