"""`inkoopkalender round past` and `round mark`: what became of what was due before the opening."""

from typing import Annotated, Literal

import typer

from inkoopkalender.cli.at_desk import Key, Reason, sit_down, sit_down_to_decide
from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.cli.people import By, DryRun
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.past import check_keys, list_past, mark_past

_MARKS = {None: "nog niet gemarkeerd", "done": "gemarkeerd als gedaan", "due": "gemarkeerd als nog te doen"}


def past(key: Key, json: Json = False) -> None:
    """Show what was due before the round was opened here, and how each was marked.

    Example: inkoopkalender round past cz/wijkverpleging/2027
    """
    at = sit_down(key, SYSTEM_USER, record=False)
    actions = list_past(at.desk)
    if json:
        print_json({"round": key, "since": at.desk.round.since.astimezone(at.desk.zone), "actions": actions})
        return
    if not actions:
        print_line("Er is niets van vóór de opening.")
    for one in actions:
        print_line(f"{one.due_at.astimezone(at.desk.zone):%d-%m-%Y %H.%M}  {_MARKS[one.marked]}")
        print_line(f"    {one.key}")  # whole, on a line of its own: round mark takes it as it stands


def mark(
    key: Key,
    as_: Annotated[
        Literal["done", "due"],
        typer.Option("--as", help="done: it was done, elsewhere. due: it must still be done here."),
    ],
    reason: Reason,
    actions: Annotated[
        list[str] | None, typer.Argument(metavar="[ACTION]...", help="Keys; see round past.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything that is not marked yet.")] = False,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Say of past actions that they were done, or are still due; until then nothing follows from them.

    Example: inkoopkalender round mark cz/wijkverpleging/2027 --all --as done --reason "gedaan" --by anna
    """
    if every == bool(actions):
        raise MisuseError(
            f"Noem de acties, of kies --all voor alles wat nog niet gemarkeerd is.\n"
            f"Welke er zijn: inkoopkalender round past {key}"
        )
    at = sit_down_to_decide(key, by)
    chosen = _unmarked(at.desk) if every else list(actions or ())
    check_keys(at.desk, chosen)
    marked = 0 if dry_run else mark_past(at.desk, chosen, as_, reason=reason, by=by, now=at.now)
    if json:
        print_json({"round": key, "as": as_, "actions": chosen, "marked": marked})
        return
    for one in chosen:
        print_line(one)
    print_line("Er is niets gemarkeerd (--dry-run)." if dry_run else f"{marked} {_MARKS[as_]}.")


def _unmarked(desk: Desk) -> list[str]:
    return [one.key for one in list_past(desk) if one.marked is None]
