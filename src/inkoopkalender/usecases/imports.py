"""What importing a file tells: how many rows, what was done with them, and everything wrong at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from inkoopkalender.intake.findings import FileFinding


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import. Rows without findings were stored."""

    rows: int
    counts: Mapping[str, int]
    findings: tuple[FileFinding, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing stood in the way."""
        return not any(finding.severity == "error" for finding in self.findings)


def unknown_agb(agb: str, row: int) -> FileFinding:
    """Return the finding for a code that the register does not hold."""
    return FileFinding(
        code="unknown-agb",
        severity="error",
        sheet="",
        row=row,
        column="agb",
        value=agb,
        message=f"AGB-code {agb} staat niet in het register. "
        "Voeg de aanbieder toe (providers import) of verbeter de code.",
    )


def row_fault(code: str, row: int | None, column: str, value: str, message: str) -> FileFinding:
    """Return an error in one cell of an import."""
    return FileFinding(
        code=code, severity="error", sheet="", row=row, column=column, value=value, message=message
    )
