"""A real `up` whose round is about to remind 120 invented providers, and what may go wrong with it.

The reminder takes 120 batches, and its letters go to a real catcher. Afterwards everybody must have one
reminder, every Message-ID must have been caught once, and the audit chain must be whole.
"""

import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
from builders import Org, a_desk, all_letters, at, ledger, tick
from up_world import Up, up_in, wait_for

from inkoopkalender import clock
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import read_caught
from inkoopkalender.orchestration.prefect_api import PrefectApi
from inkoopkalender.orchestration.strays import find_strays
from inkoopkalender.settings import Settings
from inkoopkalender.storage.audit import find_broken_links
from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.desk import Desk, open_desk
from inkoopkalender.usecases.round_clock import move_clock

ORGANISATIONS = [Org(number) for number in range(1, 121)]
BEFORE, DUE = at("2026-05-15T08:00"), at("2026-05-15T09:00")
PACE = {
    "batch": "1",
    "tick__seconds": "5",
    "tick__silent_seconds": "10",
    "tick__stuck_seconds": "10",
    "prefect__poll_seconds": "1",
    "mail__connections": "2",
    "mail__lease_seconds": "15",
}
RECOVERS_WITHIN = 150


def prepare_round(folder: Path) -> Path:
    """Fill a folder with a round just before its reminder, and a Prefect database that knows our flows."""
    folder.mkdir()
    desk = a_desk(folder, ORGANISATIONS)
    tick(desk, at("2026-05-04T09:00"))
    desk.database.close()
    (folder / "round.db").rename(folder / "inkoopkalender.db")
    with closing(
        sqlite3.connect(folder / "inkoopkalender.db")
    ) as connection:  # what was said before is not ours
        connection.execute(
            "UPDATE outbox SET state = 'sent', finished_at = composed_at WHERE state = 'queued'"
        )
        connection.commit()
    with up_in(folder, ready=True, **PACE) as up:
        up.stop()
    return folder


@dataclass(slots=True)
class Scene:
    """A running `up` at the moment of its reminder."""

    up: Up
    desk: Desk

    @property
    def folder(self) -> Path:
        return self.up.folder

    def reminding(self, batches: int = 10) -> bool:
        """Say whether the reminder is being done, some batches far."""
        return self._count("SELECT count(*) FROM action_batches b JOIN actions a ON a.id = b.action_id "
                           "WHERE a.kind = 'remind_providers'") >= batches  # fmt: skip

    def delivering(self, letters: int = 5) -> bool:
        """Say whether the reminders are being delivered, some letters far, and not all."""
        return letters <= len(list((self.folder / "mail").glob("*.eml"))) < len(ORGANISATIONS)

    def asked(self) -> bool:
        """Say whether Prefect's worker has taken a run of ours that has not begun."""
        with PrefectApi(self.up.addresses["prefect"]) as api:
            return bool(api.list_flow_runs(tags=["inkoopkalender"], states=["PENDING"]))

    def done(self) -> bool:
        """Say whether the reminder is done and no letter of it waits."""
        reminders = [one.state for one in ledger(self.desk) if one.kind == "remind_providers"]
        waits = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'retry', 'sending', 'composed')"
        return reminders == ["done"] and self._count(waits) == 0

    def kill(self, *words: str) -> int:
        """Kill -9 every process of this `up` whose command holds one of the words; return how many."""
        return sum(
            _kill(one) for one in find_strays(self.folder) if any(word in _command(one) for word in words)
        )

    def kill_all(self) -> None:
        """Take the power away: the parent first, then everything that is left, at once."""
        self.up.process.kill()
        for one in find_strays(self.folder):
            _kill(one)

    def _count(self, query: str) -> int:
        with closing(sqlite3.connect(self.folder / "inkoopkalender.db", timeout=20)) as connection:
            found: int = connection.execute(query).fetchone()[0]
            return found


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _kill(process: psutil.Process) -> bool:
    try:
        process.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        return False
    return True


FLOW = ("prefect.flow_engine", "flow-run execute", "prefect.engine")
WORKER, SERVER, SENDER, DELIVERY = "prefect worker", "prefect_app", "orchestration.sender", "run_flow deliver"
CATCHER, WEB = "mail.catcher", "inkoopkalender.web"


def at_work(scene: Scene) -> bool:
    return scene.reminding()


def on_the_wire(scene: Scene) -> bool:
    return scene.delivering()


def taken(scene: Scene) -> bool:
    return scene.asked()


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and when: `strike` happens as soon as `when` holds; `again` starts `up` anew."""

    name: str
    when: Callable[[Scene], bool]
    strike: Callable[[Scene], object]
    again: bool = False
    execution: str = "inline"


def suffer(fault: Fault, prepared: Path, folder: Path) -> None:
    """Let the reminder meet a fault, wait until it is done, and hold what came of it against what must."""
    shutil.copytree(prepared, folder)
    desk = desk_in(folder)
    move_clock(desk.database, BEFORE - clock.now(), by="systeem")
    pace = {**PACE, "execution": fault.execution}

    with up_in(folder, ready=True, **pace) as up:
        scene = Scene(up, desk)
        move_clock(desk.database, DUE - clock.now(), by="systeem")
        assert wait_for(lambda: fault.when(scene), 60), "the fault found nothing to meet"
        before = len(list((folder / "mail").glob("*.eml")))
        fault.strike(scene)
        struck = time.monotonic()
        if not fault.again:
            recovered = wait_for(scene.done, RECOVERS_WITHIN)
            took = time.monotonic() - struck
    if fault.again:
        with up_in(folder, ready=True, **pace) as up:
            recovered = wait_for(Scene(up, desk).done, RECOVERS_WITHIN)
            took = time.monotonic() - struck

    assert recovered, "the reminder was not done in time"
    report(fault, desk, before, took)
    assert_once(desk, folder)


def desk_in(folder: Path) -> Desk:
    settings = Settings(folder=folder)
    database = open_database(settings.database_url)
    return open_desk(database, settings, RoundKey("cz", "wijkverpleging", 2027), at=BEFORE, actor="systeem")


def assert_once(desk: Desk, folder: Path) -> None:
    """Everybody has one reminder; each was caught once, but for those that a person must look at."""
    reminders = [one for one in all_letters(desk) if "remind_providers" in one.origin]
    caught = Counter(message_id for message_id, _, _ in read_caught(folder / "mail"))
    unknown = {one.message_id for one in reminders if one.state == "unknown"}
    with desk.database.reading() as connection:
        broken = find_broken_links(connection)

    assert Counter(one.recipient for one in reminders) == {
        f"post.{one.number}@zorg.example": 1 for one in ORGANISATIONS
    }
    assert {one.state for one in reminders} <= {"sent", "unknown"}
    assert set(caught.values()) == {1}
    assert {one.message_id for one in reminders} - set(caught) <= unknown
    assert broken == []


def report(fault: Fault, desk: Desk, before: int, took: float) -> None:
    (row,) = [one for one in ledger(desk) if one.kind == "remind_providers"]
    unknown = sum(one.state == "unknown" for one in all_letters(desk))
    sys.stdout.write(
        f"\n| {fault.name} | {fault.execution} | attempt {row.attempt}; {before} letters caught before, "
        f"{unknown} unknown | {took:.0f} s |"
    )
