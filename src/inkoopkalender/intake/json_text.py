"""Reads answers in JSON: one object with an answer per question, by field name or code.

Numbers beyond any answer become infinite, so that their field refuses them. Whether an answer fits is for the
fields. Never raises, whatever the text is.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.findings import FileFinding, file_fault, holds_bsn, shown
from inkoopkalender.intake.sheet_xml import MOST_CELLS, MOST_COLUMNS

_LONGEST_NUMBER: Final = 18
_NO_JSON: Final = (
    "Dit bestand is geen geldige JSON (regel {line}, teken {column}). Lever één object in, met per vraag "
    'de code en het antwoord: {{"agb": "75000001", ...}}.'
)
_NO_OBJECT: Final = (
    "Dit bestand is geen JSON-object. Lever één object in, met per vraag de code en het antwoord: "
    '{"agb": "75000001", ...}.'
)
_NESTED: Final = (
    "Bij '{key}' staat een lijst of een object. "
    "Geef per vraag één antwoord: een tekst, een getal, true of false."
)


List: TypeAlias = tuple[tuple[CellValue, ...], ...]
"""The lines of a table: the keys as headings, then what each object holds, None where it has no such key."""
_NO_LINE: Final = (
    'Bij \'{key}\' hoort een lijst met objecten, één per regel: [{{"code": "..."}}, ...]. '
    "Zet daar de regels neer."
)
_TOO_LARGE: Final = "Deze lijst is te lang om te lezen. Haal weg wat niet gevraagd is, of splits haar."


def read_object(
    text: str, lists: Collection[str] = ()
) -> tuple[list[tuple[str, CellValue]], dict[str, List], list[FileFinding]]:
    """Return (key, answer) in the order of the file, a repeated key repeated, and what is wrong with it.

    A key in `lists` may hold a list of objects; those come out by their key.
    """
    try:
        pairs = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_number,
            parse_constant=float,
        )
    except json.JSONDecodeError as fault:
        return [], {}, [file_fault("file-not-json", _NO_JSON.format(line=fault.lineno, column=fault.colno))]
    except RecursionError:
        return [], {}, [file_fault("file-not-json", _NO_OBJECT)]
    if not isinstance(pairs, _Pairs):
        return [], {}, [file_fault("file-not-json", _NO_OBJECT)]
    plain = [(key, value) for key, value in pairs if not isinstance(value, list)]
    tables: dict[str, List] = {}
    findings: list[FileFinding] = []
    refused: list[tuple[str, list[Any]]] = []
    for key, value in pairs:
        if isinstance(value, list):
            told = _nested(key) if key not in lists or key in tables else _line_fault(key, value)
            if told is None:
                tables[key] = _lines(value)
            else:
                findings.append(told)
                refused.append((key, value))
    within = {key for key, value in refused if any(map(holds_bsn, _texts(value)))}
    findings += [
        FileFinding("cell-bsn", "error", "", None, shown(key), BLANKED, _BSN_WITHIN) for key in within
    ]
    return plain, tables, findings


def _line_fault(key: str, lines: list[Any]) -> FileFinding | None:
    """Return why a value is no list of objects with plain answers, or is too large a one."""
    columns: Counter[str] = Counter()
    if isinstance(lines, _Pairs):
        return _no_line(key)
    for number, line in enumerate(lines):
        if not isinstance(line, _Pairs):
            return _no_line(f"{key}[{number}]")
        for name, value in line:
            if isinstance(value, list):
                return _nested(f"{key}[{number}].{name}")
        columns |= Counter(name for name, _ in line)
        if columns.total() > MOST_COLUMNS or max(1, columns.total()) * len(lines) > MOST_CELLS:
            return FileFinding("file-sheet-size", "error", "", None, shown(key), "", _TOO_LARGE)
    return None


def _lines(lines: list[Any]) -> List:
    """Return objects as rows under headings; a key that an object holds twice is a heading twice."""
    headings: dict[tuple[str, int], int] = {}
    cells: list[dict[int, CellValue]] = []
    for line in lines:
        row: dict[int, CellValue] = {}
        seen: Counter[str] = Counter()
        for name, value in line:
            seen[name] += 1
            row[headings.setdefault((name, seen[name]), len(headings))] = value
        cells.append(row)
    names = tuple(name for name, _ in headings)
    return (names, *(tuple(row.get(column) for column in range(len(names))) for row in cells))


def at_keys(keys: Sequence[str], findings: tuple[FileFinding, ...]) -> tuple[FileFinding, ...]:
    """Return findings about JSON at the key they are about: its rows are nowhere to be seen."""
    if not keys:
        return findings
    return tuple(
        replace(one, row=None, column=shown(keys[one.row - 2])) if one.row is not None else one
        for one in findings
    )


_BSN_WITHIN: Final = (
    "In deze lijst of dit object staat een getal dat een burgerservicenummer kan zijn. "
    "Haal het weg: dat mag hier niet staan."
)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 -- whatever JSON holds
    """Give every key and every answer inside a list or an object, as text."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (list, tuple)):
            waiting += one
        elif isinstance(one, float) and one.is_integer():
            yield str(int(one))
        else:
            yield str(one)


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with its keys as they stand, also those that stand there twice."""


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


def _no_line(key: str) -> FileFinding:
    name = shown(key)
    return FileFinding("answer-nested", "error", "", None, name, "", _NO_LINE.format(key=name))


def _nested(key: str) -> FileFinding:
    name = shown(key)
    return FileFinding("answer-nested", "error", "", None, name, "", _NESTED.format(key=name))
