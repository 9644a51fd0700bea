"""The pages that are looked at: every round, one round, and what they say when something is not there."""

import shutil
from pathlib import Path

from builders import A, B, C, a_database, a_desk, assessed, at, tick, upload
from html_tables import cells, read_page
from page_site import ROUND, visitor, with_people

from inkoopkalender.content.root import content_root
from inkoopkalender.settings import Settings


def test_overview_without_a_round(tmp_path: Path) -> None:
    a_database(tmp_path, []).close()

    with visitor(Settings(folder=tmp_path, database=f"sqlite:///{tmp_path}/round.db")) as client:
        page = read_page(client.get("/").text)

    assert page.headings == ["Er is nog geen ronde geopend."]
    assert "inkoopkalender round open cz/wijkverpleging/2027" in "".join(page.texts)


def test_overview_of_an_open_round(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A, B, C))
    tick(desk, at("2026-05-02T00:00"))
    upload(desk, A, at("2026-05-10T12:00"))
    with_people(desk.database, at("2026-05-20T10:00"))

    with visitor(desk.settings) as client:
        page = read_page(client.get("/").text)

    assert "".join(page.headings) == (
        "1 ronde is open: 1 punt wacht op een mens en 2 acties liepen niet goed of zijn te laat; "
        "eerstvolgend over 2 dagen: herinnering, 7 dagen voor het einde "
        "(vr 22 mei 2026, 9.00\N{NO-BREAK SPACE}uur)."
    )
    assert cells(page.tables["komend"][1])[:2] == [
        "vr 22 mei 2026, 9.00 uurover 2 dagen",
        "wijkverpleging 2027",
    ]


def test_round_while_a_window_is_open(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A, B, C))
    tick(desk, at("2026-05-02T00:00"))
    tick(desk, at("2026-05-15T09:00"))
    upload(desk, A, at("2026-05-20T08:00"))
    with_people(desk.database, at("2026-05-20T10:00"))

    with visitor(desk.settings) as client:
        page = read_page(client.get(ROUND).text)

    assert "".join(page.headings) == (
        "1 van 3 aanbieders heeft ingeleverd; 2 krijgen vrijdag 22 mei 2026 om 9.00 uur een herinnering; "
        "sluiting over 11 dagen (zondag 31 mei 2026, tot 24.00 uur)."
    )
    planned, late = (cells(row) for row in page.tables["runs"][1:3])
    assert (planned[0], planned[2]) == ("vr 22 mei 2026, 9.00 uur", "gepland")
    assert (late[0], late[2]) == (
        "vr 15 mei 2026, 24.00 uur",
        "te laat: had 4 dagen geleden moeten beginnen Nu opnieuw starten",
    )
    assert cells(page.tables["road"][1]) == ["op tijd en goed ingeleverd", "1", ""]


def test_round_that_waits_for_release_and_for_an_export(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A, B))
    tick(desk, at("2026-05-02T00:00"))
    tick(desk, at("2026-06-01T00:00"))
    with_people(desk.database, at("2026-06-02T10:00"))

    with visitor(desk.settings) as client:
        text = " ".join(" ".join(read_page(client.get(ROUND).text).texts).split())

    assert (
        "Export van VECOZO nodig, volledig t/m zo 31 mei 2026, 24.00 uur Zolang wacht: gevolgen van de "
        "uitvraag bepaald (zo 31 mei 2026, 24.00 uur). inkoopkalender submissions import BESTAND --as "
        "quality-survey --round cz/wijkverpleging/2027 --complete-until 2026-06-01T00:00:00+02:00 --by NAAM"
    ) in text


def test_round_with_letters_that_wait_for_a_person(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A, B))
    assessed(desk, [])
    with_people(desk.database, at("2026-06-03T13:00"))

    with visitor(desk.settings) as client:
        page = read_page(client.get(ROUND).text)

    assert "0 van 2 aanbieders hebben ingeleverd; eerstvolgend: waardemodel berekend" in page.headings[0]
    assert "2 × Komt een late of stille aanbieder nog in aanmerking?" in "".join(page.texts)


def test_round_whose_calendar_no_longer_loads(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at("2026-05-20T10:00"))
    content = tmp_path / "content"
    shutil.copytree(content_root() / "calendars", content / "calendars")
    shutil.copytree(content_root() / "config", content / "config")
    calendar = content / "calendars/cz/wijkverpleging/2027/calendar.yaml"
    calendar.write_text(calendar.read_text().replace("when: 2-31 mei 2026", "when: ooit in mei"))
    settings = desk.settings.model_copy(update={"content": content})

    with visitor(settings) as client:
        overview, one = client.get("/"), client.get(ROUND)

    assert overview.status_code == 200
    assert read_page(overview.text).headings[0].startswith("1 ronde is open: 1 kalender is niet leesbaar;")
    assert (one.status_code, read_page(one.text).headings) == (500, ["Deze pagina kan niet worden gemaakt."])
    assert "ooit" in " ".join(read_page(one.text).texts)
    assert "Traceback" not in one.text


def test_addresses_that_lead_nowhere(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,))

    with visitor(desk.settings) as client:
        found = [client.get(path).status_code for path in ("/nee", "/rounds/cz/ggz/2027", "/rounds/a/b/c")]
        said = client.get("/rounds/cz/ggz/2027").text

    assert found == [404, 404, 404]
    assert "Er is geen kalender voor de ronde cz/ggz/2027" in said


def test_database_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "round.db").write_bytes(b"this is no database, but long enough to be read as one" * 40)

    with visitor(Settings(folder=tmp_path, database=f"sqlite:///{tmp_path}/round.db")) as client:
        answer, health = client.get("/"), client.get("/health")

    assert (answer.status_code, health.status_code) == (503, 200)
    assert read_page(answer.text).headings == ["De database is nu niet te gebruiken."]
    assert "het bestand is geen database" in answer.text


def test_pages_are_whole_and_name_no_other_place(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A, B))
    assessed(desk, [])
    with_people(desk.database, at("2026-06-03T13:00"))

    with visitor(desk.settings) as client:
        pages = [
            read_page(client.get(path).text) for path in ("/", ROUND, "/actor", "/post", f"{ROUND}/past")
        ]

    assert [page.open_tags for page in pages] == [[]] * 5
    assert {one for page in pages for one in page.addresses if not one.startswith(("/", "#"))} == set()
    assert {tag for page in pages for tag in page.tags if tag in ("script", "link", "img")} == set()


def test_looking_changes_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A, B))
    assessed(desk, [])
    with_people(desk.database, at("2026-06-03T13:00"))
    dump = "\n".join(_dump(tmp_path))

    with visitor(desk.settings) as client:
        for path in ("/", ROUND, f"{ROUND}?alles=1", "/actor", "/post", f"{ROUND}/past"):
            assert client.get(path).status_code == 200

    assert "\n".join(_dump(tmp_path)) == dump


def _dump(folder: Path) -> list[str]:
    import sqlite3  # noqa: PLC0415 -- the file as it is, past the program

    connection = sqlite3.connect(folder / "round.db")
    lines = list(connection.iterdump())
    connection.close()
    return lines
