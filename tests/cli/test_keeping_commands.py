"""Terms, holds and deletion from the command line, on 21 September 2028: the day a data set may go.

Two providers handed in a data set each, with the same declaration: four files, in three documents.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import A, B
from mds_world import hand_in, mds_desk

from inkoopkalender.cli import main

_SHARED = "dezelfde bytes horen ook bij een bestand dat nog bewaard wordt"
ROUND = "cz/stoppen-met-roken/2027"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder where two providers handed a data set in, two years later."""
    desk = mds_desk(tmp_path, (A, B))
    hand_in(desk)
    hand_in(desk, one=B, content=b"x;y\n1;2\n")
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path))
    monkeypatch.setenv("INKOOPKALENDER_DATABASE", f"sqlite:///{tmp_path / 'round.db'}")
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(tmp_path / "team"))
    monkeypatch.chdir(tmp_path)
    desk.database.close()

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), said.out, said.err

    for command in (
        "users add anna --role approver",
        "users add bo",
        "clock move --to 2028-09-21T00:30 --reason test --by anna",
    ):
        assert call(*command.split())[0] == 0
    return call


def document(result: tuple[int, str, str]) -> Any:
    return json.loads(result[1])


def test_what_is_due_is_listed_with_its_term(run: Run) -> None:
    files = document(run("keeping", "due", "--json"))["files"]

    assert [(one["agb"], one["ended_at"], one["months"], one["after"], one["stops"]) for one in files] == [
        (agb, "2028-09-21T00:00:00+02:00", 24, "mds-results", "")
        for agb in ("75000001", "75000001", "75000002", "75000002")
    ]


def test_dry_run_deletes_nothing(run: Run) -> None:
    dry = document(run("keeping", "delete", "--dry-run", "--reason", "termijn om", "--json"))

    assert dry == {"files": 4, "documents": 0, "size": 0, "swept": False, "stored": False}
    assert len(document(run("keeping", "due", "--json"))["files"]) == 4


def test_only_an_approver_who_types_the_number_deletes(run: Run) -> None:
    wipe = ("keeping", "delete", "--reason", "termijn om", "--json")

    by_operator = run(*wipe, "--confirm", "4", "--by", "bo")
    by_nobody = run(*wipe, "--confirm", "4")
    wrong = run(*wipe, "--confirm", "1", "--by", "anna")
    done = document(run(*wipe, "--confirm", "4", "--by", "anna"))
    records = document(run("keeping", "deleted", "--json"))["deleted"]

    assert (by_operator[0], by_nobody[0], wrong[0]) == (2, 2, 2)
    assert "U typte 1, en er zijn nu 4 bestanden te wissen. Er is niets gewist." in wrong[2]
    assert (done["files"], done["documents"], done["swept"], done["stored"]) == (4, 3, True, True)
    assert [(one["round"], one["kind"], one["deleted_by"], one["reason"]) for one in records] == [
        (ROUND, "mds", "anna", "termijn om")
    ] * 4


@pytest.mark.parametrize(("typed", "code", "left"), [("", 1, 4), ("3\n", 2, 4), ("vier\n4\n", 0, 0)])
def test_without_a_number_it_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, left: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))

    ended, _, err = run("keeping", "delete", "--reason", "termijn om", "--by", "anna")

    assert (ended, "4 bestanden worden voorgoed gewist. Typ het aantal" in err) == (code, True)
    assert len(document(run("keeping", "due", "--json"))["files"]) == left


def test_a_data_set_that_was_deleted_says_so(run: Run) -> None:
    run("keeping", "delete", "--reason", "termijn om", "--confirm", "4", "--by", "anna")

    code, _, err = run("mds", "rates", ROUND, "--agb", "75000001")

    assert (code, "gewist na zijn bewaartermijn" in err) == (1, True)


def test_a_hold_is_set_listed_and_lifted_by_an_approver(run: Run) -> None:
    made = document(
        run("keeping", "hold", "--agb", "75000001", "--reason", "geschil", "--by", "bo", "--json")
    )
    listed = document(run("keeping", "holds", "--json"))["holds"]
    due = document(run("keeping", "due", "--json"))["files"]
    refused = run("keeping", "lift", "1", "--reason", "klaar", "--by", "bo")
    lifted = document(run("keeping", "lift", "1", "--reason", "klaar", "--by", "anna", "--json"))

    assert made == {"hold": 1, "round": None, "agb": "75000001", "reason": "geschil"}
    assert [(one["hold"], one["round"], one["agb"], one["set_by"]) for one in listed] == [
        (1, None, "75000001", "bo")
    ]
    assert [one["stops"] for one in due] == ["bewaarplicht 1: geschil"] * 2 + ["", _SHARED]
    assert (refused[0], lifted) == (2, {"hold": 1, "lifted": True})
    assert document(run("keeping", "holds", "--json")) == {"holds": []}


def test_a_hold_on_nothing_and_an_unknown_provider_are_refused(run: Run) -> None:
    nothing = run("keeping", "hold", "--reason", "geschil", "--by", "bo")
    unknown = run("keeping", "hold", "--agb", "75000009", "--reason", "geschil", "--by", "bo")

    assert (nothing[0], unknown[0]) == (2, 1)


def test_a_tick_asks_a_person(run: Run) -> None:
    run("round", "tick", ROUND, "--by", "anna")

    (task,) = [
        one for one in document(run("tasks", "list", ROUND, "--json"))["tasks"] if one["kind"] == "keeping"
    ]
    assert task["question"].startswith("Van mds zijn 4 bestanden langer bewaard dan 24 maanden.")


def test_a_person_reads_what_can_go(run: Run) -> None:
    code, out, _ = run("keeping", "due")
    swept = run("keeping", "sweep")

    assert (code, out.splitlines()[-1]) == (0, "4 bestanden te wissen, 4 voorbij de termijn.")
    assert swept[:2] == (0, "In het bestand van de database staat niets meer van wat gewist is.\n")
