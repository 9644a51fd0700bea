"""What waits for a person, and the person's answer."""

import re
from collections.abc import Mapping
from datetime import datetime

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.decisions import Task, decide_task, list_tasks
from inkoopkalender.storage.rounds import set_track
from inkoopkalender.usecases.deliveries import (
    ACCEPTED,
    CONSEQUENCE,
    LATE_SUBMISSION,
    REFUSED,
    UPHELD,
    WITHDRAWN,
)
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.late_submissions import settle_late_submission, wait_to_settle
from inkoopkalender.usecases.reopening import settle_consequence
from inkoopkalender.usecases.signing import settle_late_signature

ANSWERS: Mapping[str, tuple[str, str]] = {
    "track": (r"existing|new", "existing of new"),
    "agreement": (r"value-model|price-only", "value-model of price-only"),
    "eligibility": (r"continued|not_continued", "continued of not_continued"),
    "class": (r"[ABC]", "A, B of C"),
    "late-signature": (r"continued|not_continued", "continued of not_continued"),
    CONSEQUENCE: (rf"{WITHDRAWN}|{UPHELD}", f"{WITHDRAWN} of {UPHELD}"),
    LATE_SUBMISSION: (rf"{ACCEPTED}|{REFUSED}", f"{ACCEPTED} of {REFUSED}"),
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
        task = _find_open(change.connection, desk, task_id)
        if task.kind == LATE_SUBMISSION:
            wait_to_settle(change.connection, desk, task)
        _check_answer(task, decision)
        if not decide_task(change.connection, task_id, decision, reason=reason, by=by, at=now):
            raise _not_open(desk, task_id)  # decided, or taken back, since it was read
        if task.kind == "track" and task.organisation_id is not None:
            set_track(change.connection, desk.round.round_id, task.organisation_id, decision)
        if task.kind == "late-signature" and task.organisation_id is not None:
            settle_late_signature(desk, change, task.organisation_id, decision, now)
        if task.kind == CONSEQUENCE:
            settle_consequence(desk, change, task, decision, now)
        if task.kind == LATE_SUBMISSION:
            settle_late_submission(desk, change, task, decision, now)
        change.record("task decided", {"task": task_id, "decision": decision}, chain=desk.key)


def _find_open(connection: Connection, desk: Desk, task_id: int) -> Task:
    open_ones = list_tasks(connection, desk.round.round_id, undecided=True)
    task = next((one for one in open_ones if one.task_id == task_id), None)
    if task is None:
        raise _not_open(desk, task_id)
    return task


def _not_open(desk: Desk, task_id: int) -> TaskDecidedError:
    return TaskDecidedError(f"Taak {task_id} staat niet open in {desk.key}. Zie: tasks list {desk.key}")


def _check_answer(task: Task, decision: str) -> None:
    form, words = ANSWERS.get(
        task.kind, (rf".{{1,{_LONGEST}}}", f"een woord van hoogstens {_LONGEST} tekens")
    )
    if not re.fullmatch(form, decision):
        raise UnusableAnswerError(
            f"'{decision}' is geen antwoord op taak {task.task_id} ({task.kind}). Verwacht: {words}."
        )
