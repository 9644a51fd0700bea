"""The parameters of a round: what the policy leaves open, what each decides, and which values it takes.

An unset parameter leads to a person or to waiting, never to a guess.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inkoopkalender.errors import MisuseError


class ParameterError(MisuseError):
    """A parameter is unknown, or its value cannot be right."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its meaning in Dutch, and how its text becomes a value (raises ValueError)."""

    meaning: str
    parse: Callable[[str], object]


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError("verwacht een heel getal, zoals 14")
    return int(text)


def _file(text: str) -> str:
    if not Path(text).is_file():
        raise ValueError("er is geen bestand met deze naam")
    return text


def _address(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("een adres begint met https://")
    return text


def _percentages(text: str) -> dict[str, int]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ValueError('verwacht drie percentages, zoals {"A": 104, "B": 101, "C": 97}') from error
    if not isinstance(value, dict) or set(value) != {"A", "B", "C"}:
        raise ValueError('verwacht drie percentages, zoals {"A": 104, "B": 101, "C": 97}')
    if not all(isinstance(percent, int) and not isinstance(percent, bool) for percent in value.values()):
        raise ValueError("percentages zijn hele getallen")
    return value


PARAMETERS: Mapping[str, Parameter] = {
    "policy_document": Parameter("bestand van het inkoopbeleid; zijn hash wordt vastgelegd (4.1)", _file),
    "policy_address": Parameter("openbaar adres van het inkoopbeleid (4.1)", _address),
    "agreement_year": Parameter(
        "jaar van de productieafspraak voor de grens van € 100.000 (A-WV-03)", _whole
    ),
    "waardemodel_cut_a": Parameter("kleinste som van punten voor klasse A (2.3.3, A-WV-06)", _whole),
    "waardemodel_cut_b": Parameter("kleinste som van punten voor klasse B (2.3.3, A-WV-06)", _whole),
    "omzetplafond_percent": Parameter(
        "omzetplafond als percentage van de productie, per klasse (A-WV-06)", _percentages
    ),
}


def check_parameter(name: str, text: str) -> object:
    """Return the value that `text` stands for. Raises ParameterError, naming what was expected."""
    if name not in PARAMETERS:
        raise ParameterError(f"Er is geen parameter '{name}'. Kies uit: {', '.join(PARAMETERS)}.")
    try:
        return PARAMETERS[name].parse(text)
    except ValueError as error:
        raise ParameterError(f"{name}: '{text}' kan niet ({error}). {PARAMETERS[name].meaning}.") from error
