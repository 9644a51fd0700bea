"""A good and a bad form of each kind of CZ wijkverpleging that has no tests of its own."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from kind_samples import NONE, Sample

SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "strategic-policy": Sample(
            good={"form": "document"},
            documents={"policy": "beleid.pdf"},
            wrong={"form": "vindplaats"},
            told=[("answer-needed", "error", "Beleid", 3)],
        ),
        "proposal-reaction": Sample(
            good={"reaction": "tegenvoorstel", "ceiling": 1250000, "reason": "Twee wijken erbij."},
            wrong={"reaction": "akkoord", "ceiling": None},
            told=[("answer-not-asked", "error", "Reactie", 4)],
        ),
        "subcontracting": Sample(
            good={
                "uses_subcontractors": "ja",
                "percentage": 50,
                "part": "De avondzorg in Goes.",
                "self_employed": "nee",
            },
            wrong={"percentage": 50.5},
            told=[("at-most-half", "warning", "Onderaannemers", 3)],
        ),
        "subcontracting-change": Sample(
            good={
                "quarter": "tweede kwartaal",
                "changes_on": date(2027, 7, 1),
                "percentage": 30,
                "part": "De nachtzorg.",
            },
            wrong={"quarter": "vijfde kwartaal"},
            told=[("cell-choice", "error", "Wijziging", 2)],
        ),
        "member-list": Sample(
            good={
                "member": "Verzonnen Zorg Zuid",
                "member_kind": "organisatie",
                "share": 12.5,
                "quality_image": "ja",
            },
            wrong={"mark": "KiWa"},
            told=[("answer-not-asked", "error", "Leden", 2)],
        ),
        "digital-care-request": Sample(
            good={"technology": "Een dispenser die belt.", "clients": 12},
            documents={"application": "aanvraag.pdf"},
            wrong={"clients": 0},
            told=[("cell-range", "error", "Aanvraag", 3)],
        ),
        "innovation-plan": Sample(
            good={
                "initiative": "Samen plannen met vier aanbieders.",
                "goals": "In december 2027 tien procent minder reistijd.",
                "kpis": "Reistijd per dienst.",
                "budget": 80000,
                "requested": 80000,
                "other_funding": "nee",
            },
            documents={"plan": "projectplan.pdf"},
            wrong={"requested": 80000.01},
            told=[("requested-within-budget", "error", "Plan", 6)],
        ),
        "resv-plan": Sample(
            good={
                "region": "Zeeland",
                "gps": "ja",
                "district_nursing": "ja",
                "pharmacies": "ja",
                "paramedics": "nee",
            },
            documents={"plan": "resv.pdf"},
            wrong=NONE,
            broken=["plan"],
            told=[("document-not-whole", "error", "", None)],
        ),
        "recognisable-care-plan": Sample(
            good={
                "region": "Walcheren",
                "in_place": "Een nummer voor de hele regio.",
                "to_develop": "Een overzicht van vrije plekken, in juni 2027.",
                "budget_2027": 40000,
                "budget_2026": 40000,
            },
            documents={"plan": "plan.pdf"},
            wrong={"budget_2027": 41000},
            told=[("budget-at-most-last-year", "error", "Plan", 5)],
        ),
        "night-care-business-case": Sample(
            good={
                "region": "Goes",
                "new_or_changed": "aangepast",
                "reason": "Een tweede auto is nodig.",
                "talked_on": date(2026, 3, 20),
                "budget": 300000,
                "zvw_budget": 210000,
            },
            documents={"business-case": "case.xlsx"},
            wrong={"zvw_budget": 310000},
            told=[("zvw-within-budget", "error", "Businesscase", 7)],
        ),
        "night-care-follow-request": Sample(
            good={"region": "Goes", "preferred": "Verzonnen Verzekeraar", "signed_on": date(2026, 6, 15)},
            documents={"request": "volgverzoek.pdf"},
            wrong={"signed_on": date(2027, 1, 11)},
            told=[("signed-before-receipt", "error", "Volgverzoek", 4)],
        ),
        "pgb-proof": Sample(
            good={"proof": "AGB-register", "nurses": 6, "in_register": 6},
            wrong={"proof": "bestuursverklaring", "in_register": None},
            told=[("document-missing", "error", "", None)],
        ),
        "extra-purchase-request": Sample(
            good={
                "ceiling": 1000000,
                "realised": 800000,
                "realised_percentage": 80,
                "requested": 50000,
                "duty_of_care": "Niemand is gestopt.",
                "even_spread": "Elke maand ongeveer tien nieuwe cliënten.",
                "clients_before": 100,
                "clients_now": 112,
                "moved": "Zeven, na het einde van een verzonnen aanbieder.",
                "problem": "Een wachtlijst in Goes.",
                "score": "A",
            },
            wrong={"realised": 790000, "realised_percentage": 79},
            told=[("eighty-percent-reached", "warning", "Plafond", 4)],
        ),
        "dementia-waiting-times": Sample(
            good={
                "reference_date": date(2027, 1, 1),
                "region": "Walcheren",
                "waiting": 14,
                "waiting_days": 41.5,
            },
            wrong={"waiting": 2.5},
            told=[("cell-type", "error", "Wachttijden", 2)],
        ),
        "quality-image": Sample(
            good={"report_year": 2026, "delivered_on": date(2027, 1, 10)},
            wrong={"delivered_on": date(2027, 1, 11)},
            told=[("delivered-before-receipt", "error", "Kwaliteitsbeeld", 3)],
        ),
        "technology-plan": Sample(
            good={
                "ambition": "ja",
                "secured": "ja",
                "half": "nee",
                "less_hands_on": "ja",
                "steps": "Elke maand dertig cliënten erbij.",
                "ready_on": date(2027, 10, 1),
            },
            documents={"plan": "plan.pdf"},
            wrong={"steps": None},
            told=[("cell-empty", "error", "Plan", 2)],
        ),
        "access-notice": Sample(
            good={
                "subject": "zorgstop",
                "area": "4461 en 4462",
                "starts_on": date(2027, 2, 1),
                "ends_on": date(2027, 2, 1),
                "reason": "Vier vacatures.",
                "referred": "ja",
            },
            wrong={"ends_on": date(2027, 1, 31)},
            told=[("ends-after-start", "error", "Melding", 5)],
        ),
        "acute-care-findings": Sample(
            good={"quarter": "eerste kwartaal", "findings": "Vooral vragen in het weekend.", "visits": 31},
            wrong={"findings": None},
            told=[("cell-empty", "error", "Bevindingen", 3)],
        ),
        "alignment-notice": Sample(
            good={
                "plan": "Verzonnen plan Zeeland",
                "agreed": "Een gezamenlijk team in de nacht.",
                "expected": "Een gelijke afspraak voor alle vier.",
            },
            wrong={"plan": "a" * 201},
            told=[("cell-too-long", "error", "Melding", 2)],
        ),
    }
)
