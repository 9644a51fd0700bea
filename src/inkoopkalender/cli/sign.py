"""`inkoopkalender sign`: signatures from VECOZO's export."""

from typing import Annotated

import typer

from inkoopkalender.cli.at_desk import RoundOption, parse_moment, sit_down
from inkoopkalender.cli.findings_text import File
from inkoopkalender.cli.import_report import finish
from inkoopkalender.cli.output import Json
from inkoopkalender.cli.people import By
from inkoopkalender.intake.tables import read_bytes
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.signing import import_signatures

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Signatures from VECOZO."
)


@app.callback()
def _sign() -> None:
    """Keep `import` a command of its own."""


@app.command("import")
def import_file(
    file: File,
    round_key: RoundOption,
    complete_until: Annotated[str, typer.Option(help="Up to when the export holds everything (ISO).")] = "",
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Store the signatures of an export; a repeated import changes nothing.

    Example: inkoopkalender sign import e.xlsx --round cz/wijkverpleging/2027 --complete-until 2026-11-03
    """
    at = sit_down(round_key, by)
    until = parse_moment(complete_until) if complete_until else None
    report = import_signatures(at.desk, read_bytes(file), file.name, complete_until=until, by=by, now=at.now)
    finish(report, json=json)
