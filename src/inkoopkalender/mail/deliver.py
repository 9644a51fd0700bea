"""Sends what waits in the outbox: claims a batch, speaks SMTP over several connections, records results.

A letter goes on the wire at most once by itself. What counts as "on the wire" is decided by the journal:
a line before DATA, a line after its reply. Whoever dies between the two leaves an *unknown* letter, which
a person resolves; everything else that was claimed is sent again. A server that is away is no error:
letters wait. This module composes nothing and decides nothing about who gets a letter.
"""

import asyncio
import ipaddress
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from aiosmtplib import SMTP, SMTPConnectError, SMTPException, SMTPResponseException

from inkoopkalender.errors import InkoopkalenderError
from inkoopkalender.mail.journal import Journal, JournalBusyError, JournalError, hold_journal
from inkoopkalender.mail.serialise import address_of, serialise
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.outbox import (
    ClaimedLetter,
    Result,
    claim_letters,
    find_sending,
    lapse_letters,
    letters_paused,
    record_results,
)

LOCAL_HOSTNAME = "inkoopkalender.invalid"
"""What we call ourselves in EHLO; asking the machine for its name can take seconds."""
LOSSES_BEFORE_A_TRY_COUNTS = 3
"""So often may a connection be lost before DATA for the same letter until that counts as a try."""
LONGEST_BACKOFF = timedelta(hours=12)
SERVICE_CLOSING = 421
PERMANENT = 500


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


@dataclass(slots=True)
class _Work:
    """What the connections of one batch share."""

    journal: Journal
    mail: MailSettings
    now: Callable[[], datetime]
    lease_ends: float
    waiting: deque[ClaimedLetter]
    results: list[Result] = field(default_factory=list)
    losses: dict[int, int] = field(default_factory=dict)
    problem: str = ""


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
        f"Letters would leave for {mail.host}, but this installation is not in production.\n"
        'Set mail.host to 127.0.0.1 (the catcher), or mode = "production" when letters must really go.'
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fold(database: Database, journal: Journal, at: datetime, actor: str) -> list[Result]:
    moments = journal.read()
    if not moments:
        return []
    with database.changing(actor=actor, at=at, why="fold the delivery journal") as transaction:
        sending = find_sending(transaction.connection, sorted({message_id for message_id, _ in moments}))
        results = [
            _folded(letter_id, attempts, moment, at)
            for message_id, (letter_id, attempts) in sending.items()
            if (moment := moments.get((message_id, attempts + 1)))
        ]
        record_results(transaction.connection, results)
        _note(transaction.record, results)
    journal.clear()
    return results


def _folded(letter_id: int, attempts: int, moment: str, at: datetime) -> Result:
    state: Literal["sent", "unknown", "retry"]
    state, reply = {
        "begun": ("unknown", "The sender died while this letter was on the wire."),
        "accepted": ("sent", "Accepted; noted in the journal."),
        "refused": ("retry", "Refused; noted in the journal."),
    }[moment]  # type: ignore[assignment] -- the values are the three states
    return Result(letter_id, attempts, state, at, reply, at if state == "retry" else None)


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
    lines = [_Line(mail) for _ in range(mail.connections)]
    try:
        while not report.problem and (work := _claim(database, mail, journal, now, actor, report)):
            await _send(work, lines)
            _record(database, work, actor, report)
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
) -> _Work | None:
    at = now()
    ends = time.monotonic() + mail.lease_seconds
    with database.changing(actor=actor, at=at, why="claim letters") as transaction:
        if letters_paused(transaction.connection):
            report.problem = "Letters are paused; `inkoopkalender letters resume` lets them go."
            return None
        lapsed = lapse_letters(transaction.connection, at)
        if lapsed:
            transaction.record("letters lapsed", {"lapsed": lapsed})
        report.lapsed += lapsed
        lease_until = at + timedelta(seconds=mail.lease_seconds)
        letters = claim_letters(transaction.connection, at, mail.claim, lease_until)
    return _Work(journal, mail, now, ends, deque(letters)) if letters else None


def _record(database: Database, work: _Work, actor: str, report: DeliveryReport) -> None:
    at = work.now()
    if work.waiting:
        work.problem = work.problem or "The lease on this batch ran out."
    put_back = [Result(letter.id, letter.attempts, "queued", at) for letter in work.waiting]
    results = [*work.results, *put_back]
    with database.changing(actor=actor, at=at, why="deliver letters") as transaction:
        record_results(transaction.connection, results)
        _note(transaction.record, results)
    report.count(results)
    report.problem = work.problem if put_back else ""


async def _send(work: _Work, lines: Sequence["_Line"]) -> None:
    used = lines[: len(work.waiting)]
    await asyncio.gather(*(_empty(work, line) for line in used))


async def _empty(work: _Work, line: "_Line") -> None:
    """Send from the batch over one connection until it is empty, the server is away or the lease ends."""
    while work.waiting and time.monotonic() + _margin(work.mail) < work.lease_ends:
        if not await line.open(work):
            return
        if not work.waiting:
            return
        letter = work.waiting.popleft()
        result = await _try_letter(work, line, letter)
        if result is None:
            await line.close()
            work.waiting.append(letter)
        else:
            work.results.append(result)


def _margin(mail: MailSettings) -> float:
    """Return how long before its lease ends a letter may last be begun."""
    return min(3 * mail.timeout_seconds, mail.lease_seconds / 2)


async def _try_letter(work: _Work, line: "_Line", letter: ClaimedLetter) -> Result | None:
    """Send one letter; None when the connection was lost before DATA, and that is no try of the letter."""
    sending = _Sending(work, letter)
    try:
        return await sending.go(line.client)
    except JournalError:
        raise
    except SMTPResponseException as error:
        if error.code == SERVICE_CLOSING and not sending.begun:
            return sending.lost(f"{error.code} {error.message}")
        await line.reset()
        return sending.refused(error.code, error.message)
    except (SMTPException, OSError) as error:
        await line.close()
        return sending.lost(str(error) or type(error).__name__)
    except Exception as error:  # noqa: BLE001 -- one letter must never stop the others
        await line.close()
        return sending.broken(f"{type(error).__name__}: {error}")


class _Sending:
    """One try of one letter, and what each way in which it can end means."""

    def __init__(self, work: _Work, letter: ClaimedLetter) -> None:
        self.work = work
        self.letter = letter
        self.begun = False

    async def go(self, client: SMTP) -> Result:
        """Speak MAIL, RCPT, DATA; the journal has its line before DATA and after the reply."""
        content = serialise(self.letter, self.work.now())
        await client.mail(address_of(self.letter.sender))
        await client.rcpt(address_of(self.letter.recipient))
        self._journal("begun")
        self.begun = True
        async with asyncio.timeout(max(0.0, self.work.lease_ends - time.monotonic())):
            response = await client.data(content)
        self._journal("accepted")
        return self._ended("sent", f"{response.code} {response.message}")

    def refused(self, code: int, message: str) -> Result:
        """Return what a reply of 4xx or 5xx means."""
        if self.begun:
            self._journal("refused")
        reply = f"{code} {message}"
        return self._ended("failed", reply) if code >= PERMANENT else self._again(reply)

    def lost(self, why: str) -> Result | None:
        """Return what a lost connection means: unknown after DATA; before it no try, unless it repeats."""
        if self.begun:
            return self._ended("unknown", f"Connection lost after DATA had begun: {why}")
        losses = self.work.losses[self.letter.id] = self.work.losses.get(self.letter.id, 0) + 1
        self.work.problem = f"The SMTP server closes the connection: {why}"
        return None if losses < LOSSES_BEFORE_A_TRY_COUNTS else self._again(why)

    def broken(self, why: str) -> Result:
        """Return what an error in the letter itself means."""
        return self._ended("unknown" if self.begun else "failed", why)

    def _again(self, reply: str) -> Result:
        mail = self.work.mail
        if self.letter.attempts + 1 >= mail.most_attempts:
            return self._ended("failed", reply)
        pause = min(timedelta(minutes=mail.retry_minutes * 2**self.letter.attempts), LONGEST_BACKOFF)
        return self._ended("retry", reply, self.work.now() + pause)

    def _journal(self, moment: Literal["begun", "accepted", "refused"]) -> None:
        self.work.journal.note(moment, self.letter.message_id, self.letter.attempts + 1)

    def _ended(
        self,
        state: Literal["sent", "retry", "failed", "unknown"],
        reply: str,
        not_before: datetime | None = None,
    ) -> Result:
        return Result(self.letter.id, self.letter.attempts, state, self.work.now(), reply, not_before)


class _Line:
    """One connection to the server, kept open from letter to letter and opened again when it is lost."""

    def __init__(self, mail: MailSettings) -> None:
        self._mail = mail
        self.client = self._make()

    async def open(self, work: _Work) -> bool:
        """Make sure of a connection; False when the server does not take one, and why is in `work`."""
        if self.client.is_connected:
            return True
        self.client = self._make()
        try:
            await self.client.connect()
        except (SMTPConnectError, SMTPException, OSError) as error:
            work.problem = (
                f"The SMTP server {self._mail.host}:{self._mail.port} is away ({error}); letters wait."
            )
            return False
        return True

    async def reset(self) -> None:
        """Take back the envelope of a refused letter; give the connection up when that fails."""
        try:
            await self.client.rset()
        except (SMTPException, OSError):
            await self.close()

    async def close(self) -> None:
        """Give the connection up."""
        self.client.close()

    def _make(self) -> SMTP:
        mail = self._mail
        return SMTP(
            hostname=mail.host,
            port=mail.port,
            timeout=mail.timeout_seconds,
            start_tls=mail.start_tls,
            local_hostname=LOCAL_HOSTNAME,
            username=mail.username or None,
            password=mail.password or None,
        )
