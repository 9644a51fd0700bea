"""`inkoopkalender rehearse`: a whole year with invented providers, real files and real letters."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import Key, parse_moment
from inkoopkalender.cli.output import Json, json_text, print_json, print_line
from inkoopkalender.cli.progress import RehearsalProgress
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import MisuseError
from inkoopkalender.orchestration.rehearse import Rehearsed
from inkoopkalender.orchestration.rehearse import rehearse as run_rehearsal
from inkoopkalender.usecases.rehearsal.prepare import Asked
from inkoopkalender.usecases.rehearsal.report import Report, read_report
from inkoopkalender.web.rehearsal_page import render_rehearsal
from inkoopkalender.web.rehearsal_summary import summary

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Providers = Annotated[int, typer.Option(min=1, help="How many organisations, new ones included.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same year.")]


@app.command("rehearse")
def rehearse(
    key: Key,
    providers: Providers = 100,
    seed: Seed = 1,
    until: Annotated[str, typer.Option(help="Stop the year here (ISO); otherwise its last event.")] = "",
    report: Annotated[Path | None, typer.Option(help="Where to leave everything; must be empty.")] = None,
    json: Json = False,
) -> None:
    """Run the whole year of a round with invented providers; needs neither database nor opened round.

    Example: inkoopkalender rehearse cz/wijkverpleging/2027 --providers 400 --seed 7 --report repetitie
    """
    asked = Asked(RoundKey.parse(key), providers, seed, parse_moment(until) if until else None)
    folder = empty_folder(report)
    read, rehearsed = run_in(folder, asked, shown=sys.stderr.isatty())
    if json:
        print_json(read.as_json())
        return
    print_line(summary(read))
    print_line(
        f"{rehearsed.steps} stappen in {rehearsed.seconds:.1f} s, "
        f"waarvan Prefect {rehearsed.prefect_seconds:.1f} s."
    )
    print_line(f"Verslag: {folder / 'report.html'}")


def run_in(folder: Path, asked: Asked, *, shown: bool) -> tuple[Report, Rehearsed]:
    """Rehearse in an empty folder and write report.json and report.html there."""
    with RehearsalProgress(folder, shown=shown) as progress:
        rehearsed = run_rehearsal(asked, folder, progress=progress.say)
    read = read_report(folder, seconds=rehearsed.seconds)
    (folder / "report.html").write_text(render_rehearsal(read), encoding="utf-8")
    (folder / "report.json").write_text(json_text(read.as_json()), encoding="utf-8")
    return read, rehearsed


def empty_folder(wanted: Path | None) -> Path:
    """Return an empty folder: the wanted one, or a new scratch folder. Raises MisuseError."""
    if wanted is None:
        return Path(tempfile.mkdtemp(prefix="inkoopkalender-repetitie-"))
    wanted.mkdir(parents=True, exist_ok=True)
    if any(wanted.iterdir()):
        raise MisuseError(f"De map {wanted} is niet leeg. Kies een lege of nieuwe map: --report MAP")
    return wanted
