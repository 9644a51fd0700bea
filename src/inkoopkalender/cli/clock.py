"""`inkoopkalender clock`: what time it is for this database, and moving the clock of a demo."""

import sys
from datetime import timedelta
from typing import Annotated

import typer

from inkoopkalender import clock
from inkoopkalender.cli.at_desk import Reason, parse_moment
from inkoopkalender.cli.output import Json, print_json, print_line
from inkoopkalender.cli.people import By, open_as, open_register
from inkoopkalender.clock import HOME
from inkoopkalender.domain.dutch import long_moment
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.round_clock import clock_set_back, move_clock, read_now, read_offset

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="What time it is here; a demo's clock.",
)


@app.command("show")
def show(json: Json = False) -> None:
    """Show the moment at which everything in this database happens now.

    Example: inkoopkalender clock show
    """
    _show(open_register(), json=json)


@app.command("move")
def move(
    to: Annotated[str, typer.Option("--to", help="What it must be now (ISO); refused in production.")],
    reason: Reason,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Move the clock of a demo database, so that it is that moment now; it runs on from there.

    Example: inkoopkalender clock move --to 2026-10-20T09:00 --reason "demo" --by anna
    """
    moment, database = parse_moment(to), open_as(by)
    back = moment < read_now(database)
    move_clock(database, moment - clock.now(), by=by, reason=reason)
    if back:
        sys.stderr.write(
            "Let op: de klok gaat terug. Wat al gedaan, verzonden of vastgelegd is, blijft zo;\n"
            "niets wordt ongedaan gemaakt en niets gebeurt nog eens.\n"
        )
    _show(database, json=json)


def _show(database: Database, *, json: bool) -> None:
    now, offset, set_back = read_now(database), read_offset(database), clock_set_back(database)
    if json:
        print_json(
            {"now": now.astimezone(HOME), "offset_seconds": round(offset.total_seconds()), "latest": set_back}
        )
        return
    moved = f" De klok is verzet: {_in_words(offset)}." if offset else ""
    print_line(f"Hier is het {long_moment(now.astimezone(HOME))}.{moved}")
    if set_back is not None:
        print_line(
            f"De laatste wijziging is van {long_moment(set_back.astimezone(HOME))}, en dat is later dan nu.\n"
            "Is de klok van deze machine teruggezet? Zet haar goed; er wordt niets dubbel gedaan."
        )


def _in_words(offset: timedelta) -> str:
    size = abs(offset)
    hours, minutes = divmod(round(size.total_seconds() / 60) % (24 * 60), 60)
    return f"{size.days} dagen, {hours} uur en {minutes} min. {'voor' if offset > timedelta() else 'achter'}"
