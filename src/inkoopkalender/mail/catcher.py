"""Catches mail: an SMTP server on 127.0.0.1, in its own process, that keeps every message as a file.

Demo, rehearsal and tests send to it; nothing it takes leaves the machine. Addresses that begin with
`onbestelbaar` are refused at RCPT, so that undeliverable letters are part of every rehearsal. Its
process ends with its parent: it watches a pipe that only the parent holds, and the parent's id. (The
kernel's parent-death signal would fire when the *thread* that started it ends, so it is not used.) A port
that is taken is said, and another is not chosen: whoever starts it told the others where it would be.
"""

import asyncio
import contextlib
import errno
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from inkoopkalender.errors import InkoopkalenderError

HOST = "127.0.0.1"
REFUSED = "onbestelbaar"
SECONDS_BETWEEN_LOOKS = 0.5
_TAKEN = "taken"


class CatcherError(InkoopkalenderError):
    """The catcher did not start."""


class CatchingSMTP(SMTP):
    """The server, reading a message in one go instead of line by line, which is six times quicker."""

    line_length_limit = 32 * 1024 * 1024

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 -- the server's name for it
        """Take the message up to its lone dot and hand it over."""
        envelope = self.envelope
        assert envelope is not None
        if arg or not envelope.rcpt_tos:
            await self.push("503 5.5.1 DATA needs a recipient and takes nothing else")
            return
        await self.push("354 End with a dot on a line of its own")
        content = await self._reader.readuntil(b"\r\n.\r\n")
        envelope.content = content[:-3].replace(b"\r\n..", b"\r\n.")
        status = await self.event_handler.handle_DATA(self, self.session, envelope)
        self.envelope = self._create_envelope()
        await self.push(status)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        found = re.match(r"\s*<([^<>\s]*)>\s*(.*)", arg)
        return (found.group(1), found.group(2)) if found else (None, None)


class Catcher:
    """What the server does with a recipient and with a message."""

    def __init__(self, folder: Path) -> None:
        """Keep messages in `folder`, numbered on from those that lie there."""
        self._folder = folder
        self._number = sum(1 for _ in folder.glob("*.eml"))

    async def handle_RCPT(  # noqa: N802 -- the server's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take the address, or refuse it for good."""
        if address.lower().startswith(REFUSED):
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the server's name for it
        """Keep the message, then say so."""
        content = envelope.content
        assert isinstance(content, bytes)
        self._number += 1
        name = f"{self._number:06d}-{_safe_name(content)}.eml"
        (self._folder / name).write_bytes(content)
        return "250 2.0.0 Kept"


@dataclass(frozen=True, slots=True)
class RunningCatcher:
    """A catcher's process and where it listens. Leaving the `with` block stops it."""

    host: str
    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the process and wait for it."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_catcher(folder: Path, port: int = 0) -> RunningCatcher:
    """Start a catcher that keeps messages in `folder`; port 0 lets the system choose. Raises CatcherError."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(  # noqa: S603 -- our own module
        [sys.executable, "-m", "inkoopkalender.mail.catcher", os.fspath(folder), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    answer = process.stdout.readline().decode().strip()
    if not answer.isdigit():
        process.kill()
        process.communicate()
        raise CatcherError(_why(answer, port))
    return RunningCatcher(HOST, int(answer), folder, process)


def read_caught(folder: Path) -> list[tuple[str, str, str]]:
    """Return (Message-ID, recipient, subject) of every message kept, in order of arrival."""
    return [_read_head(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]


def _why(answer: str, port: int) -> str:
    if answer == _TAKEN:
        return (
            f"De postvanger startte niet: op {HOST}:{port} luistert al een ander programma.\n"
            "Stop dat, of kies een andere poort (instelling mail.port)."
        )
    return f"De postvanger startte niet op {HOST}; zijn melding staat hierboven."


def _read_head(content: bytes) -> tuple[str, str, str]:
    head = message_from_bytes(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    subject = str(make_header(decode_header(head["Subject"])))
    return head["Message-ID"].strip(), head["To"].strip(), subject


def _safe_name(content: bytes) -> str:
    found = re.search(rb"(?im)^Message-ID:\s*<?([^>\s]+)", content[:4000])
    name = found.group(1).decode("ascii", "replace") if found else "without-id"
    return re.sub(r"[^A-Za-z0-9@._-]", "_", name)[:120].lstrip(".")


async def _serve(folder: Path, port: int, parent: int) -> int:
    loop = asyncio.get_running_loop()
    handler = Catcher(folder)
    try:
        server = await loop.create_server(
            lambda: CatchingSMTP(
                handler, hostname="catcher.invalid", ident="inkoopkalender catcher", loop=loop
            ),
            HOST,
            port,
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.stdout.write(f"{_TAKEN}\n")
        return 1
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    released = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), released.set)
    while not released.is_set() and os.getppid() == parent:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(released.wait(), SECONDS_BETWEEN_LOOKS)
    server.close()
    return 0


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    sys.exit(asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2]), os.getppid())))
