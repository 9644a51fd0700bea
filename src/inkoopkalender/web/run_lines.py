"""What was done, what runs and what should have run: the ledger joined with Prefect's flow runs.

Pure: rows and runs in, lines of words out. The ledger is what counts; Prefect adds how a run fares, how
long it took and where to look. Moments of the ledger's claims and of Prefect are real time and shown on
the round's clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inkoopkalender.domain.actions import RELEASE, Action
from inkoopkalender.domain.dutch import number
from inkoopkalender.orchestration.prefect_api import FlowRun, ui_address
from inkoopkalender.storage.ledger import LedgerRow
from inkoopkalender.usecases.rehearsal.phases import Phase, fold_phases
from inkoopkalender.usecases.retries import next_try
from inkoopkalender.web import words
from inkoopkalender.web.doings import Doings
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.moment_words import moment_words
from inkoopkalender.web.phase_words import audience_words, due_moment
from inkoopkalender.web.spans import long_ago, run_time
from inkoopkalender.web.waiting_words import waiting_words
from inkoopkalender.web.words import duty_words, result_words

_ENDED_BADLY = ("CRASHED", "FAILED", "CANCELLED", "CANCELLING")
_NOT_BEGUN = ("SCHEDULED", "PENDING")
WRONG = ("failed", "stopped", "late")
"""The states of a line that ask for a look."""
_LEAST_FINISHED = ("failed", "claimed", "due", "waiting", "lapsed", "done")


@dataclass(frozen=True, slots=True)
class RunLine:
    """One line: `state` is one of done, lapsed, waiting, running, stopped, failed, late, due, planned."""

    due_at: datetime
    moment: str
    what: str
    event: str
    state: str
    state_words: str
    result: str = ""
    duration: str = ""
    detail: str = ""
    """What went wrong, as the program or Prefect said it."""
    address: str = ""
    """Where Prefect shows the run."""
    rerun: tuple[str, str] | None = None
    """The event and kind of a run that a person may start again."""


def run_lines(doings: Doings) -> list[RunLine]:
    """Return the lines, the newest due moment first."""
    runs = {run.run_id: run for run in doings.runs}
    lines = [_of_ledger(rows, doings, runs) for rows in _groups(doings.ledger)]
    taken_up = {_identity(row) for row in doings.ledger}
    lines += [_of_due(one, doings, runs) for one in doings.due if one.key.identity[1:] not in taken_up]
    lines += [_planned(one, doings) for one in doings.planned_next]
    lines += _lost_runs(doings)
    return sorted(lines, key=lambda line: (line.due_at, line.what), reverse=True)


def _groups(ledger: Iterable[LedgerRow]) -> list[list[LedgerRow]]:
    """Put the cases of one event, kind and occurrence together; every other action stands by itself."""
    groups: dict[object, list[LedgerRow]] = {}
    for row in ledger:
        same = (row.event, row.kind, row.occurrence) if row.subject else row.action_id
        groups.setdefault(same, []).append(row)
    return list(groups.values())


def _identity(row: LedgerRow) -> tuple[str, ...]:
    return (row.track, row.event, row.kind, row.occurrence, row.subject)


def _of_ledger(rows: Sequence[LedgerRow], doings: Doings, runs: Mapping[str, FlowRun]) -> RunLine:
    (phase,) = fold_phases(rows, doings.zone)
    row = min(rows, key=lambda one: (_LEAST_FINISHED.index(one.state), -one.attempt))
    run = runs.get(row.run_id)
    state, said, detail = _standing(row, phase, run, doings)
    result = ", ".join(part for part in (audience_words(phase), result_words(phase.counts)) if part)
    again = (row.event, row.kind) if state in ("failed", "stopped", "due") else None
    return RunLine(
        due_at=phase.due_at,
        moment=due_moment(row.kind, row.occurrence, phase.due_at),
        what=duty_words(row.kind, row.occurrence),
        event=event_words(doings.timeline.event(row.event)),
        state=state,
        state_words=said,
        result=result,
        duration=run_time(run.started_at, run.ended_at or doings.wall) if run else "",
        detail=detail,
        address=ui_address(doings.prefect_url, run.run_id) if run else "",
        rerun=again,
    )


def _standing(row: LedgerRow, phase: Phase, run: FlowRun | None, doings: Doings) -> tuple[str, str, str]:
    """Return the state of a line, in words, and what went wrong."""
    again = f" (poging {row.attempt})" if row.attempt > 1 else ""
    if row.state == "waiting":
        event = doings.timeline.event(row.event)
        return "waiting", f"wacht op {waiting_words(row.waits_for or RELEASE, event)}", ""
    if row.state == "due":
        return "due", "moet nog, zegt een mens; begint vanzelf", ""
    if row.state == "failed":
        retry = doings.clock(max(next_try(row), doings.wall) + doings.tick)
        said = f"mislukt{_so_far(row, doings)}{again}, wordt vóór {retry} opnieuw geprobeerd"
        return "failed", said, row.waits_for or (run.message if run else "")
    if row.state == "claimed":
        return _claimed(row, run, doings, again)
    if row.state == "done" and not row.attempt:
        return "done", "gedaan vóór de opening, zegt een mens", ""
    taken_up = f", opnieuw opgepakt{again}" if again and phase.state == "done" else ""
    return phase.state, f"{words.STATES[phase.state]}{taken_up}", ""


def _claimed(row: LedgerRow, run: FlowRun | None, doings: Doings, again: str) -> tuple[str, str, str]:
    dead = run is not None and run.state_type in _ENDED_BADLY
    silent_from = row.beat_at + doings.silent
    if dead or silent_from <= doings.wall:
        resumed = doings.clock(max(silent_from, doings.wall) + doings.tick)
        why = (run.message or run.state_name) if run and dead else _silence(row, doings)
        return "stopped", f"gestopt{_so_far(row, doings)}{again}, wordt vóór {resumed} hervat", why
    taken_up = f", opnieuw opgepakt{again}" if again else ""
    since = doings.clock(row.claimed_at)
    so_far = _so_far(row, doings).removeprefix(" na ")
    return "running", f"loopt sinds {since}{taken_up}{f', {so_far} gedaan' if so_far else ''}", ""


def _silence(row: LedgerRow, doings: Doings) -> str:
    return f"Sinds {doings.clock(row.beat_at)} geen teken van leven van het proces dat dit deed."


def _so_far(row: LedgerRow, doings: Doings) -> str:
    """Return ` na 200 van 312` for what was done before it stopped; nothing when that is not known."""
    done, whole = doings.done_for.get(row.action_id, 0), doings.asked_for.get(row.action_id, 0)
    if not whole:
        return ""
    return f" na {number(min(done, whole))} van {number(whole)}" if done else ""


def _of_due(action: Action, doings: Doings, runs: Mapping[str, FlowRun]) -> RunLine:
    key, event = action.key, doings.timeline.event(action.key.event)
    run = _newest_of(key.event, key.kind, runs.values(), _NOT_BEGUN)
    state, said = _due_words(action, run, doings)
    return RunLine(
        due_at=action.due_at.astimezone(doings.zone),
        moment=due_moment(key.kind, key.occurrence, action.due_at.astimezone(doings.zone)),
        what=duty_words(key.kind, key.occurrence),
        event=event_words(event),
        state=state,
        state_words=said,
        address=ui_address(doings.prefect_url, run.run_id) if run else "",
        rerun=(key.event, key.kind) if state == "late" else None,
    )


def _due_words(action: Action, run: FlowRun | None, doings: Doings) -> tuple[str, str]:
    event = doings.timeline.event(action.key.event)
    if action.waits_for:
        return "waiting", "wacht op " + "; ".join(waiting_words(one, event) for one in action.waits_for)
    if action.lapsed:
        return "due", "komt te laat en vervalt"
    if run is not None:
        return "planned", "gevraagd, wacht op een uitvoerder"
    behind = doings.now - action.due_at
    if behind > doings.tick + doings.silent:
        return "late", f"te laat: had {long_ago(behind)} geleden moeten beginnen"
    return "due", "is nu aan de beurt"


def _planned(action: Action, doings: Doings) -> RunLine:
    key, due_at = action.key, action.due_at.astimezone(doings.zone)
    return RunLine(
        due_at=due_at,
        moment=due_moment(key.kind, key.occurrence, due_at),
        what=duty_words(key.kind, key.occurrence),
        event=event_words(doings.timeline.event(key.event)),
        state="planned",
        state_words="gepland",
    )


def _lost_runs(doings: Doings) -> list[RunLine]:
    """Return the runs that ended badly and that the ledger no longer names: another took their work up."""
    named = {row.run_id for row in doings.ledger}
    lost = [run for run in doings.runs if run.state_type in _ENDED_BADLY and run.run_id not in named]
    return [line for run in lost if (line := _lost(run, doings)) is not None]


def _lost(run: FlowRun, doings: Doings) -> RunLine | None:
    event, kind = _tagged(run, "event:"), _tagged(run, "kind:")
    began = run.started_at or run.expected_at or run.changed_at
    known = {one.key for one in doings.timeline.events}
    if event not in known or not kind or began is None:
        return None
    moment = (began + doings.shift).astimezone(doings.zone)
    said = "afgebroken door een mens" if run.state_type.startswith("CANCEL") else "eerdere poging gestopt"
    return RunLine(
        due_at=moment,
        moment=moment_words(moment),
        what=duty_words(kind, ""),
        event=event_words(doings.timeline.event(event)),
        state="stopped",
        state_words=f"{said}; wat bleef liggen, is of wordt opnieuw opgepakt",
        duration=run_time(run.started_at, run.ended_at or doings.wall),
        detail=run.message or run.state_name,
        address=ui_address(doings.prefect_url, run.run_id),
    )


def _newest_of(event: str, kind: str, runs: Iterable[FlowRun], states: Sequence[str]) -> FlowRun | None:
    wanted = {f"event:{event}", f"kind:{kind}"}
    return next((run for run in runs if run.state_type in states and wanted <= set(run.tags)), None)


def _tagged(run: FlowRun, prefix: str) -> str:
    return next((tag.removeprefix(prefix) for tag in run.tags if tag.startswith(prefix)), "")
