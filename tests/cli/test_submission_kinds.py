"""`submissions kinds`: what a round asks, without a database."""

import json

import pytest
from typer.testing import CliRunner

from inkoopkalender.cli import app

RUNNER = CliRunner()


def test_a_round_shows_its_kinds_with_their_period() -> None:
    result = RUNNER.invoke(app, ["submissions", "kinds", "cz/wijkverpleging/2027"])

    assert result.exit_code == 0
    assert (
        "cz/wijkverpleging/2027 resv-plan (SUB-WV-11): RESV-plan 2027. Inleveren: uiterlijk op 15 juli 2026."
    ) in result.stdout.splitlines()


def test_json_says_how_much_of_a_kind_is_a_proposal() -> None:
    result = RUNNER.invoke(app, ["submissions", "kinds", "cz/wijkverpleging/2027", "--json"])

    (shown,) = [one for one in json.loads(result.stdout)["kinds"] if one["kind"] == "member-list"]
    assert shown == {
        "round": "cz/wijkverpleging/2027",
        "kind": "member-list",
        "id": "SUB-WV-07",
        "title": "Ledenlijst van de zorgcoöperatie 2027",
        "section": "Bijlage 1 1.4",
        "layout": "rows",
        "window": "cooperative-member-list",
        "also": ["cooperative-member-changes"],
        "period": "jaarlijks; het gehele jaar door 2027",
        "late": "needs-approval",
        "channel": None,
        "address": "",
        "questions": 7,
        "proposed_questions": 2,
        "documents": [],
        "tables": [],
    }


def test_without_a_round_every_round_that_asks_something_is_shown() -> None:
    result = RUNNER.invoke(app, ["submissions", "kinds", "--json"])

    assert {one["round"] for one in json.loads(result.stdout)["kinds"]} >= {
        "cz/medisch-specialistische-zorg/2027",
        "cz/stoppen-met-roken/2027",
        "cz/wijkverpleging/2027",
        "vgz/huisartsenzorg/2025",
    }


@pytest.mark.parametrize("key", ["cz/onbekend/2027", "geen-ronde"])
def test_a_round_that_is_not_there_is_an_error(key: str) -> None:
    result = RUNNER.invoke(app, ["submissions", "kinds", key])

    assert result.exit_code != 0
