"""Each kind of submission: its template says what is a proposal, and a good and a bad form come out right."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import kinds_caresq
import kinds_cz
import kinds_huisartsenzorg
import kinds_specialistische_zorg
import kinds_stoppen_met_roken
import kinds_wijkverpleging
import pytest
from kind_samples import Sample, filled
from openpyxl import load_workbook
from submission_forms import CARESQ, MSZ, SMR, VGZ, WV

from inkoopkalender.content.calendars import list_calendar_keys, load_calendar
from inkoopkalender.content.round_content import find_round_content
from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

KEYS = [key for key in list_calendar_keys() if find_round_content(key).submissions is not None]
ALL = {key: load_submission_kinds(key) for key in KEYS}
KINDS = [(key, kind) for key, kinds in ALL.items() for kind in kinds.values()]
RECEIVED = date(2027, 1, 10)
SAMPLES: Mapping[RoundKey, Mapping[str, Sample]] = {
    WV: {**kinds_cz.SAMPLES, **kinds_wijkverpleging.SAMPLES},
    SMR: {**kinds_cz.SAMPLES, **kinds_stoppen_met_roken.SAMPLES},
    MSZ: {**kinds_cz.SAMPLES, **kinds_specialistische_zorg.SAMPLES},
    VGZ: kinds_huisartsenzorg.SAMPLES,
    CARESQ: kinds_caresq.SAMPLES,
}
ELSEWHERE = {
    WV: {"quality-survey", "kindzorg-survey", "new-provider"},
    SMR: {"mds", "new-provider"},
    MSZ: {"new-provider", "offer-first-parts", "full-offer"},
    VGZ: {"new-provider"},
    CARESQ: {"contract-request"},
}
"""Kinds whose good and bad forms are in tests of their own, in tests/intake."""
GIVEN = [(key, name, sample) for key, samples in SAMPLES.items() for name, sample in samples.items()]
EACH_KIND = pytest.mark.parametrize(("key", "kind"), KINDS, ids=[f"{key}-{kind.name}" for key, kind in KINDS])
EACH_SAMPLE = pytest.mark.parametrize(
    ("key", "name", "sample"), GIVEN, ids=[f"{key}-{name}" for key, name, _ in GIVEN]
)


def checked(
    key: RoundKey, kind: SubmissionKind, sample: Sample, folder: Path, *, bad: bool
) -> CheckedSubmission:
    answers = {**sample.good, **sample.wrong} if bad else sample.good
    return check_submission(
        filled(kind, answers, key.contract_year, folder),
        "formulier.xlsx",
        kind,
        contract_year=key.contract_year,
        agb="75000001",
        received_on=RECEIVED,
        documents=sample.files(sample.broken if bad else ()),
    )


@pytest.mark.parametrize("key", SAMPLES, ids=str)
def test_every_kind_of_the_round_has_a_good_and_a_bad_form(key: RoundKey) -> None:
    assert set(ALL[key]) - set(SAMPLES[key]) - ELSEWHERE[key] == set()


@EACH_SAMPLE
def test_the_template_filled_in_well_has_no_findings(
    tmp_path: Path, key: RoundKey, name: str, sample: Sample
) -> None:
    result = checked(key, ALL[key][name], sample, tmp_path, bad=False)

    assert (result.accepted, result.findings) == (True, ())


@EACH_SAMPLE
def test_one_wrong_answer_is_told_with_its_place(
    tmp_path: Path, key: RoundKey, name: str, sample: Sample
) -> None:
    result = checked(key, ALL[key][name], sample, tmp_path, bad=True)

    assert [(one.code, one.severity, one.sheet, one.row) for one in result.findings] == list(sample.told)


@EACH_KIND
def test_everything_that_is_a_proposal_shows_on_the_template(
    tmp_path: Path, key: RoundKey, kind: SubmissionKind
) -> None:
    path = tmp_path / "formulier.xlsx"

    write_template(kind, path, contract_year=key.contract_year)

    workbook = load_workbook(path)
    lines = [str(row[0].value) for row in workbook["Toelichting"]]
    questions = {
        str(row[0].value): str(row[-1].value)
        for sheet in workbook
        for row in sheet.iter_rows(min_row=2, max_col=5 if kind.layout == "form" else 4)
    }
    marked = {name for name, field in kind.fields.items() if "Voorstel: " in questions[field.column]}
    documents = {
        name
        for name, document in kind.documents.items()
        if any(f": {document.title} (" in line and "Voorstel: " in line for line in lines)
    }
    assert f"Let op, dit formulier is een voorstel. {kind.proposed}" in lines
    assert marked == {name for name, field in kind.fields.items() if field.proposed}
    assert documents == {name for name, document in kind.documents.items() if document.proposed}


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_what_the_kinds_leave_open_is_described_in_their_calendar(key: RoundKey) -> None:
    described = {ambiguity.id for ambiguity in load_calendar(key).ambiguities}

    kinds = ALL[key].values()
    tables = [table for kind in kinds for table in kind.tables.values()]
    named = {one for kind in kinds for field in kind.fields.values() for one in field.ambiguities}
    named |= {one for table in tables for one in table.ambiguities}
    named |= {one for table in tables for field in table.fields.values() for one in field.ambiguities}
    assert named - described == set()
