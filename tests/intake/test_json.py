"""Answers in JSON: an object by field name or by code."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import BSN, RECEIVED, good_answers, survey_kind

from inkoopkalender.intake.findings import BLANKED
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

KIND = survey_kind()


def check(content: str | bytes, filename: str = "uitvraag.json") -> CheckedSubmission:
    data = content if isinstance(content, bytes) else content.encode()
    return check_submission(data, filename, KIND, contract_year=2027, agb="75000001", received_on=RECEIVED)


def answers(*, by_code: bool = False, **changes: object) -> str:
    dates = {"reference_date": "2026-01-01", "nps_measured_on": "2025-11-20"}
    given = good_answers() | dates | changes
    return json.dumps({KIND.fields[name].column if by_code else name: value for name, value in given.items()})


def places(checked: CheckedSubmission) -> list[tuple[str, str, int | None]]:
    return [(one.code, one.column, one.row) for one in checked.findings]


@pytest.mark.parametrize("by_code", [True, False])
@pytest.mark.parametrize("filename", ["uitvraag.json", "uitvraag"])
def test_an_object_by_code_or_by_field_name_is_read(by_code: bool, filename: str) -> None:
    checked = check(answers(by_code=by_code), filename)

    assert (checked.accepted, checked.rows, checked.findings) == (True, 23, ())
    assert (checked.values["agb"], checked.values["registered_percentage"]) == ("75000001", 92.5)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_an_object_is_read_in_every_encoding(encoding: str) -> None:
    text = answers(remarks="").replace('"remarks": ""', '"remarks": "cliëntenraad"')

    assert check(text.encode(encoding)).values["remarks"] == "cliëntenraad"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (answers(nps=101), [("cell-range", "nps", None)]),
        (answers(by_code=True, clients="veel"), [("cell-type", "aantal_clienten", None)]),
        (answers(nps=None), [("cell-empty", "nps", None)]),
        (answers(nps=[41]), [("answer-nested", "nps", None)]),
        (answers(nps={"punten": 41}), [("answer-nested", "nps", None)]),
        (answers().replace(": 41,", ": 1e400,"), [("cell-type", "nps", None)]),
        (answers().replace(": 41,", ": NaN,"), [("cell-type", "nps", None)]),
        (answers().replace(": 41,", ": " + "9" * 5_000 + ","), [("cell-type", "nps", None)]),
        (answers(agb=1012345), [("cell-zero-lost", "agb", None), ("agb-other", "agb", None)]),
        (answers(remarks="a\u0000b"), [("cell-type", "remarks", None)]),
        (answers(remarks="\ud800"), [("cell-type", "remarks", None)]),
        (answers(remarks=BSN), [("cell-bsn", "remarks", None)]),
        (answers(remarks=int(BSN)), [("cell-bsn", "remarks", None)]),
        (answers(verzuim=4), [("question-unknown", "verzuim", None)]),
        (answers().replace('"nps": 41', '"nps": 41, "nps": 42'), [("question-twice", "nps", None)]),
        ("{}", [("file-empty", "", None)]),
        ("[]", [("file-not-json", "", None)]),
        ("41", [("file-not-json", "", None)]),
        ('{"nps": 41', [("file-not-json", "", None)]),
        ("[" * 200_000, [("file-not-json", "", None)]),
        ('{"a":' * 200_000, [("file-not-json", "", None)]),
    ],
)
def test_a_fault_in_json_is_named_at_its_key(content: str, expected: list[tuple[str, str, None]]) -> None:
    checked = check(content)

    assert places(checked) == expected
    assert BSN not in str(checked)


def test_a_bsn_in_json_is_blanked() -> None:
    assert [one.value for one in check(answers(remarks=BSN)).findings] == [BLANKED]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(value=st.dictionaries(st.text() | st.sampled_from(sorted(KIND.fields)), JSON) | JSON)
def test_no_json_raises(value: object) -> None:
    assert not check(json.dumps(value)).accepted


@given(text=st.text(max_size=60))
def test_no_text_that_looks_like_json_raises(text: str) -> None:
    assert not check("{" + text.encode("utf-8", "replace").decode()).accepted
