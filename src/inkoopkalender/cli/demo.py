"""`inkoopkalender demo`: a round with invented providers, rehearsed to a day in the autumn, that goes on."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import parse_moment
from inkoopkalender.cli.output import print_line
from inkoopkalender.cli.rehearse import Providers, Seed, run_in
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.orchestration.demo import (
    DemoError,
    demo_settings,
    find_made,
    make_room,
    prove,
    set_clock,
)
from inkoopkalender.orchestration.up import run_up
from inkoopkalender.settings import Settings, load_settings
from inkoopkalender.usecases.rehearsal.prepare import Asked
from inkoopkalender.usecases.rehearsal.samples import write_sample_letters
from inkoopkalender.web.rehearsal_summary import summary

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ROUND = RoundKey("cz", "wijkverpleging", 2027)
LETTERS = 10


@app.command("demo")
def demo(
    providers: Providers = 400,
    as_of: Annotated[
        str, typer.Option("--as-of", help="The day the demo goes on from (ISO).")
    ] = "2026-10-20T09:00",
    seed: Seed = 7,
    folder: Annotated[Path | None, typer.Option(help="Where the demo lives; var/demo unless told.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew; an earlier demo is set aside.")] = False,
    exit_: Annotated[
        bool, typer.Option("--exit", help="Stop once each of the three addresses answered.")
    ] = False,
) -> None:
    """Rehearse CZ wijkverpleging 2027 up to a day, then let it go on: pages, Prefect, letters, until Ctrl-C.

    Example: inkoopkalender demo --providers 400 --as-of 2026-10-20T09:00
    """
    installed = load_settings()
    place = (folder or installed.folder / "demo").absolute()
    settings = demo_settings(installed, place)
    aside = make_room(place, fresh=fresh)
    if aside is not None:
        print_line(f"De vorige demo staat nu in {aside}.")
    made = find_made(place)
    if made is None:
        _make(settings, Asked(ROUND, providers, seed, parse_moment(as_of)))
    else:
        print_line(f"De demo in {place} gaat verder waar haar klok is. Opnieuw beginnen: --fresh")
    sys.stdout.flush()
    if not exit_:
        run_up(settings)
    _prove(settings)


def _make(settings: Settings, asked: Asked) -> None:
    """Rehearse, leave the report and ten letters, and set the clock."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    read, rehearsed = run_in(settings.folder, asked, shown=sys.stderr.isatty())
    letters = write_sample_letters(settings.folder, LETTERS)
    assert asked.until is not None, "a demo ends its rehearsal on a day"
    set_clock(settings, asked.until)
    print_line(summary(read))
    print_line(
        f"{rehearsed.steps} stappen in {rehearsed.seconds:.0f} s. Verslag: {settings.folder / 'report.html'}"
    )
    print_line(f"Tien brieven: {letters}; gepubliceerd: {settings.folder / 'publications'}")
    print_line(f"Hier is het nu {asked.until:%d-%m-%Y, %H.%M} uur; de klok loopt door.")


def _prove(settings: Settings) -> None:
    """Say of each address whether it answers. Raises DemoError when one does not."""
    answers = prove(settings)
    for one in answers:
        print_line(f"{one.what:<9} {'antwoordt' if one.well else 'ANTWOORDT NIET':<15} {one.address}")
    if not all(one.well for one in answers):
        raise DemoError(f"Niet alles antwoordt. Wat er misging, staat in {settings.folder / 'log'}.")
