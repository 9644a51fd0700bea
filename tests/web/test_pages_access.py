"""Who may ask what: this machine only, changes only from our own pages, strict heads on every answer."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from builders import PERSON, A, a_desk, at
from page_site import ROUND, visitor, with_people


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    desk = a_desk(tmp_path, (A,))
    with_people(desk.database, at("2026-05-20T10:00"))
    with visitor(desk.settings) as found:
        yield found


@pytest.mark.parametrize(
    "host", ["elders.example", "127.0.0.1.elders.example", "192.168.1.4:8270", "", "[::1"]
)
def test_another_host(client: httpx.Client, host: str) -> None:
    answer = client.get("/", headers={"host": host})

    assert answer.status_code in (400, 403)  # 400: the server itself refuses an empty one


@pytest.mark.parametrize("host", ["127.0.0.1:8270", "localhost:8270", "localhost", "[::1]:8270"])
def test_names_of_this_machine(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"host": host}).text == "ok\n"


@pytest.mark.parametrize(
    "heads",
    [
        {"origin": "https://elders.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_change_asked_from_elsewhere(client: httpx.Client, heads: dict[str, str]) -> None:
    own = {"origin": str(client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}

    answer = client.post("/actor", data={"name": PERSON}, headers=own | heads)

    assert answer.status_code == 403
    assert "niet uitgevoerd" in answer.text
    assert "set-cookie" not in answer.headers


def test_change_that_does_not_say_where_it_comes_from(client: httpx.Client) -> None:
    del client.headers["origin"]

    assert client.post("/actor", data={"name": PERSON}).status_code == 403


def test_change_from_our_own_page(client: httpx.Client) -> None:
    del client.headers["origin"]

    answer = client.post("/actor", data={"name": PERSON}, headers={"sec-fetch-site": "same-origin"})

    assert answer.status_code == 303
    cookie = answer.headers.get_list("set-cookie")[-1]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_changes_are_never_made_by_looking(client: httpx.Client) -> None:
    found = [client.get(path).status_code for path in ("/tick", f"{ROUND}/rerun", f"{ROUND}/parameters")]

    assert found == [405, 405, 405]


def test_heads_of_a_page(client: httpx.Client) -> None:
    first, second = client.get("/"), client.get("/nee")

    for answer in (first, second):
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert "script-src" not in policy
        assert "unsafe" not in policy["style-src"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]


def test_styles_of_a_page_carry_its_own_nonce(client: httpx.Client) -> None:
    answer = client.get(ROUND)

    nonce = answer.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
    assert answer.text.count(f'<style nonce="{nonce}">') == 1
    assert " style=" not in answer.text
