"""Twenty kills -9 of a process that reminds 260 of 300 providers: everybody is reminded once, nobody twice.

Each kill is shown, from the database afterwards, to have hit that process at work: it held the claim, or
it was delivering and letters were left. A moment that hit nothing is not counted. `-s` prints them all.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from builders import Org, a_desk, all_letters, at, export, ledger
from sqlalchemy import func, select

from inkoopkalender.mail.catcher import read_caught, start_catcher
from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.outbox import resolve_letter
from inkoopkalender.storage.tables import action_batches
from inkoopkalender.usecases.desk import Desk

KILLS, MOST_ATTEMPTS = 20, 70
ORGANISATIONS = [Org(number) for number in range(1, 301)]
DELIVERED = [*ORGANISATIONS[::8], *ORGANISATIONS[1:9:4]]
OWING = [one for one in ORGANISATIONS if one not in DELIVERED]
DUE = at("2026-05-15T09:00")
NEXT = timedelta(minutes=6)
"""Beyond the silence after which a claim is taken again, and beyond the lease of claimed letters."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reminder has come: `run` holds the claim, `caught` letters have arrived."""

    state: str
    run: str
    batches: int
    unfinished: int
    caught: int


@dataclass(slots=True)
class Zygote:
    """The running `reminder_child`."""

    process: subprocess.Popen[str]

    def start(self, now: datetime, ahead: timedelta, run: str) -> int:
        """Start a child and return its id."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{now.isoformat()} {ahead.total_seconds()} {run}\n")
        self.process.stdin.flush()
        return int(self.read())

    def end(self) -> int:
        """Wait for the child and return how it ended."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.read())

    def read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def zygote(folder: Path, port: int) -> Iterator[Zygote]:
    program = Path(__file__).with_name("reminder_child.py")
    arguments = [sys.executable, str(program), str(folder), str(port)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        running = Zygote(process)
        assert running.read() == "ready"
        yield running
        assert process.stdin is not None
        process.stdin.close()


def progress(desk: Desk, caught: Path) -> Progress:
    rows = ledger(desk)
    with desk.database.reading() as connection:
        batches = connection.execute(select(func.count()).select_from(action_batches)).scalar_one()
    unfinished = sum(one.state in ("queued", "sending", "retry") for one in all_letters(desk))
    state, run = (rows[0].state, rows[0].run_id) if rows else ("", "")
    return Progress(state, run, batches, unfinished, count_caught(caught))


def count_caught(caught: Path) -> int:
    return sum(1 for _ in caught.glob("*.eml"))


def moment_to_kill(desk: Desk, caught: Path, before: Progress, chance: Random) -> Callable[[], bool]:
    """A random moment: so many batches further while it writes, so many letters further while it delivers."""
    if before.state == "done":
        letters = before.caught + chance.randint(1, max(1, min(15, before.unfinished // 2)))
        return lambda: count_caught(caught) >= letters
    batches = before.batches + chance.randint(0, 3)

    def written() -> bool:
        now = progress(desk, caught)
        return (now.batches >= batches and now.run != before.run) or now.state == "done"

    return written


def kill_at(zygote: Zygote, child: int, moment: Callable[[], bool], pause: float) -> int:
    """Kill the child -9 once the moment has come, and a little later; return how it ended."""
    until = time.monotonic() + 10
    while not moment() and time.monotonic() < until:
        time.sleep(0.0005)
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    return zygote.end()


def was_at_work(before: Progress, after: Progress, run: str, ended: int) -> str:
    """Say at what the killed process was, or nothing when it was killed before or after its work."""
    if ended != -signal.SIGKILL:
        return ""
    if after.state == "claimed" and after.run == run:
        return "writing"
    if after.state == "done" and after.caught > before.caught and after.unfinished > 0:
        return "delivering"
    return ""


def settle_unknown(desk: Desk, caught: Path, now: datetime) -> int:
    """Resolve letters of unknown fate by what the catcher holds, as a person would; return how many."""
    arrived = {message_id for message_id, _, _ in read_caught(caught)}
    unknown = [one for one in all_letters(desk) if one.state == "unknown"]
    with desk.database.changing(actor="Robin Voorbeeld", at=now, why="looked in the mailbox") as change:
        for one in unknown:
            resolve_letter(change.connection, one.id, resend=one.message_id not in arrived, at=now)
    return len(unknown)


@pytest.mark.kills
@pytest.mark.timeout(240)
def test_reminder_that_is_killed_twenty_times_reminds_everybody_once(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, ORGANISATIONS, since=DUE, batch=10)
    rows = [(one, at("2026-05-10T12:00")) for one in DELIVERED]
    export(desk, rows, now=at("2026-05-14T08:00"), complete=False)
    chance, caught = Random(15), tmp_path / "caught"
    landed: list[str] = []

    with start_catcher(caught) as catcher, zygote(tmp_path, catcher.port) as running:
        for attempt in range(1, MOST_ATTEMPTS):
            before, run = progress(desk, caught), f"run-{attempt}"
            child = running.start(DUE + attempt * NEXT, attempt * NEXT, run)
            moment = moment_to_kill(desk, caught, before, chance)
            ended = kill_at(running, child, moment, chance.uniform(0, 0.015))
            after = progress(desk, caught)
            if what := was_at_work(before, after, run, ended):
                landed.append(f"{len(landed) + 1:>4}  {run:<7} {what:<11}{after}")
            if len(landed) == KILLS:
                break
        unknown = 0
        for again in range(MOST_ATTEMPTS, MOST_ATTEMPTS + 3):
            running.start(DUE + again * NEXT, again * NEXT, "last")
            assert running.end() == 0
            unknown += settle_unknown(desk, caught, DUE + again * NEXT)
    sys.stdout.write("\n".join(["", *landed, f"      {unknown} letters were unknown and looked up\n"]))

    reminders = [one for one in all_letters(desk) if one.letter == "survey-reminder"]
    ids = {one.message_id: one.recipient for one in reminders}
    arrived = [message_id for message_id, _, _ in read_caught(caught)]
    assert len(landed) == KILLS
    assert len(arrived) == len(set(arrived))
    assert sorted(ids[one] for one in arrived if one in ids) == sorted(
        one.facts.contacts[0].email for one in OWING
    )
    assert {one.state for one in all_letters(desk)} == {"sent"}
    assert [(row.state, row.counts) for row in ledger(desk)] == [("done", {"letters": len(OWING)})]
    with desk.database.reading() as connection:
        assert find_broken_links(connection) == []
