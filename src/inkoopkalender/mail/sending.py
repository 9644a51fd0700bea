"""Sends one batch of claimed letters over several kept connections, and says how each letter ended.

The journal gets its line before DATA and after the reply. A connection lost before DATA is no try of the
letter; lost after DATA, the letter is *unknown*. Nothing is stored here: `mail.deliver` does that.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from inkoopkalender.mail.journal import Journal, JournalError, Moment
from inkoopkalender.mail.serialise import address_of, serialise
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import DatabaseUnreachableError
from inkoopkalender.storage.outbox import ClaimedLetter, Result

LOCAL_HOSTNAME = "inkoopkalender.invalid"
"""What we call ourselves in EHLO; asking the machine for its name can take seconds."""
LOSSES_BEFORE_A_TRY_COUNTS = 3
"""So often may a connection be lost before DATA for the same letter until that counts as a try."""
LONGEST_BACKOFF = timedelta(hours=12)
SERVICE_CLOSING = 421
PERMANENT = 500


@dataclass(slots=True)
class Batch:
    """Claimed letters and what the connections that send them share.

    `lease_ends` is on the monotonic clock. What is left in `waiting` afterwards was not tried; `problem`
    then says why.
    """

    journal: Journal
    mail: MailSettings
    now: Callable[[], datetime]
    lease_ends: float
    waiting: deque[ClaimedLetter]
    results: list[Result] = field(default_factory=list)
    losses: dict[int, int] = field(default_factory=dict)
    problem: str = ""


async def send_batch(batch: Batch, lines: Sequence["Line"]) -> None:
    """Send the batch; afterwards its `results`, and what is left in `waiting`, are all there is to know."""
    used = lines[: len(batch.waiting)]
    await asyncio.gather(*(_empty(batch, line) for line in used))


async def _empty(batch: Batch, line: "Line") -> None:
    """Send from the batch over one connection until it is empty, the server is away or the lease ends."""
    while batch.waiting and time.monotonic() + _margin(batch.mail) < batch.lease_ends:
        if not await line.open(batch):
            return
        if not batch.waiting:
            return
        letter = batch.waiting.popleft()
        result = await _try_letter(batch, line, letter)
        if result is None:
            await line.close()
            batch.waiting.append(letter)
        else:
            batch.results.append(result)


def _margin(mail: MailSettings) -> float:
    """Return how long before its lease ends a letter may last be begun."""
    return min(3 * mail.timeout_seconds, mail.lease_seconds / 2)


async def _try_letter(batch: Batch, line: "Line", letter: ClaimedLetter) -> Result | None:
    """Send one letter; None when the connection was lost before DATA, and that is no try of the letter."""
    sending = _Sending(batch, letter)
    try:
        return await sending.go(line.client)
    except (JournalError, DatabaseUnreachableError):
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

    def __init__(self, batch: Batch, letter: ClaimedLetter) -> None:
        self.batch = batch
        self.letter = letter
        self.begun = False

    async def go(self, client: SMTP) -> Result:
        """Speak MAIL, RCPT, DATA; the journal has its line before DATA and after the reply."""
        content = serialise(self.letter, self.batch.now())
        await client.mail(address_of(self.letter.sender))
        await client.rcpt(address_of(self.letter.recipient))
        self._journal("begun")
        self.begun = True
        async with asyncio.timeout(max(0.0, self.batch.lease_ends - time.monotonic())):
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
            return self._ended("unknown", f"De verbinding viel weg terwijl de brief onderweg was: {why}")
        losses = self.batch.losses[self.letter.id] = self.batch.losses.get(self.letter.id, 0) + 1
        self.batch.problem = f"De mailserver verbreekt de verbinding: {why}"
        return None if losses < LOSSES_BEFORE_A_TRY_COUNTS else self._again(why)

    def broken(self, why: str) -> Result:
        """Return what an error in the letter itself means."""
        return self._ended("unknown" if self.begun else "failed", why)

    def _again(self, reply: str) -> Result:
        mail = self.batch.mail
        if self.letter.attempts + 1 >= mail.most_attempts:
            return self._ended("failed", reply)
        pause = min(timedelta(minutes=mail.retry_minutes * 2**self.letter.attempts), LONGEST_BACKOFF)
        return self._ended("retry", reply, self.batch.now() + pause)

    def _journal(self, moment: Moment) -> None:
        self.batch.journal.note(moment, self.letter.message_id, self.letter.attempts + 1)

    def _ended(
        self,
        state: Literal["sent", "retry", "failed", "unknown"],
        reply: str,
        not_before: datetime | None = None,
    ) -> Result:
        return Result(self.letter.id, self.letter.attempts, state, self.batch.now(), reply, not_before)


class Line:
    """One connection to the server, kept open from letter to letter and opened again when it is lost."""

    def __init__(self, mail: MailSettings) -> None:
        self._mail = mail
        self.client = self._make()

    async def open(self, batch: Batch) -> bool:
        """Make sure of a connection; False when the server does not take one, and why is in `batch`."""
        if self.client.is_connected:
            return True
        self.client = self._make()
        try:
            await self.client.connect()
        except (SMTPException, OSError) as error:
            batch.problem = (
                f"De mailserver {self._mail.host}:{self._mail.port} is er niet ({error}). De brieven wachten."
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
