"""`inkoopkalender keeping hold`, `lift` and `holds`: what stops deletion, of a round or of a provider."""

from collections.abc import Sequence
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Reason, open_to_decide, sit_down
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, get_organisation, open_as, open_register
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.database import Connection
from inkoopkalender.storage.recipients import list_recipients
from inkoopkalender.storage.retention import list_holds
from inkoopkalender.storage.rounds import list_rounds
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.deleting import hold as set_hold
from inkoopkalender.usecases.deleting import lift
from inkoopkalender.usecases.round_clock import read_now


def hold(
    reason: Reason,
    round_key: Annotated[str, typer.Option("--round", help="Nothing of this round is deleted.")] = "",
    agb: Annotated[str, typer.Option(help="Nothing of this provider is deleted.")] = "",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Stop deletion for a round, a provider, or a provider in a round, until it is lifted.

    Example: inkoopkalender keeping hold --agb 75000001 --reason "geschil" --by anna
    """
    if not round_key and not agb:
        raise MisuseError("Zeg waarvan niets gewist wordt: --round, --agb, of beide.")
    database = open_as(by)
    desk = sit_down(round_key, by).desk if round_key else None
    with database.reading() as connection:
        organisation = get_organisation(connection, agb).id if agb else None
    number = set_hold(
        database, desk=desk, organisation_id=organisation, reason=reason, by=by, now=read_now(database)
    )
    if json:
        print_json({"hold": number, "round": round_key or None, "agb": agb or None, "reason": reason})
    else:
        print_line(f"Bewaarplicht {number} geldt. Opheffen: inkoopkalender keeping lift {number} --reason R")


def lift_one(
    number: Annotated[int, typer.Argument(help="The hold's number.")],
    reason: Reason,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Lift a hold; what is past its term can then be deleted. Only an approver may.

    Example: inkoopkalender keeping lift 1 --reason "geschil voorbij" --by anna
    """
    database = open_to_decide(by)
    lift(database, number, reason=reason, by=by, now=read_now(database))
    if json:
        print_json({"hold": number, "lifted": True})
    else:
        print_line(f"Bewaarplicht {number} is opgeheven.")


def holds(json: Json = False) -> None:
    """Show which holds stop deletion.

    Example: inkoopkalender keeping holds
    """
    with open_register().reading() as connection:
        standing = list_holds(connection)
        rounds = {one.round_id: one.key for one in list_rounds(connection)}
        codes = codes_of(connection, [one.organisation_id for one in standing])
    shown = [
        {
            "hold": one.hold_id,
            "round": rounds.get(one.round_id or 0),
            "agb": codes.get(one.organisation_id or 0),
            "reason": one.reason,
            "set_by": one.set_by,
            "set_at": one.set_at,
        }
        for one in standing
    ]
    if json:
        print_json({"holds": shown})
        return
    rows = [
        [str(one["hold"]), str(one["round"] or "alle"), str(one["agb"] or "alle"), str(one["reason"])]
        for one in shown
    ]
    print_table(["nr", "ronde", "agb", "waarom"], rows)


def codes_of(connection: Connection, organisation_ids: Sequence[int | None]) -> dict[int, str]:
    """Return the main AGB code of each organisation."""
    known = (one for one in organisation_ids if one is not None)
    return {one.organisation_id: one.agb for one in list_recipients(connection, known, "")}
