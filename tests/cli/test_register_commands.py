"""The commands about the register, as an operator types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from workbooks import REGISTER_HEADING, register_row, xlsx

from inkoopkalender.cli import main


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    _, said, _ = run(capsys, *arguments, "--json")
    return json.loads(said)


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
    assert "90000003  nieuw      Voorbeeldzorg 3\n                     AGB-code erbij: 75000003\n" in table
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
