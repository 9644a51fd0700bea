"""A good and a bad form of each kind of Caresq stoppen met roken, beside the request for a contract."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kind_samples import Sample

SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "additional-documents": Sample(
            good={"asked_on": date(2026, 3, 2), "answers": "Het bewijs van inschrijving."},
            documents={"documents": "bewijs.pdf"},
            wrong={"asked_on": date(2027, 1, 11)},
            told=[("asked-before-receipt", "error", "Documentatie", 2)],
        ),
        "effectiveness-report": Sample(
            good={
                "period_from": date(2026, 1, 1),
                "period_to": date(2026, 12, 31),
                "treated": 80,
                "quit": 34,
                "quit_rate": 42.5,
                "registered": "ja",
            },
            documents={"report": "rapportage.xlsx"},
            wrong={"quit_rate": 44},
            told=[("rate-follows-counts", "error", "Rapportage", 6)],
        ),
        "transformation-plan": Sample(
            good={
                "plan": "Verzonnen plan Rijnmond",
                "touches": "Minder deelnemers bij ons.",
                "investment": 120000,
                "outcomes": "Na drie jaar een tiende minder rokers.",
            },
            wrong={"investment": -1},
            told=[("cell-range", "error", "Plan", 4)],
        ),
        "initiative": Sample(
            good={"theme": "preventie", "description": "Een les op school.", "iza": "nee"},
            wrong={"theme": "sport"},
            told=[("cell-choice", "error", "Initiatief", 2)],
        ),
        "medication-form": Sample(
            good={"used": "ja"},
            wrong={"used": "nee"},
            told=[("answer-needed", "error", "Gebruik", 3)],
        ),
        "csrd-data": Sample(
            good={"announced": "Het bericht van 20 september 2025.", "report_year": 2026},
            documents={"data": "gegevens.xlsx"},
            wrong={"announced": None},
            told=[("cell-empty", "error", "Gegevens", 2)],
        ),
    }
)
