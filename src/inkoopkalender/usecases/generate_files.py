"""The files that invented organisations hand in: surveys, VECOZO exports, scores, signatures.

Answers follow from the organisation and the seed, good or deliberately wrong. They are written as real
files and read again by the intake, as any provider's would be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.export import AGB, RECEIVED_AT, export_columns
from inkoopkalender.intake.field_dates import AMSTERDAM
from inkoopkalender.intake.forms import write_form
from inkoopkalender.intake.records import PUBLICATION_COLUMNS, SCORE_COLUMNS, SIGNING_COLUMNS
from inkoopkalender.intake.writing import write_rows
from inkoopkalender.usecases.generate import InventedOrganisation

Answers = Mapping[str, CellValue]

_WRONG: Final[tuple[dict[str, CellValue], ...]] = (
    {"registered_percentage": 137.5},
    {"bachelor_nurses": 90_000},
    {"clients": None},
    {"nps": "ongeveer veertig"},
    {"cz_clients": 999_999},
    {"governance_code": "misschien"},
    {"nps_measured_on": "31-02-2026"},
)
"""What goes wrong in a survey; a wrong one holds up to three of these."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of a VECOZO export."""

    agb: str
    received_at: datetime
    answers: Answers


def invent_survey(
    organisation: InventedOrganisation, *, contract_year: int, on: date, seed: int, wrong: bool = False
) -> dict[str, CellValue]:
    """Return the answers to the quality survey, by field name, as they stand shortly before `on`."""
    random = Random(f"survey {seed} {organisation.kvk} {contract_year}")  # noqa: S311 -- invented data, no secret
    professionals = max(
        3, int((organisation.agreement_cents or 20_000_000) / 9_000_000) + random.randrange(4)
    )
    registered = random.randint(professionals // 2, professionals)
    clients = professionals * random.randint(4, 9) + random.randrange(10)
    cz_clients = random.randint(clients // 6, clients // 2)
    suitable = random.randint(0, cz_clients)
    answers: dict[str, CellValue] = {
        "contract_year": contract_year,
        "agb": organisation.agb,
        "reference_date": date(on.year, 1, 1),
        "professionals": professionals,
        "registered_professionals": registered,
        "registered_percentage": round(100 * registered / professionals, 1),
        "bachelor_nurses": random.randint(1, max(1, professionals // 3)),
        "clients": clients,
        "nps": random.randint(-10, 75),
        "nps_measured_on": on - timedelta(days=random.randint(30, 700)),
        "cz_clients": cz_clients,
        "suitable_clients": suitable,
        "medication_clients": random.randint(0, suitable),
        "video_clients": random.randint(0, suitable),
        "package_clients": random.randint(0, suitable),
        **_minimum_requirements(random),
    }
    if wrong:
        for fault in random.sample(_WRONG, k=random.randint(1, 3)):
            answers |= fault
    return answers


def write_survey(kind: SubmissionKind, answers: Answers, path: Path) -> None:
    """Write one provider's survey as XLSX, in the kind's own form."""
    write_form(kind, answers, path)


def write_vecozo_export(kind: SubmissionKind, deliveries: Sequence[Delivery], path: Path) -> None:
    """Write an export of many deliveries (.xlsx or .csv), each with its own time stamp."""
    names = {field.column: name for name, field in kind.fields.items()}
    headings = [column.name for column in export_columns(kind)]
    rows = [
        [_export_cell(heading, names.get(heading, ""), delivery) for heading in headings]
        for delivery in deliveries
    ]
    write_rows(path, "export", headings, rows)


def write_scores(scores: Mapping[AgbCode, tuple[int, int]], path: Path) -> None:
    """Write (quality, cost) points by AGB code (.xlsx or .csv)."""
    rows = [(agb, quality, cost) for agb, (quality, cost) in scores.items()]
    write_rows(path, "scores", [column.name for column in SCORE_COLUMNS], rows)


def write_signing_export(signatures: Mapping[AgbCode, tuple[datetime, str]], path: Path) -> None:
    """Write (moment, function of who signed) by AGB code (.xlsx or .csv)."""
    rows = [(agb, stamp(signed_at), function) for agb, (signed_at, function) in signatures.items()]
    write_rows(path, "ondertekend", [column.name for column in SIGNING_COLUMNS], rows)


def write_publication_list(names: Mapping[AgbCode, str], path: Path) -> None:
    """Write a published list, names by AGB code (.xlsx or .csv)."""
    write_rows(path, "publicatie", [column.name for column in PUBLICATION_COLUMNS], list(names.items()))


def stamp(moment: datetime) -> str:
    """Return a moment as VECOZO's export writes it: Dutch local time with its offset."""
    return moment.astimezone(AMSTERDAM).isoformat()


def _export_cell(heading: str, name: str, delivery: Delivery) -> CellValue:
    if heading == AGB:
        return delivery.agb
    return stamp(delivery.received_at) if heading == RECEIVED_AT else delivery.answers.get(name)


def _minimum_requirements(random: Random) -> dict[str, CellValue]:
    names = ("continuity", "agb_nurse", "governance_code", "complaints_scheme", "privacy_policy")
    return {
        **{name: "nee" if random.random() < 0.02 else "ja" for name in names},  # noqa: PLR2004 -- a share
        "classification_system": random.choice(("Omaha", "Nanda", "Gordon")),
        "own_delivery_percentage": float(random.randint(55, 100)),
        "remarks": "",
    }
