"""A wrong setting, database or path is told in Dutch, and never as a traceback."""

from pathlib import Path

import pytest

from inkoopkalender.cli import main


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value", "what", "next_step"),
    [
        (
            "BATCH",
            "nul",
            "De instelling batch (omgevingsvariabele INKOOPKALENDER_BATCH) kan niet 'nul' zijn.",
            "Verwacht: een heel getal.",
        ),
        (
            "MODE",
            "test",
            "De instelling mode (omgevingsvariabele INKOOPKALENDER_MODE) kan niet 'test' zijn.",
            "Verwacht: 'demo' of 'production'.",
        ),
        (
            "MAIL__CLAIM",
            "0",
            "De instelling mail.claim (omgevingsvariabele INKOOPKALENDER_MAIL__CLAIM) kan niet '0' zijn.",
            "Verwacht: 1 of meer.",
        ),
        (
            "MAIL__HOTS",
            "x",
            "Er is geen instelling mail.hots (omgevingsvariabele INKOOPKALENDER_MAIL__HOTS).",
            "Welke er zijn: docs/reference/settings.md",
        ),
        (
            "MAIL",
            "x",
            "De omgevingsvariabele INKOOPKALENDER_MAIL kan niet worden gelezen: 'x'.",
            "Geef elke instelling apart, zoals INKOOPKALENDER_MAIL__HOST=127.0.0.1",
        ),
        (
            "DATABSE",
            "x",
            "Er is geen instelling voor de omgevingsvariabele INKOOPKALENDER_DATABSE.",
            "Welke er zijn: docs/reference/settings.md",
        ),
        (
            "CONTENT",
            "weg",
            "De instelling content noemt 'weg', en dat is geen map.",
            "Noem de map waarin calendars/ staat, of laat de instelling weg.",
        ),
        (
            "DATABASE",
            "nope",
            "De instelling database ('nope') is geen adres van een database.",
            "Schrijf sqlite:///pad/naar/bestand.db of postgresql+psycopg://gebruiker@server/naam",
        ),
        (
            "DATABASE",
            "foo://x",
            "De instelling database ('foo://x') noemt een soort die hier niet kan.",
            "Kies sqlite, of postgresql+psycopg met het extra pakket postgres.",
        ),
    ],
)
def test_a_wrong_variable_is_named_with_what_is_expected(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    what: str,
    next_step: str,
) -> None:
    monkeypatch.setenv(f"INKOOPKALENDER_{variable}", value)

    assert run(capsys, "users", "list") == (2, f"{what}\n{next_step}\n")


def test_a_wrong_value_in_the_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("inkoopkalender.toml").write_text('[mail]\nport = "a"\n', encoding="utf-8")

    assert run(capsys, "users", "list") == (
        2,
        "De instelling mail.port (inkoopkalender.toml) kan niet 'a' zijn.\nVerwacht: een heel getal.\n",
    )


@pytest.mark.parametrize("content", [b"batch = ", b"\xff\xfe"], ids=["no-value", "no-text"])
def test_a_file_that_is_no_toml_is_told(capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    Path("inkoopkalender.toml").write_bytes(content)

    code, told = run(capsys, "users", "list")

    assert (code, told.startswith("inkoopkalender.toml is geen TOML (")) == (2, True)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("tekst.db", "het bestand is geen database"),
        ("map", "het bestand kan niet worden geopend"),
        ("tekst.db/x.db", "er staat al iets met die naam"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, place: str, why: str
) -> None:
    Path("tekst.db").write_text("geen database, maar tekst die lang genoeg is" * 9, encoding="utf-8")
    Path("map").mkdir()
    monkeypatch.setenv("INKOOPKALENDER_DATABASE", f"sqlite:///{place}")

    told = (
        f"De database sqlite:///{place} kan niet worden gebruikt: {why}.\n"
        "Controleer de instelling database, de rechten op de map en de ruimte op de schijf.\n"
    )
    assert run(capsys, "users", "list") == (3, told)


@pytest.mark.parametrize("name", ["weg/r.xlsx", "weg/r.csv"])
def test_a_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(capsys, "providers", "generate", "--count", "1", "--out", name) == (
        3,
        f"Dit lukte niet: {name}: het bestaat niet.\nKijk naar het pad, de rechten en de schijf.\n",
    )


def test_an_audit_of_something_that_is_no_round_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "audit", "show", "--round", "nope")

    assert (code, told.splitlines()[0]) == (2, "'nope' is niet de sleutel van een ronde.")
