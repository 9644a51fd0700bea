"""Reads answers in JSON: one object with an answer per question, by field name or code.

Numbers beyond any answer become infinite, so that their field refuses them. Whether an answer fits is for the
fields. Never raises, whatever the text is.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.findings import FileFinding, file_fault, holds_bsn, shown

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


def read_object(text: str) -> tuple[list[tuple[str, CellValue]], list[FileFinding]]:
    """Return (key, answer) in the order of the file, a repeated key repeated, and what is wrong with it."""
    try:
        pairs = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=_number,
            parse_constant=float,
        )
    except json.JSONDecodeError as fault:
        return [], [file_fault("file-not-json", _NO_JSON.format(line=fault.lineno, column=fault.colno))]
    except RecursionError:
        return [], [file_fault("file-not-json", _NO_OBJECT)]
    if not isinstance(pairs, _Pairs):
        return [], [file_fault("file-not-json", _NO_OBJECT)]
    nested = [key for key, value in pairs if isinstance(value, list)]
    faults = [_nested(key) for key in nested]
    within = {key for key, value in pairs if isinstance(value, list) and any(map(holds_bsn, _texts(value)))}
    faults += [
        FileFinding("cell-bsn", "error", "", None, shown(key), BLANKED, _BSN_WITHIN)
        for key in dict.fromkeys(nested)
        if key in within
    ]
    return [(key, value) for key, value in pairs if key not in nested], faults


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


def _nested(key: str) -> FileFinding:
    name = shown(key)
    return FileFinding("answer-nested", "error", "", None, name, "", _NESTED.format(key=name))
