"""A good and a bad form of each kind of CZ stoppen met roken that has no tests of its own."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kind_samples import Sample
from submission_forms import SMR_NEW

SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "mds-again": Sample(
            good={
                "client": "V-0001",
                "form": "groep online",
                "started_on": date(2026, 2, 2),
                "quit_date": date(2026, 2, 9),
                "sessions": 6,
                "already_stopped": "nee",
                "minutes": 240,
                "medicine": "nee",
            },
            documents={"board-declaration": "verklaring.pdf"},
            wrong={"form": "per brief"},
            told=[("cell-choice", "error", "MDS", 2)],
        ),
        "in-year-request": Sample(
            good=SMR_NEW,
            documents={"substantiation": "onderbouwing.pdf"},
            wrong={"mds": None},
            told=[("cell-empty", "error", "Minimumeisen", 10)],
        ),
        "in-year-answers": Sample(
            good={"asked_on": date(2027, 1, 8), "answers": "Vraag 1: ja, met drie begeleiders."},
            wrong={"asked_on": date(2027, 1, 11)},
            told=[("asked-before-receipt", "error", "Antwoorden", 2)],
        ),
        "zorgvinder-information": Sample(
            good={
                "shop_window": "Stoppen met hulp, ook in het weekend.",
                "on_location": "ja",
                "places": "Goes en Middelburg",
                "by_phone": "nee",
                "online": "ja",
                "groups": "nee",
            },
            wrong={"places": None},
            told=[("answer-needed", "error", "Zorgvinder", 5)],
        ),
        "vektis-registration": Sample(
            good={
                "practice": "ja",
                "practitioners": "ja",
                "qualifications": "ja",
                "checked_on": date(2027, 1, 10),
            },
            wrong={"qualifications": "deels"},
            told=[("cell-choice", "error", "Vektis", 4)],
        ),
    }
)
