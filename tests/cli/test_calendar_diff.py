"""`calendar diff` through the real entry point."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inkoopkalender.cli import main

KEY = "cz/wijkverpleging/2027"
CALENDAR = Path(__file__).parents[2] / "calendars" / KEY / "calendar.yaml"
SMALL = """source: {document: policy.txt, title: Beleid}
working_days: kantoor
events:
  policy:
    when: uiterlijk 1 april 2026
    section: "4.1"
    actor: insurer
    does: publiceert het beleid
  survey:
    when: 2-31 mei 2026
    section: "4.1"
    actor: provider
    does: vult in
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["calendar", "diff", *arguments])
        caught = capsys.readouterr()
        return int(ended.value.code or 0), caught.out, caught.err

    return _run


def written(folder: Path, text: str) -> str:
    folder.mkdir(parents=True)
    (folder / "calendar.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_a_round_does_not_differ_from_itself(run: Run) -> None:
    code, out, _ = run(KEY, KEY, "--json")

    document = json.loads(out)
    assert code == 0
    lists = ("moved", "added", "removed", "changed", "calendar")
    assert {name: document[name] for name in lists} == {name: [] for name in lists}


def test_a_version_outside_the_rounds_folders_is_compared_with_the_round(run: Run, tmp_path: Path) -> None:
    text = CALENDAR.read_text(encoding="utf-8")
    draft = written(
        tmp_path / "draft", text.replace("uiterlijk 1 november 2026", "uiterlijk 8 november 2026")
    )

    there, back = run(KEY, draft, "--json"), run(f"{draft}/calendar.yaml", KEY, "--json")

    moved = [json.loads(one[1])["moved"] for one in (there, back)]
    assert [[(pair["key"], pair["moves"][0]["days"]) for pair in one] for one in moved] == [
        [("signing", 7)],
        [("signing", -7)],
    ]


def test_the_table_is_dutch_and_says_which_years(run: Run, tmp_path: Path) -> None:
    old = written(tmp_path / "cz" / "ggz" / "2027", SMALL)
    new = written(
        tmp_path / "cz" / "ggz" / "2028",
        SMALL.replace("1 april 2026", "1 april 2027").replace("2-31 mei 2026", "3-31 mei 2027"),
    )

    code, out, _ = run(old, new)

    assert code == 0
    assert out.splitlines()[2:] == [
        "Er ligt 1 jaar tussen; dezelfde dag 1 jaar later is geen verschuiving.",
        "1 verschoven, 0 nieuw, 0 vervallen, 0 anders, 1 gelijk.",
        "",
        "Verschoven",
        "",
        "gebeurtenis  van en naar",
        f"-----------  {'-' * 87}",
        "survey       vult in",
        "             za 2 mei 2026 t/m zo 31 mei 2026, 24.00 uur",
        "             → ma 3 mei 2027 t/m ma 31 mei 2027, 24.00 uur",
        "             begin: 1 dag later",
        "             woorden: 2-31 mei 2026 → 3-31 mei 2027",
        "",
        "Gelijk (zelfde dag, 1 jaar verder): policy.",
    ]


def test_two_files_without_a_round_cannot_be_placed(run: Run, tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", SMALL), written(tmp_path / "b", SMALL)

    code, out, err = run(first, second)

    assert (code, out) == (2, "")
    assert "noemen geen ronde" in err


def test_what_is_no_round_and_no_file_is_misuse(run: Run) -> None:
    code, _, err = run(KEY, "cz")

    assert code == 2
    assert "'cz' is niet de sleutel van een ronde" in err


def test_a_calendar_with_faults_is_not_compared(run: Run, tmp_path: Path) -> None:
    wrong = written(tmp_path / "draft", SMALL.replace("uiterlijk 1 april 2026", "ooit"))

    code, _, err = run(KEY, wrong)

    assert code == 2
    assert "calendar.yaml:5:" in err


def test_kept_as_json_types(run: Run) -> None:
    document: Any = json.loads(run(KEY, str(CALENDAR), "--json")[1])

    assert document["years"] == 0
    assert document["old"] == document["new"]
