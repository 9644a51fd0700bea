import json
from pathlib import Path
from typing import Any

import pytest
from cli_run import run
from workbooks import REGISTER_HEADING, register_row, xlsx


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code, said, _ = run(capsys, *arguments, "--json")
    return code, json.loads(said)


def test_an_invented_register_is_imported_shown_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    made = as_json(
        capsys,
        "providers",
        "generate",
        "--count",
        "20",
        "--seed",
        "7",
        "--out",
        "r.xlsx",
        "--contracts",
        "c.csv",
    )
    dry = as_json(capsys, "providers", "import", "r.xlsx", "--dry-run")
    first = as_json(capsys, "providers", "import", "r.xlsx")
    second = as_json(capsys, "providers", "import", "r.xlsx")
    contracts = as_json(capsys, "contracts", "import", "c.csv", "--year", "2026")
    _, listed = as_json(capsys, "providers", "list")
    code, shown = as_json(capsys, "providers", "show", "75000001")

    assert (made[0], made[1]["organisations"]) == (0, 20)
    rows = first[1]["rows"]
    told = first[1].pop("organisations")
    assert [one["outcome"] for one in told] == ["new"] * 20
    assert dry[1].pop("organisations") == told
    assert dry == first
    assert first == (
        0,
        {"accepted": True, "rows": rows, "imported": 20, "changed": 0, "unchanged": 0, "findings": []},
    )
    assert (second[1]["imported"], second[1]["changed"], second[1]["unchanged"]) == (0, 0, 20)
    assert (contracts[0], contracts[1]["imported"]) == (0, 19)
    assert len(listed["providers"]) == 20
    assert (code, shown["main_agb"], shown["kvk"]) == (0, "75000001", "90000001")


def test_findings_end_in_exit_code_1_with_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.xlsx").write_bytes(xlsx(REGISTER_HEADING, register_row(1, naam=""), register_row(2)))

    code, document = as_json(capsys, "providers", "import", "r.xlsx")
    again, table, _ = run(capsys, "providers", "import", "r.xlsx")

    assert (code, again) == (1, 1)
    assert [one["kvk"] for one in document.pop("organisations")] == ["90000002"]
    assert document == {
        "accepted": False,
        "rows": 2,
        "imported": 1,
        "changed": 0,
        "unchanged": 0,
        "findings": [
            {
                "code": "cell-empty",
                "severity": "error",
                "sheet": "register",
                "row": 2,
                "column": "naam",
                "value": "",
                "message": "'naam' is leeg. Vul hier iets in.",
            }
        ],
    }
    assert "register · regel 2 · naam  fout  'naam' is leeg." in table


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("providers", "import", "none.csv"), 2, "none.csv kan niet worden gelezen: het bestaat niet."),
        (("providers", "show", "1"), 2, "geen AGB-code"),
        (("providers", "show", "75000001"), 1, "staat niet in het register"),
        (("providers", "generate", "--count", "1", "--out", "r.txt"), 2, ".xlsx of .csv"),
        (("users", "add", "Anna"), 2, "cannot be a user's name"),
        (
            ("submissions", "check", "none.xlsx", "--as", "x", "--round", "cz/wijkverpleging/2027"),
            2,
            "heeft geen aanlevering 'x'",
        ),
    ],
)
def test_misuse_ends_in_its_exit_code(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended, _, message = run(capsys, *arguments)

    assert ended == code
    assert said in message


def test_users_are_added_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    added = as_json(capsys, "users", "add", "anna", "--role", "approver")
    _, listed = as_json(capsys, "users", "list")

    assert added == (0, {"name": "anna", "role": "approver"})
    assert listed == {"users": [{"name": "anna", "role": "approver"}, {"name": "systeem", "role": "system"}]}


def test_who_imports_must_be_known(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.xlsx").write_bytes(xlsx(REGISTER_HEADING, register_row(1)))

    code, _, message = run(capsys, "providers", "import", "r.xlsx", "--by", "piet")

    assert (code, "'piet' is hier geen gebruiker" in message) == (2, True)


def test_a_template_is_written_and_checked_without_a_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = ("--round", "cz/wijkverpleging/2027")

    written, _, _ = run(capsys, "submissions", "template", "quality-survey", *place, "-o", "u.xlsx")
    code, document = as_json(capsys, "submissions", "check", "u.xlsx", "--as", "quality-survey", *place)

    assert (written, code) == (0, 1)
    assert (document["accepted"], document["rows"]) == (False, 23)
    assert {finding["code"] for finding in document["findings"]} == {"cell-empty"}
    assert not (tmp_path / "var").exists()
