"""What a person's late decision still sets in motion, and when what was released leaves."""

from pathlib import Path

import pytest
from builders import (
    PERCENTAGES,
    PERSON,
    A,
    B,
    Org,
    a_desk,
    all_letters,
    assessed,
    at,
    ceilings,
    release,
    scores,
    standings,
    tasks,
    tick,
    with_parameters,
)

from inkoopkalender.storage.rounds import list_participants
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.dossier import NotReleasedError, TermOverError
from inkoopkalender.usecases.incoming import FutureMomentError
from inkoopkalender.usecases.offers import offer_rest
from inkoopkalender.usecases.policy import receive_objection
from inkoopkalender.usecases.proposals import propose_rest
from inkoopkalender.usecases.tasks import decide

IN_TIME = at("2026-05-12T10:00")
JUNE = at("2026-06-20T09:00")
PROPOSALS = at("2026-07-15T09:00")
OFFERS = at("2026-09-18T09:00")


def decided(desk: Desk, kind: str, decision: str, *, now: str) -> None:
    (question,) = [one for one in tasks(desk, kind) if one.decision is None]
    decide(desk, question.task_id, decision, reason="dossier", by=PERSON, now=at(now))


def test_a_proposal_after_the_offers_went_out_still_leads_to_an_offer(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    assessed(desk, [(A, IN_TIME), (B, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, JUNE)  # B has no points: its class is for a person
    with desk.database.changing(actor=PERSON, at=JUNE, why="points withdrawn") as change:
        change.connection.exec_driver_sql("DELETE FROM scores WHERE organisation_id = 2")
    tick(desk, PROPOSALS)
    release(desk, "propose_production", PROPOSALS)
    tick(desk, OFFERS)
    release(desk, "offer_contracts", OFFERS)
    decided(desk, "class", "B", now="2026-09-21T10:00")

    propose_rest(desk, by=PERSON, now=at("2026-09-21T11:00"))
    counts = offer_rest(desk, by=PERSON, now=at("2026-09-22T11:00"))

    assert (counts["contracts"], counts["offered"]) == (1, 1)
    assert ceilings(desk, "contract").keys() == {A.agb, B.agb}
    assert standings(desk) == {A.agb: "offered", B.agb: "offered"}
    assert offer_rest(desk, by=PERSON, now=at("2026-09-23T11:00"))["contracts"] == 0


def test_the_track_that_a_person_chooses_is_where_the_provider_takes_part(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, Org(2, 50_000, claimed=0)])

    decided(desk, "track", "new", now="2026-04-10T10:00")

    with desk.database.reading() as connection:
        participants = list_participants(connection, desk.round.round_id)
    assert [(one.organisation_id, one.track) for one in participants] == [(1, "existing"), (2, "new")]


def test_an_unknown_agreement_is_a_question_and_no_price_agreement(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    with_parameters(desk, at("2026-04-10"), agreement_year=2027)
    assessed(desk, [(A, IN_TIME)])

    tick(desk, PROPOSALS)
    tick(desk, OFFERS)
    release(desk, "offer_contracts", OFFERS)
    before = ceilings(desk, "contract")
    decided(desk, "agreement", "price-only", now="2026-09-21T10:00")
    offer_rest(desk, by=PERSON, now=at("2026-09-21T11:00"))

    assert before == {}
    assert ceilings(desk, "contract") == {A.agb: None}


def test_what_is_released_on_a_saturday_night_leaves_on_monday_morning(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, JUNE)
    tick(desk, PROPOSALS)

    release(desk, "propose_production", at("2026-07-18T23:30"))

    (proposal,) = [one for one in all_letters(desk) if one.letter == "production-proposal"]
    assert (proposal.state, proposal.not_before) == ("queued", at("2026-07-20T09:00"))


def test_proposals_by_hand_wait_until_those_of_the_round_are_released(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, JUNE)
    tick(desk, PROPOSALS)

    with pytest.raises(NotReleasedError):
        propose_rest(desk, by=PERSON, now=at("2026-07-15T10:00"))

    assert standings(desk) == {A.agb: "in_review"}


def test_nothing_is_offered_by_hand_after_the_last_signing_day(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(TermOverError):
        offer_rest(desk, by=PERSON, now=at("2026-11-02T00:00"))


def test_what_comes_in_cannot_have_come_in_tomorrow(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])

    with pytest.raises(FutureMomentError):
        receive_objection(desk, A.agb, received_at=at("2027-05-01"), by=PERSON, now=at("2026-05-01"))
