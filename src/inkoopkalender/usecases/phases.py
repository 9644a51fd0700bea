"""A phase: everything of one event and one kind of duty that may run now, done together.

That is what one flow run takes upon itself: the closing of one intake, the reminders of one deadline, all
promises of one kind. An action without a case is one piece of work, its batches the parts; actions of
many cases (a promise each) are done in parts of a batch's size, so that parts do not follow the providers.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from inkoopkalender.domain.actions import Action, plan_actions
from inkoopkalender.errors import MisuseError
from inkoopkalender.usecases.desk import Desk, at_once_around, read_facts
from inkoopkalender.usecases.run_action import Ran, find_ready, try_action


@dataclass(frozen=True, slots=True)
class Phase:
    """One event and one kind of duty of a round; `due_at` is the earliest moment, in the round's zone."""

    round_key: str
    track: str
    event: str
    kind: str
    due_at: datetime


def find_ready_phases(desk: Desk, now: datetime, *, patient: bool) -> list[Phase]:
    """Return the phases with something that may run now, by due moment, then by the fixed order of kinds.

    `patient` leaves out what failed so lately that it is not tried again yet.
    """
    phases: dict[tuple[str, str], Phase] = {}
    for action in find_ready(desk, now, patient=patient):
        phases.setdefault((action.key.event, action.key.kind), _phase(desk, action))
    return list(phases.values())


def find_phase(desk: Desk, event: str, kind: str, now: datetime) -> Phase:
    """Return the phase by what is due of it, else by its last action up to now, else by its first.

    Raises MisuseError when the calendar knows no such thing.
    """
    ready = [one for one in find_ready(desk, now, patient=False) if _is_of(one, event, kind)]
    if ready:
        return _phase(desk, ready[0])
    with desk.database.reading() as connection:
        planned = plan_actions(desk.timeline, read_facts(connection, desk))
    mine = [one for one in planned if _is_of(one, event, kind)]
    if not mine:
        raise MisuseError(
            f"De kalender {desk.key} heeft geen '{kind}' voor '{event}'. "
            f"Zie: inkoopkalender calendar show {desk.key}"
        )
    past = [one for one in mine if one.due_at <= now]
    return _phase(desk, past[-1] if past else mine[0])


def do_phase(desk: Desk, phase: Phase, now: datetime, *, run_id: str) -> list[Ran]:
    """Do what may run of the phase, until nothing more does; what fails is tried once and reported."""
    ran: list[Ran] = []
    tried: set[str] = set()
    while ready := [
        one
        for one in find_ready(desk, now, patient=False)
        if _is_of(one, phase.event, phase.kind) and str(one.key) not in tried
    ]:
        tried |= {str(one.key) for one in ready}
        cases = [one for one in ready if one.key.subject]
        ran += [try_action(desk, one, now, run_id) for one in ready if not one.key.subject]
        ran += _do_cases(desk, cases, now, run_id)
    return [one for one in ran if one.state != "taken"]


def _do_cases(desk: Desk, cases: list[Action], now: datetime, run_id: str) -> list[Ran]:
    ran: list[Ran] = []
    inside = replace(desk, around=at_once_around)
    size = desk.settings.batch
    for start in range(0, len(cases), size):
        part = cases[start : start + size]
        desk.around(
            f"cases {start + 1}-{start + len(part)}", partial(_do_part, inside, part, now, run_id, ran)
        )
    return ran


def _do_part(desk: Desk, part: list[Action], now: datetime, run_id: str, ran: list[Ran]) -> None:
    ran += [try_action(desk, one, now, run_id) for one in part]


def _is_of(action: Action, event: str, kind: str) -> bool:
    return (action.key.event, action.key.kind) == (event, kind)


def _phase(desk: Desk, action: Action) -> Phase:
    key = action.key
    return Phase(desk.key, key.track, key.event, key.kind, action.due_at.astimezone(desk.zone))
