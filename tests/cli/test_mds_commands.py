"""The rates of sixteen invented smokers, worked out by hand before the program counted them.

All but V-13 set 2 March 2026 as their quit date, so that an assessment counts

- after 4 weeks (day 25 to 42) from 27 March to 13 April 2026,
- after 52 weeks (day 334 to 394) from 30 January to 31 March 2027.

    who   treated  4 weeks                              52 weeks                        counts as
    V-01  yes      27-03 first day, CO 9,9 that day     30-01 first day, 5 cigarettes   SR CO 52
    V-02  yes      13-04 last day, CO 9 that day        31-03 last day, 0               SR CO 52
    V-03  yes      26-03 a day early                    29-01 a day early               -
    V-04  yes      14-04 a day late                     01-04 a day late                -
    V-05  yes      30-03, CO 10                         01-03, 6 cigarettes             SR
    V-06  yes      30-03, CO 4 on 14-04 (a day late)    not reached                     SR, lost 52
    V-07  yes      30-03, CO 4 on 26-03 (a day early)   not asked                       SR
    V-08  yes      30-03, smoked                        01-03, 5 cigarettes             52
    V-09  yes      not reached                          not reached                     lost 4, lost 52
    V-10  yes      30-03 by video, no CO                not asked                       SR
    V-11  yes      30-03 in another way                 not asked                       -
    V-12  no       no session                           (all answers are those of a quitter)
    V-13  no       no quit date
    V-14  no       had already stopped                  (all answers are those of a quitter)
    V-15  yes      not asked                            not asked                       -
    V-16  yes      not reached                          01-03, 0                        lost 4, 52

Treated 13 (16 less V-12, V-13, V-14). SR: V-01 02 05 06 07 10 = 6. CO: V-01 02 = 2. 52: V-01 02 08 16 = 4.
Lost after 4 weeks: V-09 16 = 2; after 52: V-06 09 = 2. 6/13 = 0,46153; 2/13 = 0,15384; 4/13 = 0,30769.
CO measured within the window: V-01 02 03 05 = 4. On 20 September 2026 nobody's 4 weeks still run; the 52
weeks of V-07 10 11 15 do, and nobody asked them yet.
"""

import json
from pathlib import Path

import pytest
from submission_forms import PDF
from workbooks import BSN, xlsx

from inkoopkalender.cli import main

FILE = Path(__file__).parents[1] / "fixtures" / "mds" / "sixteen-smokers.csv"
RATES = {
    "treated_smokers": 13,
    "quitters_4w_self_reported": 6,
    "quitters_4w_co": 2,
    "quitters_52w": 4,
    "lost_4w": 2,
    "lost_52w": 2,
    "rate_4w_self_reported": 0.4615,
    "rate_4w_co": 0.1538,
    "rate_52w": 0.3077,
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["mds", *arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def lines_of(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.splitlines()]


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the example with each first text replaced by the second; each must stand in it once."""
    text = FILE.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    file = folder / "mds.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_rates_are_those_worked_out_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, told = run(capsys, "rates", str(FILE), "--json")

    assert (code, json.loads(said), list(json.loads(said))) == (0, RATES, list(RATES))
    assert "let op" in told


def test_a_workbook_with_real_dates_and_numbers_gives_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *rows = lines_of(FILE.read_text(encoding="utf-8"))
    file = tmp_path / "mds.xlsx"
    file.write_bytes(
        xlsx(heading, *[[as_cell(*pair) for pair in zip(heading, row, strict=True)] for row in rows])
    )

    code, said, _ = run(capsys, "rates", str(file), "--json")

    assert (code, json.loads(said)) == (0, RATES)


def as_cell(heading: str, text: str) -> object:
    """Give a cell as Excel would hold it."""
    if heading in {
        "leeftijd",
        "sessies_tm_stopdatum",
        "co_ppm",
        "sigaretten_50_weken",
        "minuten_begeleiding",
    }:
        return float(text.replace(",", ".")) if text else None
    return text or None


def test_the_table_says_what_explains_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "rates", str(FILE), "--on", "2026-09-20")

    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert code == 0
    for line in (
        "behandelde rokers 13",
        "gestopt na 4 weken, eigen verklaring 6 46,2 %",
        "gestopt na 4 weken, CO bevestigd 2 15,4 %",
        "gestopt na 52 weken 4 30,8 %",
        "uit beeld na 4 weken 2 telt als roker",
        "Regels: 16 gelezen, 0 niet meegeteld door een fout.",
        "Geen behandelde roker: 1, geen stopdatum afgesproken.",
        "Geen behandelde roker: 1, geen behandelsessie tot en met de stopdatum.",
        "Geen behandelde roker: 1, al gestopt bij aanmelding.",
        "CO gemeten binnen de termijn: 4.",
        "Termijn loopt nog en niemand vroeg het na: 0 na 4 weken, 4 na 52 weken; zij tellen mee (A-SMR-22).",
        "Klasse: niet ingedeeld; de grenzen zijn niet gezet, of er is geen percentage (A-SMR-06).",
    ):
        assert line in lines


def test_every_reading_that_the_columns_and_the_class_name_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, said, _ = run(capsys, "rates", str(FILE))

    shown = [line.split()[0] for line in said.splitlines() if line.startswith("A-SMR-")]
    assert sorted(shown) == [
        f"A-SMR-{number:02}" for number in (3, 5, 6, 9, 12, 19, 20, 21, 22, 23, 24, 25, 26)
    ]


def test_warnings_name_row_and_column_and_do_not_stand_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "rates", str(FILE))

    places = [line.split("  ")[0] for line in said.splitlines() if line.startswith("regel ")]
    assert code == 0
    assert places == [
        "regel 4 · datum_4_weken",
        "regel 4 · datum_52_weken",
        "regel 5 · datum_4_weken",
        "regel 5 · datum_52_weken",
        "regel 6 · co_ppm",
        "regel 7 · datum_co",
        "regel 8 · datum_co",
    ]


def test_a_contradiction_ends_with_1_and_the_row_still_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # V-07's measurement of CO a day before the quit date: it verified nothing before either
    file = write(tmp_path, ("ja;4;26-03-2026", "ja;4;01-03-2026"))

    code, said, told = run(capsys, "rates", str(file), "--json")

    assert (code, json.loads(said)) == (1, RATES)
    assert "regel 8 · datum_co" in told


def test_a_row_that_cannot_be_read_is_left_out_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # without V-02: 12 treated, 5 declare, 1 verified, 3 after a year; 5/12 = 0,41666, 1/12 = 0,08333
    file = write(tmp_path, ("13-04-2026;telefonisch", "13-14-2026;telefonisch"))

    code, said, _ = run(capsys, "rates", str(file), "--json")

    assert (code, json.loads(said)) == (
        1,
        RATES
        | {"treated_smokers": 12, "quitters_4w_self_reported": 5, "quitters_4w_co": 1, "quitters_52w": 3}
        | {"rate_4w_self_reported": 0.4167, "rate_4w_co": 0.0833, "rate_52w": 0.25},
    )


def test_a_number_that_may_be_a_bsn_is_refused_and_never_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, ("V-15", BSN))

    code, said, told = run(capsys, "rates", str(file), "--json")

    assert code == 1
    assert json.loads(said)["treated_smokers"] == 12
    assert "regel 16 · clientnummer" in told
    assert BSN not in said + told


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"PK\x03\x04broken", b"agb;clientnummer\n75000001;V-1\n"]
)
def test_a_file_that_is_no_data_set_gives_findings_and_no_rates(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mds.csv"
    file.write_bytes(content)

    code, said, told = run(capsys, "rates", str(file), "--json")

    zero = dict.fromkeys(RATES, 0) | dict.fromkeys((name for name in RATES if name.startswith("rate")), None)
    assert (code, json.loads(said)) == (1, zero)
    assert "fout" in told


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [(("45", "50"), "gemiddeld"), (("47", "50"), "ondergemiddeld"), (("40", "46"), "bovengemiddeld")],
)
def test_a_class_follows_from_bounds_that_a_person_sets(
    bounds: tuple[str, str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lowest, highest = bounds
    _, said, _ = run(
        capsys, "rates", str(FILE), "--class-by", "4w", "--average-from", lowest, "--average-to", highest
    )

    assert f"Klasse: {expected}." in said.splitlines()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--class-by", "4w"),
        ("--class-by", "5w", "--average-from", "40", "--average-to", "50"),
        ("--class-by", "4w", "--average-from", "50", "--average-to", "40"),
        ("--on", "20-09-2026"),
        ("--round", "cz/wijkverpleging/2027"),
    ],
)
def test_what_cannot_be_understood_is_misuse(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, told = run(capsys, "rates", str(FILE), *arguments)

    assert (code, said) == (2, "")
    assert len(told.splitlines()) == 2


def test_a_sample_is_the_same_whatever_the_order_of_the_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *rows = FILE.read_text(encoding="utf-8").splitlines()
    turned = tmp_path / "mds.csv"
    turned.write_text("\n".join([heading, *reversed(rows)]), encoding="utf-8")
    asked = ("--size", "5", "--seed", "2026-09", "--json")

    first = json.loads(run(capsys, "sample", str(FILE), *asked)[1])
    second = json.loads(run(capsys, "sample", str(turned), *asked)[1])

    clients = [row["client"] for row in first["rows"]]
    assert [row["client"] for row in second["rows"]] == clients
    assert (first["seed"], first["size"], first["population"], len(set(clients))) == ("2026-09", 5, 16, 5)
    assert [row["row"] for row in first["rows"]] == [int(client[2:]) + 1 for client in clients]
    assert first["rows"][0]["started_on"] == "2026-02-16"


def test_a_sample_is_shown_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "sample", str(FILE), "--size", "99", "--seed", "s")

    assert (code, said.splitlines()[-1]) == (0, "16 van 16 regels getrokken.")


def test_the_check_of_a_data_set_counts_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v.pdf").write_bytes(PDF)
    round_key, document = "cz/stoppen-met-roken/2027", f"board-declaration={tmp_path / 'v.pdf'}"
    arguments = ["submissions", "check", str(FILE), "--as", "mds", "--round", round_key]

    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--document", document])

    assert ended.value.code in {0, None}
    assert capsys.readouterr().out.splitlines()[-1] == "16 regels gelezen; in orde."
