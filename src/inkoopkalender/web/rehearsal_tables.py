"""The tables of a rehearsal's page: rows of words and numbers, ready to be written down."""

from dataclasses import dataclass

from inkoopkalender.domain.ambiguity_checks import find_ambiguities
from inkoopkalender.domain.calendar import Ambiguity
from inkoopkalender.domain.standings import DUTCH, STANDINGS
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.usecases.rehearsal.phases import Phase
from inkoopkalender.usecases.rehearsal.report import Report
from inkoopkalender.web import words
from inkoopkalender.web.event_words import event_words
from inkoopkalender.web.matrix import Matrix, make_matrix
from inkoopkalender.web.moment_words import moment_words
from inkoopkalender.web.phase_words import audience_words, due_words
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


def fired_lines(report: Report) -> list[Fired]:
    """Return what fired, by the moment for which it was due."""
    return [_fired(phase, report) for phase in report.numbers.phases]


def waiting_ambiguities(report: Report) -> tuple[Ambiguity, ...]:
    """Return what the policy leaves unclear in the questions that wait for a person, each once."""
    names = dict.fromkeys(task.ambiguity for task in report.people.waiting[:MOST_WAITING])
    return find_ambiguities(report.timeline.calendar, tuple(names))


def standings_table(report: Report) -> Matrix:
    """Return who ended where, per track."""
    titles = {one.key: one.title for one in report.timeline.calendar.tracks}
    found = {titles.get(track, track): counts for track, counts in report.breakdown.standings.items()}
    return make_matrix({DUTCH[name]: {t: c.get(name, 0) for t, c in found.items()} for name in STANDINGS})


def letters_table(report: Report) -> Matrix:
    """Return the letters per kind and state, in the order in which they first left."""
    return make_matrix(
        {
            report.titles.letters.get(letter, letter): {
                words.LETTER_STATES[state]: counts.get(state, 0) for state in LETTER_STATES
            }
            for letter, counts in report.breakdown.letters.items()
        }
    )


def submissions_table(report: Report) -> Matrix:
    """Return what came in, per kind of submission."""
    return make_matrix(
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


def _fired(phase: Phase, report: Report) -> Fired:
    finished = phase.ended_at if phase.ended_at is not None and phase.ended_at != phase.due_at else None
    return Fired(
        due_words(phase),
        moment_words(finished) if finished else "",
        duty_words(phase.kind, phase.occurrence),
        event_words(report.timeline.event(phase.event)),
        audience_words(phase),
        phase.state,
        words.STATES[phase.state],
        "; ".join(part for part in (result_words(phase.counts), _waits(phase)) if part),
    )


def _waits(phase: Phase) -> str:
    return "wacht op een mens" if phase.state == "waiting" else ""
