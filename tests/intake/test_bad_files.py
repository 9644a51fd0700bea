"""Every bad file gives exactly the findings that were expected of it, and nothing raises."""

import pytest
from intake.bad_answers import ANSWERS
from intake.bad_containers import CONTAINERS
from intake.bad_files import Bad, Expected
from intake.bad_tables import FORMS, LISTS
from workbooks import BSN, RECEIVED, survey_kind

from inkoopkalender.intake.findings import FileFinding
from inkoopkalender.intake.records import read_scores
from inkoopkalender.intake.submissions import check_submission

KIND = survey_kind()


def places(findings: tuple[FileFinding, ...]) -> tuple[Expected, ...]:
    return tuple((one.code, one.severity, one.sheet, one.row, one.column) for one in findings)


@pytest.mark.parametrize("bad", [*CONTAINERS, *ANSWERS, *FORMS], ids=str)
def test_a_bad_form_gives_exactly_its_findings(bad: Bad) -> None:
    checked = check_submission(
        bad.make(), bad.filename, KIND, contract_year=2027, agb=bad.agb, received_on=RECEIVED
    )

    assert places(checked.findings) == bad.findings
    assert checked.accepted is not any(severity == "error" for _, severity, *_ in bad.findings)
    assert all(one.message.endswith(".") for one in checked.findings)
    assert BSN not in str(checked)


@pytest.mark.parametrize("bad", LISTS, ids=str)
def test_a_bad_list_gives_exactly_its_findings(bad: Bad) -> None:
    assert places(read_scores(bad.make(), bad.filename).findings) == bad.findings


def test_there_are_more_than_sixty_bad_files() -> None:
    names = [bad.name for bad in (*CONTAINERS, *ANSWERS, *FORMS, *LISTS)]

    assert len(names) > 100
    assert sum(bool(bad.findings) for bad in (*CONTAINERS, *ANSWERS, *FORMS, *LISTS)) > 60
