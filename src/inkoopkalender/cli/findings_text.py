"""Findings about a file as a table, and the options of every command that reads a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from inkoopkalender.cli.output import print_line, print_table
from inkoopkalender.intake.findings import FileFinding

File = Annotated[Path, typer.Argument(help="An .xlsx or .csv file.")]

MOST_SHOWN = 200
"""Findings in the table; JSON has them all."""


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
