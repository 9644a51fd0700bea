"""A round by hand, command after command, and what each says when it is used wrongly."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inkoopkalender.cli import main
from inkoopkalender.usecases.generate import invent_register

ROUND = "cz/wijkverpleging/2027"


@pytest.fixture(name="run")
def runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command as a user would in a folder of its own; return exit code, stdout and stderr."""
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        captured = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), captured.out, captured.err

    return run


@pytest.fixture
def opened(run: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, str, str]]:
    """The same, with a register, last year's contracts, a person and an open round."""
    assert run("users", "add", "anna", "--role", "approver")[0] == 0
    generated = run(
        "providers", "generate", "--count", "20", "--seed", "3", "--out", "r.xlsx", "--contracts", "c.csv"
    )
    assert generated[0] == 0
    assert run("providers", "import", "r.xlsx", "--by", "anna")[0] == 0
    assert run("contracts", "import", "c.csv", "--year", "2026", "--by", "anna")[0] == 0
    assert run("round", "open", ROUND, "--as-of", "2026-03-02", "--by", "anna")[0] == 0
    return run


def document(result: tuple[int, str, str]) -> Any:
    assert result[0] == 0, result
    return json.loads(result[1])


def test_a_round_cannot_open_without_last_years_contracts(run: Callable[..., tuple[int, str, str]]) -> None:
    run("providers", "generate", "--count", "3", "--seed", "3", "--out", "r.xlsx")
    run("providers", "import", "r.xlsx")

    code, out, err = run("round", "open", ROUND)

    assert (code, out) == (2, "")
    assert "contracts import" in err


def test_due_says_what_each_action_waits_for(opened: Callable[..., tuple[int, str, str]]) -> None:
    due = document(opened("round", "due", ROUND, "--now", "2026-06-02T10:00", "--json"))

    waits = {one["key"].split("|")[3]: one["waits_for"] for one in due["actions"] if one["waits_for"]}

    assert waits == {
        "publish_policy": ["parameter policy_address", "parameter policy_document"],
        "assess_round": [
            "close_intake",
            "an export of quality-survey that is complete until 2026-06-01T00:00:00+02:00",
        ],
    }


def test_a_second_tick_does_nothing(opened: Callable[..., tuple[int, str, str]]) -> None:
    first = document(opened("round", "tick", ROUND, "--now", "2026-05-15T10:00", "--by", "anna", "--json"))

    second = document(opened("round", "tick", ROUND, "--now", "2026-05-15T10:00", "--by", "anna", "--json"))

    assert [(one["kind"], one["state"]) for one in first["ran"]] == [
        ("open_intake", "done"),
        ("remind_providers", "done"),
    ]
    assert second["ran"] == []


def test_standings_of_an_open_round_add_up_to_its_providers(
    opened: Callable[..., tuple[int, str, str]],
) -> None:
    status = document(opened("round", "status", ROUND, "--json"))

    assert sum(status["standings"].values()) == 20
    assert status["standings"]["invited"] == 20


def test_a_survey_is_taken_in_and_answered_with_its_hash(opened: Callable[..., tuple[int, str, str]]) -> None:
    opened("submissions", "template", "quality-survey", "--round", ROUND, "-o", "leeg.xlsx")

    code, out, _ = opened(
        "submissions", "receive", "leeg.xlsx", "--as", "quality-survey", "--round", ROUND,
        "--agb", "75000001", "--at", "2026-05-10T12:00", "--by", "anna", "--json",
    )  # fmt: skip

    receipt = json.loads(out)
    assert (code, receipt["state"], receipt["revision"], len(receipt["sha256"])) == (1, "rejected", 1, 64)
    assert {finding["code"] for finding in receipt["findings"]} >= {"cell-empty"}


def test_a_parameter_that_cannot_be_is_refused_with_what_is_expected(
    opened: Callable[..., tuple[int, str, str]],
) -> None:
    code, _, err = opened("parameters", "set", ROUND, "omzetplafond_percent", '{"A": 104}', "--reason", "x")

    assert code == 2
    assert '{"A": 104, "B": 101, "C": 97}' in err


def test_parameters_show_what_is_unset(opened: Callable[..., tuple[int, str, str]]) -> None:
    opened("parameters", "set", ROUND, "waardemodel_cut_a", "14", "--reason", "besluit", "--by", "anna")

    parameters = document(opened("parameters", "list", ROUND, "--json"))["parameters"]

    assert (parameters["waardemodel_cut_a"], parameters["waardemodel_cut_b"]) == (14, None)


def test_only_an_approver_decides(opened: Callable[..., tuple[int, str, str]]) -> None:
    opened("users", "add", "olga", "--role", "operator")

    code, _, err = opened(
        "tasks", "decide", "1", "continued", "--round", ROUND, "--reason", "x", "--by", "olga"
    )

    assert code == 2
    assert "approver" in err


def test_a_broken_export_does_not_count_as_complete(
    opened: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "leeg.csv").write_text("agb;ontvangen_op\n", encoding="utf-8")
    imported = opened(
        "submissions", "import", "leeg.csv", "--as", "quality-survey", "--round", ROUND,
        "--complete-until", "2026-06-04T08:00", "--by", "anna", "--json",
    )  # fmt: skip

    due = document(opened("round", "due", ROUND, "--now", "2026-06-05T10:00", "--json"))

    assert imported[0] == 1
    assert "not-complete" in [finding["code"] for finding in json.loads(imported[1])["findings"]]
    waits = {one["key"].split("|")[3]: one["waits_for"] for one in due["actions"]}
    assert any("export" in wait for wait in waits["assess_round"])


def test_an_unknown_user_changes_nothing(opened: Callable[..., tuple[int, str, str]]) -> None:
    code, _, err = opened("round", "tick", ROUND, "--by", "piet")

    assert code == 2
    assert "piet" in err


def test_publishing_before_its_time_says_where_to_look(opened: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = opened("publish", ROUND, "--dry-run", "--json")

    gate = json.loads(out)
    assert (code, gate["contracted"], gate["published"]) == (1, 0, {})


def test_an_enrolment_gets_its_promise(opened: Callable[..., tuple[int, str, str]]) -> None:
    newcomer = next(one for one in invent_register(20, 3) if one.is_new)
    opened(
        "cases", "receive", "enrolment", "--round", ROUND,
        "--agb", newcomer.agb, "--at", "2027-02-27T10:00", "--now", "2027-02-27T10:05", "--by", "anna",
    )  # fmt: skip

    promises = document(opened("promises", "list", ROUND, "--json"))["promises"]

    assert [(one["event"], one["last_day"]) for one in promises] == [("new-provider-decision", "2027-04-27")]


def test_the_audit_holds_and_names_who_did_it(opened: Callable[..., tuple[int, str, str]]) -> None:
    verified = document(opened("audit", "verify", "--json"))
    links = document(opened("audit", "show", "--round", ROUND, "--json"))["links"]

    assert verified["broken"] == []
    assert {link["actor"] for link in links} == {"anna"}


def test_production_takes_no_other_moment_than_now(
    opened: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INKOOPKALENDER_MODE", "production")

    code, _, err = opened("round", "tick", ROUND, "--now", "2026-05-15T10:00")

    assert code == 2
    assert "--now" in err


def in_mid_season(run: Callable[..., tuple[int, str, str]]) -> tuple[int, str, str]:
    """Open the round as of June: eight of its actions lie before."""
    run("users", "add", "anna", "--role", "approver")
    made = ("--count", "5", "--seed", "3", "--out", "r.xlsx", "--contracts", "c.csv")
    run("providers", "generate", *made)
    run("providers", "import", "r.xlsx", "--by", "anna")
    run("contracts", "import", "c.csv", "--year", "2026", "--by", "anna")
    return run("round", "open", ROUND, "--as-of", "2026-06-15", "--by", "anna")


def test_opening_in_mid_season_says_what_waits_for_a_mark(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = in_mid_season(run)

    assert code == 0
    assert "8 acties van vóór de opening. Er volgt niets uit" in out
    assert f"inkoopkalender round past {ROUND}" in out


def test_due_never_says_that_nothing_is_to_be_done_while_a_person_is_waited_for(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    in_mid_season(run)

    _, waiting, _ = run("round", "due", ROUND, "--now", "2026-06-15T10:00")
    run("round", "mark", ROUND, "--all", "--as", "done", "--reason", "elders gedaan", "--by", "anna")
    _, marked, _ = run("round", "due", ROUND, "--now", "2026-06-15T10:00")

    assert "Er is niets te doen." not in waiting
    assert "8 acties van vóór de opening" in waiting
    assert marked == "Er is niets te doen.\n"


def test_past_actions_are_listed_tried_out_and_marked(run: Callable[..., tuple[int, str, str]]) -> None:
    in_mid_season(run)
    listed = document(run("round", "past", ROUND, "--json"))
    keys = [one["key"] for one in listed["actions"] if one["kind"] in ("close_intake", "assess_round")]
    by_anna = ("--as", "due", "--reason", "nog niet gebeurd", "--by", "anna", "--json")

    tried = document(run("round", "mark", ROUND, *keys, *by_anna, "--dry-run"))
    marked = document(run("round", "mark", ROUND, *keys, *by_anna))
    again = document(run("round", "mark", ROUND, *keys, *by_anna))

    after = document(run("round", "past", ROUND, "--json"))["actions"]
    assert [one["marked"] for one in (tried, marked, again)] == [0, 2, 0]
    assert [one["kind"] for one in after if one["marked"] == "due"] == ["close_intake", "assess_round"]
    assert len([one for one in after if one["marked"] is None]) == 6


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as", "done", "--reason", "x", "--by", "anna"), "--all"),
        (("KEY", "--all", "--as", "done", "--reason", "x", "--by", "anna"), "--all"),
        (("nergens", "--as", "done", "--reason", "x", "--by", "anna"), "round past"),
        (("--all", "--as", "done", "--reason", "x"), "approver"),
        (("--all", "--as", "done", "--reason", " ", "--by", "anna"), "reden"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_with_the_next_step(
    run: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], said: str
) -> None:
    in_mid_season(run)

    code, out, err = run("round", "mark", ROUND, *arguments)

    assert (code, out) == (2, "")
    assert said in err


def test_the_clock_of_a_demo_is_moved_and_shown(opened: Callable[..., tuple[int, str, str]]) -> None:
    moved = opened("clock", "move", "--to", "2030-10-20T09:00", "--reason", "demo", "--by", "anna")
    shown = document(opened("clock", "show", "--json"))
    back = opened("clock", "move", "--to", "2026-03-03T09:00", "--reason", "demo", "--by", "anna", "--json")

    assert (moved[0], moved[2]) == (0, "")
    assert shown["now"].startswith("2030-10-20T09:0")
    assert "niets wordt ongedaan gemaakt" in back[2]
    assert (document(back)["now"][:15], document(back)["latest"]) == ("2026-03-03T09:0", None)


def test_the_clock_of_production_is_not_moved(
    opened: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INKOOPKALENDER_MODE", "production")

    code, out, err = opened("clock", "move", "--to", "2026-10-20T09:00", "--reason", "x", "--by", "anna")

    assert (code, out) == (2, "")
    assert "productie" in err


def test_showing_a_round_records_nothing(opened: Callable[..., tuple[int, str, str]]) -> None:
    before = document(opened("audit", "show", "--round", ROUND, "--json"))["links"]

    for command in ("status", "timeline", "due", "past"):
        assert opened("round", command, ROUND)[0] == 0
    for room in ("parameters", "offers", "tasks", "promises", "cases"):
        assert opened(room, "list", ROUND)[0] == 0
    opened("submissions", "list", "--round", ROUND)
    opened("publish", ROUND, "--dry-run")

    assert document(opened("audit", "show", "--round", ROUND, "--json"))["links"] == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("round", "status", "cz/onbekend/2027"),
        ("round", "due", ROUND, "--now", "gisteren"),
        (
            "submissions",
            "receive",
            "nergens.xlsx",
            "--as",
            "quality-survey",
            "--round",
            ROUND,
            "--agb",
            "75000001",
        ),
        ("offers", "react", "123", "--round", ROUND, "--reaction", "agrees"),
        ("letters", "release", f"{ROUND}|existing|signing|lapse_unsigned|||1", "--reason", "x"),
        ("tasks", "decide", "999", "continued", "--round", ROUND, "--reason", "x"),
        ("cases", "decide", "onbekend", "offered", "--round", ROUND, "--reason", "x"),
    ],
)
def test_misuse_is_exit_2_with_a_message_and_nothing_on_stdout(
    opened: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...]
) -> None:
    code, out, err = opened(*arguments)

    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


@pytest.mark.parametrize("reason", ["", "  ", "cliënt 999990019 verhuisd"])
def test_a_reason_is_given_and_names_no_number_of_a_person(
    opened: Callable[..., tuple[int, str, str]], reason: str
) -> None:
    code, out, err = opened("parameters", "set", ROUND, "agreement_year", "2026", "--reason", reason)

    assert (code, out, "999990019" in err) == (2, "", False)
    assert "--reason" in err
