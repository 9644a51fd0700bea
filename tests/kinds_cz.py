"""A good and a bad form of each kind that every round of CZ has."""

from collections.abc import Mapping
from types import MappingProxyType

from kind_samples import Sample

SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "objection": Sample(
            good={
                "subject": "een termijn",
                "passage": "2.3.4",
                "objection": "De maand mei is te kort voor een kleine aanbieder.",
            },
            wrong={"subject": "alles"},
            told=[("cell-choice", "error", "Bezwaar", 2)],
        ),
        "csrd-data": Sample(
            good={"announced": "Het nieuwsbericht van 15 september 2026.", "report_year": 2026},
            documents={"data": "gegevens.xlsx"},
            wrong={"report_year": 2023},
            told=[("cell-range", "error", "Gegevens", 3)],
        ),
    }
)
