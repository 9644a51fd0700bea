"""`inkoopkalender tasks`: what waits for a person, and the answer."""

from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Key, Reason, RoundOption, sit_down, sit_down_to_decide
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.tasks import decide as decide_task
from inkoopkalender.usecases.tasks import open_questions

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="What waits for a person."
)


@app.command("list")
def list_all(key: Key, json: Json = False) -> None:
    """Show the open questions of a round.

    Example: inkoopkalender tasks list cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    questions = open_questions(at.desk)
    whose = [one.organisation_id for one in questions if one.organisation_id is not None]
    with at.desk.database.reading() as connection:
        codes = {one.organisation_id: one.agb for one in list_recipients(connection, whose, "contractering")}
    asked = [(one, codes.get(one.organisation_id or 0, "")) for one in questions]
    if json:
        names = ("task_id", "kind", "question", "ambiguity", "opened_at")
        print_json(
            {
                "round": key,
                "tasks": [{"agb": agb, **{name: getattr(one, name) for name in names}} for one, agb in asked],
            }
        )
        return
    rows = [[str(one.task_id), agb, one.kind, one.ambiguity, one.question] for one, agb in asked]
    print_table(["nr", "agb", "soort", "lezing", "vraag"], rows)


@app.command("decide")
def decide(
    task_id: Annotated[int, typer.Argument(help="The task's number.")],
    decision: Annotated[str, typer.Argument(help="continued, not_continued, A, B, C, an amount in euros …")],
    round_key: RoundOption,
    reason: Reason,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Answer a question, with the reason that the audit and the provider will see.

    Example: inkoopkalender tasks decide 12 continued --round cz/wijkverpleging/2027 --reason "nodig"
    """
    at = sit_down_to_decide(round_key, by)
    decide_task(at.desk, task_id, decision, reason=reason, by=by, now=at.now)
    if json:
        print_json({"task": task_id, "decision": decision})
    else:
        print_line(f"Taak {task_id}: {decision}.")
