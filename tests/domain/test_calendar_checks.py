from dataclasses import replace
from datetime import date, time

import pytest

from inkoopkalender.domain.calendar import (
    Ambiguity,
    Calendar,
    Event,
    Fact,
    Lead,
    Phase,
    Remind,
    Source,
    Track,
)
from inkoopkalender.domain.calendar_checks import check_calendar
from inkoopkalender.domain.rounds import RoundKey


def event(key: str, when: str, phase: Phase | None = None) -> Event:
    return Event(key, "all", when, when, "4.1", "insurer", "doet iets", phase=phase)


def calendar(*events: Event) -> Calendar:
    return Calendar(
        key=RoundKey("cz", "wijkverpleging", 2027),
        source=Source("policy.txt", "Beleid"),
        timezone="Europe/Amsterdam",
        working_days="kantoor",
        letters_at=time(9),
        tracks=(Track("existing", "Bestaand"),),
        facts=(Fact("request-received", "request", "aanvraag ontvangen"),),
        events=events,
        revision="0" * 12,
    )


def codes(*events: Event) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in check_calendar(calendar(*events))]


FINE = event("offers", "uiterlijk 1 mei 2026")


def test_calendar_without_faults_has_no_findings() -> None:
    assert codes(FINE) == []


@pytest.mark.parametrize(
    ("faulty", "expected"),
    [
        (replace(FINE, track="exiting"), [("unknown-reference", "error")]),
        (replace(FINE, section=""), [("missing-source", "error")]),
        (replace(FINE, section=" "), [("missing-source", "error")]),
        (replace(FINE, key="request-received"), [("double-name", "error")]),
        (replace(FINE, release="person"), [("release-without-effect", "warning")]),
        (replace(FINE, release="person", phase="objections"), [("release-without-effect", "warning")]),
        (replace(FINE, release="automatic", phase="offer-contracts"), []),
        (replace(FINE, when="binnen 2 weken na request-recieved"), [("unknown-reference", "error")]),
        (replace(FINE, when="uiterlijk 31 juni 2026"), [("words", "error")]),
        (replace(FINE, act="1 jnui 2026"), [("words", "error")]),
        (replace(FINE, when="uiterlijk 15 mei"), [("words", "error")]),
        (replace(FINE, when="uiterlijk 15 mei", year=2026), [("inferred-year", "warning")]),
        (replace(FINE, year=2026), [("unused-year", "warning")]),
        (replace(FINE, when="uiterlijk 20 september 2026"), [("no-working-day", "warning")]),
        (replace(FINE, when="uiterlijk 25 mei 2026"), [("no-working-day", "warning")]),
        (replace(FINE, when="per 2 mei 2026"), [("no-working-day", "warning")]),
        (replace(FINE, ambiguities=("A-GEN-01",)), [("unknown-reference", "error")]),
        (
            replace(FINE, when="vanaf 1 mei 2026", remind=Remind(before_end=(Lead(5, "days"),))),
            [("no-end", "error")],
        ),
    ],
)
def test_fault_of_one_event_is_one_finding(faulty: Event, expected: list[tuple[str, str]]) -> None:
    assert codes(faulty) == expected


def test_circle_is_told_once_and_named() -> None:
    findings = check_calendar(calendar(event("a", "binnen 2 weken na b"), event("b", "binnen 2 weken na a")))

    assert [finding.code for finding in findings] == ["circle"]
    assert "a -> b -> a" in findings[0].message


def test_words_of_another_event_are_told_at_that_event_only() -> None:
    findings = check_calendar(
        calendar(event("a", "binnen 2 weken na b"), event("b", "uiterlijk 31 juni 2026"))
    )

    assert [(finding.code, finding.path) for finding in findings] == [("words", ("events", "b", "when"))]


def test_order_is_checked_too() -> None:
    findings = check_calendar(
        calendar(
            event("signing", "uiterlijk 12 november 2026", "sign-contracts"),
            event("publication", "uiterlijk 2 november 2026", "publish-contracted-care"),
        )
    )

    assert [finding.code for finding in findings] == ["order"]


def test_a_source_that_says_nothing_is_missing() -> None:
    whole = replace(calendar(FINE), source=Source(" ", " "))

    assert [(each.code, each.path) for each in check_calendar(whole)] == [
        ("missing-source", ("source", "document")),
        ("missing-source", ("source", "title")),
    ]


def test_weekend_names_its_ambiguity_and_the_deadline_stays() -> None:
    sunday = replace(event("signing", "uiterlijk 1 november 2026"), ambiguities=("A-GEN-01",))

    finding = check_calendar(calendar(sunday))[0]

    assert finding.message == (
        "signing: de laatste dag, zo 1 november 2026, is geen werkdag: weekend (A-GEN-01)."
    )


def test_a_year_that_only_says_when_something_comes_back_is_used() -> None:
    yearly = replace(event("duty", "elk jaar op 12 november"), year=2026)
    same = replace(yearly, year=calendar(yearly).key.contract_year)

    assert codes(yearly) == []
    assert codes(same) == [("unused-year", "warning")]


def test_a_closing_day_of_the_insurer_is_no_working_day() -> None:
    friday = date(2026, 5, 15)
    whole = replace(calendar(event("term", "uiterlijk 15 mei 2026")), closed=frozenset({friday}))

    assert [finding.message for finding in check_calendar(whole)] == [
        "term: de laatste dag, vr 15 mei 2026, is geen werkdag: eigen sluitingsdag."
    ]


WEEKEND = Ambiguity("A-GEN-01", "Schuift een termijn door?", "Nee.", ("Ja.",), ("4.1",))


def found(whole: Calendar, *asked: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.code, each.severity, each.path) for each in check_calendar(whole, asked)]


def test_a_described_ambiguity_that_an_event_names_is_only_noted() -> None:
    whole = replace(calendar(replace(FINE, ambiguities=("A-GEN-01",))), ambiguities=(WEEKEND,))

    assert found(whole) == [("ambiguity", "note", ("ambiguities", "A-GEN-01"))]


def test_an_ambiguity_that_is_not_described_is_an_error_at_its_name() -> None:
    whole = replace(calendar(replace(FINE, ambiguities=("A-GEN-01", "A-GEN-02"))), ambiguities=(WEEKEND,))

    assert found(whole, "A-WV-10") == [
        ("unknown-reference", "error", ("events", "offers", "ambiguities", "1")),
        ("unknown-reference", "error", ("ambiguities",)),
        ("ambiguity", "note", ("ambiguities", "A-GEN-01")),
    ]


def test_an_ambiguity_that_nobody_names_is_a_warning() -> None:
    whole = replace(calendar(FINE), ambiguities=(WEEKEND,))

    assert found(whole) == [("unused-ambiguity", "warning", ("ambiguities", "A-GEN-01"))]
    assert found(whole, "A-GEN-01") == []


def test_an_ambiguity_that_a_duty_names_is_used() -> None:
    whole = replace(calendar(FINE), ambiguities=(replace(WEEKEND, id="A-WV-06"),))

    assert found(whole) == []
