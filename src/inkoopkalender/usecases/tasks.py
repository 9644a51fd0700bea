"""What waits for a person, and the person's answer."""

from datetime import datetime

from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.decisions import Task, decide_task, list_tasks
from inkoopkalender.usecases.desk import Desk


class TaskDecidedError(MisuseError):
    """There is no such open task."""


def open_questions(desk: Desk) -> list[Task]:
    """Return what waits for a person in the round, oldest first."""
    with desk.database.reading() as connection:
        return list_tasks(connection, desk.round.round_id, undecided=True)


def decide(desk: Desk, task_id: int, decision: str, *, reason: str, by: str, now: datetime) -> None:
    """Record a person's decision with its reason. Raises TaskDecidedError."""
    with desk.database.changing(actor=by, at=now, why=reason) as change:
        if not decide_task(change.connection, task_id, decision, reason=reason, by=by, at=now):
            raise TaskDecidedError(f"Task {task_id} is not open in {desk.key}.")
        change.record("task decided", {"task": task_id, "decision": decision}, chain=desk.key)
