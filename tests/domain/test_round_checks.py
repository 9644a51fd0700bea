from calendar_builders import NATIONAL, a_calendar, an_event, by_provider, told

from inkoopkalender.domain.round_checks import check_round
from inkoopkalender.domain.runnable_checks import RoundContent

NOTHING = RoundContent(None, None)
LATE = an_event("policy", "uiterlijk 3 april 2026", "publish-policy")


def test_every_theme_is_asked() -> None:
    whole = a_calendar(
        LATE,
        by_provider("early", "uiterlijk 10 april 2026"),
        by_provider("signing", "uiterlijk 11 november 2026", "sign-contracts"),
        an_event("publication", "uiterlijk 12 november 2026", "publish-contracted-care"),
        status="expected",
    )

    assert told(check_round(whole, NOTHING, NATIONAL)) == [
        ("statutory-date", "error", ("events", "policy", "when")),
        ("short-notice", "warning", ("events", "early", "when")),
        ("gap", "warning", ("events", "publication", "when")),
        ("round-not-runnable", "warning", ("events",)),
        ("expected", "note", ("status",)),
    ]


def test_without_a_national_calendar_that_is_said_and_nothing_else_of_it() -> None:
    assert told(check_round(a_calendar(an_event("a", "1 mei 2026")), NOTHING, None)) == [
        ("no-national-calendar", "warning", ())
    ]


def test_a_national_calendar_that_cannot_be_read_is_told_elsewhere() -> None:
    assert told(check_round(a_calendar(an_event("a", "1 mei 2026")), NOTHING, None, unread=True)) == []


def test_events_without_a_meaning_are_left_out() -> None:
    whole = a_calendar(an_event("a", "1 jnui 2026"), LATE)

    assert [each.code for each in check_round(whole, NOTHING, NATIONAL)] == [
        "statutory-date",
        "round-not-runnable",
    ]
