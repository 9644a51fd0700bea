"""A provider's walk: template out, filled in wrong, put right, in order; with its documents."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from submission_forms import (
    KINDZORG,
    MSZ,
    MSZ_NEW,
    PDF,
    SMR,
    SMR_NEW,
    VGZ,
    VGZ_NEW,
    WV,
    WV_NEW,
    Answers,
    fill,
    kind_of,
)

from inkoopkalender.cli import main
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.columns import CellValue

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["submissions", *arguments])
        caught = capsys.readouterr()
        return int(ended.value.code or 0), caught.out, caught.err

    return _run


def check(run: Run, key: RoundKey, name: str, *more: str) -> tuple[int, Any]:
    code, out, _ = run(
        "check", "f.xlsx", "--as", name, "--round", str(key), "--agb", "75000001", *more, "--json"
    )
    return code, json.loads(out)


WALKS = [
    (WV, "kindzorg-survey", KINDZORG, "children", "veel", []),
    (
        WV,
        "new-provider",
        {**WV_NEW, "core_region": "ja", "clients_per_area": 3},
        "kvk",
        "9000",
        ["postcode-evidence"],
    ),
    (SMR, "new-provider", SMR_NEW, "quit_rate", 137.5, ["proposal"]),
    (MSZ, "new-provider", MSZ_NEW, "paid_2025", "veel", ["business-case", "strategic-plan", "offer"]),
    (VGZ, "new-provider", VGZ_NEW, "permanent_tie", "stagiair", []),
]


@pytest.mark.parametrize(
    ("key", "name", "answers", "wrong", "value", "documents"),
    WALKS,
    ids=[f"{key}-{name}" for key, name, *_ in WALKS],
)
def test_template_filled_wrong_corrected_in_order(
    run: Run,
    tmp_path: Path,
    key: RoundKey,
    name: str,
    answers: Answers,
    wrong: str,
    value: CellValue,
    documents: list[str],
) -> None:
    (tmp_path / "d.pdf").write_bytes(PDF)
    given = [part for each in documents for part in ("--document", f"{each}=d.pdf")]

    assert run("template", name, "--round", str(key), "-o", "f.xlsx")[0] == 0
    fill(key, name, tmp_path / "f.xlsx", {**answers, wrong: value})
    code, bad = check(run, key, name)
    fill(key, name, tmp_path / "f.xlsx", {wrong: answers[wrong]})
    repaired, good = check(run, key, name, *given)

    column = kind_of(key, name).fields[wrong].column
    faults = [(one["code"], one["column"]) for one in bad["findings"]]
    assert (code, bad["accepted"]) == (1, False)
    assert faults == [
        *(("document-missing", each) for each in documents),
        (
            "cell-range"
            if wrong == "quit_rate"
            else "cell-choice"
            if wrong == "permanent_tie"
            else "cell-type",
            "Antwoord",
        ),
    ], column
    assert (repaired, good) == (0, {"accepted": True, "rows": len(kind_of(key, name).fields), "findings": []})


def test_the_template_says_when_it_is_handed_in(run: Run, tmp_path: Path) -> None:
    run("template", "kindzorg-survey", "--round", str(WV), "-o", "f.xlsx")

    lines = [row[0].value for row in load_workbook(tmp_path / "f.xlsx")["Toelichting"]]
    assert "Inleveren: tussen 1 en 31 mei 2026." in lines


def test_a_document_that_is_not_what_it_says_is_refused(run: Run, tmp_path: Path) -> None:
    run("template", "new-provider", "--round", str(SMR), "-o", "f.xlsx")
    fill(SMR, "new-provider", tmp_path / "f.xlsx", SMR_NEW)
    (tmp_path / "v.docx").write_bytes(PDF)

    code, said = check(run, SMR, "new-provider", "--document", "proposal=v.docx")

    assert code == 1
    assert [(one["code"], one["column"], one["value"]) for one in said["findings"]] == [
        ("document-not-whole", "proposal", "v.docx")
    ]


def test_a_document_without_its_name_is_told(run: Run, tmp_path: Path) -> None:
    run("template", "new-provider", "--round", str(SMR), "-o", "f.xlsx")

    code, _, err = run("check", "f.xlsx", "--as", "new-provider", "--round", str(SMR), "--document", "v.docx")

    assert code == 2
    assert "Schrijf --document NAAM=BESTAND" in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["f.xlsx"]
