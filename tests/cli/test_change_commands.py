"""Moving a date and giving more time from the command line: what is said, in JSON and to a person."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inkoopkalender.cli import main
from inkoopkalender.content.root import content_root
from inkoopkalender.usecases.generate import invent_register

ROUND = "cz/wijkverpleging/2027"
WORDS = "2 mei 2026 t/m 7 juni 2026"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder with an open round, on 20 May 2026."""
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        captured = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    for command in (
        "users add anna --role approver",
        "users add bo",
        "providers generate --count 12 --seed 3 --out r.xlsx --contracts c.csv",
        "providers import r.xlsx --by anna",
        "contracts import c.csv --year 2026 --by anna",
        f"round open {ROUND} --as-of 2026-05-01 --by anna",
        "clock move --to 2026-05-20T10:00 --reason test --by anna",
    ):
        assert run(*command.split())[0] == 0
    return run


def document(result: tuple[int, str, str]) -> Any:
    return json.loads(result[1])


def change(run: Run, *more: str, words: str = WORDS) -> tuple[int, str, str]:
    return run(
        "calendar", "change", ROUND, "quality-survey", "--when", words, "--reason", "Storing.",
        "--by", "bo", *more,
    )  # fmt: skip


def test_dry_run_and_act_say_the_same_in_json(opened: Run) -> None:
    dry, real = document(change(opened, "--dry-run", "--json")), document(change(opened, "--json"))

    assert (dry["stored"], real["stored"]) == (False, True)
    assert {**dry, "stored": True, "announced_at": ""} == {**real, "announced_at": ""}
    assert real["after"]["end"] == "2026-06-08T00:00:00+02:00"
    assert real["before"]["last_day"] == "2026-05-31"
    assert set(real) >= {"round", "event", "actions", "letters", "organisations", "findings", "moved"}


def test_person_reads_what_follows_and_the_next_step(opened: Run) -> None:
    code, out, _ = change(opened)

    assert code == 0
    assert "quality-survey: was '2-31 mei 2026', wordt '2 mei 2026 t/m 7 juni 2026'." in out
    assert "  wordt: za 2 mei 2026 t/m zo 7 juni 2026, 24.00 uur\n" in out
    assert f"inkoopkalender round tick {ROUND}" in out


def test_second_time_it_is_already_so(opened: Run) -> None:
    change(opened)

    code, out, _ = change(opened)

    assert (code, out) == (0, "quality-survey is al zo: 2 mei 2026 t/m 7 juni 2026. Er is niets gewijzigd.\n")


def test_words_without_a_meaning_are_a_finding(opened: Run) -> None:
    code, out, _ = change(opened, "--json", words="ergens in de zomer")

    assert code == 1
    assert [one["severity"] for one in json.loads(out)["findings"]] == ["error"]


def test_timeline_shows_the_moved_date(opened: Run) -> None:
    change(opened)

    timeline = document(opened("round", "timeline", ROUND, "--json"))
    text = opened("round", "timeline", ROUND)[1]

    assert [(one["event"], one["words"]) for one in timeline["changes"]] == [("quality-survey", WORDS)]
    assert text.startswith("quality-survey: gewijzigd op 20-05-2026, was '2-31 mei 2026'")


def test_edit_of_the_file_to_the_same_words_has_no_effect_and_another_is_told(
    opened: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(opened)
    team = tmp_path / "team"
    folder = team / "calendars" / "cz" / "wijkverpleging" / "2027"
    for name in ("calendars", "templates"):
        shutil.copytree(content_root() / name, team / name)
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(team))

    def said(words: str) -> tuple[int, int, str]:
        file = folder / "calendar.yaml"
        original = (content_root() / file.relative_to(team)).read_text(encoding="utf-8")
        file.write_text(original.replace("when: 2-31 mei 2026", f"when: {words}"), encoding="utf-8")
        due = opened("round", "due", ROUND, "--now", "2026-06-04T10:00", "--json")
        actions = [one["key"].split("|")[3] for one in json.loads(due[1])["actions"]]
        return due[0], actions.count("close_intake"), due[2]

    same, other = said(WORDS), said("2 mei 2026 t/m 3 juni 2026")

    assert same == (0, 0, "")
    assert other[:2] == (0, 0)
    assert "calendar.yaml zegt nu '2 mei 2026 t/m 3 juni 2026'" in other[2]


def test_waiver_needs_an_approver_and_is_listed(opened: Run) -> None:
    agb = next(one.agb for one in invent_register(12, 3) if not one.is_new)
    arguments = (
        "submissions", "waive", agb, "quality-survey", "--round", ROUND, "--until", "2026-06-14",
        "--reason", "Brand.",
    )  # fmt: skip

    refused = opened(*arguments, "--by", "bo")
    granted = document(opened(*arguments, "--by", "anna", "--json"))
    listed = document(opened("submissions", "list", "--round", ROUND, "--json"))["waivers"]
    status = document(opened("round", "status", ROUND, "--json"))["waivers"]

    assert (refused[0], "approver" in refused[2]) == (2, True)
    assert (granted["until"], granted["stored"]) == ("2026-06-15T00:00:00+02:00", True)
    assert [(one["agb"], one["running"]) for one in listed] == [(agb, True)]
    assert status == {"granted": 1, "running": 1}
