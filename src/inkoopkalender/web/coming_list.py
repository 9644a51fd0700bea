"""What is planned for the coming days, in order: moment, what, of which event, and for how many."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from inkoopkalender.domain.actions import Action
from inkoopkalender.domain.dutch import counted, number
from inkoopkalender.domain.duties import DUTY
from inkoopkalender.usecases.round_state import RoundState
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.moment_words import event_moment
from inkoopkalender.web.phase_words import due_moment
from inkoopkalender.web.round_sentence import round_words
from inkoopkalender.web.spans import days_until
from inkoopkalender.web.words import duty_words

_TO_THE_TRACK = ("open_intake", "register_new_providers")


@dataclass(frozen=True, slots=True)
class Coming:
    """One planned action, or the same one for several cases on one day."""

    due_at: datetime
    moment: str
    soon: str
    what: str
    event: str
    event_moment: str
    audience: str
    round_key: str
    round_title: str
    by_person: bool
    """Whether a person must release what it prepares."""


def coming_list(state: RoundState, actions: Iterable[Action] | None = None) -> list[Coming]:
    """Return what is planned, otherwise what is planned in the coming fortnight, by moment."""
    chosen = state.coming() if actions is None else actions
    return [_coming(group, state) for group in _by_day(chosen, state)]


def _by_day(actions: Iterable[Action], state: RoundState) -> Iterator[list[Action]]:
    groups: dict[tuple[str, str, str, date | str], list[Action]] = {}
    for one in actions:
        key = one.key
        apart = one.due_at.astimezone(state.desk.zone).date() if key.subject else str(key)
        groups.setdefault((key.event, key.kind, key.occurrence, apart), []).append(one)
    yield from groups.values()


def _coming(actions: list[Action], state: RoundState) -> Coming:
    first, zone = actions[0], state.desk.zone
    due_at, event = first.due_at.astimezone(zone), state.desk.timeline.event(first.key.event)
    ends = DUTY[first.key.kind].anchor == "end" or first.key.occurrence == "end"
    return Coming(
        due_at=due_at,
        moment=due_moment(first.key.kind, first.key.occurrence, due_at),
        soon=days_until(_day_of(due_at, ends=ends), state.now.date()),
        what=duty_words(first.key.kind, first.key.occurrence),
        event=event_words(event),
        event_moment=event_moment(event, state.desk.timeline),
        audience=_audience(actions, state),
        round_key=state.desk.key,
        round_title=round_words(state.desk.key),
        by_person=first.release == "person",
    )


def _day_of(due_at: datetime, *, ends: bool) -> date:
    """Return the day by which people count: what ends at midnight ends on the day before."""
    return (
        date.fromordinal(due_at.toordinal() - 1)
        if ends and due_at.hour == due_at.minute == 0
        else due_at.date()
    )


def _audience(actions: list[Action], state: RoundState) -> str:
    first = actions[0].key
    if first.subject:
        return counted(len(actions), "geval", "gevallen")
    progress = state.progress.get(first.event)
    if first.kind == "remind_providers" and progress is not None:
        return f"nu {number(progress.owing)}"
    if first.kind in _TO_THE_TRACK:
        tracks = state.standings.items()
        whole = sum(sum(found.values()) for track, found in tracks if first.track in (track, "all"))
        return number(whole)
    return ""
