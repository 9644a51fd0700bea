"""`calendar new-year` through the real entry point."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from inkoopkalender.cli import main

KEY = "cz/wijkverpleging/2027"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["calendar", *arguments])
        caught = capsys.readouterr()
        return int(ended.value.code or 0), caught.out, caught.err

    return _run


def test_the_new_calendar_is_expected_and_passes_the_check(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("new-year", KEY, "--to", str(tmp_path), "--json")
    checked = run("check", str(tmp_path), "--json")

    document = json.loads(out)
    file = tmp_path / "cz" / "wijkverpleging" / "2028" / "calendar.yaml"
    assert code == 0
    assert (document["key"], document["file"]) == ("cz/wijkverpleging/2028", str(file))
    assert (document["written"], document["status"]) == (True, "expected")
    assert file.read_text(encoding="utf-8") == document["text"]
    assert (checked[0], json.loads(checked[1])["errors"]) == (0, 0)


def test_a_dry_run_writes_nothing_and_lists_the_same(run: Run, tmp_path: Path) -> None:
    dry = json.loads(run("new-year", KEY, "--to", str(tmp_path), "--dry-run", "--json")[1])
    before = list(tmp_path.iterdir())
    wet = json.loads(run("new-year", KEY, "--to", str(tmp_path), "--json")[1])

    assert before == []
    assert dry == {**wet, "written": False}


def test_the_list_names_what_must_be_looked_up_and_copied(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("new-year", KEY, "--to", str(tmp_path))

    assert code == 0
    assert out.startswith(f"cz/wijkverpleging/2028: dezelfde woorden als {KEY}, één jaar later.")
    wanted = ("Bron", "Wettelijke datums", "Geen werkdag", "Bij benadering", "Bestanden van dit jaar")
    assert [line for line in out.splitlines() if line in wanted] == list(wanted)
    assert "letters.yaml" in out
    assert "Schrijf opnieuw, uit het nieuwe beleid alleen." in out


def test_what_is_there_is_never_written_over(run: Run, tmp_path: Path) -> None:
    run("new-year", KEY, "--to", str(tmp_path))

    code, out, err = run("new-year", KEY, "--to", str(tmp_path))

    assert (code, out) == (2, "")
    assert "is er al en blijft zoals hij is" in err


def test_a_round_without_a_calendar_is_misuse(run: Run) -> None:
    code, _, err = run("new-year", "cz/wijkverpleging/2099")

    assert code == 2
    assert "Er is geen kalender voor de ronde cz/wijkverpleging/2099" in err
