"""A calendar that is expected: its round does not open, and an open one stands still and says why."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inkoopkalender.cli import main
from inkoopkalender.content.root import content_root

ROUND = "cz/wijkverpleging/2027"
Run = Callable[..., tuple[int, str, str]]
WHY = (
    "De kalender van cz/wijkverpleging/2027 is verwacht (status: expected): er gebeurt niets tot zij "
    "bevestigd is. Klopt zij, zet dan status: confirmed in calendars/cz/wijkverpleging/2027/calendar.yaml.\n"
)


@pytest.fixture(name="run")
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder of its own, on a copy of the content; there is a register."""
    shutil.copytree(content_root() / "calendars", tmp_path / "content" / "calendars")
    shutil.copytree(content_root() / "templates", tmp_path / "content" / "templates")
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(tmp_path / "content"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        captured = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    run("providers", "generate", "--count", "3", "--seed", "3", "--out", "r.xlsx", "--contracts", "c.csv")
    run("providers", "import", "r.xlsx")
    run("contracts", "import", "c.csv", "--year", "2026")
    return run


def expect(folder: Path) -> None:
    """Turn the calendar into one that is expected."""
    file = folder / "content" / "calendars" / ROUND / "calendar.yaml"
    file.write_text("status: expected\n" + file.read_text(encoding="utf-8"), encoding="utf-8")


def test_an_expected_round_does_not_open(run: Run, tmp_path: Path) -> None:
    expect(tmp_path)

    code, out, err = run("round", "open", ROUND)

    assert (code, out) == (2, "")
    assert "haar kalender is verwacht (status: expected), niet bevestigd" in err


def test_a_round_without_letters_and_forms_does_not_open(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "calendars" / "duinrand" / "wijkverpleging" / "2027"
    shutil.copytree(tmp_path / "content" / "calendars" / ROUND, folder)
    for name in ("letters.yaml", "submissions.yaml"):
        (folder / name).unlink()

    code, out, err = run("round", "open", "duinrand/wijkverpleging/2027")

    assert (code, out) == (2, "")
    assert "maar letters.yaml en submissions.yaml ontbreken" in err


def test_a_round_that_could_not_send_a_receipt_does_not_open(run: Run, tmp_path: Path) -> None:
    calendars = tmp_path / "content" / "calendars"
    folder = calendars / "duinrand" / "wijkverpleging" / "2027"
    shutil.copytree(calendars / ROUND, folder)
    (folder / "letters.yaml").unlink()
    insurer = (content_root() / "calendars" / "cz" / "insurer.yaml").read_text(encoding="utf-8")
    file = calendars / "duinrand" / "insurer.yaml"
    file.write_text(insurer.replace("  wijkverpleging:", "  ggz:"), encoding="utf-8")

    code, out, err = run("round", "open", "duinrand/wijkverpleging/2027")

    assert (code, out) == (2, "")
    assert "geen postbus voor de sector wijkverpleging" in err
    assert run("round", "status", "duinrand/wijkverpleging/2027")[0] == 2


def test_an_open_round_stands_still_while_its_calendar_is_expected(run: Run, tmp_path: Path) -> None:
    opened = run("round", "open", ROUND, "--as-of", "2026-05-01")
    before = json.loads(run("round", "due", ROUND, "--now", "2026-05-18T10:00", "--json")[1])
    expect(tmp_path)

    due = run("round", "due", ROUND, "--now", "2026-05-18T10:00")
    told = json.loads(run("round", "due", ROUND, "--now", "2026-05-18T10:00", "--json")[1])
    ticked = run("round", "tick", ROUND, "--now", "2026-05-18T10:00")
    status = run("round", "status", ROUND)

    assert opened[0] == 0
    assert (before["calendar_status"], len(before["actions"]) > 0) == ("confirmed", True)
    assert due[:2] == (0, WHY + "Er is niets te doen.\n")
    assert (told["calendar_status"], told["actions"]) == ("expected", [])
    assert ticked[:2] == (0, WHY + "Er was niets te doen.\n")
    assert status[1].startswith(WHY)
