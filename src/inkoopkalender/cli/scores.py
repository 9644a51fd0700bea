"""`inkoopkalender scores`: the points of the value model, from a file."""

import typer

from inkoopkalender.cli.at_desk import RoundOption, sit_down
from inkoopkalender.cli.findings_text import File
from inkoopkalender.cli.import_report import finish
from inkoopkalender.cli.output import Json
from inkoopkalender.cli.people import By
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.scoring import import_scores

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Points of the value model."
)


@app.callback()
def _scores() -> None:
    """Keep `import` a command of its own."""


@app.command("import")
def import_file(file: File, round_key: RoundOption, by: By = SYSTEM_USER, json: Json = False) -> None:
    """Store quality and cost points (columns agb, kwaliteitspunten, kostenpunten).

    Example: inkoopkalender scores import punten.xlsx --round cz/wijkverpleging/2027
    """
    at = sit_down(round_key, by)
    finish(import_scores(at.desk, read_bytes(file), file.name, by=by, now=at.now), json=json)
