"""What the commands about people share: options, the register's database, how an import is reported."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.output import print_json, print_line, print_table
from inkoopkalender.clock import now
from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.usecases.people import ImportOptions, ImportReport

File = Annotated[Path, typer.Argument(help="An .xlsx or .csv file.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
By = Annotated[str, typer.Option("--by", help="Who does this; the audit names them.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; store nothing.")]
Strict = Annotated[bool, typer.Option("--strict", help="Store nothing as long as there is an error.")]

MOST_SHOWN = 200
"""Findings in the table; JSON has them all."""


def open_register() -> Database:
    """Open the database of this installation."""
    return open_database(Settings().database_url)


def options(by: str, *, strict: bool, dry_run: bool) -> ImportOptions:
    """Return how an import goes, from now."""
    return ImportOptions(at=now(), by=by, strict=strict, dry_run=dry_run)


def finish_import(report: ImportReport, what: str, *, json: bool) -> None:
    """Write what an import did, and exit 1 when an error stood in the way."""
    if json:
        print_json(
            {
                "accepted": report.accepted,
                "rows": report.rows,
                "imported": report.imported,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "findings": report.findings,
            }
        )
    else:
        print_findings(report.findings)
        done = "" if report.stored else " Er is niets opgeslagen."
        print_line(
            f"{report.rows} regels; {what}: {report.imported} nieuw, {report.changed} gewijzigd, "
            f"{report.unchanged} ongewijzigd.{done}"
        )
    if not report.accepted:
        sys.exit(1)


def print_findings(findings: Sequence[FileFinding]) -> None:
    """Write findings as a table, in the order of the file; nothing when there are none."""
    if not findings:
        return
    print_table(["plaats", "", "wat en wat nu"], [_row(finding) for finding in findings[:MOST_SHOWN]])
    if len(findings) > MOST_SHOWN:
        print_line(f"... en nog {len(findings) - MOST_SHOWN}; --json geeft ze alle.")
    print_line()


def _row(finding: FileFinding) -> list[str]:
    place = [finding.sheet, f"regel {finding.row}" if finding.row else "", finding.column]
    level = "fout" if finding.severity == "error" else "let op"
    return [" · ".join(part for part in place if part) or "bestand", level, finding.message]
