"""Writes what an import on a round did: counts, and every finding; exit 1 when an error was among them."""

import sys

from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.output import print_json, print_line
from inkoopkalender.usecases.imports import ImportReport


def finish(report: ImportReport, *, json: bool) -> None:
    """Write the report and exit 1 when a row was left out."""
    if json:
        print_json(
            {
                "accepted": report.accepted,
                "rows": report.rows,
                "counts": report.counts,
                "findings": report.findings,
            }
        )
    else:
        print_findings(report.findings)
        counts = ", ".join(f"{name} {count}" for name, count in report.counts.items())
        print_line(f"{report.rows} regels gelezen: {counts or 'niets opgeslagen'}.")
    if not report.accepted:
        sys.exit(1)
