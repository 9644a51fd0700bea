"""`inkoopkalender parameters`: what the policy leaves open, set by a person with a reason."""

import json as json_text
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Key, Reason, sit_down
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import read_parameters
from inkoopkalender.usecases.known_parameters import PARAMETERS, check_parameter
from inkoopkalender.usecases.rounds import set_round_parameter

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="What the policy leaves open."
)


@app.command("list")
def list_all(key: Key, json: Json = False) -> None:
    """Show each parameter, what it is for, and its value or that it is unset.

    Example: inkoopkalender parameters list cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    with at.desk.database.reading() as connection:
        values = read_parameters(connection, at.desk)
    if json:
        print_json({"round": key, "parameters": {name: values.get(name) for name in PARAMETERS}})
        return
    rows = [
        [name, json_text.dumps(values[name]) if name in values else "niet ingesteld", what.meaning]
        for name, what in PARAMETERS.items()
    ]
    print_table(["parameter", "waarde", "waarvoor"], rows)


@app.command("set")
def set_one(
    key: Key,
    name: Annotated[str, typer.Argument(help="The parameter's name; see parameters list.")],
    value: Annotated[str, typer.Argument(help="Its value: a number, a text, or JSON.")],
    reason: Reason,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Set a parameter; the earlier value stays in the history.

    Example: inkoopkalender parameters set cz/wijkverpleging/2027 waardemodel_cut_a 14 --reason besluit
    """
    checked = check_parameter(name, value)
    at = sit_down(key, by)
    set_round_parameter(at.desk, name, checked, reason=reason, by=by, now=at.now)
    if json:
        print_json({"round": key, "name": name, "value": checked})
    else:
        print_line(f"{name} = {json_text.dumps(checked)} in {key}.")
