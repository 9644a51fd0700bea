"""`calendar svg` through the real entry point."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from inkoopkalender.cli import main

KEY = "cz/wijkverpleging/2027"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        caught = capsys.readouterr()
        return int(ended.value.code or 0), caught.out, caught.err

    return _run


def document(result: tuple[int, str, str]) -> Any:
    assert result[0] == 0, result
    return json.loads(result[1])


def test_a_calendar_is_drawn_on_stdout_or_into_a_file(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("calendar", "svg", KEY, "--today", "2026-06-01")
    code, said, _ = run("calendar", "svg", KEY, "--today", "2026-06-01", "-o", "k.svg")

    assert (code, said) == (0, "De tijdlijn van 1 kalender staat in k.svg.\n")
    assert (tmp_path / "k.svg").read_text(encoding="utf-8") == out
    assert ET.fromstring(out).attrib["width"] == "1280"


def test_a_sector_takes_every_calendar_of_it(run: Run) -> None:
    listed = document(run("calendar", "list", "--json"))["calendars"]

    found = document(run("calendar", "svg", "--sector", "wijkverpleging", "--json", "-o", "k.svg"))

    assert sorted(found["rounds"]) == [one["key"] for one in listed if one["sector"] == "wijkverpleging"]


def test_a_track_leaves_the_other_tracks_out(run: Run) -> None:
    whole = document(run("calendar", "svg", KEY, "--json", "-o", "k.svg"))
    part = document(run("calendar", "svg", KEY, "--track", "new", "--json", "-o", "k.svg"))

    assert 0 < part["events"] < whole["events"]


def test_an_organisation_has_its_own_rounds_and_tracks(run: Run) -> None:
    run("providers", "generate", "--count", "20", "--seed", "3", "--out", "r.xlsx", "--contracts", "c.csv")
    run("providers", "import", "r.xlsx")
    run("contracts", "import", "c.csv", "--year", "2026")
    none = run("calendar", "svg", "--agb", "75000001")
    run("round", "open", KEY, "--as-of", "2026-03-02")

    own = document(run("calendar", "svg", "--agb", "75000001", "--json"))

    assert none[0] == 1
    assert "doet in geen ronde mee" in none[2]
    assert own["rounds"] == [KEY]
    assert "schrijft zich in als nieuwe" not in own["svg"]
    assert "tekent de overeenkomst" in own["svg"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "precies één van de drie"),
        ((KEY, "--sector", "wijkverpleging"), "precies één van de drie"),
        (("--sector", "tandheelkunde"), "Geen kalender heeft de sector 'tandheelkunde'"),
        ((KEY, "--track", "nieuw"), "Er is geen spoor 'nieuw'"),
        ((KEY, "--today", "1 juni"), "'1 juni' is geen datum"),
        ((KEY, "--from", "2026-06-01", "--until", "2026-05-01"), "ligt na de laatste"),
        ((KEY, "--until", "9999-12-31"), "Kies een jaar van 1900 tot en met 2199"),
        (("--agb", "75"), "75"),
    ],
)
def test_misuse_says_what_to_do(run: Run, arguments: tuple[str, ...], problem: str) -> None:
    code, out, err = run("calendar", "svg", *arguments)

    assert (code, out) == (2, "")
    assert problem in err
