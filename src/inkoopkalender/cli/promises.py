"""`inkoopkalender promises`: which answers were promised, by when, and whether they were given."""

import typer

from inkoopkalender.cli.at_desk import Key, Now, sit_down
from inkoopkalender.cli.output import Json, print_json, print_table
from inkoopkalender.domain.actions import Promise
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import read_facts

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Promised answers and their terms.",
)


@app.callback()
def _promises() -> None:
    """Keep `list` a command of its own."""


@app.command("list")
def list_all(key: Key, now: Now = "", json: Json = False) -> None:
    """Show the promised answers of a round: per case the last day, and whether it was kept.

    Example: inkoopkalender promises list cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, now, record=False)
    with at.desk.database.reading() as connection:
        promises = read_facts(connection, at.desk).promises
    rows = [(one, _state(one, at.now >= one.event.end if one.event.end else False)) for one in promises]
    if json:
        print_json(
            {
                "round": key,
                "promises": [
                    {"case": one.case, "event": one.event.key, "last_day": one.event.last_day, "state": state}
                    for one, state in rows
                ],
            }
        )
        return
    print_table(
        ["uiterlijk", "stand", "zaak"],
        [[f"{one.event.last_day:%d-%m-%Y}", state, f"{one.case} ({one.event.key})"] for one, state in rows],
    )


def _state(promise: Promise, ended: bool) -> str:
    if promise.kept_at is None:
        return "verstreken" if ended else "open"
    return "gehouden" if promise.event.end is None or promise.kept_at < promise.event.end else "te laat"
