"""A small world for tests of mail: one organisation, letters to send, a server that misbehaves."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import insert

from inkoopkalender.settings import MailSettings
from inkoopkalender.storage import tables
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.outbox import OutboxLetter, count_letters, enqueue, list_letters, message_id_for

NOW = datetime(2026, 5, 18, 7, 0, tzinfo=UTC)
DOMAIN = "post.example"


def add_people(database: Database) -> None:
    with database.changing(actor="test", at=NOW, why="test") as change:
        change.connection.execute(
            insert(tables.organisations).values(
                id=1, kvk="90000001", name="Voorbeeld", place="P", postcode="1234AB", changed_at=NOW
            )
        )
        change.connection.execute(
            insert(tables.contacts).values(
                id=1, organisation_id=1, role="r", name="N", email="n@example.org", language="nl"
            )
        )
        change.connection.execute(
            insert(tables.rounds).values(id=1, key="cz/wijkverpleging/2027", opened_at=NOW, since=NOW)
        )


def make_letter(number: int, **changes: object) -> OutboxLetter:
    origin = f"action {number}"
    facts: dict[str, object] = {
        "round_id": 1,
        "origin": origin,
        "organisation_id": 1,
        "contact_id": 1,
        "letter": "survey-reminder",
        "channel": "mail",
        "message_id": message_id_for(origin, 1, 1, "survey-reminder", DOMAIN),
        "sender": "CZ groep <rz@example.org>",
        "recipient": f"contact{number}@example.org",
        "subject": f"Uitvraag één {number}",
        "text": "Geachte heer,\n",
        "html": "<p>Geachte heer,</p>\n",
        "attachments": (),
        "state": "queued",
        "composed_at": NOW,
        "not_before": NOW,
        "useful_until": None,
    }
    return OutboxLetter(**facts | changes)  # type: ignore[arg-type]  # a test builder


def put(database: Database, *letters: OutboxLetter) -> int:
    with database.changing(actor="test", at=NOW, why="test") as change:
        return enqueue(change.connection, letters)


def counts(database: Database) -> dict[str, int]:
    """The states that hold letters, and how many."""
    with database.reading() as connection:
        return {state: number for state, number in count_letters(connection).items() if number}


def states(database: Database) -> list[tuple[str, int, str]]:
    with database.reading() as connection:
        return [(each.state, each.attempts, each.last_reply) for each in list_letters(connection)]


@dataclass
class Misbehaviour:
    """What the server does, by the local part of the recipient; everything it took, in order."""

    at_rcpt: dict[str, list[str]] = field(default_factory=dict)
    at_data: dict[str, list[str]] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- the server's name for it
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self._next(self.at_rcpt, address)
        if answer == "disconnect":
            hang_up(server)
            return "421 gone"
        if answer == "250":
            envelope.rcpt_tos.append(address)
        return f"{answer} RCPT"

    async def handle_DATA(  # noqa: N802 -- the server's name for it
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self._next(self.at_data, envelope.rcpt_tos[0])
        if answer in ("250", "disconnect"):
            self.taken.append(envelope.rcpt_tos[0].partition("@")[0])
        if answer == "disconnect":
            hang_up(server)
        return f"{answer} DATA"

    @staticmethod
    def _next(answers: dict[str, list[str]], address: str) -> str:
        queue = answers.get(address.partition("@")[0], [])
        return queue.pop(0) if queue else "250"


def hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@contextmanager
def smtp_server(misbehaviour: Misbehaviour) -> Iterator[MailSettings]:
    """Run a real server in a thread of this process; give settings that send to it."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(misbehaviour, hostname="test.invalid", loop=loop), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        port = server.sockets[0].getsockname()[1]
        yield MailSettings(port=port, connections=2, timeout_seconds=5)
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(_cancel_all, loop)
        loop.call_soon_threadsafe(lambda: loop.call_later(0.05, loop.stop))
        thread.join()
        loop.close()


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
