"""What fired, in words: when it was due, what it was, to how many, with what result."""

from datetime import datetime

from inkoopkalender.domain.dutch import number
from inkoopkalender.domain.duties import DUTY
from inkoopkalender.usecases.rehearsal.phases import Phase
from inkoopkalender.web import words
from inkoopkalender.web.moment_words import end_words, moment_words
from inkoopkalender.web.words import duty_words, result_words


def phase_words(phase: Phase) -> str:
    """Return what a mark says: moment, what, to how many, with what result, and its state."""
    seen = due_words(phase) if phase.seen_at == phase.due_at else moment_words(phase.seen_at)
    facts = [
        f"{seen}: {duty_words(phase.kind, phase.occurrence)}",
        audience_words(phase),
        result_words(phase.counts),
        words.STATES[phase.state],
    ]
    return ", ".join(fact for fact in facts if fact)


def due_words(phase: Phase) -> str:
    """Return when a phase was due, as `due_moment` says it."""
    return due_moment(phase.kind, phase.occurrence, phase.due_at)


def due_moment(kind: str, occurrence: str, due_at: datetime) -> str:
    """Return when a duty is due; what closes at midnight closes at 24.00 uur of the day before."""
    closes = DUTY[kind].anchor == "end" or occurrence == "end"
    return end_words(due_at) if closes else moment_words(due_at)


def audience_words(phase: Phase) -> str:
    """Return to how many it went: cases, or letters; empty when to nobody."""
    if phase.cases:
        return f"{number(phase.cases)} {'geval' if phase.cases == 1 else 'gevallen'}"
    letters = phase.counts.get("letters", 0)
    return f"{number(letters)} {'brief' if letters == 1 else 'brieven'}" if letters else ""
