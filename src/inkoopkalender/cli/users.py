"""`inkoopkalender users`: who may change things."""

from typing import Annotated, Literal

import typer

from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, open_register
from inkoopkalender.clock import now
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.people import all_users, new_user

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Who may change things."
)


@app.command("list")
def list_all(json: Json = False) -> None:
    """Show the users.

    Example: inkoopkalender users list
    """
    users = all_users(open_register(), now())
    if json:
        print_json({"users": [{"name": user.name, "role": user.role} for user in users]})
    else:
        print_table(["naam", "rol"], [[user.name, user.role] for user in users])


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name that the audit will show.")],
    role: Annotated[
        Literal["operator", "approver"], typer.Option(help="An approver also releases and decides.")
    ] = "operator",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Add a user.

    Example: inkoopkalender users add anna --role approver
    """
    user = new_user(open_register(), name, role, by=by, at=now())
    if json:
        print_json({"name": user.name, "role": user.role})
    else:
        print_line(f"{user.name} kan nu wijzigen ({user.role}).")
