"""Who gets a class, a proposal and an offer (V03), and where a person must say so."""

from pathlib import Path

import pytest
from builders import (
    PERCENTAGES,
    PERSON,
    SMALL,
    A,
    B,
    C,
    Org,
    a_desk,
    asked,
    assessed,
    at,
    ceilings,
    letters,
    release,
    scores,
    standings,
    states,
    tasks,
    tick,
    upload,
    with_parameters,
)

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.decisions import list_outcomes
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.proposals import ceiling_cents, propose_rest, react
from inkoopkalender.usecases.run_action import find_due
from inkoopkalender.usecases.tasks import decide

AT_THE_EDGE = (Org(1, 100_000), Org(2, 100_000.01), Org(3, 42_000))
IN_TIME = at("2026-05-12T10:00")
JUNE = at("2026-06-20T09:00")
PROPOSALS = at("2026-07-15T09:00")
OFFERS = at("2026-09-18T09:00")


def outcomes(desk: Desk, rule: str) -> dict[int, tuple[str, str]]:
    with desk.database.reading() as connection:
        found = list_outcomes(connection, desk.round.round_id, rule)
    return {one: (outcome.outcome, outcome.value) for one, outcome in found.items()}


def reading(desk: Desk, rule: str, organisation_id: int) -> object:
    with desk.database.reading() as connection:
        return list_outcomes(connection, desk.round.round_id, rule)[organisation_id].because["reading"]


def decided(desk: Desk, kind: str, decision: str, *, now: str) -> None:
    (question,) = [one for one in tasks(desk, kind) if one.decision is None]
    decide(desk, question.task_id, decision, reason="dossier", by=PERSON, now=at(now))


def test_the_value_model_applies_above_one_hundred_thousand_euros(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, AT_THE_EDGE)

    assessed(desk, [(AT_THE_EDGE[0], IN_TIME), (AT_THE_EDGE[1], IN_TIME)])
    tick(desk, PROPOSALS)

    assert outcomes(desk, "R-WV-100K") == {1: ("not_met", ""), 2: ("met", ""), 3: ("not_met", "")}
    assert reading(desk, "R-WV-100K", 1) == "A-WV-03"
    assert outcomes(desk, "R-WV-SCORE") == {2: ("human", "")}
    assert outcomes(desk, "R-WV-SURVEY")[3] == ("not_met", "silent")
    assert letters(desk, "survey-missing", "survey-missing-class-c") == [
        ("survey-missing", AT_THE_EDGE[2].agb, "queued")
    ]


def test_price_agreements_have_no_ceiling_and_wait_for_the_decision_on_a_missing_survey(
    tmp_path: Path,
) -> None:
    desk = a_desk(tmp_path, AT_THE_EDGE)
    assessed(desk, [(AT_THE_EDGE[0], IN_TIME), (AT_THE_EDGE[1], IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {AT_THE_EDGE[1]: (9, 9)}, JUNE)

    tick(desk, PROPOSALS)
    release(desk, "propose_production", PROPOSALS)
    tick(desk, OFFERS)

    assert ceilings(desk, "proposal") == {AT_THE_EDGE[1].agb: 104_000_00}
    assert ceilings(desk, "contract") == {AT_THE_EDGE[0].agb: None, AT_THE_EDGE[1].agb: 104_000_00}


def test_contract_without_claims_is_asked_of_a_person_and_treated_as_existing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, Org(2, 50_000, claimed=0), Org(3, None)])

    assert outcomes(desk, "R-WV-EXIST") == {1: ("met", "existing"), 2: ("human", ""), 3: ("met", "new")}
    (question,) = tasks(desk)
    assert (question.kind, question.ambiguity, question.organisation_id) == ("track", "A-WV-11", 2)
    assert tick(desk, at("2026-05-02")) == {"open_intake": "done"}
    assert [agb for _, agb, _ in letters(desk)] == ["75000001", "75000002"]


@pytest.mark.parametrize(
    ("points", "letter"), [((7, 7), "A"), ((7, 6), "B"), ((4, 4), "B"), ((4, 3), "C"), ((0, 0), "C")]
)
def test_class_follows_from_the_sum_of_points_against_the_cuts(
    tmp_path: Path, points: tuple[int, int], letter: str
) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8)
    scores(desk, {A: points}, JUNE)

    tick(desk, PROPOSALS)

    assert outcomes(desk, "R-WV-SCORE") == {1: ("met", letter)}


def test_unset_cut_leads_to_a_person_whose_class_is_proposed_with(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, JUNE)

    tick(desk, PROPOSALS)
    before = (asked(desk), ceilings(desk, "proposal"))
    decided(desk, "class", "B", now="2026-07-16T10:00")
    release(desk, "propose_production", at("2026-07-16T11:00"))
    propose_rest(desk, by=PERSON, now=at("2026-07-16T12:00"))

    assert before == ([("class", A.agb)], {})
    assert ceilings(desk, "proposal") == {A.agb: 646_400_00}
    assert letters(desk, "production-proposal") == [("production-proposal", A.agb, "queued")]
    assert standings(desk) == {A.agb: "proposed"}


def test_unset_percentage_leads_to_a_person_whose_ceiling_is_proposed(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8)
    scores(desk, {A: (9, 9)}, JUNE)

    tick(desk, PROPOSALS)
    before = (asked(desk), ceilings(desk, "proposal"))
    decided(desk, "ceiling", "655000", now="2026-07-16T10:00")
    release(desk, "propose_production", at("2026-07-16T11:00"))
    propose_rest(desk, by=PERSON, now=at("2026-07-16T12:00"))

    assert before == ([("ceiling", A.agb)], {})
    assert ceilings(desk, "proposal") == {A.agb: 655_000_00}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("ceiling", "zes ton"), ("ceiling", "655.000,50"), ("ceiling", "-1"), ("class", "D"), ("class", "")],
)
def test_answer_that_cannot_be_carried_out_is_refused(tmp_path: Path, kind: str, answer: str) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    if kind == "ceiling":
        with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8)
        scores(desk, {A: (9, 9)}, JUNE)
    tick(desk, PROPOSALS)

    with pytest.raises(MisuseError):
        decided(desk, kind, answer, now="2026-07-16T10:00")

    assert [one.decision for one in tasks(desk, kind)] == [None]


def test_proposing_the_rest_twice_proposes_once(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    tick(desk, PROPOSALS)
    release(desk, "propose_production", PROPOSALS)
    decided(desk, "class", "A", now="2026-07-16T10:00")

    for hour in (11, 12):
        propose_rest(desk, by=PERSON, now=at(f"2026-07-16T{hour}:00"))

    assert letters(desk, "production-proposal") == [("production-proposal", A.agb, "queued")]


def test_not_continued_gets_the_reason_and_neither_proposal_nor_offer(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B, SMALL])
    assessed(desk, [(B, IN_TIME)])
    for question in tasks(desk, "eligibility"):
        decide(desk, question.task_id, "not_continued", reason="niet ingediend", by=PERSON, now=JUNE)
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {B: (1, 1)}, JUNE)

    tick(desk, PROPOSALS)
    held = letters(desk, "not-continued")
    release(desk, "propose_production", PROPOSALS)
    tick(desk, OFFERS)
    release(desk, "offer_contracts", OFFERS)

    assert held == [("not-continued", A.agb, "composed"), ("not-continued", SMALL.agb, "composed")]
    assert standings(desk) == {A.agb: "not_continued", B.agb: "offered", SMALL.agb: "not_continued"}
    assert ceilings(desk, "contract") == {B.agb: 620_800_00}


def test_missed_survey_keeps_class_c_whatever_the_points(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, JUNE)
    decided(desk, "eligibility", "continued", now="2026-06-21T09:00")

    tick(desk, PROPOSALS)

    assert outcomes(desk, "R-WV-SCORE") == {1: ("met", "C")}
    assert ceilings(desk, "proposal") == {A.agb: 620_800_00}


def test_agreement_year_is_a_parameter(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    with_parameters(desk, IN_TIME, agreement_year=2025)

    assessed(desk, [(A, IN_TIME)])

    assert outcomes(desk, "R-WV-100K") == {1: ("human", "")}


def test_scoring_waits_for_the_release_of_the_assessment(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    tick(desk, at("2026-06-01T00:00"))

    waiting = {action.key.kind: action.waits_for for action in find_due(desk, PROPOSALS)}

    assert waiting["score_providers"] == ("assess_round",)
    assert tick(desk, PROPOSALS) == {}


@pytest.mark.parametrize(
    ("production", "letter", "cents"),
    [(640_000_00, "A", 665_600_00), (99_99, "C", 96_00), (0, "B", 0), (None, "A", None), (1_00, "D", None)],
)
def test_ceiling_is_a_percentage_of_production_in_whole_euros(
    production: int | None, letter: str, cents: int | None
) -> None:
    assert ceiling_cents(production, letter, {"omzetplafond_percent": PERCENTAGES}) == cents


def test_reaction_is_taken_until_the_talks_end_and_the_last_counts(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A])
    assessed(desk, [(A, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9)}, JUNE)
    tick(desk, PROPOSALS)
    release(desk, "propose_production", PROPOSALS)

    def reacts(what: str, when: str) -> None:
        react(desk, A.agb, what, received_at=at(when), by=PERSON, now=at(when))  # type: ignore[arg-type]

    reacts("counters", "2026-08-01T10:00")
    reacts("agrees", "2026-10-31T23:59")
    with pytest.raises(MisuseError, match="31-10-2026"):
        reacts("declines", "2026-11-01T00:00")

    assert letters(desk, "reaction-receipt") == [("reaction-receipt", A.agb, "queued")] * 2
    assert standings(desk) == {A.agb: "proposed"}


def test_provider_who_declines_before_the_release_of_the_offers_gets_none(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, B])
    assessed(desk, [(A, IN_TIME), (B, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {A: (9, 9), B: (9, 9)}, JUNE)
    tick(desk, PROPOSALS)
    release(desk, "propose_production", PROPOSALS)
    tick(desk, OFFERS)
    react(desk, A.agb, "declines", received_at=OFFERS, by=PERSON, now=OFFERS)

    release(desk, "offer_contracts", OFFERS)

    assert letters(desk, "contract-offered") == [
        ("contract-offered", A.agb, "withdrawn"),
        ("contract-offered", B.agb, "recorded"),
    ]
    assert standings(desk) == {A.agb: "declined", B.agb: "offered"}


def test_decision_against_a_provider_before_the_release_keeps_its_proposal_back(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, [A, C])
    assessed(desk, [(C, IN_TIME)])
    with_parameters(desk, JUNE, waardemodel_cut_a=14, waardemodel_cut_b=8, omzetplafond_percent=PERCENTAGES)
    scores(desk, {C: (9, 9)}, JUNE)
    tick(desk, PROPOSALS)
    decided(desk, "eligibility", "not_continued", now="2026-07-15T10:00")

    release(desk, "propose_production", at("2026-07-15T11:00"))
    propose_rest(desk, by=PERSON, now=at("2026-07-16T11:00"))

    assert standings(desk) == {A.agb: "not_continued", C.agb: "proposed"}
    assert letters(desk, "not-continued", "production-proposal") == [
        ("production-proposal", C.agb, "queued"),
        ("not-continued", A.agb, "queued"),
    ]


def test_upload_of_an_organisation_with_more_codes_counts_for_the_organisation(tmp_path: Path) -> None:
    twin = Org(1, more_codes=2)
    desk = a_desk(tmp_path, [twin])

    upload(desk, twin, IN_TIME)
    assessed(desk, [])

    assert standings(desk) == {twin.agb: "in_review"}
    assert states(desk)["assess_round"] == "done"
