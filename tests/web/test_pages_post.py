"""The catcher's letters on a page: newest first, one at a time, its own page inside a closed frame."""

from pathlib import Path

import pytest
from builders import A, a_desk, at
from html_tables import cells, read_page
from page_site import visitor, with_people

from inkoopkalender.mail.serialise import serialise
from inkoopkalender.settings import Settings
from inkoopkalender.storage.letters import ClaimedLetter


def a_letter(folder: Path, number: int) -> str:
    """A caught letter, as the sender writes them."""
    mail = folder / "mail"
    mail.mkdir(exist_ok=True)
    letter = ClaimedLetter(
        number, f"<{number:040}@cz.example>", "CZ groep <inkoop@cz.example>",
        f"post.{number}@zorg.example",
        f"Uitvraag geopend: uiterlijk zo 31 mei 2026 [AGB 7500000{number % 10} · wijkverpleging]",
        "Geachte Anne,\n\nde uitvraag is open.\n",
        "<p style='color:red'>de uitvraag is <b>open</b></p>", (), 0,
    )  # fmt: skip
    name = f"{number:06d}-{number:040}@cz.example.eml"
    (mail / name).write_bytes(serialise(letter, at("2026-05-04T09:00")))
    return name


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at("2026-05-20T10:00"))
    return desk.settings


def test_no_letters(settings: Settings) -> None:
    with visitor(settings) as client:
        page = read_page(client.get("/post").text)

    assert page.headings == ["De postvanger is leeg."]


def test_newest_first_a_hundred_on_a_page(settings: Settings) -> None:
    for number in range(1, 104):
        a_letter(settings.folder, number)

    with visitor(settings) as client:
        first, second = (read_page(client.get("/post", params={"blad": one}).text) for one in (1, 2))

    assert first.headings == ["103 brieven liggen in de postvanger; de nieuwste staat bovenaan."]
    assert cells(first.tables["post"][1]) == [
        "103", "Uitvraag geopend: uiterlijk zo 31 mei 2026 [AGB 75000003 · wijkverpleging]",
        "post.103@zorg.example", "ma 4 mei 2026, 9.00 uur",
    ]  # fmt: skip
    assert [len(page.tables["post"]) - 1 for page in (first, second)] == [100, 3]


def test_one_letter(settings: Settings) -> None:
    name = a_letter(settings.folder, 7)

    with visitor(settings) as client:
        page = read_page(client.get(f"/post/{name}").text)
        inside = client.get(f"/post/{name}/html")

    assert page.headings == ["Uitvraag geopend: uiterlijk zo 31 mei 2026 [AGB 75000007 · wijkverpleging]"]
    assert "de uitvraag is open." in "".join(page.texts)
    assert inside.text.strip() == "<p style='color:red'>de uitvraag is <b>open</b></p>"
    assert inside.headers["content-security-policy"].startswith(
        "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    )


@pytest.mark.parametrize("name", ["..%2Fround.db", "nee.eml", "....eml", "%2e%2e/round.db"])
def test_a_name_that_is_no_letter(settings: Settings, name: str) -> None:
    a_letter(settings.folder, 1)

    with visitor(settings) as client:
        assert client.get(f"/post/{name}").status_code == 404


def test_production_keeps_no_letters(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    live = Settings(folder=tmp_path / "live", mode="production")

    with visitor(live) as client:
        answer, first = client.get("/post"), client.get("/")

    assert answer.status_code == 404
    assert "Deze database is in productie" in answer.text
    assert "/post" not in read_page(first.text).addresses
