"""The letters commands through the real entry point: output, messages, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from outbox_world import NOW, Misbehaviour, add_people, make_letter, put, smtp_server

from inkoopkalender.cli import main
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.outbox import Result, claim_letters, record_results

KEY = "cz/wijkverpleging/2027"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["letters", *arguments])
        caught = capsys.readouterr()
        return int(ended.value.code or 0), caught.out, caught.err

    return _run


@pytest.fixture
def post(tmp_path: Path) -> Database:
    database = open_database(f"sqlite:///{tmp_path / 'var' / 'inkoopkalender.db'}")
    add_people(database)
    return database


def document(answer: tuple[int, str, str]) -> Any:
    return json.loads(answer[1])


def test_preview_needs_no_database_and_makes_none(run: Run, tmp_path: Path) -> None:
    code, out, err = run("preview", "survey-reminder", "--round", KEY, "--agb", "75000009")

    assert (code, err) == (0, "De feiten in dit voorbeeld zijn verzonnen.\n")
    assert out.splitlines()[0] == (
        "Onderwerp: Kwaliteitsuitvraag nog niet ontvangen: uiterlijk zo 31 mei 2026 "
        "[AGB 75000009 · wijkverpleging]"
    )
    assert list(tmp_path.iterdir()) == []


def test_preview_as_json_has_the_letter_and_what_is_known_of_it(run: Run) -> None:
    shown = document(run("preview", "survey-missing-class-c", "--round", KEY, "--json"))

    assert (shown["catalogue"], shown["purpose"], shown["release"]) == ("C-WV-03", "formal", "person")
    assert (shown["subject"][:20], shown["html"][:15]) == ("Kwaliteitsuitvraag n", "<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("preview", "nope", "--round", KEY), "Er is geen brief 'nope'."),
        (
            ("preview", "survey-opened", "--round", "cz/wijkverpleging"),
            "'cz/wijkverpleging' is niet de sleutel",
        ),
        (("preview", "survey-opened", "--round", KEY, "--agb", "12"), "'12' is geen AGB-code"),
        (("outbox", "--round", KEY), f"De ronde {KEY} is hier niet open."),
        (("resolve", "7", "sent"), "Er is geen brief 7."),
        (("outbox", "--state", "raar"), "Er is geen toestand 'raar'."),
        (("resolve", "7", "perhaps"), "'perhaps' is not one of"),
    ],
)
def test_misuse_is_named_and_exits_2(run: Run, arguments: tuple[str, ...], message: str) -> None:
    code, _, err = run(*arguments)

    assert code == 2
    assert message in err


def test_deliver_sends_what_waits(run: Run, post: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    put(post, make_letter(1), make_letter(2))

    with smtp_server(Misbehaviour()) as mail:
        monkeypatch.setenv("INKOOPKALENDER_MAIL__PORT", str(mail.port))
        answer = run("deliver", "--json")

    assert answer[0] == 0
    assert document(answer)["sent"] == 2
    assert document(run("outbox", "--round", KEY, "--json"))["letters"]["sent"] == 2


def test_deliver_without_a_server_exits_3_and_letters_wait(
    run: Run, post: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(post, make_letter(1))
    monkeypatch.setenv("INKOOPKALENDER_MAIL__PORT", "9")

    code, out, err = run("deliver")

    assert (code, out[:11]) == (3, "0 verzonden")
    assert err.startswith("De mailserver 127.0.0.1:9 is er niet")
    assert document(run("outbox", "--json"))["letters"]["queued"] == 1


def test_deliver_elsewhere_is_refused_outside_production(
    run: Run, post: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(post, make_letter(1))
    monkeypatch.setenv("INKOOPKALENDER_MAIL__HOST", "smtp.example.org")

    code, _, err = run("deliver")

    assert (code, err.splitlines()[0]) == (
        3,
        "De brieven zouden naar smtp.example.org gaan, maar deze installatie is niet in productie.",
    )


def test_pause_holds_letters_until_resume(run: Run, post: Database) -> None:
    put(post, make_letter(1))

    paused, held, resumed = run("pause"), run("deliver"), run("resume")

    assert (paused[:2], held[0], resumed[:2]) == (
        (0, "Brieven wachten nu.\n"),
        3,
        (0, "Brieven gaan weer weg.\n"),
    )


def test_resolve_settles_an_unknown_letter(run: Run, post: Database) -> None:
    put(post, make_letter(1))
    with post.changing(actor="test", at=NOW, why="test") as change:
        (letter,) = claim_letters(change.connection, NOW, 1, NOW)
        record_results(change.connection, [Result(letter.id, 0, "unknown", NOW, "lost")])

    first, again = run("resolve", str(letter.id), "sent"), run("resolve", str(letter.id), "sent")

    assert first == (0, f"Brief {letter.id}: is aangekomen.\n", "")
    assert (again[0], again[2].splitlines()) == (
        2,
        [
            f"Van brief {letter.id} is de afloop al bekend (sent).",
            "Alleen een brief met toestand unknown vraagt een antwoord.",
        ],
    )


def test_outbox_lists_letters_and_says_when_there_are_none(run: Run, post: Database) -> None:
    empty = run("outbox")
    put(post, make_letter(1))

    listed = run("outbox", "--round", KEY, "--state", "queued")

    assert empty == (0, "Hier zijn geen brieven.\n", "")
    assert [line.split() for line in listed[1].splitlines() if "één" in line] == [
        ["1", "queued", "0", "Uitvraag", "één", "1"]
    ]
