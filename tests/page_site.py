"""The pages of a test's own database, served over real HTTP on 127.0.0.1; a visitor that acts from them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx
import uvicorn
from builders import PERSON

from inkoopkalender import clock
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.users import add_user
from inkoopkalender.usecases.round_clock import move_clock
from inkoopkalender.web.app import create_app

OPERATOR = "Sam Voorbeeld"
ROUND = "/rounds/cz/wijkverpleging/2027"


@contextmanager
def visitor(settings: Settings) -> Iterator[httpx.Client]:
    """Serve the pages of these settings, and give a browser that keeps cookies and follows nothing."""
    config = uvicorn.Config(create_app(settings), port=0, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=address, headers={"origin": address}, trust_env=False, timeout=30) as client:
        yield client
    server.should_exit = True
    thread.join()


def be(client: httpx.Client, name: str) -> None:
    """Choose who acts."""
    answer = client.post("/actor", data={"name": name, "back": "/"})
    assert answer.status_code == 303, answer.text


def with_people(database: Database, now: datetime) -> None:
    """Add an approver and an operator, and move the clock so that it is `now`."""
    with database.changing(actor="test", at=now, why="people") as change:
        add_user(change.connection, PERSON, "approver", now)
        add_user(change.connection, OPERATOR, "operator", now)
    move_clock(database, now - clock.now(), by=PERSON)
