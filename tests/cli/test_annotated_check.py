"""`submissions check --annotated`: a provider's file back with its findings."""

from pathlib import Path

import pytest
from intake.bad_files import form
from openpyxl import load_workbook

from inkoopkalender.cli import main

CHECK = ("submissions", "check", "in.xlsx", "--as", "quality-survey", "--round", "cz/wijkverpleging/2027")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code if isinstance(ended.value.code, int) else 0


def test_the_file_comes_back_with_its_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.xlsx").write_bytes(form(nps=101))

    code = run(*CHECK, "--annotated", "uit.xlsx")

    assert code == 1
    assert "Met de bevindingen bij hun cel: uit.xlsx." in capsys.readouterr().out
    assert load_workbook("uit.xlsx")["Kwaliteit"]["C7"].comment is not None


@pytest.mark.parametrize(
    ("out", "said"), [("uit.csv", "eindigt op .xlsx"), ("in.xlsx", "is het bestand zelf")]
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.xlsx").write_bytes(content := form())

    code = run(*CHECK, "--annotated", out)

    assert code == 2
    assert said in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["in.xlsx"]
    assert Path("in.xlsx").read_bytes() == content


def test_a_folder_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.xlsx").write_bytes(form())

    code = run(*CHECK, "--annotated", "weg/uit.xlsx")

    assert (code, "weg/uit.xlsx" in capsys.readouterr().err) == (3, True)
