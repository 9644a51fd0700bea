"""`inkoopkalender demo`: the year of one round rehearsed, with its report and ten letters to look at."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.output import print_line
from inkoopkalender.cli.rehearse import Providers, Seed, empty_folder, run_in
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.settings import load_settings
from inkoopkalender.usecases.rehearsal.prepare import Asked
from inkoopkalender.usecases.rehearsal.samples import write_sample_letters
from inkoopkalender.web.rehearsal_summary import summary

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ROUND = RoundKey("cz", "wijkverpleging", 2027)
LETTERS = 10


@app.command("demo")
def demo(
    providers: Providers = 400,
    seed: Seed = 7,
    folder: Annotated[Path | None, typer.Option(help="Where to leave everything; must be empty.")] = None,
) -> None:
    """Rehearse the year of CZ wijkverpleging 2027 and leave a report and ten letters.

    Example: inkoopkalender demo --providers 400
    """
    place = empty_folder(folder or load_settings().folder / f"demo-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005 -- a folder's name
    read, rehearsed = run_in(place, Asked(ROUND, providers, seed), shown=sys.stderr.isatty())
    letters = write_sample_letters(place, LETTERS)
    print_line(summary(read))
    print_line()
    print_line(f"Verslag:       {place / 'report.html'}")
    print_line(f"Tien brieven:  {letters}")
    print_line(f"Alle brieven:  {place / 'mail'} (zoals de postvanger ze kreeg)")
    print_line(f"Gepubliceerd:  {place / 'publications'}")
    print_line()
    print_line(f"{rehearsed.steps} stappen in {rehearsed.seconds:.0f} seconden. Er draait niets meer.")
