"""Sends what waits in the outbox: claims a batch, speaks SMTP over several connections, records results.

A letter goes on the wire at most once by itself. What counts as "on the wire" is decided by the journal:
a line before DATA, a line after its reply. Whoever dies between the two leaves an *unknown* letter, which
a person resolves; everything else that was claimed is sent again. Where lines may be missing, because the
machine went down or the journal is another's, every claimed letter without a reply is unknown. A server
that is away is no error: letters wait. This module composes nothing and decides nothing about who gets a
letter.
"""

import asyncio
import ipaddress
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.mail.journal import Journal, JournalBusyError, Moment, hold_journal
from inkoopkalender.mail.sending import Batch, Line, send_batch
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import Database, Transaction
from inkoopkalender.storage.letters import Result
from inkoopkalender.storage.releases import letters_paused
from inkoopkalender.storage.sending import (
    claim_letters,
    find_claimed_by,
    find_left_by_others,
    find_sending,
    lapse_letters,
    record_results,
)


class MailHostRefusedError(InkoopkalenderError):
    """Outside production letters go to the catcher on this machine and nowhere else."""


@dataclass(slots=True)
class DeliveryReport:
    """What one delivery did, in letters; `problem` says in words why letters still wait, if they do."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    unknown: int = 0
    lapsed: int = 0
    put_back: int = 0
    problem: str = ""

    def count(self, results: Sequence[Result]) -> None:
        """Add the results of a batch."""
        names = {"retry": "retried", "queued": "put_back"}
        for result in results:
            name = names.get(result.state, result.state)
            setattr(self, name, getattr(self, name) + 1)


def deliver_waiting(
    database: Database,
    mail: MailSettings,
    journal: Path,
    *,
    now: Callable[[], datetime],
    actor: str,
    production: bool = False,
) -> DeliveryReport:
    """Send letters until none waits, and report. A server that is away is reported, not raised.

    Raises MailHostRefusedError when the host is not this machine and `production` is not said.
    """
    check_host(mail, production=production)
    try:
        with hold_journal(journal) as held:
            return asyncio.run(_deliver(database, mail, held, now, actor))
    except JournalBusyError as busy:
        return DeliveryReport(problem=str(busy))


def fold_journal(database: Database, journal: Path, now: datetime, actor: str) -> int:
    """Bring what the journal knows into the outbox; return how many letters became unknown.

    Raises JournalBusyError while a delivery is under way.
    """
    with hold_journal(journal) as held:
        return sum(result.state == "unknown" for result in _fold(database, held, now, actor))


def check_host(mail: MailSettings, *, production: bool) -> None:
    """Raise MailHostRefusedError unless this is production or the host is this machine."""
    if production or _is_loopback(mail.host):
        return
    raise MailHostRefusedError(
        f"De brieven zouden naar {mail.host} gaan, maar deze installatie is niet in productie.\n"
        'Zet mail.host op 127.0.0.1 (de postvanger), of mode = "production" als er echt post weg moet.'
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fold(database: Database, journal: Journal, at: datetime, actor: str) -> list[Result]:
    moments = journal.read()
    if not moments and not journal.lost_power:
        return []
    with database.changing(actor=actor, at=at, why="fold the delivery journal") as transaction:
        connection = transaction.connection
        sending = find_sending(connection, sorted({message_id for message_id, _ in moments}))
        ours = find_claimed_by(connection, journal.name) if journal.lost_power else {}
        results = [
            _folded(letter_id, attempts, moment, at)
            for message_id, (letter_id, attempts) in (sending | ours).items()
            if (moment := moments.get((message_id, attempts + 1), "begun" if message_id in ours else None))
        ]
        record_results(connection, results)
        _note(transaction.record, results)
    journal.clear()
    return results


def _folded(letter_id: int, attempts: int, moment: Moment, at: datetime) -> Result:
    if moment == "accepted":
        return Result(letter_id, attempts, "sent", at, "Aangenomen, volgens het journaal.")
    if moment == "refused":
        return Result(letter_id, attempts, "retry", at, "Geweigerd, volgens het journaal.", at)
    return Result(
        letter_id, attempts, "unknown", at, "De verzending brak af terwijl deze brief onderweg kon zijn."
    )


def _give_up_others(transaction: Transaction, journal: Journal, at: datetime) -> list[Result]:
    """Make unknown what another journal claims beyond its lease: what it knows is not here."""
    results = [
        Result(letter_id, attempts, "unknown", at, "Een verzending vanuit een andere werkmap viel stil.")
        for letter_id, attempts in find_left_by_others(transaction.connection, at, journal.name).values()
    ]
    record_results(transaction.connection, results)
    _note(transaction.record, results)
    return results


def _note(record: Callable[..., None], results: Sequence[Result]) -> None:
    counts: dict[str, int] = {}
    for result in results:
        counts[result.state] = counts.get(result.state, 0) + 1
    if counts.keys() - {"queued"}:
        record("letters delivered", dict(sorted(counts.items())), chain="")


async def _deliver(
    database: Database, mail: MailSettings, journal: Journal, now: Callable[[], datetime], actor: str
) -> DeliveryReport:
    report = DeliveryReport()
    report.count(_fold(database, journal, now(), actor))
    journal.begin()
    lines = [Line(mail) for _ in range(mail.connections)]
    try:
        while not report.problem and (batch := _claim(database, mail, journal, now, actor, report)):
            await send_batch(batch, lines)
            _record(database, batch, actor, report)
    finally:
        await asyncio.gather(*(line.close() for line in lines))
    journal.clear()
    return report


def _claim(
    database: Database,
    mail: MailSettings,
    journal: Journal,
    now: Callable[[], datetime],
    actor: str,
    report: DeliveryReport,
) -> Batch | None:
    at = now()
    ends = time.monotonic() + mail.lease_seconds
    with database.changing(actor=actor, at=at, why="claim letters") as transaction:
        if letters_paused(transaction.connection):
            report.problem = "De brieven staan stil. Laat ze weer gaan: inkoopkalender letters resume"
            return None
        report.count(_give_up_others(transaction, journal, at))
        lapsed = lapse_letters(transaction.connection, at)
        if lapsed:
            transaction.record("letters lapsed", {"lapsed": lapsed})
        report.lapsed += lapsed
        lease_until = at + timedelta(seconds=mail.lease_seconds)
        letters = claim_letters(transaction.connection, at, mail.claim, lease_until, claimed_by=journal.name)
    return Batch(journal, mail, now, ends, deque(letters)) if letters else None


def _record(database: Database, batch: Batch, actor: str, report: DeliveryReport) -> None:
    at = batch.now()
    if batch.waiting:
        batch.problem = (
            batch.problem or "De tijd voor deze brieven was om; ze wachten op de volgende verzending."
        )
    put_back = [Result(letter.id, letter.attempts, "queued", at) for letter in batch.waiting]
    results = [*batch.results, *put_back]
    with database.changing(actor=actor, at=at, why="deliver letters") as transaction:
        record_results(transaction.connection, results)
        _note(transaction.record, results)
    report.count(results)
    report.problem = batch.problem if put_back else ""
