"""The rule language of tracks: three values, limits to the cent, and what each condition looks at."""

from datetime import date
from fractions import Fraction
from typing import get_args

import pytest

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import PastContract
from inkoopkalender.domain.register_facts import Fact, FactKind, Known, Relation, RelationKind
from inkoopkalender.domain.track_judging import judge
from inkoopkalender.domain.track_rules import (
    UNITS,
    All,
    Among,
    Any,
    Compared,
    Comparison,
    HasContract,
    HasRelation,
    Not,
    NumberFact,
    Parameter,
    Rule,
    TrackRules,
    Unit,
)
from inkoopkalender.domain.track_subject import Subject
from inkoopkalender.domain.track_words import quantity

DAY = date(2026, 3, 1)
RULES = TrackRules("cz", "wijkverpleging", 2027, "beleid.txt", ())
YES, NO = Among("care_type", ("75",)), Among("care_type", ("06",))
UNKNOWN = Among("sectors", ("thuiszorg",))
VALUES: dict[bool | None, Rule] = {True: YES, False: NO, None: UNKNOWN}


def subject(*facts: Fact, relations: tuple[Relation, ...] = (), others: tuple[Relation, ...] = ()) -> Subject:
    return Subject((AgbCode("75000001"),), Known(facts, relations), others)


def fact(kind: FactKind, value: int | str, insurer: str = "") -> Fact:
    return Fact(kind, insurer, value, DAY, "opgave")


@pytest.mark.parametrize("one", [True, False, None])
@pytest.mark.parametrize("other", [True, False, None])
def test_all_any_and_not_know_three_values(one: bool | None, other: bool | None) -> None:
    rules = (VALUES[one], VALUES[other])

    both = judge(All(rules), subject(), RULES).holds
    either = judge(Any(rules), subject(), RULES).holds

    assert both is (False if False in (one, other) else None if None in (one, other) else True)
    assert either is (True if True in (one, other) else None if None in (one, other) else False)
    assert judge(Not(rules[0]), subject(), RULES).holds is (None if one is None else not one)


def test_only_what_decides_is_told() -> None:
    assert [one.text for one in judge(All((YES, NO, UNKNOWN)), subject(), RULES).grounds] == [
        "zorgsoort 75, niet 06 (AGB 75000001)"
    ]
    assert [one.missing for one in judge(Any((NO, UNKNOWN)), subject(), RULES).grounds] == ["soort aanbieder"]
    assert [one.text for one in judge(Any((YES, UNKNOWN)), subject(), RULES).grounds] == [
        "zorgsoort 75 (AGB 75000001)"
    ]


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        ("at_least", False, True, True),
        ("above", False, False, True),
        ("at_most", True, True, False),
        ("below", True, False, False),
    ],
)
def test_a_limit_is_kept_to_the_cent(comparison: Comparison, below: bool, at: bool, above: bool) -> None:
    limit = Parameter("limit", Fraction("2500000"), "eur", "4.1", "policy")
    rule = Compared("turnover", comparison, limit)

    found = [
        judge(rule, subject(fact("turnover_cents", cents, "cz")), RULES).holds
        for cents in (249_999_999, 250_000_000, 250_000_001)
    ]

    assert found == [below, at, above]


@pytest.mark.parametrize("name", get_args(NumberFact))
def test_every_number_without_its_fact_is_unknown_and_says_who_has_it(name: NumberFact) -> None:
    rule = Compared(name, "above", Parameter("limit", Fraction(1), UNITS[name], "", "proposed"))

    judged = judge(rule, subject(), RULES)

    assert (judged.holds, [bool(one.missing and one.ask) for one in judged.grounds]) == (None, [True])


def test_turnover_with_the_insurer_and_with_everybody_are_two_facts() -> None:
    limit = Parameter("limit", Fraction(100), "eur", "", "policy")
    who = subject(fact("turnover_cents", 50_000), fact("turnover_cents", 5_000, "cz"))

    own = judge(Compared("turnover", "above", limit), who, RULES)
    whole = judge(Compared("turnover", "above", limit, everybody=True), who, RULES)

    assert (own.holds, whole.holds) == (False, True)
    assert whole.grounds[0].text == (
        "omzet met alle verzekeraars samen € 500,00, meer dan € 100,00 (1 maart 2026, opgave)"
    )


def test_clients_region_agreement_and_claims_are_read_from_the_register() -> None:
    past = PastContract(1, "cz", "wijkverpleging", 2026, 20_000, 10_000)
    who = Subject(
        (AgbCode("75000001"),),
        Known((fact("clients", 40), fact("core_region", "Zeeland"))),
        contracts=(past,),
        contract_files=frozenset({("cz", "wijkverpleging", 2026)}),
    )

    def above(name: NumberFact, value: int, unit: Unit) -> bool | None:
        return judge(
            Compared(name, "above", Parameter("l", Fraction(value), unit, "", "policy")), who, RULES
        ).holds

    assert (above("clients", 39, "clients"), above("clients", 40, "clients")) == (True, False)
    assert (above("agreement", 199, "eur"), above("agreement", 200, "eur")) == (True, False)
    assert (above("claimed", 99, "eur"), above("claimed", 100, "eur")) == (True, False)
    assert judge(Among("core_region", ("Zeeland",)), who, RULES).holds is True
    assert judge(HasContract(claimed=True), who, RULES).holds is True
    assert judge(HasContract(years_back=2), who, RULES).holds is None  # of 2025 nothing was taken in


@pytest.mark.parametrize("kind", get_args(RelationKind))
def test_a_relation_is_looked_for_in_its_own_direction(kind: RelationKind) -> None:
    relation = Relation(kind, KvkNumber("90000009"), DAY, "KvK")
    mine, theirs = subject(relations=(relation,)), subject(others=(relation,))

    assert [judge(HasRelation(kind), who, RULES).holds for who in (mine, theirs)] == [True, False]
    assert [judge(HasRelation(kind, of_others=True), who, RULES).holds for who in (mine, theirs)] == [
        False,
        True,
    ]
    (ground,) = judge(HasRelation(kind), mine, RULES).grounds
    assert ground.text.endswith("KvK 90000009 (1 maart 2026, KvK)")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(7, 3), "clients", "2,33"),
        (Fraction(299, 100), "clients", "2,99"),
        (Fraction(2999, 1000), "clients", "2,99"),  # never shown as 3 when it is less
        (Fraction(3), "clients", "3"),
        (Fraction(1, 20), "percent", "0,05 %"),
        (Fraction(1250), "clients", "1.250"),
        (Fraction("2500000.01"), "eur", "€ 2.500.000,01"),
    ],
)
def test_a_quantity_is_cut_off_and_not_rounded_up(value: Fraction, unit: Unit, text: str) -> None:
    assert quantity(value, unit) == text
