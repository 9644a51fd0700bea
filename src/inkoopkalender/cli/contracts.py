"""`inkoopkalender contracts`: what was agreed in earlier years."""

from typing import Annotated

import typer

from inkoopkalender.cli.findings_text import File
from inkoopkalender.cli.output import Json
from inkoopkalender.cli.people import By, DryRun, Strict, finish_import, open_register, options
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.people import import_contracts

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Contracts of earlier years."
)


@app.callback()
def _contracts() -> None:
    """Keep `import` a command of its own."""


@app.command("import")
def import_file(
    file: File,
    year: Annotated[int, typer.Option(min=2000, max=2999, help="The year the contracts were for.")],
    strict: Strict = False,
    dry_run: DryRun = False,
    by: By = SYSTEM_USER,
    json: Json = False,
) -> None:
    """Take a year's contracts in: agreement and claims per organisation (docs/reference/imports.md).

    Example: inkoopkalender contracts import contracten-2026.xlsx --year 2026
    """
    report = import_contracts(open_register(), file, year, options(by, strict=strict, dry_run=dry_run))
    finish_import(report, "contracten", json=json)
