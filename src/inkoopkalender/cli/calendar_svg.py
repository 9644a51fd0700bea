"""`inkoopkalender calendar svg`: its options; the picture is made in `calendar_picture`."""

from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.output import Json


def draw_calendars(
    keys: Annotated[list[str] | None, typer.Argument(help="Rounds, such as cz/wijkverpleging/2027.")] = None,
    track: Annotated[str | None, typer.Option(help="Only what concerns this track.")] = None,
    sector: Annotated[str, typer.Option(help="Every calendar of this sector, across insurers.")] = "",
    agb: Annotated[str, typer.Option(help="The rounds and tracks of the organisation with this code.")] = "",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The file to write; else stdout.")] = None,
    today: Annotated[str, typer.Option(help="Another day than today (YYYY-MM-DD).")] = "",
    first: Annotated[str, typer.Option("--from", help="The first day of the picture.")] = "",
    last: Annotated[str, typer.Option("--until", help="The last day of the picture.")] = "",
    json: Json = False,
) -> None:
    """Draw one or more calendars as one timeline, for a screen or for A4.

    Example: inkoopkalender calendar svg cz/wijkverpleging/2027 -o wijkverpleging.svg
    """
    from inkoopkalender.cli.calendar_picture import Asked, draw_picture  # noqa: PLC0415 -- slow import

    draw_picture(Asked(keys or (), track, sector, agb, today, first, last), out, json=json)
