"""The calendar commands through the real entry point: output, messages, exit codes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from inkoopkalender.cli import main

KEY = "cz/wijkverpleging/2027"
CALENDAR = Path(__file__).parents[2] / "calendars" / KEY / "calendar.yaml"
LEFT_OUT = "source: {document: policy.txt, title: Beleid}\nworking_days: kantoor\nevents:\n"


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]
Write = Callable[[str], Path]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str) -> Answer:
        with pytest.raises(SystemExit) as ended:
            main(["calendar", *arguments])
        caught = capsys.readouterr()
        return Answer(int(ended.value.code or 0), caught.out, caught.err)

    return _run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a calendar into the folder of a round, and give its file."""

    def _write(text: str) -> Path:
        file = tmp_path / "cz" / "wijkverpleging" / "2027" / "calendar.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
        return file

    return _write


def event(key: str, when: str) -> str:
    return f'  {key}:\n    when: {when}\n    section: "4.1"\n    actor: insurer\n    does: doet iets\n'


def test_list_names_the_rounds(run: Run) -> None:
    answer = run("list", "--json")

    assert answer.code == 0
    named = next(each for each in answer.document["calendars"] if each["key"] == KEY)
    assert named == {
        "key": KEY,
        "insurer": "cz",
        "sector": "wijkverpleging",
        "contract_year": 2027,
        "title": "Zorginkoopbeleid wijkverpleging 2027",
        "events": 71,
        "status": "confirmed",
        "runnable": True,
        "receives": True,
        "errors": 0,
    }


def test_list_says_which_rounds_can_be_opened(run: Run) -> None:
    lines = [line.split("  ") for line in run("list").out.splitlines()[2:]]

    known = {"kan open", "kan ontvangen", "alleen kalender"}
    standing = {words[0]: known & {one.strip() for one in words} for words in lines}
    assert standing[KEY] == {"kan open"}
    assert standing["vgz/huisartsenzorg/2025"] == {"kan ontvangen"}


def test_calendar_commands_read_the_content_that_is_set(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(LEFT_OUT + event("a", "uiterlijk 1 mei 2026"))
    folder = tmp_path / "team" / "calendars"
    folder.mkdir(parents=True)
    (tmp_path / "cz").rename(folder / "cz")
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(tmp_path / "team"))

    listed = [(each["key"], each["events"]) for each in run("list", "--json").document["calendars"]]
    shown = [each["key"] for each in run("show", KEY, "--json").document["events"]]
    same = json.loads(run("diff", KEY, KEY, "--json").out)["same"]

    assert ([one for one in listed if one[0] == KEY], shown, same) == ([(KEY, 1)], ["a"], ["a"])
    assert run("check", "--json").document["calendars"] == len(listed)
    assert run("new-year", KEY, "--dry-run", "--json").document["events"] == 1


def test_show_json_holds_the_resolved_events(run: Run) -> None:
    document = run("show", KEY, "--json").document

    head = {name: document[name] for name in ("key", "insurer", "sector", "contract_year", "timezone")}
    survey = next(each for each in document["events"] if each["key"] == "quality-survey")
    assert head == {
        "key": KEY,
        "insurer": "cz",
        "sector": "wijkverpleging",
        "contract_year": 2027,
        "timezone": "Europe/Amsterdam",
    }
    assert survey == {
        "key": "quality-survey",
        "track": "existing",
        "words": "2-31 mei 2026",
        "quote": "2-31 mei 2026",
        "kind": "window",
        "start": "2026-05-02T00:00:00+02:00",
        "end": "2026-06-01T00:00:00+02:00",
        "last_day": "2026-05-31",
        "end_elsewhere": None,
        "approximate": False,
        "moved": None,
        "span": None,
        "relative_to": None,
        "offset": None,
        "recurrence": None,
        "readings": [],
        "actor": "provider",
        "does": "vult de uitvraag kwaliteitsinformatie in",
        "channel": "vecozo",
        "source": {"document": "004_3d2709293215211c.txt", "section": "4.1"},
        "phase": "intake",
        "submission": "quality-survey",
        "remind": {
            "open": True,
            "before_end": [
                {"amount": 14, "unit": "days"},
                {"amount": 7, "unit": "days"},
                {"amount": 1, "unit": "working days"},
            ],
        },
        "release": None,
        "owner": "Zorginkoop wijkverpleging",
        "act_on": None,
        "retroactive": False,
        "inferred_year": False,
        "ambiguities": ["A-WV-01", "A-WV-04", "A-GEN-01"],
        "reason": "'-': beide dagen tellen mee, te laat vanaf ma 1 juni 2026, 00.00 uur.",
        "occurrences": [],
    }


def test_show_table_has_dutch_dates_and_fits_100_columns(run: Run) -> None:
    answer = run("show", KEY)

    lines = answer.out.splitlines()
    assert max(len(line) for line in lines) <= 100
    assert sum("za 2 mei 2026 t/m zo 31 mei 2026, 24.00 uur" in line for line in lines) == 1
    assert sum("≈ wo 15 juli 2026 (11-20 juli 2026)" in line for line in lines) == 2


def test_show_says_under_the_table_how_what_is_unclear_is_read(run: Run) -> None:
    told = " ".join(run("show", KEY).out.split())

    assert (
        "A-WV-03 De afspraak van welk jaar telt voor het waardemodel, en wat geldt bij precies € 100.000? "
        "(2.3.3) "
        "Gelezen: Die van het jaar vóór het contractjaar, en zij moet hoger zijn dan € 100.000. "
        "Ook mogelijk: De afspraak voor het contractjaar zelf; Precies € 100.000 is al genoeg "
    ) in told


def test_show_json_holds_the_ambiguities(run: Run) -> None:
    ambiguities = run("show", KEY, "--json").document["ambiguities"]

    assert [each["id"] for each in ambiguities] == [
        "A-GEN-01",
        "A-GEN-03",
        "A-GEN-04",
        "A-PUB-01",
        *(f"A-WV-{number:02}" for number in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 22)),
        *(f"A-WV-{number}" for number in (27, 28, 29, 30, 31, 32)),
    ]
    assert next(each for each in ambiguities if each["id"] == "A-WV-11") == {
        "id": "A-WV-11",
        "question": "Is wie in 2026 een overeenkomst had maar niets declareerde, bestaand of nieuw?",
        "reading": "Dat beslist een mens per aanbieder.",
        "alternatives": ["Bestaand", "Nieuw"],
        "sections": ["3.1", "3.2.1"],
    }


def test_show_of_a_track_leaves_other_tracks_out(run: Run) -> None:
    tracks = {each["track"] for each in run("show", KEY, "--track", "new", "--json").document["events"]}

    assert tracks == {"all", "new"}


def test_when_answers_the_whole_contract(run: Run) -> None:
    assert run("when", "medio juli tot en met 31 oktober 2026", "--json").document == {
        "words": "medio juli tot en met 31 oktober 2026",
        "kind": "window",
        "start": "2026-07-15T00:00:00+02:00",
        "end": "2026-11-01T00:00:00+01:00",
        "last_day": "2026-10-31",
        "end_elsewhere": None,
        "approximate": True,
        "span": {"start": "2026-07-11", "end": "2026-07-20", "bound": "start"},
        "unresolved": False,
        "relative_to": None,
        "offset": None,
        "recurrence": None,
        "occurrences": [],
        "retroactive": False,
        "readings": [],
        "inferred_year": False,
        "profile": "kantoor",
        "reason": (
            "'t/m': beide dagen tellen mee, te laat vanaf zo 1 november 2026, 00.00 uur. "
            "Bij benadering: za 11 juli 2026 - ma 20 juli 2026."
        ),
    }


@pytest.mark.parametrize(
    ("arguments", "last_day"),
    [
        (["binnen 2 weken na E", "--event", "2027-01-01"], "2027-01-15"),
        (["binnen 2 weken na E", "--event", "2027-01-01T23:30:00Z"], "2027-01-16"),
        (["binnen 10 werkdagen na E", "--event", "2025-04-17"], "2025-05-02"),
        (["binnen 10 werkdagen na E", "--event", "2025-04-17", "--profile", "atw"], "2025-05-06"),
        (["uiterlijk 15 mei a.s.", "--year", "2026"], "2026-05-15"),
        (["tussen 2 en 31 mei 2026"], "2026-05-31"),
        (["tussen 2 en 31 mei 2026", "--reading", "exclusive"], "2026-05-30"),
        (["binnen 4 weken nadat de overeenkomst is aangeboden"], None),
        (["uiterlijk 1 november 2026"], "2026-11-01"),
    ],
)
def test_when_takes_what_the_words_leave_open(run: Run, arguments: list[str], last_day: str | None) -> None:
    answer = run("when", *arguments, "--json")

    assert (answer.code, answer.document["last_day"]) == (0, last_day)
    assert answer.document["unresolved"] is (last_day is None)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["uiterlijk 1 jnui 2026"], ["'jnui'", "plaats 13", "'juni'"]),
        (["uiterlijk 31 juni 2026"], ["juni 2026 heeft 30 dagen", "plaats 11"]),
        (["uiterlijk 15 mei"], ["heeft geen jaar", "--year"]),
        (["1 mei 2026", "--profile", "bank"], ["'bank'", "kantoor"]),
        (["binnen 2 weken na E", "--event", "gisteren"], ["'gisteren'", "2027-03-15"]),
        (["binnen 2 weken na E", "--event", "9999-12-31"], ["31-12-9999", "1900", "2199"]),
        (["2 weken vóór E", "--event", "0001-01-01"], ["01-01-0001", "1900", "2199"]),
        (["1 mei 2026", "--reading", "loose"], ["'loose'", "inclusive"]),
    ],
)
def test_when_refuses_with_place_and_next_step(run: Run, arguments: list[str], told: list[str]) -> None:
    answer = run("when", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert [text for text in told if text not in answer.err] == []


def test_check_of_all_calendars_has_warnings_only(run: Run) -> None:
    answer = run("check", "--json")

    assert (answer.code, answer.document["errors"]) == (0, 0)
    assert answer.document["warnings"] > 0


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        (LEFT_OUT + event("a", "uiterlijk 1 jnui 2026"), ":5:23:", ["'jnui'", "'juni'"]),
        (
            LEFT_OUT + event("a", "binnen 1 week na b") + event("b", "binnen 1 week na a"),
            ":5:11:",
            ["a -> b -> a"],
        ),
        (LEFT_OUT + event("a", "uiterlijk 29 februari 2027"), ":5:21:", ["februari 2027 heeft 28 dagen"]),
        (LEFT_OUT + event("a", "onbekend") + event("a", "onbekend"), ":9:3:", ["op regel 4 en op regel 9"]),
        (
            LEFT_OUT + event("a", "onbekend") + event("c", "binnen 1 week na b"),
            ":10:28:",
            ["'b' is geen gebeurtenis"],
        ),
        (LEFT_OUT + event("a", "onbekend") + "    wehn: x\n", ":9:5:", ["geen sleutel 'wehn'", "'when'"]),
        (LEFT_OUT + event("a", "uiterlijk 15 mei"), ":5:21:", ["heeft geen jaar", "year: 2026"]),
        ("{{ this is: [not yaml", ":2:1:", ["geen YAML"]),
        ("", ":1:1:", ["leeg"]),
        ("just words\n", ":1:1:", []),
    ],
    ids=["word", "circle", "date", "duplicate", "reference", "key", "year", "yaml", "empty", "words"],
)
def test_check_of_a_broken_calendar_names_place_and_next_step(
    run: Run, write: Write, text: str, place: str, told: list[str]
) -> None:
    answer = run("check", str(write(text)))

    assert answer.code == 1
    assert f"calendar.yaml{place}" in answer.out
    assert [words for words in told if words not in answer.out] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "/no/such/folder"], "geen bestand of map /no/such/folder"),
        (["check", "--against", "/no/such/folder"], "De map /no/such/folder bestaat niet"),
        (["show", "cz/wijkverplegin/2027"], "Bedoelt u cz/wijkverpleging/2027?"),
        (["show", "cz"], "cz/wijkverpleging/2027"),
        (["show", KEY, "--track", "nobody"], "existing, new"),
        (["show"], "Missing argument"),
    ],
)
def test_misuse_ends_with_2_and_says_what_to_do(run: Run, arguments: list[str], told: str) -> None:
    answer = run(*arguments)

    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_check_against_finds_a_quote_that_the_policy_does_not_hold(
    run: Run, write: Write, tmp_path: Path
) -> None:
    file = write(LEFT_OUT + event("a", "uiterlijk 1 mei 2026") + event("b", "uiterlijk 2 juni 2026"))
    (tmp_path / "policy.txt").write_text("4.1 Tijdpad\nUiterlijk 1 \nmei 2026\n", encoding="utf-8")

    answer = run("check", str(file), "--against", str(tmp_path), "--json")

    errors = [each for each in answer.document["findings"] if each["severity"] == "error"]
    assert (answer.code, [(each["code"], each["line"]) for each in errors]) == (1, [("quote-not-found", 10)])


def test_check_against_a_folder_without_the_source_says_so(run: Run, tmp_path: Path) -> None:
    answer = run("check", str(CALENDAR), "--against", str(tmp_path))

    assert answer.code == 1
    assert "004_3d2709293215211c.txt staat niet in" in answer.out


def test_show_says_who_does_what_when_by_which_words(run: Run) -> None:
    shown = " ".join(run("show", KEY).out.split())

    assert (
        "Aanbieder kan bezwaar maken tegen het inkoopbeleid t/m vr 15 mei 2026, 24.00 uur "
        "uiterlijk 15 mei a.s. (Voorwoord > Bezwaren) [A-GEN-03]; in de kalender: uiterlijk 15 mei"
    ) in shown


def test_check_shows_notes_when_asked(run: Run, write: Write) -> None:
    file = str(write(LEFT_OUT + event("a", "onbekend")))

    without, with_notes = run("check", file), run("check", file, "--notes")

    assert ("opmerking:" in without.out, "opmerking:" in with_notes.out) == (False, True)
    assert without.out.endswith("; --notes toont de opmerkingen.\n")


def test_check_refuses_a_confirmed_calendar_without_its_policy(run: Run, write: Write) -> None:
    file = write(LEFT_OUT.replace("policy.txt", "onbekend") + event("a", "uiterlijk 1 mei 2026"))

    answer = run("check", str(file))

    assert answer.code == 1
    assert ":1:20: fout: De kalender is bevestigd, maar haar bron is onbekend." in answer.out


def test_when_writes_a_whole_day_once_and_names_the_kind_in_dutch(run: Run) -> None:
    assert run("when", "per 1 maart of 1 mei 2026").out == (
        "2 keer: eerst zo 1 maart 2026\n"
        "telkens: 2 datums: zo 1 maart 2026, vr 1 mei 2026.\n"
        "  zo 1 maart 2026\n"
        "  vr 1 mei 2026\n"
    )


def test_when_says_which_event_is_not_used(run: Run) -> None:
    answer = run("when", "1 mei 2026", "--event", "2026-01-01")

    assert answer.code == 0
    assert "tellen vanaf 0 gebeurtenissen" in answer.err


def test_calendar_commands_import_no_database_and_no_prefect() -> None:
    heavy = "sqlalchemy prefect fastapi aiosmtplib xlsxwriter pendulum"
    code = (
        "import sys, atexit; from inkoopkalender.cli import main\n"
        f"atexit.register(lambda: sys.stderr.write(' '.join(set('{heavy}'.split()) & set(sys.modules))))\n"
        f"main(['calendar', 'show', '{KEY}'])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr == ""


def test_installed_command_ends_with_the_same_codes() -> None:
    command = [
        str(Path(sys.executable).with_name("inkoopkalender")),
        "calendar",
        "when",
        "uiterlijk 1 jnui 2026",
    ]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "'juni'" in done.stderr
