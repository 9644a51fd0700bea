"""What waits for a person, and the person's answer."""

import re
from collections.abc import Mapping
from datetime import datetime

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.decisions import Task, decide_task, list_tasks
from inkoopkalender.usecases.desk import Desk

ANSWERS: Mapping[str, tuple[str, str]] = {
    "eligibility": (r"continued|not_continued", "continued of not_continued"),
    "class": (r"[ABC]", "A, B of C"),
    "ceiling": (r"0|[1-9]\d{0,9}", "een bedrag in hele euro's, zoals 655000"),
}
"""Per kind of task whose answer the program carries out: the form of the answer, and how to say it."""
_LONGEST = 40


class TaskDecidedError(MisuseError):
    """There is no such open task."""


class UnusableAnswerError(MisuseError):
    """The answer to a task cannot be carried out."""


def open_questions(desk: Desk) -> list[Task]:
    """Return what waits for a person in the round, oldest first."""
    with desk.database.reading() as connection:
        return list_tasks(connection, desk.round.round_id, undecided=True)


def decide(desk: Desk, task_id: int, decision: str, *, reason: str, by: str, now: datetime) -> None:
    """Record a person's decision with its reason. Raises TaskDecidedError and UnusableAnswerError."""
    with desk.database.changing(actor=by, at=now, why=reason) as change:
        open_ones = list_tasks(change.connection, desk.round.round_id, undecided=True)
        for task in open_ones:
            if task.task_id == task_id:
                _check_answer(task, decision)
        known = any(task.task_id == task_id for task in open_ones)
        if not known or not decide_task(change.connection, task_id, decision, reason=reason, by=by, at=now):
            raise TaskDecidedError(f"Task {task_id} is not open in {desk.key}.")
        change.record("task decided", {"task": task_id, "decision": decision}, chain=desk.key)


def _check_answer(task: Task, decision: str) -> None:
    form, words = ANSWERS.get(
        task.kind, (rf".{{1,{_LONGEST}}}", f"een woord van hoogstens {_LONGEST} tekens")
    )
    if not re.fullmatch(form, decision):
        raise UnusableAnswerError(
            f"'{decision}' is geen antwoord op taak {task.task_id} ({task.kind}). Verwacht: {words}."
        )
