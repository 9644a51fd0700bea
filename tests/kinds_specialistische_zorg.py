"""A good and a bad form of each kind of CZ medisch-specialistische zorg that has no tests of its own."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kind_samples import Sample

SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "strategic-policy": Sample(
            good={
                "hospital": "ja",
                "form": "document",
                "access": "hoofdstuk 2",
                "cost": "hoofdstuk 3",
                "change": "hoofdstuk 4",
            },
            documents={"plan": "beleidsplan.pdf"},
            wrong={"cost": None},
            told=[("answer-needed", "error", "Onderwerpen", 3)],
        ),
        "waiting-times": Sample(
            good={
                "reference_date": date(2027, 1, 4),
                "specialism": "oogheelkunde",
                "condition": "staar",
                "outpatient_days": 35,
                "clinical_days": 60,
                "waiting": 120,
                "ready": 120,
            },
            wrong={"ready": 121},
            told=[("ready-within-waiting", "error", "Wachttijden", 2)],
        ),
        "mediation-information": Sample(
            good={
                "asked_by": "Een verzonnen uitvraag van 4 januari 2027.",
                "reference_date": date(2027, 1, 1),
            },
            documents={"data": "gegevens.xlsx"},
            wrong={"reference_date": date(2027, 1, 11)},
            told=[("reference-before-receipt", "error", "Informatie", 3)],
        ),
        "minimum-norm-notice": Sample(
            good={
                "care": "Een verzonnen ingreep.",
                "norm": "Twintig ingrepen per jaar.",
                "found_on": date(2026, 12, 1),
                "feasible": "ja",
                "meets_on": date(2026, 12, 1),
                "approach": "Samen met een verzonnen ziekenhuis.",
            },
            documents={"plan": "plan.pdf"},
            wrong={"meets_on": date(2026, 11, 30)},
            told=[("meets-after-found", "error", "Plan", 3)],
        ),
        "requirement-evidence": Sample(
            good={
                "kvk": "90000001",
                "permit": "ja",
                "big": "ja",
                "safety": "Een verzonnen certificaat.",
                "zbc": "ja",
                "specialists": 2,
                "specialists_fte": 1.3,
                "on_call": "ja",
                "overnight": "nee",
            },
            documents={
                "permit": "vergunning.pdf",
                "certificate": "certificaat.pdf",
                "hospital-agreements": "a.pdf",
            },
            wrong={"specialists_fte": 1.29},
            told=[("enough-fte", "warning", "ZBC", 3)],
        ),
        "extra-purchase-request": Sample(
            good={
                "exceeded": "In Zeeland, al vier maanden, voor staar.",
                "mediation": "Overal in de regio is de wachttijd te lang.",
                "effect": "Van zestig naar dertig dagen.",
                "ceiling": 5000000,
                "realised": 3000000,
                "expected": 5000000,
                "spread": "Elke maand een twaalfde.",
                "cost_increase": 250000,
                "requested": 250000,
            },
            documents={"plan": "plan.pdf"},
            wrong={"expected": 4999999.99},
            told=[("ceiling-will-be-exceeded", "warning", "Plafond", 4)],
        ),
        "realisation-figures": Sample(
            good={
                "period_from": date(2027, 1, 1),
                "period_to": date(2027, 1, 1),
                "care": "oogheelkunde",
                "volume": 12,
                "amount": 18000.50,
            },
            wrong={"period_to": date(2026, 12, 31)},
            told=[("period-in-order", "error", "Realisatie", 2)],
        ),
        "real-estate-notice": Sample(
            good={
                "project": "Een nieuwe polikliniek.",
                "sort": "nieuwbouw",
                "region_fit": "Minder bedden, meer zorg op afstand.",
                "amount": 40000000,
            },
            wrong={"sort": "aankoop"},
            told=[("cell-choice", "error", "Investering", 3)],
        ),
        "complex-case-report": Sample(
            good={
                "domains": "Zvw en Wlz",
                "not_in_supply": "ja",
                "discontinuity": "ja",
                "cooperation": "nee",
                "call": "00-0000000",
            },
            wrong={"domains": "Zvw, 999990019"},
            told=[("cell-bsn", "error", "Casus", 2)],
        ),
    }
)
