"""What follows from the survey: who delivered, who was late or silent, and what that means for each.

Policy: CZ wijkverpleging 2027, 2.3.4 (late or missing: class C) and 2.3.3 (who gets a class at all). Runs
only after an export that is complete up to the window's end; for whom a waiver gave a later end,
after that one. The class itself holds from a person's
release; whether a late provider is still eligible is for a person to decide (A-WV-04).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from inkoopkalender.domain.standings import Standing
from inkoopkalender.storage.database import Connection, Transaction
from inkoopkalender.storage.decisions import Outcome, list_outcomes, list_tasks, open_tasks, record_outcomes
from inkoopkalender.storage.held_letters import withdraw_held
from inkoopkalender.storage.ledger import Claim, LedgerRow, list_done
from inkoopkalender.storage.recipients import Recipient
from inkoopkalender.storage.register import list_past_contracts
from inkoopkalender.storage.rounds import set_standing
from inkoopkalender.storage.submissions import list_organisations_with
from inkoopkalender.usecases.deliveries import AFTER_ASSESSMENT, CONSEQUENCE, WITHDRAWN, read_window
from inkoopkalender.usecases.desk import Desk, case_of, read_parameters
from inkoopkalender.usecases.letters import deadline, write_letters
from inkoopkalender.usecases.work import Counts, Work, audience_of, in_batches

VALUE_MODEL_ABOVE_CENTS = 100_000_00
"""2.3.3: the value model applies to agreements of strictly more than EUR 100,000 (R-WV-100K)."""

SURVEY_MISSING = "survey missing at the close"
"""What a class C rests on that follows from a missing survey."""

Delivery = Literal["delivered", "unclear", "late", "silent"]
_STANDING: Mapping[Delivery, Standing] = {
    "delivered": "in_review",
    "unclear": "in_review",
    "late": "late",
    "silent": "silent",
}


@dataclass(frozen=True, slots=True)
class Assessed:
    """One organisation after the close: how it delivered, and its agreement if one is known."""

    organisation_id: int
    delivery: Delivery
    agreement_cents: int | None

    @property
    def missed(self) -> bool:
        """Whether no usable survey came in in time."""
        return self.delivery in ("late", "silent")

    @property
    def in_value_model(self) -> bool:
        """Whether the agreement is large enough for a class (R-WV-100K)."""
        return self.agreement_cents is not None and self.agreement_cents > VALUE_MODEL_ABOVE_CENTS


def assess_round(work: Work) -> None:
    """Record each participant's outcome, ask people what only they may decide, compose the letters."""
    in_batches(
        work,
        _audience(work),
        lambda change, ids: _assess(work, change.connection, ids),
    )


def _audience(work: Work) -> list[int]:
    """Return whom this assessment is about: those with a waiver have one of their own.

    Of whom consequences were drawn before a date was moved, those stand until a person says otherwise.
    """
    desk, subject = work.desk, work.action.key.subject
    with desk.database.reading() as connection:
        own = read_window(connection, desk, work.event.submission or "").with_own_end
        drawn = list_tasks(connection, desk.round.round_id, kinds=[CONSEQUENCE])
    kept = {one.organisation_id for one in drawn if one.decision != WITHDRAWN}
    return [
        one
        for one in audience_of(work)
        if one not in kept and (case_of(one) == subject if subject else one not in own)
    ]


def carry_out_assessment(desk: Desk, change: Transaction, row: LedgerRow, now: datetime) -> Counts:
    """Let class C hold for those who missed the survey and are in the value model.

    Of whom a delivery in time came to light since, the letter is withdrawn and a person decides.
    """
    mine = list_done(change.connection, Claim(row.action_id, row.key, row.attempt))
    missed = list_outcomes(change.connection, desk.round.round_id, "R-WV-SURVEY")
    model = list_outcomes(change.connection, desk.round.round_id, "R-WV-100K")
    reopened = {
        one.organisation_id or 0
        for one in list_tasks(change.connection, desk.round.round_id, kinds=[AFTER_ASSESSMENT])
    }
    given = [
        Outcome(one, "R-WV-SCORE", "met", "C", {"section": "2.3.4", "because": SURVEY_MISSING})
        for one, outcome in missed.items()
        if one in mine
        and outcome.outcome == "not_met"
        and model[one].outcome == "met"
        and one not in reopened
    ]
    record_outcomes(change.connection, desk.round.round_id, given, by=change.actor, at=now)
    withdrawn = withdraw_held(change.connection, row.key, reopened, now)
    return {"class_c_given": len(given), "withdrawn": withdrawn}


def _assess(work: Work, connection: Connection, organisation_ids: Sequence[int]) -> Counts:
    desk, round_id = work.desk, work.desk.round.round_id
    assessed = _read(work, connection, organisation_ids)
    record_outcomes(connection, round_id, list(_outcomes(work, assessed)), by=desk.actor, at=work.now)
    for delivery, standing in _STANDING.items():
        ids = [one.organisation_id for one in assessed if one.delivery == delivery]
        set_standing(connection, round_id, ids, standing, only_from=("invited", "submitted"))
    open_tasks(connection, round_id, list(_questions(assessed)), at=work.now)
    missed = [one for one in assessed if one.missed]
    return {
        "class_c": sum(one.in_value_model for one in missed),
        "flagged": sum(not one.in_value_model for one in missed),
        "unclear": sum(one.delivery == "unclear" for one in assessed),
        **_write(work, connection, missed),
    }


def _read(work: Work, connection: Connection, organisation_ids: Sequence[int]) -> list[Assessed]:
    desk, kind = work.desk, work.event.submission or ""

    def who(*states: Literal["accepted", "rejected", "late", "refused"]) -> set[int]:
        return list_organisations_with(connection, desk.round.round_id, kind, states)

    accepted, unclear, late = who("accepted"), who("rejected"), who("late", "refused")
    agreements = read_agreements(connection, desk)

    def delivery(one: int) -> Delivery:
        if one in accepted:
            return "delivered"
        if one in unclear:  # whatever came too late is not considered, so it makes nothing worse
            return "unclear"
        return "late" if one in late else "silent"

    return [Assessed(one, delivery(one), agreements.get(one)) for one in organisation_ids]


def read_agreements(connection: Connection, desk: Desk) -> dict[int, int]:
    """Return each organisation's production agreement in cents, of the year that decides (A-WV-03).

    The parameter `agreement_year` chooses the year; by default the one before the contract year (2.3.3).
    """
    key = desk.calendar.key
    year = int(read_parameters(connection, desk).get("agreement_year", key.contract_year - 1))
    past = list_past_contracts(connection, key.insurer, key.sector, year)
    return {one.organisation_id: one.agreement_cents for one in past}


def _outcomes(work: Work, assessed: Sequence[Assessed]) -> Iterator[Outcome]:
    because = {"event": work.event.key, "revision": work.action.key.revision, "section": "2.3.4"}
    result = {"delivered": "met", "unclear": "human", "late": "not_met", "silent": "not_met"}
    for one in assessed:
        yield Outcome(one.organisation_id, "R-WV-SURVEY", result[one.delivery], one.delivery, because)
        model = "human" if one.agreement_cents is None else "met" if one.in_value_model else "not_met"
        facts = {"section": "2.3.3", "agreement_cents": one.agreement_cents, "reading": "A-WV-03"}
        yield Outcome(one.organisation_id, "R-WV-100K", model, "", facts)


def _questions(assessed: Sequence[Assessed]) -> Iterator[dict[str, object]]:
    for one in assessed:
        if one.agreement_cents is None:
            yield {
                "organisation_id": one.organisation_id,
                "kind": "agreement",
                "subject": f"organisation {one.organisation_id}",
                "question": "Er is geen productieafspraak bekend: value-model of price-only?",
                "ambiguity": "A-WV-03",
            }
        if not one.missed and one.delivery != "unclear":
            continue
        if one.delivery == "unclear":
            question = (
                "De uitvraag kwam op tijd maar met fouten. Telt zij mee, en komt de aanbieder in aanmerking?"
            )
        elif one.in_value_model:
            question = (
                "De uitvraag is niet op tijd ingediend (klasse C). Komt de aanbieder nog in aanmerking?"
            )
        else:
            question = "De uitvraag ontbreekt; er is geen klasse. Komt de aanbieder nog in aanmerking?"
        yield {
            "organisation_id": one.organisation_id,
            "kind": "eligibility",
            "subject": f"organisation {one.organisation_id}",
            "question": question,
            "ambiguity": "A-WV-04",
        }


def _write(work: Work, connection: Connection, missed: Sequence[Assessed]) -> Counts:
    window = read_window(connection, work.desk, work.event.submission or "")

    def facts(who: Recipient) -> Mapping[str, object]:
        return {"deadline": deadline(work.desk, window.event_for(who.organisation_id), work.now)}

    counts = {"letters": 0, "without_address": 0}
    for letter, in_model in (("survey-missing-class-c", True), ("survey-missing", False)):
        ids = [one.organisation_id for one in missed if one.in_value_model == in_model]
        written = write_letters(
            work.desk, connection, letter, ids, facts, origin=work.origin, now=work.now, held=True
        )
        counts = {name: counts[name] + written[name] for name in counts}
    return counts
