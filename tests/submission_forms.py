"""Forms of the kinds of submission with nothing wrong, for invented providers; and kinds made in a test."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from openpyxl import load_workbook

from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.forms import write_form
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

Answers = Mapping[str, CellValue]
WV = RoundKey("cz", "wijkverpleging", 2027)
SMR = RoundKey("cz", "stoppen-met-roken", 2027)
MSZ = RoundKey("cz", "medisch-specialistische-zorg", 2027)
VGZ = RoundKey("vgz", "huisartsenzorg", 2025)
CARESQ = RoundKey("caresq", "stoppen-met-roken", 2026)
RECEIVED = date(2027, 1, 10)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

_WHO: Answers = {
    "contract_year": 2027,
    "agb": "75000001",
    "name": "Voorbeeldzorg 1",
    "contact_email": "inkoop@voorbeeldzorg.example",
}
KINDZORG: Answers = MappingProxyType(
    {
        "contract_year": 2027,
        "agb": "75000001",
        "reference_date": date(2026, 1, 1),
        "care_form": "beide",
        "nurses": 40,
        "level_3": 6,
        "level_4_5": 20,
        "level_6": 14,
        "children": 100,
        "cz_children": 30,
        "turned_18": 4,
        "transitions": 4,
        "binkz_member": "ja",
        "mks_method": "ja",
        "bachelor_indicates": "ja",
        "trainees": "ja",
        "council": "ja",
        "pedagogical_plan": "ja",
        "day_and_night": "ja",
        "palliative": "ja",
        "palliative_guidelines": "ja",
    }
)
WV_NEW: Answers = MappingProxyType(
    {
        **_WHO,
        "kvk": "90000001",
        "contract_last_year": "nee",
        "refused_before": "nee",
        "turnover": 50000,
        "clients": 25,
        "turnover_basis": "Een wachtlijst van 30 cliënten.",
        "added_value": "Nachtzorg met twee gemeenten.",
        "white_spot": "Nachtzorg in de streek.",
        "core_region": "nee",
        "igj_status": "melding gedaan",
        "igj_since": date(2026, 11, 2),
        "continuity": "ja",
        "agb_nurse": "ja",
        "governance_code": "ja",
        "complaints_scheme": "ja",
        "privacy_policy": "ja",
    }
)
SMR_NEW: Answers = MappingProxyType(
    {
        **_WHO,
        "guidance": "online",
        "region": "Zeeland",
        "contribution": "Meer stoppers voor minder geld.",
        "addition": "Begeleiding in het Pools.",
        "treated": 200,
        "quit_4_weeks": 85,
        "quit_rate": 42.5,
        "kabiz": "ja",
        "kabiz_count": 3,
        "evidence_based": "ja",
        "training": "ja",
        "continuity": "ja",
        "vektis": "ja",
        "certificate": "ja",
        "care_finder": "ja",
        "mds": "ja",
        "rules": "ja",
    }
)
MSZ_NEW: Answers = MappingProxyType(
    {
        **_WHO,
        "kvk": "90000001",
        "care": "Oogheelkunde.",
        "paid_2025": 250000,
        "meets_minimum": "ja",
        "demand_driven": "Eerst samen beslissen.",
        "chain_care": "Met optometristen in de wijk.",
        "registrations": "Een verzonnen keurmerk.",
        "continuity": "Afspraken met een verzonnen ziekenhuis.",
        "premises": "Twee behandelkamers.",
    }
)
VGZ_NEW: Answers = MappingProxyType(
    {
        **_WHO,
        "contract_year": 2025,
        "municipality": "Goes",
        "preferred_region": "ja",
        "certificate": "ja",
        "questionnaire": "ja",
        "patients": 3000,
        "gp_fte": 1,
        "fixed_staff": "ja",
        "reachable": "ja",
        "permanent_gp": "ja",
        "permanent_tie": "vrijgevestigd",
        "nza_rules": "ja",
        "rho": "nee",
    }
)


def kind_of(key: RoundKey, name: str) -> SubmissionKind:
    return load_submission_kinds(key)[name]


def kind_from(text: str, folder: Path) -> SubmissionKind:
    """Read one kind of a `submissions.yaml` of its own."""
    place = folder / "calendars" / str(WV)
    place.mkdir(parents=True, exist_ok=True)
    (place / "submissions.yaml").write_text(text, encoding="utf-8")
    (kind,) = load_submission_kinds(WV, folder).values()
    return kind


def hand_in(
    kind: SubmissionKind,
    answers: Answers,
    folder: Path,
    *,
    year: int = 2027,
    received_on: date | None = RECEIVED,
    documents: Sequence[Document] = (),
) -> CheckedSubmission:
    """Write the form as a provider would, and check it."""
    path = folder / "formulier.xlsx"
    write_form(kind, answers, path)
    return check_submission(
        path.read_bytes(),
        path.name,
        kind,
        contract_year=year,
        agb="75000001",
        received_on=received_on,
        documents=documents,
    )


def told(checked: CheckedSubmission) -> list[tuple[str, str, str, int | None]]:
    return [(one.code, one.severity, one.sheet, one.row) for one in checked.findings]


def fill(key: RoundKey, name: str, path: Path, answers: Answers) -> None:
    """Type answers into the template, each beside its code, as a provider does."""
    fields = kind_of(key, name).fields
    workbook = load_workbook(path)
    places = {
        row[0].value: row[2] for sheet in workbook for row in sheet.iter_rows(min_row=2) if len(row) > 2
    }
    for answered, value in answers.items():
        places[fields[answered].column].value = value
    workbook.save(path)
