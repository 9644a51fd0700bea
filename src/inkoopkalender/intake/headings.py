"""Finds the columns of a file by the headings that stand above them, and tells what is wrong with those."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

from inkoopkalender.intake.columns import Column
from inkoopkalender.intake.findings import FileFinding, Severity, shown
from inkoopkalender.intake.tables import Sheet


def normalised(heading: object) -> str:
    """Return a heading as it is compared: small letters, no accents, one underscore between words."""
    text = unicodedata.normalize("NFKD", str(heading)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


def find_columns(
    sheet: Sheet, heading: int, columns: Sequence[Column]
) -> tuple[dict[int, Column], tuple[FileFinding, ...]]:
    """Return each column by its number (from 0), and what is wrong with the headings."""
    named = {column.name: column for column in columns}
    places: dict[int, Column] = {}
    unknown: dict[int, str] = {}
    findings = []
    for number, cell in enumerate(sheet.rows[heading - 1]):
        name = normalised("" if cell is None else cell)
        if name in named and named[name] not in places.values():
            places[number] = named[name]
        elif name in named:
            findings.append(_heading_fault(sheet, heading, "column-twice", shown(cell), _TWICE))
        elif name:
            unknown[number] = shown(cell)
    present = set(places.values())
    missing = [column for column in columns if column not in present and column.heading]
    findings += [_missing(sheet, heading, column, list(unknown.values())) for column in missing]
    suspects = {_nearest(column.name, list(unknown.values())) for column in missing}
    findings += [
        _heading_fault(sheet, heading, "column-unknown", name, _UNKNOWN, severity="warning")
        for name in unknown.values()
        if name not in suspects
    ]
    return places, tuple(findings)


_TWICE = "De kolom '{name}' staat er twee keer. Laat er één staan."
_UNKNOWN = "De kolom '{name}' is niet gevraagd en wordt niet gelezen."


def _heading_fault(
    sheet: Sheet, row: int, code: str, name: str, message: str, severity: Severity = "error"
) -> FileFinding:
    return FileFinding(
        code,
        severity,
        sheet.name,
        row,
        name,
        name,
        message.format(name=name),
    )


def _missing(sheet: Sheet, row: int, column: Column, unknown: Sequence[str]) -> FileFinding:
    nearest = _nearest(column.name, unknown)
    hint = f" Bedoelt u de kolom '{nearest}'? Noem die '{column.name}'." if nearest else ""
    return FileFinding(
        "column-missing",
        "error",
        sheet.name,
        row,
        column.name,
        nearest,
        f"De kolom '{column.name}' ontbreekt.{hint or ' Voeg haar toe aan de eerste regel.'}",
    )


def _nearest(name: str, unknown: Sequence[str]) -> str:
    by_form = {normalised(heading): heading for heading in unknown}
    close = difflib.get_close_matches(name, by_form, n=1, cutoff=0.5)
    return by_form[close[0]] if close else ""
