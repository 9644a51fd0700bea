"""Writes what an import on a round did: counts, and every finding; exit 1 when an error was among them."""

import sys
from typing import Final

from inkoopkalender.cli.findings_text import print_findings
from inkoopkalender.cli.output import print_json, print_line
from inkoopkalender.usecases.imports import ImportReport

_MOST_SHOWN: Final = 20
_IN_WORDS: Final = {
    "accepted": "aangenomen",
    "rejected": "met fouten",
    "late": "te laat",
    "unchanged": "al bekend",
    "corrected": "gewijzigd sinds de vorige levering",
    "stored": "opgeslagen",
    "signatures": "handtekeningen",
    "new": "nieuw",
}


def finish(report: ImportReport, *, json: bool) -> None:
    """Write the report and exit 1 when a row was left out."""
    if json:
        print_json(
            {
                "accepted": report.accepted,
                "rows": report.rows,
                "counts": report.counts,
                "findings": report.findings,
                "corrections": [
                    {
                        "agb": one.agb,
                        "changes": [
                            {"column": column, "before": before, "after": after}
                            for column, (before, after) in one.changes.items()
                        ],
                    }
                    for one in report.corrections
                ],
            }
        )
    else:
        print_findings(report.findings)
        for one in report.corrections[:_MOST_SHOWN]:
            told = "; ".join(f"{column} van {was} naar {now}" for column, (was, now) in one.changes.items())
            print_line(f"Gewijzigd sinds de vorige levering van {one.agb}: {told}.")
        if len(report.corrections) > _MOST_SHOWN:
            print_line(f"En van {len(report.corrections) - _MOST_SHOWN} andere; met --json staan alle er.")
        counts = ", ".join(f"{count} {_IN_WORDS.get(name, name)}" for name, count in report.counts.items())
        print_line(f"{report.rows} regels gelezen: {counts or 'niets opgeslagen'}.")
    if not report.accepted:
        sys.exit(1)
