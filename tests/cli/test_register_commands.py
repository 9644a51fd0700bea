"""The commands about the register, as an operator types them."""

from pathlib import Path

import pytest
from cli_run import as_json, run
from workbooks import REGISTER_HEADING, register_row, xlsx


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))


def write(*rows: tuple[object, ...]) -> None:
    Path("r.xlsx").write_bytes(xlsx(REGISTER_HEADING, *rows))


def test_a_dry_run_and_the_real_run_say_the_same_difference(capsys: pytest.CaptureFixture[str]) -> None:
    write(register_row(1), register_row(2))
    run(capsys, "providers", "import", "r.xlsx")
    write(
        register_row(1, naam="Voorbeeldzorg anders", contact_email="nieuw@zorg-0001.example"),
        register_row(2),
        register_row(3),
    )

    dry = as_json(capsys, "providers", "import", "r.xlsx", "--dry-run")
    real = as_json(capsys, "providers", "import", "r.xlsx")
    again = as_json(capsys, "providers", "import", "r.xlsx")

    assert dry == real
    assert dry["organisations"] == [
        {
            "kvk": "90000001",
            "name": "Voorbeeldzorg anders",
            "outcome": "changed",
            "fields": [{"field": "name", "before": "Voorbeeldzorg 1", "after": "Voorbeeldzorg anders"}],
            "codes_added": [],
            "contacts_added": [],
            "contacts_changed": [
                {
                    "role": "contractering",
                    "fields": [
                        {
                            "field": "email",
                            "before": "contractering@zorg-0001.example",
                            "after": "nieuw@zorg-0001.example",
                        }
                    ],
                }
            ],
            "facts_added": [],
            "relations_added": [],
        },
        {
            "kvk": "90000002",
            "name": "Voorbeeldzorg 2",
            "outcome": "unchanged",
            "fields": [],
            "codes_added": [],
            "contacts_added": [],
            "contacts_changed": [],
            "facts_added": [],
            "relations_added": [],
        },
        {
            "kvk": "90000003",
            "name": "Voorbeeldzorg 3",
            "outcome": "new",
            "fields": [],
            "codes_added": ["75000003"],
            "contacts_added": [
                {
                    "role": "contractering",
                    "name": "Anne Voorbeeld 3",
                    "email": "contractering@zorg-0003.example",
                    "language": "nl",
                }
            ],
            "contacts_changed": [],
            "facts_added": [],
            "relations_added": [],
        },
    ]
    assert [one["outcome"] for one in again["organisations"]] == ["unchanged"] * 3


def test_the_difference_is_a_table_without_what_stays_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    write(register_row(1), register_row(2))
    run(capsys, "providers", "import", "r.xlsx")
    write(register_row(1, plaats="Breda", hoofdcode="ja"), register_row(2), register_row(3))

    _, table, _ = run(capsys, "providers", "import", "r.xlsx", "--dry-run")

    assert "90000001  gewijzigd  Voorbeeldzorg 1\n                     plaats: Goes -> Breda\n" in table
    assert "90000003  nieuw      Voorbeeldzorg 3 · AGB 75000003 · contact: contractering\n" in table
    assert "90000002" not in table
    assert "3 regels; organisaties: 1 nieuw, 1 gewijzigd, 1 ongewijzigd. Er is niets opgeslagen." in table


def test_show_names_the_care_type_of_each_code(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = {"contact_rol": "", "contact_naam": "", "contact_email": "", "hoofdcode": "nee"}
    same = {"kvk": "90000001", "naam": "Voorbeeldzorg 1"}
    write(register_row(1), register_row(2, **same, **nobody, agb="99000001"))
    imported = as_json(capsys, "providers", "import", "r.xlsx")

    shown = as_json(capsys, "providers", "show", "75000001")
    _, table, _ = run(capsys, "providers", "show", "75000001")

    assert imported["accepted"]
    assert [(one["code"], one["severity"], one["row"], one["value"]) for one in imported["findings"]] == [
        ("care-type-unknown", "warning", 3, "99000001")
    ]
    assert "begint met 99, een onbekende zorgsoort" in imported["findings"][0]["message"]
    assert shown["codes"] == [
        {"agb": "75000001", "main": True, "care_type": "75", "care_type_name": "thuiszorginstellingen"},
        {"agb": "99000001", "main": False, "care_type": "99", "care_type_name": None},
    ]
    assert "75000001  hoofdcode  75 thuiszorginstellingen" in table
    assert "99000001             99 onbekende zorgsoort" in table


def test_show_has_the_facts_with_day_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    heading = (*REGISTER_HEADING, "omzet", "omzet_verzekeraar", "peildatum", "bron")
    row = register_row(1)
    Path("r.xlsx").write_bytes(xlsx(heading, (*row, "2.500.000,00", "cz", "31-12-2024", "opgave")))
    run(capsys, "providers", "import", "r.xlsx")
    Path("r.xlsx").write_bytes(xlsx(heading, (*row, "2.600.000,00", "cz", "31-12-2025", "jaarrekening")))

    _, difference, _ = run(capsys, "providers", "import", "r.xlsx")
    shown = as_json(capsys, "providers", "show", "75000001")
    _, table, _ = run(capsys, "providers", "show", "75000001")

    told = "omzet bij cz: € 2.500.000,00 (2024-12-31) -> € 2.600.000,00 (2025-12-31)"
    assert told in " ".join(difference.split())
    assert [(one["value"], one["as_of"], one["source"], one["current"]) for one in shown["facts"]] == [
        (250_000_000, "2024-12-31", "opgave", False),
        (260_000_000, "2025-12-31", "jaarrekening", True),
    ]
    assert shown["relations"] == []
    assert "omzet bij cz  € 2.600.000,00  2025-12-31  jaarrekening" in table


def test_a_merger_is_tried_recorded_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    write(register_row(1), register_row(2))
    run(capsys, "providers", "import", "r.xlsx")
    merger = ("providers", "merge", "75000002", "--into", "75000001", "--on", "2026-01-01")
    because = ("--reason", "akte van fusie")

    dry = as_json(capsys, *merger, *because, "--dry-run")
    code, said, _ = run(capsys, *merger, *because)
    shown = as_json(capsys, "providers", "show", "75000002", "--history")
    _, table, _ = run(capsys, "providers", "show", "75000001", "--history")
    _, plain, _ = run(capsys, "providers", "show", "75000001")

    assert dry == {
        "kind": "merger",
        "kvk": "90000002",
        "name": "Voorbeeldzorg 2",
        "other_kvk": "90000001",
        "other_name": "Voorbeeldzorg 1",
        "on": "2026-01-01",
        "codes": ["75000002"],
        "main_after": None,
        "past_contracts": 0,
        "reason": "akte van fusie",
        "stored": False,
        "rounds": [],
        "areas": [],
        "areas_left": [],
    }
    assert code == 0
    assert "fusie op 2026-01-01: Voorbeeldzorg 2 (KvK 90000002) naar Voorbeeldzorg 1 (KvK 90000001)" in said
    assert said.endswith("Vastgelegd.\n")
    assert (shown["kvk"], shown["agb"]) == ("90000001", ["75000001", "75000002"])
    assert [
        (one["kind"], one["kvk"], one["other_kvk"], one["codes"], one["recorded_by"])
        for one in shown["history"]
    ] == [("merger", "90000002", "90000001", ["75000002"], "systeem")]
    assert "2026-01-01  fusie  75000002  90000002 -> 90000001  akte van fusie (systeem)" in table
    assert "akte van fusie" not in plain


def test_codes_move_and_are_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = {"contact_rol": "", "contact_naam": "", "contact_email": "", "hoofdcode": "nee"}
    same = {"kvk": "90000001", "naam": "Voorbeeldzorg 1"}
    write(register_row(1), register_row(3, **same, **nobody), register_row(2))
    run(capsys, "providers", "import", "r.xlsx")
    when = ("--on", "2026-01-01", "--reason", "Vektis")

    moved = as_json(capsys, "providers", "move-code", "75000001", "--to", "75000002", *when)
    _, replaced, _ = run(capsys, "providers", "replace-code", "75000002", "--new", "75000009", *when)
    listed = as_json(capsys, "providers", "list")

    assert (moved["codes"], moved["main_after"], moved["stored"]) == (["75000001"], "75000003", True)
    assert "AGB: 75000002 -> 75000009\nHoofdcode van Voorbeeldzorg 2 daarna: 75000009\n" in replaced
    assert [(one["kvk"], one["agb"]) for one in listed["providers"]] == [
        ("90000001", ["75000003"]),
        ("90000002", ["75000009", "75000001", "75000002"]),
    ]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"--into": "75000009"}, 1, "AGB-code 75000009 staat niet in het register"),
        ({"--into": "75"}, 2, "geen AGB-code"),
        ({"--into": "75000001"}, 2, "Beide AGB-codes zijn van Voorbeeldzorg 1"),
        ({"--on": "1-1-2026"}, 2, "'1-1-2026' is geen dag"),
        ({"--on": "2999-01-01"}, 2, "2999-01-01 is nog niet geweest"),
        ({"--by": "piet"}, 2, "'piet' is hier geen gebruiker"),
    ],
)
def test_an_event_that_cannot_be_says_why(
    capsys: pytest.CaptureFixture[str], changes: dict[str, str], code: int, said: str
) -> None:
    write(register_row(1), register_row(2))
    run(capsys, "providers", "import", "r.xlsx")
    asked = {"--into": "75000002", "--on": "2026-01-01", "--reason": "KvK"} | changes

    words = (word for option in asked.items() for word in option)
    ended, _, message = run(capsys, "providers", "merge", "75000001", *words)

    assert ended == code
    assert said in message


def test_the_register_is_written_and_read_back_without_difference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "providers", "generate", "--count", "20", "--seed", "7", "--out", "r.xlsx")
    rows = as_json(capsys, "providers", "import", "r.xlsx")["rows"]

    document = as_json(capsys, "providers", "export", "uit.csv")
    _, said, _ = run(capsys, "providers", "export", "uit.xlsx")
    again = [as_json(capsys, "providers", "import", name) for name in ("uit.csv", "uit.xlsx")]

    assert document == {"organisations": 20, "rows": rows, "file": "uit.csv"}
    assert said == f"20 organisaties ({rows} regels) staan in uit.xlsx.\n"
    assert [(one["accepted"], one["rows"], one["unchanged"]) for one in again] == [(True, rows, 20)] * 2


@pytest.mark.parametrize(("file", "code"), [("uit.ods", 2), ("geen-map/uit.csv", 3)])
def test_a_file_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], file: str, code: int
) -> None:
    ended, _, message = run(capsys, "providers", "export", file)

    assert ended == code
    assert Path(file).name in message
