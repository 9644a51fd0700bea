"""What must hold of due actions whatever the calendar and whenever the ticks come (design, section 4)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_game import CZ, Everything, MadeUp, everything, play, punctual, tick

from inkoopkalender.domain.actions import LedgerState, Promise, RoundFacts, due_actions, plan_actions
from inkoopkalender.domain.calendar import Lead, LeadUnit, Phase
from inkoopkalender.domain.duties import DUTY, ORDER
from inkoopkalender.domain.timeline import ResolvedEvent

MARKS: tuple[LedgerState, ...] = ("done", "due")
PHASES: tuple[Phase, ...] = tuple(phase for phase in get_args(Phase) if phase != "promise")
SOME = settings(deadline=None, max_examples=30)
DUTCH = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip


def words(day: date) -> str:
    return f"{day.day} {DUTCH[day.month - 1]} {day.year}"


LEADS = st.lists(
    st.builds(Lead, st.integers(0, 20), st.sampled_from(get_args(LeadUnit))),
    max_size=4,
    unique_by=str,
).map(tuple)


@st.composite
def events(draw: st.DrawFn) -> MadeUp:
    phase = draw(st.sampled_from(PHASES))
    start = draw(st.dates(date(2026, 2, 1), date(2026, 11, 30)))
    end = start + timedelta(days=draw(st.integers(0, 60)))
    phrase = draw(
        st.sampled_from((f"{words(start)} tot en met {words(end)}", f"uiterlijk {words(end)}", words(start)))
    )
    return (f"event-{draw(st.integers(0, 10**6))}", phrase, phase, draw(LEADS))


CALENDARS = st.lists(events(), min_size=1, max_size=6, unique_by=lambda one: one[0])
GAMES = st.one_of(st.just(CZ), CALENDARS.map(lambda some: Everything.of(*some).timeline)).map(everything)


@st.composite
def ticks(draw: st.DrawFn, game: Everything) -> list[datetime]:
    """Any increasing moments, the last of them after everything."""
    first = game.first - timedelta(days=2)
    hours = int((game.last - first).total_seconds() // 3600)
    drawn = draw(st.lists(st.integers(0, hours), max_size=25))
    return [*(first + timedelta(hours=hour) for hour in sorted(set(drawn))), game.last]


@st.composite
def games_and_ticks(draw: st.DrawFn) -> tuple[Everything, list[datetime]]:
    game = draw(GAMES)
    return game, draw(ticks(game))


def is_reminder(identity: tuple[str, ...]) -> bool:
    return identity[3] == "remind_providers"


@SOME
@given(games_and_ticks())
def test_a_second_tick_does_nothing(played: tuple[Everything, list[datetime]]) -> None:
    game, moments = played

    again = []
    for now in moments:
        tick(game, now)
        again += tick(game, now)

    assert again == []


@SOME
@given(games_and_ticks())
def test_any_tick_pattern_ends_with_the_same_must_actions(played: tuple[Everything, list[datetime]]) -> None:
    game, moments = played
    ideal = everything(game.timeline)

    play(game, moments)
    play(ideal, punctual(ideal))

    must = {key: state for key, state in game.ledger.items() if not is_reminder(key)}
    assert must == {key: state for key, state in ideal.ledger.items() if not is_reminder(key)}
    assert set(must.values()) <= {"done"}
    assert len(must) == sum(not is_reminder(one.key.identity) for one in game.planned)


@SOME
@given(games_and_ticks())
def test_reminders_are_a_subset_of_the_punctual_ones_and_the_rest_is_recorded_as_lapsed(
    played: tuple[Everything, list[datetime]],
) -> None:
    game, moments = played
    ideal = everything(game.timeline)

    play(game, moments)
    play(ideal, punctual(ideal))

    def reminders(of: Everything, state: str) -> set[tuple[str, ...]]:
        return {key for key, held in of.ledger.items() if is_reminder(key) and held == state}

    assert reminders(game, "done") <= reminders(ideal, "done")
    planned = {one.key.identity for one in game.planned if is_reminder(one.key.identity)}
    assert reminders(game, "done") | reminders(game, "lapsed") == planned


@SOME
@given(games_and_ticks())
def test_no_event_is_reminded_of_twice_at_one_tick(played: tuple[Everything, list[datetime]]) -> None:
    game, moments = played

    play(game, moments)

    sent = [(name.split()[1], now) for name, now in game.ran if name.startswith("remind_providers")]
    assert len(sent) == len(set(sent))


@SOME
@given(games_and_ticks())
def test_no_reminder_leaves_outside_its_window(played: tuple[Everything, list[datetime]]) -> None:
    game, moments = played

    play(game, moments)

    windows = {one.key: one for one in game.timeline.events}
    outside = [
        (name, now)
        for name, now in game.ran
        if name.startswith("remind_providers") and not _inside(windows[name.split()[1]], now)
    ]
    assert outside == []


def _inside(event: ResolvedEvent, now: datetime) -> bool:
    return (event.start is None or now >= event.start) and (event.end is None or now < event.end)


@SOME
@given(games_and_ticks())
def test_an_action_runs_only_after_its_predecessors(played: tuple[Everything, list[datetime]]) -> None:
    game, moments = played

    play(game, moments)

    due = {one.key.identity: one.due_at for one in game.planned}
    done = list(game.ledger)
    early = [
        (key[3], before[3])
        for place, key in enumerate(done)
        for before in done[place + 1 :]
        if before[3] in DUTY[key[3]].after and due[before] <= due[key]
    ]
    assert early == []


@SOME
@given(games_and_ticks(), st.integers(0, 400))
def test_since_hides_exactly_what_is_older(played: tuple[Everything, list[datetime]], days: int) -> None:
    game, _ = played
    since = game.first + timedelta(days=days)
    facts = game.facts(game.last)

    due = due_actions(game.timeline, {}, RoundFacts(since, parameters=facts.parameters), game.last)

    assert {one.key for one in due} == {one.key for one in game.planned if one.due_at >= since}


@SOME
@given(games_and_ticks(), st.integers(0, 400), st.data())
def test_only_what_is_marked_due_or_newer_is_done_whatever_is_marked(
    played: tuple[Everything, list[datetime]], days: int, data: st.DataObject
) -> None:
    game, moments = played
    game.since = game.first + timedelta(days=days)
    past = [one.key.identity for one in game.planned if one.due_at < game.since]
    marks = data.draw(st.dictionaries(st.sampled_from(past), st.sampled_from(MARKS))) if past else {}
    game.ledger |= marks

    play(game, moments)

    mine = {one.key.identity for one in game.planned if one.due_at >= game.since}
    done_here = {key for key, state in game.ledger.items() if marks.get(key) != "done" and state != "due"}
    assert set(game.ledger) <= mine | set(marks)
    assert len(game.ran) + len(game.lapsed) == len(done_here)


@SOME
@given(GAMES)
def test_what_is_due_comes_by_moment_then_by_kind(game: Everything) -> None:
    due = due_actions(game.timeline, {}, RoundFacts(), game.last)

    places = [(one.due_at.astimezone(UTC), ORDER[one.key.kind]) for one in due]
    assert places == sorted(places)
    assert len(due) == len(game.planned)


@SOME
@given(GAMES)
def test_keys_are_one_and_only(game: Everything) -> None:
    identities = [one.key.identity for one in game.planned]

    assert len(identities) == len(set(identities))


@SOME
@given(GAMES)
def test_daylight_saving_moves_no_due_moment(game: Everything) -> None:
    clocks = {one.due_at.astimezone(one.due_at.tzinfo).time() for one in game.planned}

    assert clocks <= {time(0), time(9)}
    assert {one.due_at.utcoffset() for one in game.planned} <= {timedelta(hours=1), timedelta(hours=2)}


@SOME
@given(GAMES, st.dictionaries(st.sampled_from([one.key for one in CZ.events]), st.integers(2, 9)))
def test_a_new_revision_repeats_nothing_that_is_done(game: Everything, revisions: dict[str, int]) -> None:
    play(game, punctual(game))

    facts = RoundFacts(revisions=revisions, parameters=frozenset())

    assert due_actions(game.timeline, game.ledger, facts, game.last) == ()


@SOME
@given(
    st.lists(st.tuples(st.integers(0, 89), st.one_of(st.none(), st.integers(0, 100))), max_size=5),
    st.lists(st.integers(0, 300), max_size=8),
)
def test_promises_end_the_same_for_any_ticks(cases: list[tuple[int, int | None]], days: list[int]) -> None:
    start = datetime(2026, 12, 1, 12, tzinfo=UTC)
    promises = tuple(
        Promise(
            f"case {number}",
            CZ.resolve_from("new-provider-decision", start + timedelta(days=received)),
            None if answered is None else start + timedelta(days=received + answered),
        )
        for number, (received, answered) in enumerate(cases)
    )
    late, ideal = Everything(CZ, promises=promises), Everything(CZ, promises=promises)

    play(late, [*(start + timedelta(days=day) for day in sorted(days)), late.last])
    play(ideal, punctual(ideal))

    def ended(game: Everything) -> dict[tuple[str, ...], str]:
        return {key: state for key, state in game.ledger.items() if key[3] == "watch_promises"}

    assert ended(late) == ended(ideal)
    assert len(plan_actions(CZ, RoundFacts())) + len(ended(late)) == len(late.planned)
