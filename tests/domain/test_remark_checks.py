from calendar_builders import a_calendar, an_event, resolved, told, tracks

from inkoopkalender.domain.calendar import Calendar
from inkoopkalender.domain.remark_checks import check_remarks

FINE = an_event("offers", "uiterlijk 1 mei 2026")


def remarks(whole: Calendar) -> list[tuple[str, str, tuple[str, ...]]]:
    return told(check_remarks(whole, resolved(*whole.events)))


def test_a_calendar_without_peculiarities_has_no_remarks() -> None:
    assert remarks(a_calendar(FINE)) == []


def test_no_owner_at_all_is_one_warning() -> None:
    nobody = [an_event(key, "1 mei 2026", "offer-contracts", owner=None) for key in ("a", "b")]

    assert remarks(a_calendar(*nobody)) == [("no-owner", "warning", ())]


def test_a_missing_owner_beside_others_is_told_per_event_with_a_phase() -> None:
    phased = an_event("a", "1 mei 2026", "offer-contracts", owner=None)
    unphased = an_event("b", "1 mei 2026", owner=None)

    assert remarks(a_calendar(FINE, phased, unphased)) == [("no-owner", "warning", ("events", "a"))]


def test_an_expected_calendar_is_noted() -> None:
    assert remarks(a_calendar(FINE, status="expected")) == [("expected", "note", ("status",))]


def test_ends_that_move_are_noted_once() -> None:
    moved = an_event("signing", "uiterlijk 1 november 2026", roll="next-working-day")

    assert remarks(a_calendar(FINE, moved)) == [("rolled", "note", ("events", "signing", "roll"))]
    assert remarks(a_calendar(moved)) == [("rolled", "note", ("roll",))]


def test_a_track_without_events_is_noted() -> None:
    whole = a_calendar(
        FINE, an_event("a", "1 mei 2026", track="existing"), tracks=tracks("existing", "kindzorg")
    )

    assert remarks(whole) == [("empty-track", "note", ("tracks", "kindzorg"))]


def test_what_has_no_moment_says_what_it_waits_for() -> None:
    whole = a_calendar(
        an_event("tariff", "onbekend"),
        an_event("after", "binnen 2 weken na tariff"),
        an_event("answer", "binnen 2 weken na request-received"),
        an_event("signature", "binnen 4 weken na answer"),
    )

    findings = list(check_remarks(whole, resolved(*whole.events)))

    assert told(findings) == [
        ("unresolved", "note", ("events", "tariff", "when")),
        ("unresolved", "note", ("events", "after", "when")),
    ]
    assert [each.message for each in findings] == [
        "tariff: 'onbekend' heeft nog geen moment; wacht op een datum, die het beleid niet noemt.",
        "after: 'binnen 2 weken na tariff' heeft nog geen moment; wacht op 'tariff'.",
    ]


def test_a_term_from_what_comes_back_is_told_with_what_to_do() -> None:
    whole = a_calendar(
        an_event("decision", "elke eerste dinsdag van de maand", year=2028),
        an_event("request", "10 werkdagen vóór decision"),
        an_event("answer", "binnen 2 weken na request"),
    )

    findings = list(check_remarks(whole, resolved(*whole.events)))

    assert told(findings) == [
        ("counts-from-recurring", "warning", ("events", "request", "when")),
        ("counts-from-recurring", "warning", ("events", "answer", "when")),
    ]
    assert [each.message.split(", dat")[0].split("vanaf ")[1] for each in findings] == [
        "decision",
        "decision",
    ]
