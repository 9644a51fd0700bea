"""`inkoopkalender providers import-areas` and `export-areas`: clients per postcode area."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.findings_text import File, print_findings
from inkoopkalender.cli.output import Json, print_json, print_line, print_table
from inkoopkalender.cli.people import By, DryRun, Strict, open_register, options
from inkoopkalender.domain.area_difference import AreaDifference
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.areas import export_areas, import_areas

_OUTCOMES = {"new": "nieuw", "changed": "gewijzigd", "unchanged": "ongewijzigd", "older": "ouder: telt niet"}
_MOST_AREAS = 10


def import_file(
    file: File, strict: Strict = False, dry_run: DryRun = False, by: By = SYSTEM_USER, json: Json = False
) -> None:
    """Take clients per postcode area in: a row per organisation, area and day (docs/reference/imports.md).

    It shows the difference for each organisation; with --dry-run nothing is stored.

    Example: inkoopkalender providers import-areas gebieden.xlsx --dry-run
    """
    report = import_areas(open_register(), file, options(by, strict=strict, dry_run=dry_run))
    if json:
        print_json(report)
    else:
        print_findings(report.findings)
        told = [one for one in report.organisations if one.outcome != "unchanged"]
        if told:
            rows = [[one.kvk, one.insurer, _OUTCOMES[one.outcome], "\n".join(_lines(one))] for one in told]
            print_table(["KvK", "verzekeraar", "", "verschil"], rows)
        done = "" if report.stored else " Er is niets opgeslagen."
        print_line(
            f"{report.rows} regels; {len(report.organisations)} organisaties, {len(told)} anders.{done}"
        )
    if not report.accepted:
        sys.exit(1)


def export_file(
    file: Annotated[Path, typer.Argument(help="The .xlsx or .csv file to write.")], json: Json = False
) -> None:
    """Write clients per postcode area as the file that `import-areas` reads; read back, it changes nothing.

    Example: inkoopkalender providers export-areas gebieden.xlsx
    """
    organisations, rows = export_areas(open_register(), file)
    if json:
        print_json({"organisations": organisations, "rows": rows, "file": str(file)})
    else:
        print_line(f"{organisations} organisaties ({rows} regels) staan in {file}.")


def _lines(one: AreaDifference) -> Iterator[str]:
    before = "" if one.as_of_before is None else f"{one.as_of_before} -> "
    yield f"{one.name} · {before}{one.as_of}"
    for change in one.changes[:_MOST_AREAS]:
        yield f"{change.area}: {change.before} -> {change.after}"
    if len(one.changes) > _MOST_AREAS:
        yield f"... en nog {len(one.changes) - _MOST_AREAS} gebieden; --json geeft ze alle."
