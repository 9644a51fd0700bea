"""`calendar show`, `svg` and `ics` of an open round: with the dates that were moved, and said so."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from inkoopkalender.cli import main
from inkoopkalender.content.root import content_root

ROUND = "cz/wijkverpleging/2027"
WORDS = "2 mei 2026 t/m 7 juni 2026"
MOVED = 'op 20 mei 2026 van "2-31 mei 2026" naar "2 mei 2026 t/m 7 juni 2026": Storing.'
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in a folder of its own, without settings."""
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        caught = capsysbinary.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), caught.out.decode(), caught.err.decode()

    return _run


@pytest.fixture
def opened(run: Run) -> Run:
    """Run a command in a folder with an open round, on 20 May 2026."""
    for command in (
        "users add bo",
        "providers generate --count 12 --seed 3 --out r.xlsx --contracts c.csv",
        "providers import r.xlsx --by bo",
        "contracts import c.csv --year 2026 --by bo",
        f"round open {ROUND} --as-of 2026-05-01 --by bo",
        "clock move --to 2026-05-20T10:00 --reason test --by bo",
    ):
        assert run(*command.split())[0] == 0
    return run


def change(run: Run, event: str = "quality-survey", words: str = WORDS) -> None:
    code, out, err = run(
        "calendar", "change", ROUND, event, "--when", words, "--reason", "Storing.", "--by", "bo"
    )
    assert code == 0, (out, err)


def document(result: tuple[int, str, str]) -> Any:
    assert result[0] == 0, result
    return json.loads(result[1])


def events(run: Run) -> dict[str, Any]:
    return {one["key"]: one for one in document(run("calendar", "show", ROUND, "--json"))["events"]}


def entries(run: Run) -> dict[str, Any]:
    code, out, _ = run("calendar", "ics", ROUND)
    assert code == 0
    return {str(one["UID"]).split("@")[0]: one for one in Calendar.from_ical(out).walk("VEVENT")}


def stored(folder: Path) -> list[str]:
    """Return all that the database holds."""
    with closing(sqlite3.connect(folder / "inkoopkalender.db")) as connection:
        return list(connection.iterdump())


def test_show_has_the_moved_date_and_says_how_it_was_moved(opened: Run) -> None:
    change(opened)

    survey = events(opened)["quality-survey"]
    code, out, _ = opened("calendar", "show", ROUND)

    assert (survey["words"], survey["last_day"]) == (WORDS, "2026-06-07")
    assert survey["moved"].pop("changed_at").startswith("2026-05-20T10:00:00")
    assert survey["moved"] == {
        "event": "quality-survey",
        "by": "quality-survey",
        "words_before": "2-31 mei 2026",
        "words_after": WORDS,
        "start_before": "2026-05-02T00:00:00+02:00",
        "end_before": "2026-06-01T00:00:00+02:00",
        "reason": "Storing.",
    }
    assert code == 0
    assert f"Verplaatst {MOVED}" in " ".join(out.split())


def test_event_that_counts_from_the_moved_one_says_that_it_moved_along(opened: Run) -> None:
    before = events(opened)
    change(opened, "contract-offers", "20 oktober 2026")

    after = events(opened)
    along = {key: one for key, one in after.items() if one["moved"] and key != "contract-offers"}

    assert {one["relative_to"] for one in along.values()} == {"contract-offers"}
    for key, one in along.items():
        assert (one["moved"]["by"], one["moved"]["end_before"]) == ("contract-offers", before[key]["end"])
        assert one["end"] != before[key]["end"]
    assert "Meeverschoven op 20 mei 2026 met contract-offers, was" in " ".join(
        opened("calendar", "show", ROUND)[1].split()
    )


def test_picture_has_the_moved_date_and_says_what_it_was(opened: Run) -> None:
    change(opened)

    drawn = document(opened("calendar", "svg", ROUND, "--today", "2026-05-20", "--json"))

    assert drawn["moved"] == [{"round": ROUND, "event": "quality-survey"}]
    assert f"verplaatst {MOVED}" in drawn["svg"].replace("&quot;", '"')
    assert "verplaatst, was" in drawn["svg"]


def test_picture_of_an_organisations_rounds_has_the_moved_date(opened: Run) -> None:
    change(opened)

    drawn = document(opened("calendar", "svg", "--agb", "75000001", "--today", "2026-05-20", "--json"))

    assert f"verplaatst {MOVED}" in drawn["svg"].replace("&quot;", '"')


def test_agenda_has_the_moved_date_under_a_higher_number_and_quotes_no_policy_for_it(opened: Run) -> None:
    before = entries(opened)
    change(opened)
    after = entries(opened)
    told = opened("calendar", "ics", ROUND, "-o", "a.ics")[2]

    name = "cz.wijkverpleging.2027.quality-survey.deadline"
    assert before[name]["DTEND"].dt.isoformat() == "2026-06-01T00:00:00+02:00"
    assert after[name]["DTEND"].dt.isoformat() == "2026-06-08T00:00:00+02:00"
    assert (before[name]["SEQUENCE"], after[name]["SEQUENCE"]) == (0, 1)
    assert "Het beleid noemde een andere datum" in after[name]["DESCRIPTION"]
    assert "In het beleid:" not in after[name]["DESCRIPTION"]
    assert f"quality-survey: verplaatst {MOVED}" in told


def test_entry_that_is_gone_with_the_old_date_is_cancelled(opened: Run) -> None:
    change(opened, words="uiterlijk 7 juni 2026")

    after = entries(opened)
    counted = document(opened("calendar", "ics", ROUND, "--json", "-o", "a.ics"))

    gone = after["cz.wijkverpleging.2027.quality-survey.period"]
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 1)
    assert (counted["cancelled"], counted["moved"]) == (1, ["quality-survey"])


@pytest.mark.parametrize("what", ["show", "svg", "ics"])
def test_no_database_is_made_where_there_is_none(run: Run, tmp_path: Path, what: str) -> None:
    assert run("calendar", what, ROUND)[0] == 0

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["show", "svg", "ics"])
def test_database_is_left_as_it_is(opened: Run, tmp_path: Path, what: str) -> None:
    change(opened)
    before = stored(tmp_path / "var")

    assert opened("calendar", what, ROUND)[0] == 0

    assert stored(tmp_path / "var") == before


def test_database_with_older_tables_has_no_moved_dates(run: Run, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with closing(sqlite3.connect(tmp_path / "var" / "inkoopkalender.db")) as old, old:
        old.execute("CREATE TABLE rounds (id INTEGER, key TEXT)")
        old.execute("INSERT INTO rounds VALUES (1, ?)", (ROUND,))

    assert events(run)["quality-survey"]["moved"] is None


@pytest.mark.parametrize("what", ["show", "svg", "ics"])
def test_database_that_cannot_be_read_is_told_and_the_file_is_shown(
    run: Run, tmp_path: Path, what: str
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "inkoopkalender.db").write_bytes(b"no database at all, but long enough" * 100)

    code, out, err = run("calendar", what, ROUND)

    assert (code, bool(out)) == (0, True)
    assert "Let op: De database" in err
    assert f"Datums die in {ROUND} zijn verplaatst, ontbreken hier." in err


def test_file_that_says_something_else_than_was_decided_is_told(
    opened: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(opened)
    team = tmp_path / "team"
    shutil.copytree(content_root() / "calendars", team / "calendars")
    file = team / "calendars" / ROUND / "calendar.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("when: 2-31 mei 2026", "when: 2 mei 2026 t/m 3 juni 2026"), encoding="utf-8")
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(team))

    code, out, err = opened("calendar", "show", ROUND)

    assert code == 0
    assert "quality-survey: calendar.yaml zegt nu '2 mei 2026 t/m 3 juni 2026'" in err
    assert "zo 7 juni 2026" in out
