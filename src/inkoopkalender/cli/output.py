"""What commands write: one JSON document, or tables that fit 100 columns; both on stdout.

Progress and messages belong on stderr and are not written here.
"""

import dataclasses
import json
import sys
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer

from inkoopkalender.clock import HOME
from inkoopkalender.domain import dutch

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
WIDTH = 100
_GAP = "  "


def print_json(document: object) -> None:
    """Write one JSON document."""
    sys.stdout.write(json_text(document))


def json_text(document: object) -> str:
    """Return one JSON document as text."""
    return json.dumps(to_json(document), ensure_ascii=False, indent=2) + "\n"


def print_line(text: str = "") -> None:
    """Write a line."""
    sys.stdout.write(f"{text}\n")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table; the last column takes the width that is left, and wraps (its own line breaks stay)."""
    widths = [max(len(row[index]) for row in (headers, *rows)) for index in range(len(headers) - 1)]
    widths.append(max(20, WIDTH - sum(widths) - len(_GAP) * len(widths)))
    for row in (headers, ["-" * min(width, WIDTH) for width in widths], *rows):
        for line in _lines(row, widths):
            print_line(line)


def print_counts(heading: str, counts: Mapping[str, int]) -> None:
    """Write a table of what is not zero; nothing when everything is."""
    rows = [[name, dutch.number(count)] for name, count in counts.items() if count]
    if rows:
        print_table([heading, "aantal"], rows)
        print_line()


def to_json(value: object) -> object:
    """Make JSON of domain objects: dataclasses by field, moments and dates as ISO 8601 in Dutch time."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return (value.astimezone(HOME) if value.utcoffset() == timedelta() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Lay one row out over as many lines as its last cell needs."""
    parts = [part for text in row[-1].split("\n") for part in textwrap.wrap(text, widths[-1]) or [""]]
    before = _GAP.join(cell.ljust(width) for cell, width in zip(row, widths[:-1], strict=False))
    blank = " " * len(before)
    return [f"{blank if index else before}{_GAP}{part}".rstrip() for index, part in enumerate(parts)]
