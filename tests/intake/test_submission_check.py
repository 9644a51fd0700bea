import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbooks import BSN, RECEIVED, csv_file, good_answers, saved, survey, survey_kind, xlsx

from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.findings import BLANKED
from inkoopkalender.intake.forms import write_template
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.submissions import CheckedSubmission, check_submission

KIND = survey_kind()


def check(content: bytes, filename: str = "uitvraag.xlsx", **asked: object) -> CheckedSubmission:
    facts = {"contract_year": 2027, "agb": "75000001", "received_on": RECEIVED} | asked
    return check_submission(content, filename, KIND, **facts)  # type: ignore[arg-type]  # a test builder


def faults(checked: CheckedSubmission) -> list[tuple[str, str, int | None]]:
    return [(finding.code, finding.sheet, finding.row) for finding in checked.findings]


def test_a_good_form_is_accepted_with_its_values(tmp_path: Path) -> None:
    checked = check(survey(tmp_path))

    assert (checked.accepted, checked.rows, checked.findings) == (True, 23, ())
    assert set(checked.values) == set(KIND.fields)
    assert {
        name: checked.values[name] for name in ("contract_year", "agb", "reference_date", "continuity")
    } == {
        "contract_year": 2027,
        "agb": "75000001",
        "reference_date": "2026-01-01",
        "continuity": True,
    }


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"registered_percentage": 137.5}, ("cell-range", "Kwaliteit", 4)),
        ({"clients": None}, ("cell-empty", "Kwaliteit", 6)),
        ({"nps": "ongeveer veertig"}, ("cell-type", "Kwaliteit", 7)),
        ({"nps": 101}, ("cell-range", "Kwaliteit", 7)),
        ({"contract_year": 2026}, ("round-other", "Algemeen", 2)),
        ({"agb": "75000002"}, ("agb-other", "Algemeen", 3)),
        ({"bachelor_nurses": 9000}, ("nurses-within-professionals", "Kwaliteit", 5)),
        ({"registered_professionals": 9000}, ("registered-within-professionals", "Kwaliteit", 3)),
        ({"medication_clients": 90000}, ("medication-within-cz-clients", "Thuiszorgtechnologie", 4)),
        ({"video_clients": 90000}, ("video-within-cz-clients", "Thuiszorgtechnologie", 5)),
        ({"package_clients": 90000}, ("packages-within-cz-clients", "Thuiszorgtechnologie", 6)),
        ({"suitable_clients": 90000}, ("suitable-within-cz-clients", "Thuiszorgtechnologie", 3)),
        ({"cz_clients": 90000}, ("cz-clients-within-clients", "Thuiszorgtechnologie", 2)),
        ({"nps_measured_on": date(2026, 5, 11)}, ("measured-before-receipt", "Kwaliteit", 8)),
        ({"governance_code": "misschien"}, ("cell-choice", "Minimumeisen", 4)),
        ({"remarks": f"cliënt {BSN}"}, ("cell-bsn", "Minimumeisen", 9)),
    ],
)
def test_each_fault_has_its_place(
    tmp_path: Path, changes: dict[str, CellValue], fault: tuple[str, str, int]
) -> None:
    checked = check(survey(tmp_path, good_answers(**changes)))

    assert not checked.accepted
    assert fault in faults(checked)
    assert BSN not in str(checked)


@pytest.mark.parametrize(
    ("percentage", "codes"), [(50.5, []), (49.5, []), (50.51, ["percentage-follows-counts"])]
)
def test_the_percentage_follows_from_the_counts_within_half_a_point(
    tmp_path: Path, percentage: float, codes: list[str]
) -> None:
    answers = good_answers(
        professionals=200, registered_professionals=100, registered_percentage=percentage, bachelor_nurses=1
    )

    assert [finding.code for finding in check(survey(tmp_path, answers)).findings] == codes


def test_without_knowing_who_and_when_only_the_rest_is_checked(tmp_path: Path) -> None:
    content = survey(tmp_path, good_answers(agb="75000009", nps_measured_on=date(2090, 1, 1)))

    assert check(content, agb=None, received_on=None).accepted
    assert check(content, agb=("75000001", "75000009"), received_on=None).accepted


def test_rows_may_move_and_a_question_may_be_known_by_its_wording(tmp_path: Path) -> None:
    workbook = load_workbook(_written(tmp_path))
    quality = workbook["Kwaliteit"]
    quality.insert_rows(1, 3)
    quality["A5"] = None

    checked = check(saved(workbook))

    assert (checked.accepted, checked.rows) == (True, 23)


def test_a_missing_double_or_foreign_question_is_named(tmp_path: Path) -> None:
    workbook = load_workbook(_written(tmp_path))
    workbook["Kwaliteit"]["A7"] = "iets_anders"
    workbook["Kwaliteit"]["B7"] = "Iets anders"
    workbook["Algemeen"]["A4"] = "agb"

    checked = check(saved(workbook))

    assert faults(checked) == [
        ("question-missing", "Algemeen", None),
        ("question-twice", "Algemeen", 4),
        ("question-missing", "Kwaliteit", None),
        ("question-unknown", "Kwaliteit", 7),
    ]


def test_formulas_and_error_cells_are_no_answers(tmp_path: Path) -> None:
    workbook = load_workbook(_written(tmp_path))
    workbook["Kwaliteit"]["C2"] = "=10+4"
    workbook["Kwaliteit"]["C6"] = "#DIV/0!"

    checked = check(saved(workbook))

    assert [(one.code, one.row, one.column, one.value) for one in checked.findings] == [
        ("cell-formula", 2, "Antwoord", "=10+4"),
        ("cell-error", 6, "Antwoord", "#DIV/0!"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx(("iets", "anders")), "form-unknown"),
        (xlsx(("Code", "Vraag", "Antword"), ("agb", "", "75000001")), "column-missing"),
    ],
)
def test_another_file_than_the_form_is_refused(content: bytes, code: str) -> None:
    assert [finding.code for finding in check(content).findings] == [code]


def test_one_row_under_the_columns_of_an_export_is_read_too(tmp_path: Path) -> None:
    del tmp_path
    answers = good_answers(nps_measured_on="20-11-2025", reference_date="01-01-2026")
    heading = [column.name for column in columns_of(KIND)]
    row = [str(answers[name]).replace(".", ",") for name in KIND.fields]

    good = check(csv_file(heading, row), "uitvraag.csv")
    double = check(csv_file(heading, row, row), "uitvraag.csv")

    assert (good.accepted, good.rows, good.values["agb"]) == (True, 1, "75000001")
    assert [finding.code for finding in double.findings] == ["rows-count"]


def test_the_empty_template_asks_for_every_required_answer(tmp_path: Path) -> None:
    path = tmp_path / "leeg.xlsx"
    write_template(KIND, path, contract_year=2027)

    checked = check(path.read_bytes())

    required = [name for name, field in KIND.fields.items() if field.required and name != "contract_year"]
    assert [finding.code for finding in checked.findings] == ["cell-empty"] * len(required)
    assert checked.values["contract_year"] == 2027


def test_the_template_says_what_is_a_proposal(tmp_path: Path) -> None:
    path = tmp_path / "leeg.xlsx"
    write_template(KIND, path, contract_year=2027)
    workbook = load_workbook(path)

    explained = " ".join(str(cell.value) for row in workbook["Toelichting"] for cell in row)
    assert "dit formulier is een voorstel" in explained
    assert workbook["Algemeen"]["E4"].value == (
        "Het beleid noemt een vastgestelde peildatum, maar niet welke dag dat is. "
        "Voorstel: niet in het beleid."
    )


def test_writing_a_survey_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    assert survey(tmp_path) == survey(tmp_path)


@given(content=st.binary(max_size=400), filename=st.text(max_size=8) | st.sampled_from(["a.xlsx", "a.csv"]))
def test_no_bytes_raise(content: bytes, filename: str) -> None:
    assert not check(content, filename).accepted


@given(text=st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    assert not check(f"code;antwoord\n{text}".encode("utf-8", "replace"), "a.csv").accepted


@given(cuts=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_damage_to_a_workbook_raises(cuts: list[tuple[int, int]]) -> None:
    content = bytearray(_GOOD)
    for place, byte in cuts:
        content[place % len(content)] = byte

    assert check(bytes(content)).rows in range(24)


@given(answer=st.text(max_size=40) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_no_answer_raises(answer: CellValue) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            content = survey(Path(folder), good_answers(nps=answer, remarks=answer, nps_measured_on=answer))
        except ValueError:  # what no workbook can hold
            return

    assert check(content).rows == 23 or check(content).findings


def test_a_blanked_value_stands_where_a_bsn_stood(tmp_path: Path) -> None:
    checked = check(survey(tmp_path, good_answers(remarks=BSN)))

    assert [finding.value for finding in checked.findings] == [BLANKED]


def _written(folder: Path) -> Path:
    survey(folder)
    return folder / "uitvraag.xlsx"


with tempfile.TemporaryDirectory() as _folder:
    _GOOD = survey(Path(_folder))
