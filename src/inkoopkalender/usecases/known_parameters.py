"""The parameters of a round: what the policy leaves open, what each decides, and which values it takes.

An unset parameter leads to a person or to waiting, never to a guess.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from inkoopkalender.errors import MisuseError

MDS_RATES: Final = ("4w", "4w-co", "52w")
"""The rates of the Russell Standard that can decide a class, by their short names."""
_HUNDRED: Final = 100


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


def _share(text: str) -> str:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError("verwacht een percentage, zoals 42,5") from error
    if not value.is_finite() or not 0 <= value <= _HUNDRED:
        raise ValueError("een percentage ligt van 0 tot en met 100")
    return f"{value.normalize():f}"


def _rate(text: str) -> str:
    if text not in MDS_RATES:
        raise ValueError(f"kies uit: {', '.join(MDS_RATES)}")
    return text


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
    "mds_class_by": Parameter("welk stoppercentage de klasse beslist: 4w, 4w-co of 52w (A-SMR-06)", _rate),
    "mds_average_from": Parameter("kleinste stoppercentage dat gemiddeld is (A-SMR-06)", _share),
    "mds_average_to": Parameter("grootste stoppercentage dat gemiddeld is (A-SMR-06)", _share),
}


def check_parameter(name: str, text: str) -> object:
    """Return the value that `text` stands for. Raises ParameterError, naming what was expected."""
    if name not in PARAMETERS:
        raise ParameterError(f"Er is geen parameter '{name}'. Kies uit: {', '.join(PARAMETERS)}.")
    try:
        return PARAMETERS[name].parse(text)
    except ValueError as error:
        raise ParameterError(f"{name}: '{text}' kan niet ({error}). {PARAMETERS[name].meaning}.") from error
