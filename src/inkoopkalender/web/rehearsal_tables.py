"""The tables of a rehearsal's page: rows of words and numbers, ready to be written down."""

from collections.abc import Mapping
from dataclasses import dataclass

from inkoopkalender.domain.ambiguity_checks import find_ambiguities
from inkoopkalender.domain.calendar import EVERY_TRACK, Ambiguity
from inkoopkalender.domain.dutch import number
from inkoopkalender.domain.duties import DUTY
from inkoopkalender.domain.standings import DUTCH, STANDINGS
from inkoopkalender.domain.timeline import ResolvedEvent
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.usecases.rehearsal.phases import Phase
from inkoopkalender.usecases.rehearsal.report import Report
from inkoopkalender.web import words
from inkoopkalender.web.moment_words import end_words, event_moment, event_state, moment_words
from inkoopkalender.web.timeline_layout import capitalised, event_words
from inkoopkalender.web.words import duty_words, result_words

MOST_WAITING = 20
"""Questions that wait for a person in the page; it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Fired:
    """Something that fired, in words; `finished` is empty when it was done at once."""

    moment: str
    finished: str
    what: str
    event: str
    audience: str
    state: str
    state_words: str
    result: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event of the calendar, in words."""

    key: str
    track: str
    what: str
    moment: str
    state: str
    quote: str
    section: str
    ambiguities: tuple[Ambiguity, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by name and by column; `total` is the row below. Columns nobody is in are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    total: tuple[int, ...]
    empty: tuple[str, ...]
    """The names of the rows that have no count."""


def fired_lines(report: Report) -> list[Fired]:
    """Return what fired, by the moment for which it was due."""
    return [_fired(phase, report) for phase in report.numbers.phases]


def event_lines(report: Report) -> list[EventLine]:
    """Return every event of the calendar, in the calendar's order."""
    return [_event_line(event, report) for event in report.timeline.events]


def waiting_ambiguities(report: Report) -> tuple[Ambiguity, ...]:
    """Return what the policy leaves unclear in the questions that wait for a person, each once."""
    names = dict.fromkeys(task.ambiguity for task in report.people.waiting[:MOST_WAITING])
    return find_ambiguities(report.timeline.calendar, tuple(names))


def phase_words(phase: Phase) -> str:
    """Return what a mark says: moment, what, to how many, with what result, and its state."""
    seen = due_words(phase) if phase.seen_at == phase.due_at else moment_words(phase.seen_at)
    facts = [
        f"{seen}: {duty_words(phase.kind, phase.occurrence)}",
        _audience(phase),
        result_words(phase.counts),
        words.STATES[phase.state],
    ]
    return ", ".join(fact for fact in facts if fact)


def standings_table(report: Report) -> Matrix:
    """Return who ended where, per track."""
    titles = {one.key: one.title for one in report.timeline.calendar.tracks}
    found = {titles.get(track, track): counts for track, counts in report.breakdown.standings.items()}
    return _matrix({DUTCH[name]: {t: c.get(name, 0) for t, c in found.items()} for name in STANDINGS})


def letters_table(report: Report) -> Matrix:
    """Return the letters per kind and state, in the order in which they first left."""
    return _matrix(
        {
            report.titles.letters.get(letter, letter): {
                words.LETTER_STATES[state]: counts.get(state, 0) for state in LETTER_STATES
            }
            for letter, counts in report.breakdown.letters.items()
        }
    )


def submissions_table(report: Report) -> Matrix:
    """Return what came in, per kind of submission."""
    return _matrix(
        {
            report.titles.submissions.get(kind, kind): {
                words.SUBMISSION_STATES[state]: count for state, count in counts.items()
            }
            for kind, counts in report.numbers.submissions.items()
        },
        keep_columns=True,
    )


def road_lines(report: Report) -> list[tuple[str, int]]:
    """Return the stations of the year with how many organisations came past each."""
    return [
        ("doet mee aan de ronde", report.plan.providers),
        *((words.ROAD[name], count) for name, count in report.breakdown.road.items()),
    ]


def parameter_value(value: object) -> str:
    """Return a parameter's value as one reads it: `A: 104 · B: 101 · C: 97`."""
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {parameter_value(one)}" for name, one in value.items())
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _matrix(counts: Mapping[str, Mapping[str, int]], *, keep_columns: bool = False) -> Matrix:
    names = list(dict.fromkeys(column for row in counts.values() for column in row))
    columns = [name for name in names if keep_columns or any(row.get(name) for row in counts.values())]
    rows = {name: tuple(row.get(column, 0) for column in columns) for name, row in counts.items()}
    return Matrix(
        tuple(columns),
        tuple((name, row, sum(row)) for name, row in rows.items() if any(row)),
        tuple(sum(row[place] for row in rows.values()) for place in range(len(columns))),
        tuple(name for name, row in rows.items() if not any(row)),
    )


def _fired(phase: Phase, report: Report) -> Fired:
    finished = phase.ended_at if phase.ended_at is not None and phase.ended_at != phase.due_at else None
    return Fired(
        due_words(phase),
        moment_words(finished) if finished else "",
        duty_words(phase.kind, phase.occurrence),
        event_words(report.timeline.event(phase.event)),
        _audience(phase),
        phase.state,
        words.STATES[phase.state],
        "; ".join(part for part in (result_words(phase.counts), _waits(phase)) if part),
    )


def due_words(phase: Phase) -> str:
    """Return when a phase was due; what closes at midnight closes at 24.00 uur of the day before."""
    closes = DUTY[phase.kind].anchor == "end" or phase.occurrence == "end"
    return end_words(phase.due_at) if closes else moment_words(phase.due_at)


def _waits(phase: Phase) -> str:
    return "wacht op een mens" if phase.state == "waiting" else ""


def _audience(phase: Phase) -> str:
    if phase.cases:
        return f"{number(phase.cases)} {'geval' if phase.cases == 1 else 'gevallen'}"
    letters = phase.counts.get("letters", 0)
    return f"{number(letters)} {'brief' if letters == 1 else 'brieven'}" if letters else ""


def _event_line(event: ResolvedEvent, report: Report) -> EventLine:
    calendar = report.timeline.calendar
    titles = {EVERY_TRACK: "alle aanbieders"} | {one.key: one.title for one in calendar.tracks}
    return EventLine(
        event.key,
        titles[event.track],
        capitalised(event_words(event)),
        event_moment(event, report.timeline),
        event_state(event, report.plan.until),
        event.quote,
        event.source.section,
        find_ambiguities(calendar, event.ambiguities),
        _with_titles(event.reason, report),
    )


def _with_titles(reason: str, report: Report) -> str:
    """Name what a term counts from by its title."""
    for fact in report.timeline.calendar.facts:
        reason = reason.replace(f"'{fact.key}'", f"'{fact.title}'")
    return reason
