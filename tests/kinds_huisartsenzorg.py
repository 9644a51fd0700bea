"""A good and a bad form of each kind of VGZ huisartsenzorg that has no tests of its own."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kind_samples import NONE, Sample

PROGRAMMES = MappingProxyType(
    {"cool": "ja", "beweegkuur": "nee", "slimmer": "ja", "ssib": "nee", "xfittt": "nee", "kd2o": "nee"}
)
SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "gp-questionnaire": Sample(
            good={
                "preferred_region": "ja",
                "certificate": "ja",
                "nza_rules": "ja",
                "fixed_staff": "ja",
                "reachable": "ja",
                "permanent_gp": "ja",
                "permanent_tie": "eigenaar",
                "patients": 4500,
                "gp_fte": 1.5,
            },
            wrong={"gp_fte": 1.49},
            told=[("enough-gps", "warning", "Minimumeisen", 10)],
        ),
        "follow-request": Sample(
            good={
                "preferred": "Verzonnen Verzekeraar",
                "municipality": "Goes",
                "rho": "nee",
                "agreements": "De module voor ouderen.",
            },
            wrong={"rho": "onbekend"},
            told=[("cell-choice", "error", "Verzoek", 4)],
        ),
        "addendum-request": Sample(
            good={"addendum": "POH-GGZ", "main_contract": "ja", "conditions": "ja"},
            wrong={"conditions": "nee"},
            told=[("answer-needed", "error", "Addendum", 5)],
        ),
        "rho-request": Sample(
            good={
                "kvk": "90000001",
                "region": "Walcheren",
                "preferred_region": "ja",
                "governance_code": "ja",
                "patients": 100000,
                "mandate": 80,
                "chains": "ja",
                "expertise": "ja",
            },
            wrong={"patients": 99999},
            told=[("enough-patients", "warning", "Omvang", 2)],
        ),
        "regional-plan": Sample(
            good={"region": "Walcheren", "requested_on": date(2024, 6, 3)},
            documents={"plan": "regioplan.pdf", "offer": "offerte.xlsx"},
            wrong=NONE,
            broken=["offer"],
            told=[("document-not-whole", "error", "", None)],
        ),
        "rho-agreement": Sample(
            good={"agreed": "ja", "agreed_on": date(2024, 12, 19), "agreed_by": "V. Erzonnen"},
            documents={"confirmation": "akkoord.pdf"},
            wrong={"agreed_by": None},
            told=[("answer-needed", "error", "Akkoord", 4)],
        ),
        "smr-request": Sample(
            good={
                "guidance": "in groepen",
                "all_smokers": "ja",
                "nza_rules": "ja",
                "matched_care": "ja",
                "standard": "ja",
                "training": "ja",
                "kabiz": "ja",
                "dataset": "ja",
            },
            wrong={"guidance": "per brief"},
            told=[("cell-choice", "error", "Aanbod", 2)],
        ),
        "gli-request": Sample(
            good={
                **PROGRAMMES,
                "sort": "regionale huisartsenorganisatie",
                "members": "Drie verzonnen praktijken.",
                "coaches": 1,
                "disciplines": "ja",
                "group_size": 7,
                "continuity": "ja",
            },
            wrong={"coaches": 0},
            told=[("a-coach", "warning", "Samenwerking", 4)],
        ),
        "coach-application": Sample(
            good={
                **PROGRAMMES,
                "register": "BLCN",
                "vektis": "ja",
                "license": "ja",
                "license_until": date(2026, 12, 31),
                "standards": "ja",
                "disciplines": "ja",
            },
            documents={"license": "licentie.pdf"},
            wrong={"license": "nee", "license_until": date(2026, 12, 31)},
            told=[("answer-not-asked", "error", "Registratie", 5)],
        ),
        "smoking-dataset": Sample(
            good={"year": 2025, "half": "eerste half jaar", "participants": 40},
            documents={"dataset": "dataset.xlsx"},
            wrong={"participants": -1},
            told=[("cell-range", "error", "Dataset", 4)],
        ),
        "rho-financial-report": Sample(
            good={
                "report_year": 2024,
                "balance": "ja",
                "statement": "ja",
                "income": 1000000,
                "costs": 1040000,
                "result": -40000,
            },
            documents={"report": "jaarverslag.pdf", "auditor": "verklaring.pdf"},
            wrong={"result": 40000},
            told=[("income-is-costs-and-result", "error", "Jaarverslag", 5)],
        ),
        "rho-quality-report": Sample(
            good={"report_year": 2024, "ends_on": date(2024, 12, 31)},
            documents={"report": "kwaliteit.pdf"},
            wrong={"ends_on": date(2027, 12, 31)},
            told=[("year-is-over", "error", "Verslag", 3)],
        ),
        "transmural-agreements": Sample(
            good={
                "chain": "COPD",
                "referral": "ja",
                "practitioner": "ja",
                "signed_board": "ja",
                "signed_group": "ja",
                "evaluated_on": date(2024, 11, 4),
            },
            documents={"agreements": "rta.pdf"},
            wrong={"evaluated_on": date(2027, 1, 11)},
            told=[("evaluated-before-receipt", "error", "Afspraken", 7)],
        ),
        "business-plan": Sample(
            good={
                "structure": "ja",
                "board": "ja",
                "mandate": "ja",
                "activities": "ja",
                "staff_fte": 24.5,
                "involvement": "ja",
            },
            documents={"plan": "bedrijfsplan.pdf"},
            wrong={"staff_fte": "veel"},
            told=[("cell-type", "error", "Inhoud", 6)],
        ),
        "care-programmes": Sample(
            good={
                "chain": "DMII",
                "protocol": "ja",
                "quality_cycle": "ja",
                "training": "ja",
                "mirror": "ja",
                "experiences": "nee",
                "cooperation": "ja",
            },
            documents={"programme": "programma.pdf"},
            wrong={"mirror": None},
            told=[("cell-empty", "error", "Inhoud", 6)],
        ),
        "indicators": Sample(
            good={
                "year": 2024,
                "path": "COPD",
                "indicator": "Een verzonnen indicator",
                "numerator": 30,
                "denominator": 40,
                "percentage": 75,
            },
            wrong={"percentage": 75.6},
            told=[("percentage-follows-counts", "error", "Indicatoren", 2)],
        ),
        "post-calculation": Sample(
            good={"year": 2023, "budget": 500000, "actual": 480000, "difference": -20000},
            documents={"calculation": "nacalculatie.xlsx"},
            wrong={"year": 2022},
            told=[("cell-range", "error", "Nacalculatie", 2)],
        ),
        "tariff-application": Sample(
            good={"year": 2025, "budget": 510000, "agreed_on": date(2024, 11, 20)},
            documents={"application": "aanvraag.pdf"},
            wrong={"agreed_on": date(2027, 1, 11)},
            told=[("agreed-before-receipt", "error", "Aanvraag", 4)],
        ),
    }
)
