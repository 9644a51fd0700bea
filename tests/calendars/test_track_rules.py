"""The rules of all 51 tracks against organisations whose tracks were worked out by hand."""

from datetime import UTC, date, datetime

import pytest
from track_cases import CASES, DAY, DECIDED_BY_A_PERSON, FOR_EVERYBODY, Case, One

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.tracks import load_track_rules
from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.track_judging import Ground
from inkoopkalender.domain.track_rules import TrackRules
from inkoopkalender.domain.track_subject import Subject
from inkoopkalender.domain.track_verdicts import Choice, TrackVerdict, meet, place

WV = "cz/wijkverpleging/2027"


def rules_of(key: str) -> TrackRules:
    return load_track_rules(load_calendar(RoundKey.parse(key)))


def verdict_of(who: One, rules: TrackRules, track: str) -> TrackVerdict:
    placing = place(who.subject(rules), rules, {})
    return next(one for one in placing.verdicts if one.rule.catalogue == track)


EVERY_CASE = [
    pytest.param(key, one, id=f"{one.track}-{number}")
    for key, cases in CASES.items()
    for number, one in enumerate(cases)
]


@pytest.mark.parametrize(("key", "case"), EVERY_CASE)
def test_a_track_by_rule_is_the_one_worked_out_by_hand(key: str, case: Case) -> None:
    assert verdict_of(case.who, rules_of(key), case.track).verdict == case.expected


def test_every_track_has_somebody_in_and_somebody_out_or_a_person_who_decides() -> None:
    told = {key: [track.catalogue for track in rules_of(key).tracks] for key in CASES}
    names = [name for some in told.values() for name in some]
    expected = {(one.track, one.expected) for some in CASES.values() for one in some}

    persons = {rule.catalogue for key in CASES for rule in rules_of(key).tracks if rule.person is not None}
    assert (len(names), len(set(names))) == (51, 51)
    assert persons == DECIDED_BY_A_PERSON
    for name in names:
        assert (name, "person" if name in DECIDED_BY_A_PERSON else "in") in expected, name
        if name not in FOR_EVERYBODY:
            assert (name, "not") in expected, name


def test_the_reason_names_facts_source_day_and_limit() -> None:
    rules = rules_of("cz/medisch-specialistische-zorg/2027")
    clinic = One(agb="22000001", sectors="zbc", contracts=(("", 1, 900_000, 800_000),), turnover=2_600_000)

    verdict = verdict_of(clinic, rules, "CZ-MSZ-LARGE")

    assert verdict.verdict == "in"
    assert verdict.grounds == (
        Ground("een overeenkomst medisch-specialistische-zorg met cz voor 2026, gedeclareerd € 800.000,00"),
        Ground("zorgsoort 22, niet 36 (AGB 22000001)"),
        Ground("omzet met cz € 2.600.000,00, ten minste € 2.500.000,00 (1 maart 2026, opgave)"),
    )
    assert (verdict.rule.section, verdict.rule.ambiguities[0]) == ("4.1", "A-MSZ-01")


def test_a_missing_fact_is_named_with_who_has_it() -> None:
    rules = rules_of("cz/medisch-specialistische-zorg/2027")
    clinic = One(agb="22000001", sectors="zbc", contracts=(("", 1, 900_000, 800_000),))

    verdict = verdict_of(clinic, rules, "CZ-MSZ-SMALL")

    assert (verdict.verdict, [one.missing for one in verdict.grounds]) == ("unknown", ["omzet met cz"])
    assert verdict.grounds[0].ask == (
        "declaratiedata van de verzekeraar, of de zorgaanbieder (providers import, kolom omzet)"
    )


def test_a_missing_fact_that_cannot_turn_the_track_is_not_asked_for() -> None:
    rules = rules_of("cz/medisch-specialistische-zorg/2027")
    hospital = One(agb="06000001", sectors="ziekenhuis", contracts=(("", 1, 1, 1),))

    assert verdict_of(hospital, rules, "CZ-MSZ-LARGE").verdict == "in"
    assert verdict_of(hospital, rules, "CZ-MSZ-SMALL").verdict == "not"


def test_the_main_track_is_the_first_of_a_group_and_the_others_come_beside() -> None:
    rules = rules_of(WV)
    who = One(sectors="kindzorg", contracts=(("", 1, 200_000, 1), ("casemanagement-dementie", 1, 5, 5)))

    placing = place(who.subject(rules), rules, {})

    assert (placing.main, placing.beside) == ("existing", ("child-care", "dementia-care", "technology"))
    assert placing.clashes == ()


def test_two_tracks_of_one_group_clash_and_are_named() -> None:
    rules = rules_of("cz/medisch-specialistische-zorg/2027")
    who = One(agb="36000001", sectors="ziekenhuis-belgie")

    placing = place(who.subject(rules), rules, {})

    assert placing.clashes == (("CZ-MSZ-BE", "CZ-MSZ-AMB"),)


def test_a_persons_word_goes_before_the_rule_and_keeps_what_the_rule_said() -> None:
    rules = rules_of(WV)
    choice = Choice("CZ-WV-COOP", "in", "statuten gezien", "anna", datetime(2026, 3, 2, tzinfo=UTC))

    placing = place(One(sectors="thuiszorg").subject(rules), rules, {"CZ-WV-COOP": choice})

    found = next(one for one in placing.verdicts if one.rule.catalogue == "CZ-WV-COOP")
    assert (found.verdict, found.by_rule, found.choice) == ("in", "not", choice)
    assert placing.beside == ("cooperative",)


@pytest.mark.parametrize(
    ("areas", "sectors", "outcome"),
    [
        # The policy's own example: 4 + 1 + 2 clients over 3 areas is 2.33, and that is less than 3.
        ((("4461", 4), ("4462", 1), ("4463", 2)), "thuiszorg", "not_met"),
        ((("4461", 4), ("4462", 3), ("4463", 2)), "thuiszorg", "met"),  # 9 over 3 is precisely 3
        ((("4461", 1), ("1011", 1)), "thuiszorg", "not_applicable"),  # half is not the most
        ((("4461", 1),), "kindzorg", "not_applicable"),
        ((("4461", 0), ("4462", 3)), "thuiszorg", "met"),  # an area without clients does not count
        ((), "thuiszorg", "unknown"),
    ],
)
def test_clients_per_postcode_area(areas: tuple[tuple[str, int], ...], sectors: str, outcome: str) -> None:
    rules = rules_of(WV)

    (condition,) = meet(One(sectors=sectors, areas=areas).subject(rules), rules)

    assert (condition.condition.id, condition.met) == ("R-WV-PC4", outcome)


def test_the_share_in_the_core_region_is_told_with_its_numbers() -> None:
    rules = rules_of(WV)

    (condition,) = meet(
        One(sectors="thuiszorg", areas=(("4461", 4), ("4462", 3), ("1011", 2))).subject(rules), rules
    )

    counted = "1 maart 2026, declaraties"
    share = "aandeel cliënten in het kernwerkgebied 77,77 %, meer dan 50 %"
    average = "cliënten per postcodegebied in het kernwerkgebied 3,5, ten minste 3"
    assert [one.text for one in condition.grounds] == [
        "soort aanbieder thuiszorg, niet kindzorg of kinddagopvang (1 maart 2026, opgave)",
        f"{share} (7 van 9 cliënten; {counted})",
        f"{average} (7 ÷ 2; {counted})",
    ]


def test_the_latest_day_counts_whole_and_of_one_area_the_last_word() -> None:
    rules = rules_of(WV)
    rows = (
        AreaClients("cz", "4461", 9, date(2025, 12, 31), "oud"),
        AreaClients("cz", "4462", 5, DAY, "declaraties"),
        AreaClients("vgz", "4463", 50, DAY, "van een ander"),
        AreaClients("cz", "4462", 2, DAY, "verbeterd"),
    )

    (condition,) = meet(Subject(One(sectors="thuiszorg").subject(rules).codes, areas=rows), rules)

    assert condition.met == "unknown"  # what kind of provider is not known, and child care is excepted
    assert [one.text for one in condition.grounds] == [
        "soort aanbieder is niet bekend",
        "cliënten per postcodegebied in het kernwerkgebied 2, minder dan 3 (2 ÷ 1; 1 maart 2026, verbeterd)",
    ]
    told = place(Subject(One().subject(rules).codes, areas=rows), rules, {}).verdicts
    share = next(one for one in told if one.rule.catalogue == "CZ-WV-RESV").grounds[0].text
    assert share.endswith(" 100 %, meer dan 50 % (2 van 2 cliënten; 1 maart 2026, verbeterd)")
