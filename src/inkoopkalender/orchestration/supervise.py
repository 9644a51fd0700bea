"""The parent of everything that runs unattended: starts, watches, starts again, and stops in order.

Imports as little as it can, for it stays for a year: what it must know is in the plan that `up` left in its
environment. It does no work of a round, opens no database of ours and sends no letter.
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from inkoopkalender.orchestration.addresses import remove_addresses, write_addresses
from inkoopkalender.orchestration.child_process import Process, stop_processes
from inkoopkalender.orchestration.kept_child import NAMES, STOP_WITHIN, KeptChild
from inkoopkalender.orchestration.log_files import shorten_logs
from inkoopkalender.orchestration.plan import DEPLOY, MARK, PLAN, SERVER, Child, Plan, read_plan
from inkoopkalender.orchestration.prefect_database import make_room
from inkoopkalender.orchestration.told import Told

_DAY, _MINUTE = 86_400.0, 60.0
_LITTLE_ROOM = 100_000_000
_STARTING, _RUNNING = 0.2, 5.0


class Supervisor:
    """Keeps the processes of a plan until it is asked to stop."""

    def __init__(self, plan: Plan, environment: Mapping[str, str]) -> None:
        """Keep the processes of `plan`, each with `environment` and the mark of the folder."""
        self.plan = plan
        self.folder = Path(plan.folder)
        self.told = Told(self.folder)
        self.asked_to_stop = 0
        self._began = time.monotonic()
        self._said: set[str] = set()
        self._announced = self._written = self._cramped = False
        self._shorten_at = self._room_at = 0.0
        self._wake, self._woken = socket.socketpair()
        self._environment = {**environment, MARK: plan.folder}
        self.kept = {one.name: self._keep(one) for one in plan.children}

    def run(self) -> int:
        """Keep everything going until a signal; then stop it all, and return the exit code."""
        self._listen()
        self.told.note("up", pid=os.getpid())
        while not self.asked_to_stop:
            self._look()
            self._sleep()
        self.stop()
        return 0

    def stop(self) -> None:
        """Stop all processes, stage by stage, and what they left; a second signal makes it quick."""
        self.told.say("Alles wordt gestopt …")
        began = time.monotonic()
        by_stage = sorted(self.kept.values(), key=lambda one: (one.child.stage, one.child.sign))
        killed: list[Process] = []
        for (_, sign), members in groupby(by_stage, key=lambda one: (one.child.stage, one.child.sign)):
            living = [one.process for one in members if one.process is not None]
            killed += stop_processes(living, sign, STOP_WITHIN, lambda: self.asked_to_stop > 1)
        from inkoopkalender.orchestration.strays import end_strays  # noqa: PLC0415 -- memory needed only now

        strays = end_strays(self.folder)
        remove_addresses(self.folder)
        seconds = round(time.monotonic() - began, 1)
        self.told.note("stopped", seconds=seconds, killed=len(killed), strays=strays)
        self.told.say(f"Gestopt na {seconds:.1f} s.")

    def _keep(self, child: Child) -> KeptChild:
        known = self._environment
        if not child.knows_settings:
            known = {name: value for name, value in known.items() if not name.startswith("INKOOPKALENDER_")}
        before = self._ready_prefect if child.name == SERVER else None
        return KeptChild(child, self.folder, known, self.told, before)

    def _ready_prefect(self) -> None:
        """Before the server starts: its database must be fit, and a new one needs the deployments again."""
        home = Path(self.plan.home)
        home.mkdir(parents=True, exist_ok=True)
        looked = make_room(home)
        if looked.message:
            self.told.say(looked.message)
            self.told.note("prefect database set aside", level="warning")
        if looked.new:
            self.kept[DEPLOY].again()

    def _listen(self) -> None:
        """Let signals wake us; the death of a child is one."""
        for end in (self._wake, self._woken):
            end.settimeout(0)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, self._ask_to_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup: it may outlive its terminal
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def _ask_to_stop(self, *_: object) -> None:
        self.asked_to_stop += 1

    def _look(self) -> None:
        now = time.monotonic()
        self._keep_house(now)
        for one in self.kept.values():
            if one.process is not None or not one.child.after or self.kept[one.child.after].ready:
                one.look(now)
        if not self._announced:
            self._report_progress()

    def _keep_house(self, now: float) -> None:
        if now >= self._shorten_at:
            self._shorten_at = now + _DAY
            shorten_logs(self.folder)
        if now >= self._room_at:
            self._room_at = now + _MINUTE
            self._look_at_room()
        if self._announced and not self._written:
            self._write_addresses()

    def _look_at_room(self) -> None:
        """Say that the disk is as good as full, once, and again when it was not for a while."""
        free = shutil.disk_usage(self.folder).free
        if free < _LITTLE_ROOM and not self._cramped:
            self.told.say(
                f"De schijf van {self.folder} is bijna vol: {free / 1e6:.0f} MB vrij.\n"
                "Maak ruimte; zonder ruimte kan niets worden vastgelegd en gaat geen brief weg."
            )
            self.told.note("disk nearly full", level="error", free=free)
        self._cramped = free < _LITTLE_ROOM

    def _sleep(self) -> None:
        calm = all(one.ready for one in self.kept.values())
        select.select([self._woken], [], [], _RUNNING if calm else _STARTING)
        try:
            while self._woken.recv(1024):
                pass
        except BlockingIOError:
            return

    def _report_progress(self) -> None:
        """Say what became ready, and when all is: where."""
        seconds = time.monotonic() - self._began
        for one in self.kept.values():
            if one.ready and one.child.name not in self._said:
                self._said.add(one.child.name)
                self.told.say(f"{seconds:5.1f} s  {NAMES[one.child.name]}: klaar")
        if all(one.ready for one in self.kept.values()):
            self._announced = True
            self._announce(seconds)

    def _announce(self, seconds: float) -> None:
        where = self.plan.addresses
        self._write_addresses()
        self.told.announce(f"Pagina's: {where.web}/")
        self.told.announce(f"Prefect:  {where.prefect.removesuffix('/api')}/")
        self.told.announce(f"Brieven:  {self.plan.letters}")
        self.told.say("Stoppen: Ctrl-C.")
        self.told.note("ready", seconds=round(seconds, 1))

    def _write_addresses(self) -> None:
        """Write where everything is; on a full disk, when there is room again."""
        with suppress(OSError):
            write_addresses(self.folder, self.plan.addresses)
            self._written = True


def main() -> int:
    """Supervise the plan in the environment; return the exit code."""
    plan = read_plan(os.environ.pop(PLAN))
    if sys.platform == "linux":
        return Supervisor(plan, os.environ).run()
    watchdog = [sys.executable, "-m", "inkoopkalender.orchestration.watchdog", plan.folder]
    with subprocess.Popen(watchdog, stdin=subprocess.PIPE, start_new_session=True):  # noqa: S603 -- our own module
        return Supervisor(plan, os.environ).run()


if __name__ == "__main__":
    sys.exit(main())
