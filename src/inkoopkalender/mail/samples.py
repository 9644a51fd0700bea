"""Invented facts for a letter, so that it can be looked at before anybody owes it anything.

Every name, code and amount is made up; the address domains are reserved for examples.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from inkoopkalender.content.letters import LetterKind
from inkoopkalender.domain import dutch
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.facts import (
    ContactFacts,
    Deadline,
    DocumentFacts,
    FindingFacts,
    OrganisationFacts,
    SubmissionFacts,
    make_date_change,
    make_deadline,
    make_round,
)

AGB = "75000001"
SHA256 = "3f9a1c5be0d24786a1b0c9d8e7f6054433221100ffeeddccbbaa998877665544"

_DAYS: Mapping[str, tuple[date, date]] = {  # letter -> the last day of its term, the day it is written
    "policy-announced": (date(2026, 5, 15), date(2026, 4, 1)),
    "survey-opened": (date(2026, 5, 31), date(2026, 5, 2)),
    "survey-refused-late": (date(2026, 5, 31), date(2026, 6, 1)),
    "submission-refused-late": (date(2026, 5, 31), date(2026, 6, 1)),
    "submission-late": (date(2026, 5, 31), date(2026, 6, 1)),
    "survey-missing-class-c": (date(2026, 5, 31), date(2026, 6, 3)),
    "survey-missing": (date(2026, 5, 31), date(2026, 6, 3)),
    "production-proposal": (date(2026, 10, 31), date(2026, 7, 15)),
    "not-continued": (date(2026, 10, 31), date(2026, 7, 15)),
    "reaction-reminder": (date(2026, 10, 31), date(2026, 10, 26)),
    "reaction-receipt": (date(2026, 10, 31), date(2026, 9, 7)),
    "contract-offered": (date(2026, 11, 1), date(2026, 9, 18)),
    "signing-reminder": (date(2026, 11, 1), date(2026, 10, 27)),
    "contract-lapsed": (date(2026, 11, 1), date(2026, 11, 3)),
    "enrolment-received": (date(2027, 3, 7), date(2027, 1, 7)),
    "enrolment-offered": (date(2027, 3, 7), date(2027, 2, 26)),
    "enrolment-refused": (date(2027, 3, 7), date(2027, 2, 26)),
    "enrolment-not-handled": (date(2027, 2, 28), date(2027, 3, 2)),
    "objection-received": (date(2026, 5, 15), date(2026, 5, 12)),
    "objection-too-late": (date(2026, 5, 15), date(2026, 5, 18)),
    "date-changed": (date(2026, 6, 7), date(2026, 5, 20)),
    "waiver-granted": (date(2026, 6, 14), date(2026, 5, 28)),
    "submission-waiver": (date(2026, 6, 14), date(2026, 5, 28)),
}
_USUAL = (date(2026, 5, 31), date(2026, 5, 24))
_FIRE = "Door een brand kunt u tot half juni niet bij uw administratie."
_REASONS = {
    "not-continued": "U hebt in 2026 op deze overeenkomst geen zorg gedeclareerd.",
    "enrolment-offered": "U vult een witte vlek in de regio in met een nieuw zorgaanbod.",
    "enrolment-refused": "De verwachte zorgomzet is lager dan € 50.000 per jaar.",
    "waiver-granted": _FIRE,
    "submission-waiver": _FIRE,
    "enrolment-not-handled": "De inschrijving is na 28 februari 2027 ontvangen.",
}
_OWED = (
    "het aandeel professionals in het Kwaliteitsregister V&V",
    "het aantal hbo-verpleegkundigen (niveau 6 of hoger)",
    "de tevredenheid van uw cliënten, met de datum van de meting",
    "de vragen over de minimumeisen",
)
_CHANGE = make_date_change(
    "u vult de uitvraag kwaliteitsinformatie in",
    (datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC), "2-31 mei 2026"),
    (datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC), "2 mei 2026 t/m 7 juni 2026"),
    reason="De uitvraagmodule van VECOZO was van 11 tot en met 15 mei niet bereikbaar.",
    section="4.1",
    announced="woensdag 20 mei 2026",
    agenda=True,
)
_FINDINGS = (
    FindingFacts(
        "Blad Kwaliteit, rij 4, kolom Percentage in register",
        "104 is meer dan 100.",
        "Vul een percentage van 0 tot en met 100 in.",
    ),
    FindingFacts(
        "Blad Kwaliteit, rij 9, kolom Meetdatum", "Deze cel is leeg.", "Vul de datum van de meting in."
    ),
)


def sample_facts(letter: LetterKind, key: RoundKey, *, agb: str = AGB, name: str = "") -> dict[str, object]:
    """Return the common facts and exactly those that the letter names; `agb` and `name` may be given."""
    last_day, today = _DAYS.get(letter.name, _USUAL)
    deadline = make_deadline(_end_of(last_day), today)
    facts = _sector_facts(key, agb, name or "Voorbeeldzorg De Linde 0001") | {"today": today}
    return facts | {fact: _sample(fact, letter.name, deadline, today) for fact in letter.facts}


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _sector_facts(key: RoundKey, agb: str, name: str) -> dict[str, object]:
    sector = key.sector.replace("-", " ")
    return {
        "round": make_round(key, f"Zorginkoopbeleid {sector} {key.contract_year}"),
        "organisation": OrganisationFacts(name, agb, (agb, "75000002") if agb == AGB else (agb,)),
        "contact": ContactFacts("Noor Voorbeeld"),
    }


def _sample(fact: str, letter: str, deadline: Deadline, today: date) -> object:
    received = datetime.combine(today, time(21, 4), UTC)
    samples: dict[str, object] = {
        "deadline": deadline,
        "promise": deadline,
        "owed": _OWED,
        "received_at": dutch.long_moment(received),
        "revision": 2,
        "sha256": SHA256,
        "findings": _FINDINGS,
        "finding_count": len(_FINDINGS),
        "submission": SubmissionFacts("Inschrijving nieuwe zorgaanbieder 2027"),
        "documents": (
            DocumentFacts(
                "het ondernemingsplan", "plan.pdf", dutch.counted(48_213, "byte", "bytes"), SHA256[::-1]
            ),
        ),
        "again": True,
        "late": "accept-late",
        "late_means": "",
        "change": _CHANGE,
        "usual": "zondag 31 mei 2026, tot 24.00 uur",
        "class_letter": "B",
        "quality_points": 7,
        "cost_points": 6,
        "omzetplafond": dutch.money(123_456_700),
        "reason": _REASONS.get(letter, ""),
        "reaction": "u gaat akkoord met het voorstel",
        "address": "https://www.cz.nl/zorgaanbieder/inkoopbeleid/wijkverpleging-2027.pdf",
    }
    return samples[fact]
