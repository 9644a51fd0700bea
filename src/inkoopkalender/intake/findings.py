"""What is wrong with a file, and where: sheet, row, column, value, and in Dutch what to do about it.

The names of the fields are those of the JSON output. A value that may be a citizen service number
(BSN) is never repeated.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inkoopkalender.domain import keepable

Severity = Literal["error", "warning"]

LONGEST_VALUE = 80
"""Characters of a value that a finding repeats."""

BLANKED = keepable.BLANKED
"""What stands where a citizen service number stood."""

UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither a workbook nor every database can hold in a text."""

_PARTED = " .\\-_\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u205f\u2060\u2212\u3000\ufeff"
"""Spaces, dashes, and what shows nothing."""
_NINE_DIGITS = re.compile(rf"(?<!\d)\d(?:[{_PARTED}]?\d){{8}}(?!\d)")
"""Digits of any script: whoever reads them reads the number."""
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class FileFinding:
    """One fault. `row` counts as a spreadsheet does, from 1; None when it concerns the whole file."""

    code: str
    severity: Severity
    sheet: str
    row: int | None
    column: str
    value: str
    message: str


def file_fault(code: str, message: str, *, sheet: str = "", value: str = "") -> FileFinding:
    """Return an error that concerns the file, or one whole sheet of it."""
    return FileFinding(code, "error", sheet, None, "", shown(value), without_bsn(message))


def shown(value: object) -> str:
    """Return a cell's value as a finding may repeat it: short, numbers as the Dutch write them, no BSN."""
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    else:
        text = "" if value is None else " ".join(str(value).split())
    text = UNWRITABLE.sub("�", without_bsn(text))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def without_bsn(text: str) -> str:
    """Return the text with everything that passes for a citizen service number blanked."""
    return _NINE_DIGITS.sub(lambda found: BLANKED if _passes_eleven_test(found[0]) else found[0], text)


def holds_bsn(text: str) -> bool:
    """Say whether nine digits in the text pass the eleven-test of a citizen service number."""
    return any(_passes_eleven_test(found[0]) for found in _NINE_DIGITS.finditer(text))


def stands_in_the_way(findings: tuple[FileFinding, ...] | list[FileFinding]) -> bool:
    """Say whether one of the findings is an error."""
    return any(finding.severity == "error" for finding in findings)


def may_keep(findings: Iterable[FileFinding]) -> bool:
    """Say whether the bytes of a file in which this was found may be kept."""
    return not any(keepable.hinders_keeping(one.code, one.severity, one.value) for one in findings)


def capped(findings: Sequence[FileFinding], most: int = 1_000) -> tuple[FileFinding, ...]:
    """Return the first findings, and how many more there are: what is kept of a file may not grow with it."""
    if len(findings) <= most:
        return tuple(findings)
    rest = findings[most:]
    errors = sum(one.severity == "error" for one in rest)
    message = (
        f"Er zijn nog {len(rest)} bevindingen, waarvan {errors} fouten. Verbeter eerst wat hierboven staat "
        "en laat het bestand opnieuw controleren: dan komen zij aan de beurt."
    )
    severity: Severity = "error" if errors else "warning"
    return (*findings[:most], FileFinding("findings-more", severity, "", None, "", str(len(rest)), message))


def _passes_eleven_test(text: str) -> bool:
    digits = [int(digit) for digit in _NOT_A_DIGIT.sub("", text)]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return any(digits) and total % 11 == 0
