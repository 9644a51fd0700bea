"""`providers tracks`, `providers place` and `round participants`, as an operator types them."""

from pathlib import Path

import pytest
from cli_run import as_json, run
from workbooks import REGISTER_HEADING, register_row, xlsx

KEY = "cz/wijkverpleging/2027"
CONTRACTS = ("agb", "verzekeraar", "sector", "productieafspraak", "gedeclareerd")


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))


@pytest.fixture
def register(capsys: pytest.CaptureFixture[str]) -> None:
    """One existing provider with a large agreement, one whose contract saw no claims, one new one."""
    Path("r.xlsx").write_bytes(
        xlsx(
            (*REGISTER_HEADING, "sectoren", "peildatum", "bron"),
            *((*register_row(number), "thuiszorg", "2026-03-01", "opgave") for number in (1, 2, 3)),
        )
    )
    Path("c.xlsx").write_bytes(
        xlsx(
            CONTRACTS,
            ("75000001", "cz", "wijkverpleging", 100_000.01, 90_000),
            ("75000002", "cz", "wijkverpleging", 200_000, 0),
        )
    )
    assert run(capsys, "providers", "import", "r.xlsx")[0] == 0
    assert run(capsys, "contracts", "import", "c.xlsx", "--year", "2026")[0] == 0


@pytest.mark.usefixtures("register")
def test_tracks_are_told_with_why_and_those_for_a_person_first(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "providers", "tracks", KEY)

    lines = said.splitlines()
    assert code == 0
    assert lines[2].startswith("75000002  CZ-WV-EXIST-VM  onbekend  ")
    assert lines[-1].startswith("3 organisaties; voor een mens: 1.")
    assert all(len(line) <= 100 for line in lines)


@pytest.mark.usefixtures("register")
def test_one_organisation_shows_every_track_with_section_source_and_whom_to_ask(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = as_json(capsys, "providers", "tracks", KEY, "--agb", "75000001")
    _, said, _ = run(capsys, "providers", "tracks", KEY, "--agb", "75000001")

    (one,) = document["providers"]
    tracks = {each["catalogue"]: each for each in one["tracks"]}
    assert (one["agb"], one["main"], one["beside"]) == ("75000001", "existing", ["technology"])
    assert len(tracks) == 19
    assert tracks["CZ-WV-EXIST-VM"]["verdict"] == "in"
    assert [ground["text"] for ground in tracks["CZ-WV-EXIST-VM"]["grounds"]] == [
        "een overeenkomst wijkverpleging met cz voor 2026, gedeclareerd € 90.000,00",
        "productieafspraak € 100.000,01, meer dan € 100.000,00 (overeenkomsten van 2026)",
    ]
    assert tracks["CZ-WV-CMD"]["verdict"] == "unknown"
    assert one["conditions"][0]["outcome"] == "unknown"
    assert "Hoofdspoor: existing; daarnaast: technology" in said
    assert "vraag na bij: de zorginkoper (contracts import)" in said
    assert "[Bijlage 1 1.5.2, A-WV-15]" in said


@pytest.mark.usefixtures("register")
def test_a_person_overrules_and_the_participations_follow(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "users", "add", "anna", "--role", "approver")
    assert run(capsys, "round", "open", KEY)[0] == 0
    place = ("providers", "place", "75000002", "CZ-WV-NEW", "in", "--round", KEY, "--reason", "gebeld")

    refused, _, why = run(capsys, *place)
    dry = as_json(capsys, "round", "participants", KEY, "--by-rule", "--dry-run")
    assert run(capsys, *place, "--by", "anna")[0] == 0
    stored = as_json(capsys, "round", "participants", KEY, "--by-rule", "--by", "anna")
    shown = as_json(capsys, "round", "participants", KEY)

    assert (refused, "rol approver" in why) == (2, True)
    assert [(one["agb"], one["outcome"]) for one in dry["participants"]] == [
        ("75000001", "same"),
        ("75000002", "unknown"),
        ("75000003", "same"),
    ]
    assert [(one["agb"], one["outcome"]) for one in stored["participants"]][1] == ("75000002", "moved")
    assert [(one["agb"], one["track"], one["beside"]) for one in shown["participants"]] == [
        ("75000001", "existing", ["technology"]),
        ("75000002", "new", []),
        ("75000003", "new", []),
    ]
    _, told, _ = run(capsys, "providers", "tracks", KEY, "--agb", "75000002")
    assert "gekozen door anna op" in told
    assert "de regel zegt: nee" in told


def test_a_round_without_rules_says_where_they_are_looked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "calendars" / "duinrand" / "wijkverpleging" / "2027"
    own.mkdir(parents=True)
    fixture = Path(__file__).parents[1] / "fixtures" / "duinrand"
    source = next(fixture.rglob("calendar.yaml"))
    (own / "calendar.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("INKOOPKALENDER_CONTENT", str(tmp_path / "own"))

    code, _, why = run(capsys, "providers", "tracks", "duinrand/wijkverpleging/2027")

    assert code == 2
    assert "calendars/duinrand/wijkverpleging/2027/tracks.yaml" in why


def test_a_round_with_other_tracks_is_placed_by_their_rules(capsys: pytest.CaptureFixture[str]) -> None:
    key = "vgz/huisartsenzorg/2025"
    practices = (register_row(1, agb="01000001"), register_row(2, agb="01000002"))
    Path("r.xlsx").write_bytes(xlsx(REGISTER_HEADING, *practices))
    Path("c.xlsx").write_bytes(xlsx(CONTRACTS, ("01000001", "vgz", "huisartsenzorg", 1000, 900)))
    run(capsys, "providers", "import", "r.xlsx")
    run(capsys, "contracts", "import", "c.xlsx", "--year", "2024")

    _, opened, _ = run(capsys, "round", "open", key)
    placed = as_json(capsys, "round", "participants", key, "--by-rule")
    published = as_json(capsys, "publish", key, "--dry-run")

    assert f"round participants {key} --by-rule" in opened
    assert [
        (one["agb"], one["outcome"], one["track_by_rule"], one["beside_by_rule"])
        for one in placed["participants"]
    ] == [
        ("01000001", "moved", "gp-existing", ["gp-addenda"]),
        ("01000002", "unknown", "new", []),  # whether it is an RHO or a coach too is not known
    ]
    assert [one["brand"] for one in published["care_finders"]][:2] == ["VGZ", "IZZ door VGZ"]
    assert len(published["care_finders"]) == 9
