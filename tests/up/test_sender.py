"""The sender as a real process: letters leave by themselves, also without Prefect, or wait."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from outbox_world import NOW, add_people, counts, make_letter, put
from up_world import environment, wait_for

from inkoopkalender.mail.catcher import read_caught, start_catcher
from inkoopkalender.orchestration.addresses import choose_port
from inkoopkalender.orchestration.plan import MARK
from inkoopkalender.orchestration.strays import end_strays
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.storage.outbox import pause_letters
from inkoopkalender.storage.sending import claim_letters
from inkoopkalender.storage.waiting_letters import letters_wait

LEASE = timedelta(minutes=5)
NOWHERE = "http://127.0.0.1:1/api"


@contextmanager
def sender_in(folder: Path, mail_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the sender, with a Prefect that does not answer, its log beside the database."""
    variables = environment(folder, mail__port=str(mail_port))
    with (folder / "sender.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "inkoopkalender.orchestration.sender"],
            env={**variables, "PREFECT_API_URL": NOWHERE, MARK: str(folder)},
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)
            end_strays(folder)


def said(folder: Path) -> list[str]:
    """Return what the sender met with, in order."""
    lines = [json.loads(line) for line in (folder / "sender.log").read_text(encoding="utf-8").splitlines()]
    return [line["reason"] for line in lines if line["event"] == "letters wait"]


@pytest.fixture
def post_in(tmp_path: Path) -> Iterator[Database]:
    """The database of an installation in `tmp_path`, with people to write to."""
    database = open_database(f"sqlite:///{tmp_path / 'inkoopkalender.db'}")
    add_people(database)
    yield database
    database.close()


@pytest.mark.kills
def test_letters_leave_without_prefect_when_it_does_not_answer(post_in: Database, tmp_path: Path) -> None:
    with start_catcher(tmp_path / "mail") as catcher, sender_in(tmp_path, catcher.port):
        put(post_in, make_letter(1), make_letter(2))

        left = wait_for(lambda: counts(post_in) == {"sent": 2}, 90)

    assert left, said(tmp_path)
    assert len(read_caught(tmp_path / "mail")) == 2
    assert said(tmp_path) == ["Prefect does not answer"]


@pytest.mark.kills
def test_letters_wait_for_a_mail_server_that_is_away(post_in: Database, tmp_path: Path) -> None:
    put(post_in, make_letter(1))
    port = choose_port(0, set())

    with sender_in(tmp_path, port):
        assert wait_for(lambda: said(tmp_path) == ["mail server does not answer"], 20)
        waiting = counts(post_in)
        with start_catcher(tmp_path / "mail", port):
            left = wait_for(lambda: counts(post_in) == {"sent": 1}, 120)

    assert (waiting, left) == ({"queued": 1}, True)


def test_sender_waits_for_a_database_that_is_none_yet_can_be(tmp_path: Path) -> None:
    path = tmp_path / "inkoopkalender.db"
    path.write_bytes(b"geen database, of nog niet " * 200)

    with sender_in(tmp_path, choose_port(0, set())) as sender:
        assert wait_for(lambda: said(tmp_path) == ["DatabaseUnreachableError"], 30)
        path.unlink()
        there = wait_for(lambda: path.exists() and path.read_bytes()[:6] == b"SQLite", 30)

        assert (there, sender.poll()) == (True, None)


def test_sender_told_to_stop_stops(tmp_path: Path) -> None:
    database = tmp_path / "inkoopkalender.db"

    with sender_in(tmp_path, choose_port(0, set())) as sender:
        assert wait_for(database.exists, 20)
        sender.terminate()

        assert sender.wait(10) == 0


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, True),
        ({"state": "retry"}, True),
        ({"not_before": NOW + timedelta(seconds=1)}, False),
        ({"state": "composed"}, False),
        ({"state": "sent"}, False),
        ({"channel": "vecozo-notice"}, False),
    ],
)
def test_letter_waits_when_its_hour_has_come(
    database: Database, changes: dict[str, object], waits: bool
) -> None:
    add_people(database)
    put(database, make_letter(1, **changes))

    with database.reading() as connection:
        assert letters_wait(connection, NOW, LEASE) is waits


@pytest.mark.parametrize(
    ("leased_for", "waits"), [(timedelta(), True), (LEASE, False), (2 * LEASE, False), (3 * LEASE, True)]
)
def test_claimed_letter_waits_when_its_claim_has_ended_or_cannot_be(
    database: Database, leased_for: timedelta, waits: bool
) -> None:
    add_people(database)
    put(database, make_letter(1))
    with database.changing(actor="test", at=NOW, why="test") as change:
        claim_letters(change.connection, NOW, 10, NOW + leased_for)

    with database.reading() as connection:
        assert letters_wait(connection, NOW, LEASE) is waits


def test_no_letter_waits_while_they_are_paused(database: Database) -> None:
    add_people(database)
    put(database, make_letter(1))

    with database.changing(actor="test", at=NOW, why="test") as change:
        pause_letters(change.connection, paused=True)
        assert letters_wait(change.connection, NOW, LEASE) is False
        pause_letters(change.connection, paused=False)
        assert letters_wait(change.connection, NOW, LEASE) is True
