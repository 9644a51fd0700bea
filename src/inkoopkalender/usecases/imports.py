"""What importing a file tells: how many rows, what was done with them, and everything wrong at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.findings import FileFinding


class FutureExportError(MisuseError):
    """An export cannot be complete up to a moment that has not come yet."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What counts of a provider after an import, where it differs from what counted before it.

    `changes` holds by the code of a question its answer before and after.
    """

    agb: AgbCode
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import. Rows without findings were stored."""

    rows: int
    counts: Mapping[str, int]
    findings: tuple[FileFinding, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether nothing stood in the way."""
        return not any(finding.severity == "error" for finding in self.findings)


def check_complete_until(complete_until: datetime | None, now: datetime) -> None:
    """Raise FutureExportError for a moment after `now`: consequences would precede what may still come."""
    if complete_until is not None and complete_until > now:
        raise FutureExportError(
            f"Een export kan niet volledig zijn tot {complete_until.isoformat()}: "
            f"het is nu {now.isoformat()}.\n"
            "Geef het moment waarop VECOZO hem maakte."
        )


def not_kept() -> FileFinding:
    """Return the notice that the bytes of a file are not kept."""
    message = (
        "Het bestand zelf is niet bewaard, alleen zijn hash (SHA-256), omdat er een burgerservicenummer in "
        "kan staan of niet alles te lezen was. Wat in de goede regels staat, is wel verwerkt."
    )
    return FileFinding("file-not-kept", "warning", "", None, "", "", message)


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


def withhold_completeness(
    complete_until: datetime | None, findings: Sequence[FileFinding]
) -> tuple[FileFinding, ...]:
    """Return why a file does not count as complete: what could not be read may be anybody's delivery.

    Nothing when no completeness was claimed, or when every row says whose it is and when it came.
    """
    if complete_until is None or not any(finding.severity == "error" for finding in findings):
        return ()
    message = (
        "Dit bestand telt niet als volledig, omdat niet alles te lezen was: de gevolgen wachten. "
        "Verbeter de fouten en lees het bestand opnieuw in."
    )
    return (FileFinding("not-complete", "error", "", None, "", complete_until.isoformat(), message),)
