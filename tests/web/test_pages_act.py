"""What people do from the pages: say who they are, release, mark what is past, set a value, start again."""

from pathlib import Path

from builders import PERSON, A, B, C, a_desk, at, export, ledger, letters, states, tick
from html_tables import read_page
from page_site import OPERATOR, ROUND, be, visitor, with_people

from inkoopkalender.storage.audit import list_links
from inkoopkalender.usecases.desk import Desk, read_parameters
from inkoopkalender.usecases.past import list_past

NOW = "2026-06-03T13:00"


def a_desk_that_waits(folder: Path) -> Desk:
    """A round whose class C letters for A and B wait for release."""
    desk = a_desk(folder, (A, B, C), since=at("2026-04-20"))
    tick(desk, at("2026-05-02T00:00"))
    tick(desk, at("2026-06-01T00:00"))
    export(desk, [(C, at("2026-05-10T12:00"))], now=at("2026-06-03T08:00"))
    tick(desk, at("2026-06-03T09:00"))
    with_people(desk.database, at(NOW))
    return desk


def waiting_key(desk: Desk) -> str:
    (key,) = [row.key for row in ledger(desk) if row.state == "waiting"]
    return key


def test_release_needs_somebody(tmp_path: Path) -> None:
    desk = a_desk_that_waits(tmp_path)

    with visitor(desk.settings) as client:
        answer = client.get(f"{ROUND}/release", params={"action": waiting_key(desk)})

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/actor?back=/rounds/cz/wijkverpleging/2027/release")


def test_release_by_somebody_without_the_role(tmp_path: Path) -> None:
    desk = a_desk_that_waits(tmp_path)

    with visitor(desk.settings) as client:
        be(client, OPERATOR)
        data = {"action": waiting_key(desk), "letters": "2", "reason": "gezien"}
        looked, released = (
            client.get(f"{ROUND}/release", params=data),
            client.post(f"{ROUND}/release", data=data),
        )

    assert (looked.status_code, released.status_code) == (403, 403)
    assert f"Wel: {PERSON}." in " ".join(read_page(released.text).texts)
    assert states(desk)["assess_round"] == "waiting"


def test_release_page_shows_numbers_and_a_letter(tmp_path: Path) -> None:
    desk = a_desk_that_waits(tmp_path)

    with visitor(desk.settings) as client:
        be(client, PERSON)
        page = read_page(client.get(f"{ROUND}/release", params={"action": waiting_key(desk)}).text)
        (shown,) = [one for one in page.addresses if "/release/letter?" in one]
        letter = client.get(shown)

    assert page.headings == ["Gevolgen van de uitvraag bepaald: 2 brieven aan 2 organisaties. Vrijgeven?"]
    assert len(page.tables["subjects"]) == 3
    assert letter.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "Geachte Anne Voorbeeld" in letter.text


def test_release(tmp_path: Path) -> None:
    desk = a_desk_that_waits(tmp_path)

    with visitor(desk.settings) as client:
        be(client, PERSON)
        data = {"action": waiting_key(desk), "letters": "2", "reason": "gezien"}
        first = client.post(f"{ROUND}/release", data=data)
        told = read_page(client.get(first.headers["location"]).text)
        second = client.post(f"{ROUND}/release", data=data)

    assert (first.status_code, second.status_code) == (303, 404)
    assert "Vrijgegeven: gevolgen van de uitvraag bepaald, 2 brieven." in told.texts
    assert [state for _, _, state in letters(desk, "survey-missing-class-c")] == ["queued", "queued"]
    with desk.database.reading() as connection:
        link = list_links(connection, desk.key)[-1]
    assert (link.actor, link.why) == (PERSON, "gezien")


def test_release_without_a_reason_or_of_something_else_than_was_seen(tmp_path: Path) -> None:
    desk = a_desk_that_waits(tmp_path)

    with visitor(desk.settings) as client:
        be(client, PERSON)
        action = waiting_key(desk)
        silent = client.post(f"{ROUND}/release", data={"action": action, "letters": "2", "reason": "  "})
        other = client.post(f"{ROUND}/release", data={"action": action, "letters": "5", "reason": "gezien"})
        told = client.get(other.headers["location"]).text

    assert (silent.status_code, other.status_code) == (409, 303)
    assert "Er is iets veranderd sinds u keek. Kijk nog eens." in told
    assert states(desk)["assess_round"] == "waiting"


def test_value_is_set(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at(NOW))

    with visitor(desk.settings) as client:
        be(client, OPERATOR)
        data = {"name": "waardemodel_cut_a", "value": "14", "reason": "besluit"}
        good = client.post(f"{ROUND}/parameters", data=data)
        wrong = client.post(f"{ROUND}/parameters", data=data | {"value": "veertien"})

    with desk.database.reading() as connection:
        assert read_parameters(connection, desk) == {"waardemodel_cut_a": 14}
    assert (good.status_code, wrong.status_code) == (303, 409)
    assert "verwacht een heel getal, zoals 14" in wrong.text


def test_past_actions_are_marked(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,), since=at("2026-06-15"))
    with_people(desk.database, at("2026-06-15T10:00"))
    past = [one.key for one in list_past(desk)]

    with visitor(desk.settings) as client:
        be(client, PERSON)
        before = read_page(client.get(f"{ROUND}/past").text)
        data = {"key": past[:2], "as": "done", "reason": "met de hand gedaan"}
        answer = client.post(f"{ROUND}/past", data=data)
        after = read_page(client.get(answer.headers["location"]).text)

    assert before.headings == [
        f"{len(past)} acties van vóór de opening wachten op uw antwoord: gedaan, of moet het nog?"
    ]
    assert "2 acties aangewezen als gedaan." in after.texts
    assert [one.marked for one in list_past(desk)] == ["done", "done", *[None] * (len(past) - 2)]


def test_marking_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,), since=at("2026-06-15"))
    with_people(desk.database, at("2026-06-15T10:00"))

    with visitor(desk.settings) as client:
        be(client, PERSON)
        answer = client.post(f"{ROUND}/past", data={"as": "done", "reason": "x"})
        odd = client.post(f"{ROUND}/past", data={"as": "forgotten", "reason": "x"})

    assert (answer.status_code, odd.status_code) == (303, 400)


def test_starting_again_without_prefect_says_the_command(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at(NOW))

    with visitor(desk.settings) as client:
        be(client, OPERATOR)
        answer = client.post(f"{ROUND}/rerun", data={"event": "objections", "kind": "close_objections"})
        told = client.get(ROUND).text
        unknown = client.post(f"{ROUND}/rerun", data={"event": "objections", "kind": "drop_tables"})

    assert (answer.status_code, unknown.status_code) == (303, 409)
    assert "Prefect antwoordt niet. Doe het zelf: inkoopkalender round tick cz/wijkverpleging/2027" in told


def test_note_is_told_once(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at(NOW))

    with visitor(desk.settings) as client:
        be(client, PERSON)
        texts = [" ".join(read_page(client.get("/").text).texts) for _ in range(2)]

    assert [f"U werkt nu als {PERSON}." in text for text in texts] == [True, False]


def test_choosing_somebody_leads_back_to_a_page_of_ours_only(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at(NOW))
    backs = [
        "/rounds/cz/wijkverpleging/2027#acties",
        "https://elders.example/x",
        "//elders.example",
        "\\\\elders",
    ]

    with visitor(desk.settings) as client:
        found = [
            client.post("/actor", data={"name": PERSON, "back": back}).headers["location"] for back in backs
        ]
        stranger = client.post("/actor", data={"name": "systeem", "back": "/"})

    assert found == ["/rounds/cz/wijkverpleging/2027#acties", "/x", "/", "/"]
    assert stranger.status_code == 409
