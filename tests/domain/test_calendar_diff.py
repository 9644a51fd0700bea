"""Two calendars beside one another: what moved, what is new or gone, what else differs."""

from datetime import timedelta

import pytest
from calendar_builders import a_timeline, an_event

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.domain.calendar_diff import Change, Difference, Pair, compare_calendars
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.timeline import resolve_calendar

NEXT = "cz/wijkverpleging/2028"


def only(difference: Difference) -> Pair:
    (pair,) = difference.pairs
    return pair


def days(pair: Pair) -> list[tuple[str, int | None]]:
    return [(move.bound, move.days) for move in pair.moves]


@pytest.mark.parametrize("key", list_calendar_keys(), ids=str)
def test_a_calendar_does_not_differ_from_itself(key: RoundKey) -> None:
    timeline = resolve_calendar(load_calendar(key))

    difference = compare_calendars(timeline, timeline)

    assert (difference.added, difference.removed, difference.head, difference.years) == ((), (), (), 0)
    assert [pair.new.key for pair in difference.pairs] == [one.key for one in timeline.events]
    assert [pair for pair in difference.pairs if pair.moves or pair.changes or not pair.same_words] == []


def test_a_moved_bound_says_how_many_days() -> None:
    old = a_timeline(an_event("survey", "2-31 mei 2026"))
    new = a_timeline(an_event("survey", "1 mei t/m 5 juni 2026"))

    assert days(only(compare_calendars(old, new))) == [("start", -1), ("end", 5)]


def test_another_clock_on_the_same_day_is_a_move_of_no_days() -> None:
    old = a_timeline(an_event("survey", "2-31 mei 2026"))
    new = a_timeline(an_event("survey", "2-31 mei 2026, vóór 12.00 uur"))

    (move,) = only(compare_calendars(old, new)).moves

    assert (move.bound, move.days) == ("end", 0)
    assert move.old
    assert move.new
    assert move.old - move.new == timedelta(hours=12)


def test_a_bound_that_opens_has_no_days() -> None:
    old = a_timeline(an_event("survey", "2-31 mei 2026"))
    new = a_timeline(an_event("survey", "vanaf 2 mei 2026"))

    assert days(only(compare_calendars(old, new))) == [("end", None)]


@pytest.mark.parametrize(
    ("this_year", "next_year", "moves", "same_words"),
    [
        ("uiterlijk 1 april 2026", "uiterlijk 1 april 2027", [], True),
        ("uiterlijk 1 april 2026", "uiterlijk 2 april 2027", [("end", 1)], False),
        ("uiterlijk 1 april 2026", "vóór 2 april 2027", [], False),
        ("uiterlijk 28 februari 2027", "uiterlijk 28 februari 2028", [], True),
        ("uiterlijk 29 februari 2028", "uiterlijk 28 februari 2029", [], True),
        ("uiterlijk in februari 2027", "uiterlijk in februari 2028", [("end", 1)], True),
    ],
)
def test_the_same_day_one_year_later_has_not_moved(
    this_year: str, next_year: str, moves: list[tuple[str, int]], same_words: bool
) -> None:
    old = a_timeline(an_event("one", this_year))
    new = a_timeline(an_event("one", next_year), key=NEXT)

    pair = only(compare_calendars(old, new))

    assert (days(pair), pair.same_words) == (moves, same_words)


def test_other_words_for_the_same_moment_are_a_change() -> None:
    old = a_timeline(an_event("one", "uiterlijk 31 mei 2026"))
    new = a_timeline(an_event("one", "vóór 1 juni 2026"))

    assert only(compare_calendars(old, new)).changes == (
        Change("when", "uiterlijk 31 mei 2026", "vóór 1 juni 2026"),
    )


def test_what_else_differs_is_told_by_field() -> None:
    old = a_timeline(an_event("one", "1 mei 2026", channel="vecozo", section="4.1"))
    new = a_timeline(an_event("one", "1 mei 2026", channel="e-mail", section="4.2", actor="provider"))

    assert only(compare_calendars(old, new)).changes == (
        Change("actor", "insurer", "provider"),
        Change("channel", "vecozo", "e-mail"),
        Change("section", "4.1", "4.2"),
    )


def test_events_belong_together_by_phase_and_track_and_by_duty() -> None:
    old = a_timeline(
        an_event("survey", "2-31 mei 2026", phase="intake", track="existing"),
        an_event("policy", "1 juni 2026", does="geeft het beleid"),
        an_event("gone", "1 mei 2026", does="verdwijnt"),
    )
    new = a_timeline(
        an_event("quality", "2-31 mei 2026", phase="intake", track="existing", does="vult in"),
        an_event("strategy", "1 juni 2026", does="geeft het beleid"),
        an_event("fresh", "1 mei 2026", does="verschijnt"),
    )

    difference = compare_calendars(old, new)

    assert [(pair.old.key, pair.new.key, pair.matched_by) for pair in difference.pairs] == [
        ("survey", "quality", "phase and track"),
        ("policy", "strategy", "track and duty"),
    ]
    assert [one.key for one in difference.added] == ["fresh"]
    assert [one.key for one in difference.removed] == ["gone"]


def test_two_of_a_phase_are_not_guessed() -> None:
    old = a_timeline(an_event("a", "1 mei 2026", phase="promise", does="a"))
    new = a_timeline(
        an_event("b", "1 mei 2026", phase="promise", does="b"),
        an_event("c", "1 mei 2026", phase="promise", does="c"),
    )

    assert compare_calendars(old, new).pairs == ()


def test_between_insurers_the_phase_is_enough_and_own_words_do_not_count() -> None:
    old = a_timeline(an_event("a", "1 mei 2026", phase="intake", track="existing", section="4.1", does="x"))
    new = a_timeline(
        an_event("b", "3 mei 2026", phase="intake", section="7", does="y"), key="vgz/wijkverpleging/2027"
    )

    pair = only(compare_calendars(old, new))

    assert (pair.matched_by, days(pair), pair.changes) == ("phase", [("start", 2), ("end", 2)], ())


def test_the_calendar_itself_can_differ() -> None:
    old = a_timeline(an_event("a", "1 mei 2026"))
    new = a_timeline(an_event("a", "1 mei 2026"), working_days="atw", status="expected")

    assert compare_calendars(old, new).head == (
        Change("status", "confirmed", "expected"),
        Change("working_days", "kantoor", "atw"),
    )
