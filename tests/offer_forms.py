"""Offers for specialist care with nothing wrong, of an invented provider, whole and as lines to spoil."""

import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook, load_workbook
from submission_forms import MSZ, Answers, kind_of
from workbooks import saved

from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.forms import write_form

Lines = Mapping[str, Sequence[Mapping[str, CellValue]]]
OFFER = kind_of(MSZ, "full-offer")
FIRST_PARTS = kind_of(MSZ, "offer-first-parts")
BASIC, DNPZ, DRUGS = "MSZ Basisafspraak", "DNPZ", "DGM"
_WHO: Answers = {
    "contract_year": 2027,
    "agb": "75000001",
    "name": "Voorbeeldziekenhuis 1",
    "contact_email": "offerte@voorbeeldziekenhuis.example",
}
GOOD_OFFER: Answers = MappingProxyType(
    {
        **_WHO,
        "explanation": "Zie de methodiek.",
        "composition": "Vier kavels.",
        "benchmark_method": "Gewogen gemiddelde prijzen.",
        "forecast_method": "Drie jaar vooruit.",
        "zero_growth": "Nul procent volume.",
        "volume_growth": 0,
        "only_allowed_care": "ja",
        "total_basic": 261_000,
        "total_dnpz": 80_000,
        "total_other": 0,
        "total_drugs": 3_702,
        "total": 344_702,
        "additional_care": "ja",
        "eld_part": "ja",
    }
)
"""1000 × 250,50 + 10,5 × 1000 = 261.000; 2 × 40.000 = 80.000; 300 × 12,34 = 3.702."""
GOOD_LINES: Lines = MappingProxyType(
    {
        "lines": (
            {"lot": BASIC, "code": "15B123", "description": "Verzonnen", "volume": 1000, "price": 250.5},
            {"lot": BASIC, "code": "15A001", "description": "", "volume": 10.5, "price": 1000},
            {"lot": DNPZ, "code": "15C900", "description": "", "volume": 2, "price": 40_000},
            {"lot": DRUGS, "code": "190001", "description": "", "volume": 300, "price": 12.34},
        ),
        "additional_codes": (
            {"code": "17B123", "description": "Verzonnen", "price": 95, "price_without_contract": 100},
            {"code": "16A001", "description": "", "price": 50, "price_without_contract": 50},
        ),
        "diagnostics": (
            {"code": "070402", "description": "", "price": 7.1, "maximum_tariff": 7.25},
            {"code": "070403", "description": "", "price": 3, "maximum_tariff": 3},
        ),
    }
)
GOOD_PARTS: Answers = MappingProxyType(
    {
        **_WHO,
        "parts_now": "De volumes.",
        "parts_later": "De prijzen, na Prinsjesdag.",
        "volumes_now": "ja",
        "forecast_method": "Drie jaar vooruit.",
    }
)
GOOD_VOLUMES: Lines = MappingProxyType(
    {
        "volumes": (
            {"lot": BASIC, "code": "15B123", "volume_2026": 1000, "volume_2027": 1000},
            {"lot": DNPZ, "code": "15C900", "volume_2027": 2},
        )
    }
)


def offer(lines: Lines = GOOD_LINES, **changes: CellValue) -> bytes:
    """The whole offer with some answers changed."""
    return _written(dict(GOOD_OFFER) | changes, lines)


def first_parts(lines: Lines = GOOD_VOLUMES, **changes: CellValue) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "delen.xlsx"
        write_form(FIRST_PARTS, dict(GOOD_PARTS) | changes, path, lines)
        return path.read_bytes()


def _written(answers: Answers, lines: Lines) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offerte.xlsx"
        write_form(OFFER, answers, path, lines)
        return path.read_bytes()


def line(table: str, number: int, /, **changes: CellValue) -> bytes:
    """The whole offer with one line changed; the first is number 0, row 2 of its sheet."""
    lines = [dict(each) for each in GOOD_LINES[table]]
    lines[number] |= changes
    return offer({**GOOD_LINES, table: lines})


def edited(change: Callable[[Workbook], object], content: bytes | None = None) -> bytes:
    """The whole offer after somebody worked on it in a spreadsheet program."""
    workbook = load_workbook(io.BytesIO(content or offer()))
    change(workbook)
    return saved(workbook)
