"""A good and a bad form of each kind; what is wrong with the bad one was written down before."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from submission_forms import (
    KINDZORG,
    MSZ,
    MSZ_NEW,
    PDF,
    RECEIVED,
    SMR,
    SMR_NEW,
    VGZ,
    VGZ_NEW,
    WV,
    WV_NEW,
    Answers,
    hand_in,
    kind_of,
    told,
)
from workbooks import csv_file

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.documents import Document
from inkoopkalender.intake.submissions import check_submission

PROPOSAL = Document("proposal", "voorstel.pdf", PDF)
DOSSIER = tuple(Document(name, "d.pdf", PDF) for name in ("business-case", "strategic-plan", "offer"))
GOOD = [
    (WV, "kindzorg-survey", KINDZORG, ()),
    (WV, "new-provider", WV_NEW, ()),
    (SMR, "new-provider", SMR_NEW, (PROPOSAL,)),
    (MSZ, "new-provider", MSZ_NEW, DOSSIER),
    (VGZ, "new-provider", VGZ_NEW, ()),
]


@pytest.mark.parametrize(
    ("key", "name", "answers", "documents"), GOOD, ids=[f"{key}-{name}" for key, name, _, _ in GOOD]
)
def test_a_good_form_has_no_findings(
    tmp_path: Path, key: RoundKey, name: str, answers: Answers, documents: tuple[Document, ...]
) -> None:
    kind = kind_of(key, name)

    checked = hand_in(kind, answers, tmp_path, year=key.contract_year, documents=documents)

    assert (checked.accepted, checked.rows, checked.findings) == (True, len(kind.fields), ())


ANYTHING = st.one_of(
    st.none(),
    st.sampled_from(["ja", "nee", "thuis", "beide", "online", "eigenaar", "0", "-1", "1e400", "31-05-2026"]),
    st.text(max_size=12),
    st.integers(-10, 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, name, _, _ in GOOD])
@given(data=st.data())
@settings(max_examples=40)
def test_no_answers_raise_and_every_finding_has_its_place(
    key: RoundKey, name: str, data: st.DataObject
) -> None:
    kind = kind_of(key, name)
    heading = [field.column for field in kind.fields.values()]
    row = [data.draw(ANYTHING) for _ in heading]
    content = csv_file(heading, [f'"{str(cell or "").replace(chr(34), "")}"' for cell in row])

    checked = check_submission(content, "f.csv", kind, contract_year=2027, received_on=RECEIVED)

    places = {(one.row, one.column) for one in checked.findings if not one.code.startswith("document-")}
    assert places <= {(1, ""), (None, "")} | {(2, column) for column in heading}


def test_a_bad_form_for_child_care(tmp_path: Path) -> None:
    answers = {
        **KINDZORG,
        "care_form": "thuis",
        "level_6": 13,
        "cz_children": 101,
        "transitions": 5,
        "binkz_member": "nee",
        "pedagogical_plan": None,
        "day_and_night": None,
        "palliative": None,
    }

    checked = hand_in(kind_of(WV, "kindzorg-survey"), answers, tmp_path)

    assert told(checked) == [
        ("levels-add-up", "error", "Kwaliteit", 2),
        ("cz-children-within-children", "error", "Kwaliteit", 7),
        ("transitions-within-turned-18", "error", "Kwaliteit", 9),
        ("answer-needed", "error", "Minimumeisen", 3),
        ("answer-not-asked", "error", "Dagopvang en verblijf", 2),
        ("answer-not-asked", "error", "Dagopvang en verblijf", 6),
    ]
    assert checked.findings[3].message == (
        "'Waarom bent u geen lid, en wanneer wel?' is leeg. Vul het in: dat hoort zo bij nee op de vraag "
        "'Bent u lid van de Brancheorganisatie Integrale Kindzorg (BINKZ)?'."
    )


def test_a_bad_enrolment_for_district_nursing(tmp_path: Path) -> None:
    answers = {
        **WV_NEW,
        "contact_email": "geen adres",
        "refused_before": "ja",
        "turnover": 49999.99,
        "core_region": "ja",
        "clients_per_area": 2.5,
        "igj_since": date(2027, 1, 11),
    }

    checked = hand_in(kind_of(WV, "new-provider"), answers, tmp_path)

    assert told(checked) == [
        ("document-missing", "error", "", None),
        ("cell-pattern", "error", "Algemeen", 5),
        ("answer-needed", "error", "Algemeen", 9),
        ("turnover-is-enough", "warning", "Omzet", 2),
        ("clients-per-area-are-enough", "warning", "Meerwaarde", 5),
        ("igj-before-receipt", "error", "Toezicht", 3),
    ]
    assert checked.findings[0].column == "postcode-evidence"
    assert date(2027, 1, 11) > RECEIVED


def test_a_bad_proposal_for_stopping_with_smoking(tmp_path: Path) -> None:
    answers = {
        **SMR_NEW,
        "contribution": "a" * 4001,
        "treated": 50,
        "quit_4_weeks": 60,
        "quit_rate": 40,
        "kabiz": "nee",
    }

    checked = hand_in(kind_of(SMR, "new-provider"), answers, tmp_path)

    assert told(checked) == [
        ("document-missing", "error", "", None),
        ("cell-too-long", "error", "Aanbod", 4),
        ("quitters-within-treated", "error", "Aanbod", 7),
        ("rate-follows-counts", "error", "Aanbod", 8),
        ("answer-not-asked", "error", "Minimumeisen", 3),
    ]


def test_a_bad_questionnaire_for_specialist_care(tmp_path: Path) -> None:
    answers = {**MSZ_NEW, "paid_2025": 249999.99, "meets_minimum": "nee", "kvk": "9000"}
    documents = (Document("strategic-plan", "plan.pdf", PDF[:-7]), Document("offer", "offerte.docx", PDF))

    checked = hand_in(kind_of(MSZ, "new-provider"), answers, tmp_path, documents=documents)

    assert told(checked) == [
        ("document-missing", "error", "", None),
        ("document-not-whole", "error", "", None),
        ("document-type", "error", "", None),
        ("cell-type", "error", "Algemeen", 6),
        ("turnover-is-enough", "warning", "Zorgaanbod", 3),
        ("answer-needed", "error", "Zorgaanbod", 5),
    ]
    assert [one.column for one in checked.findings[:3]] == ["business-case", "strategic-plan", "offer"]


def test_a_bad_application_of_a_practice(tmp_path: Path) -> None:
    answers = {**VGZ_NEW, "patients": 3001, "permanent_tie": None, "rho_name": "Voorbeeldzorg Regio"}

    checked = hand_in(kind_of(VGZ, "new-provider"), answers, tmp_path, year=2025)

    assert told(checked) == [
        ("enough-gps", "warning", "Minimumeisen", 6),
        ("answer-needed", "error", "Minimumeisen", 10),
        ("answer-ignored", "warning", "Minimumeisen", 13),
    ]
    assert checked.values["rho_name"] is None
