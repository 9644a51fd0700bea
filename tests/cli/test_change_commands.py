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


def waived(run: Run, *more: str) -> tuple[int, str, str]:
    return run(
        "submissions", "waive", provider(), "quality-survey", "--round", ROUND, "--until", "2026-06-14",
        "--reason", "Brand.", *more,
    )  # fmt: skip


def provider() -> str:
    return next(one.agb for one in invent_register(12, 3) if not one.is_new)


def approve(run: Run, by: str, *more: str) -> tuple[int, str, str]:
    return run("waive", "approve", "1", "--reason", "terecht", "--by", by, *more)


def test_waiver_is_asked_by_one_and_approved_by_another_and_is_listed(opened: Run) -> None:
    opened("users", "add", "cas", "--role", "approver")

    asked = document(waived(opened, "--by", "anna", "--json"))
    waiting = document(opened("waive", "list", "--json"))["requests"]
    status = document(opened("round", "status", ROUND, "--json"))["waivers"]
    refused = [approve(opened, by) for by in ("anna", "bo")]
    approved = document(approve(opened, "cas", "--json"))
    listed = document(opened("submissions", "list", "--round", ROUND, "--json"))["waivers"]
    after = document(opened("round", "status", ROUND, "--json"))["waivers"]

    assert (asked["until"], asked["stored"]) == ("2026-06-15T00:00:00+02:00", True)
    assert (asked["state"], asked["request"], asked["expires_at"][:10]) == ("asked", 1, "2026-06-03")
    assert [(one["agb"], one["asked_by"], one["state"]) for one in waiting] == [
        (provider(), "anna", "waiting")
    ]
    assert status == {"granted": 0, "running": 0, "asked": 1}
    assert [code for code, _, _ in refused] == [2, 2]
    assert ("anna vroeg uitstel 1 zelf aan" in refused[0][2], "approver" in refused[1][2]) == (True, True)
    assert (approved["state"], approved["stored"]) == ("granted", True)
    assert [(one["agb"], one["running"], one["granted_by"]) for one in listed] == [(provider(), True, "cas")]
    assert after == {"granted": 1, "running": 1, "asked": 0}
    assert document(opened("waive", "list", "--json")) == {"requests": []}


def test_operator_may_ask_and_reads_the_next_step(opened: Run) -> None:
    code, out, _ = waived(opened, "--by", "bo")
    again = waived(opened, "--by", "bo")
    nobody = waived(opened)

    assert code == 0
    assert "Aangevraagd; er verandert nog niets. Een ander keurt het goed, vóór 03-06-2026 " in out
    assert out.splitlines()[-1] == "inkoopkalender waive approve 1 --reason R"
    assert again[1] == "Dit uitstel wacht al op een ander: inkoopkalender waive approve 1 --reason R\n"
    assert (nobody[0], "Noem uzelf" in nobody[2]) == (2, True)


def test_request_is_taken_back_by_who_asked_and_not_by_another_operator(opened: Run) -> None:
    opened("users", "add", "dirk")
    waived(opened, "--by", "bo")
    refuse = ("waive", "refuse", "1", "--reason", "toch niet nodig", "--by")

    by_other = opened(*refuse, "dirk")
    by_asker = document(opened(*refuse, "bo", "--json"))
    everything = document(opened("waive", "list", "--all", "--json"))["requests"]

    assert (by_other[0], by_asker) == (2, {"request": 1, "state": "refused"})
    assert [(one["state"], one["decided_reason"]) for one in everything] == [("refused", "toch niet nodig")]
    assert "afgewezen" in opened("waive", "list", "--all")[1]
