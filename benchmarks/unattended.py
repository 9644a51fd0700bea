"""What an installation that runs by itself costs and how soon it acts, measured on a real `up`.

Run by hand or by `make bench`. Prints: seconds to ready (first and second start), memory and CPU of all its
processes while nothing is due, seconds from the moment a reminder is due to the first and the last letter
at the catcher (ticks a minute apart), seconds from an upload to its receipt there, what a tick takes that
finds nothing, seconds to stop. Nothing here passes or fails.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from inkoopkalender import clock
from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import read_caught
from inkoopkalender.orchestration.addresses import choose_port, read_addresses
from inkoopkalender.orchestration.prefect_api import PrefectApi
from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.strays import find_strays
from inkoopkalender.settings import PrefectSettings, Settings, TickSettings, WebSettings, as_environment
from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.generate import invent_register
from inkoopkalender.usecases.generate_files import invent_survey, write_survey
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.round_clock import move_clock

KEY = RoundKey("cz", "wijkverpleging", 2027)
PROVIDERS = 400
IDLE_SECONDS = 120
OPEN, DUE = "2026-05-13T10:00:00+02:00", "2026-05-15T09:00:00+02:00"
COMMAND = [sys.executable, "-c", "from inkoopkalender.cli import main; main()"]


def settings_in(folder: Path, seconds: int) -> Settings:
    """Return settings on free ports, with so many seconds between ticks."""
    taken: set[int] = set()
    for _ in range(3):
        taken.add(choose_port(0, taken))
    web, prefect, mail = sorted(taken)
    base = Settings(folder=folder)
    return base.model_copy(
        update={
            "web": WebSettings(port=web),
            "prefect": PrefectSettings(port=prefect),
            "mail": base.mail.model_copy(update={"port": mail}),
            "tick": TickSettings(seconds=seconds),
        }
    )


def environment(settings: Settings) -> Mapping[str, str]:
    return {**without_prefect(os.environ), **as_environment(settings)}


@contextmanager
def running(settings: Settings) -> Iterator[float]:
    """Run `up`; give the seconds it took until ready. Prints how long it took to stop."""
    began = time.perf_counter()
    process = subprocess.Popen([*COMMAND, "up"], env=environment(settings), cwd=settings.folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        wait(lambda: (found := read_addresses(settings.folder)) is not None and found.pid == process.pid)
        yield time.perf_counter() - began
    finally:
        print(f"stopped in {stop(process):.1f} s")


def stop(process: subprocess.Popen[bytes]) -> float:
    began = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    return time.perf_counter() - began


def wait(condition: Callable[[], Any], seconds: float = 180) -> float:
    """Wait until something is so; return after how many seconds."""
    began = time.perf_counter()
    while not condition():
        if time.perf_counter() - began > seconds:
            raise TimeoutError
        time.sleep(0.1)
    return time.perf_counter() - began


def idle(settings: Settings) -> tuple[float, float, float]:
    """Return resident and proportional memory (MB) and CPU (% of this machine) of all its processes."""

    def spent() -> float:
        return sum(sum(one.cpu_times()[:4]) for one in find_strays(settings.folder.resolve()))

    before, began = spent(), time.perf_counter()
    time.sleep(IDLE_SECONDS)
    cpu = (spent() - before) / (time.perf_counter() - began) / (os.cpu_count() or 1) * 100
    memory = [one.memory_full_info() for one in find_strays(settings.folder.resolve())]
    return sum(one.rss for one in memory) / 1e6, sum(one.pss for one in memory) / 1e6, cpu


def set_clock(settings: Settings, moment: str) -> None:
    database = open_database(settings.database_url)
    move_clock(database, datetime.fromisoformat(moment) - clock.now(), by="systeem")
    database.close()


def last_idle_tick(settings: Settings) -> str:
    found = read_addresses(settings.folder)
    assert found is not None
    with PrefectApi(found.prefect) as api:
        runs = api.list_flow_runs(tags=["kind:tick_rounds"], states=["COMPLETED"], limit=20)
    return next((run.message for run in runs if "niets te doen" in run.message), "none seen")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="inkoopkalender-bench-") as scratch:
        folder = Path(scratch).resolve() / "var"
        until = datetime.fromisoformat("2027-04-01T00:00:00+02:00")
        prepare(Asked(KEY, PROVIDERS, 7, until), folder, mail_port=1)
        set_clock(settings_in(folder, 600), "2026-03-05T09:00:00+01:00")
        settings = settings_in(folder, 600)
        with running(settings) as first:
            print(f"up ready, first start: {first:.1f} s")
            time.sleep(30)  # the first tick and its letters
            resident, proportional, cpu = idle(settings)
            print(f"idle, ticks 600 s apart: {resident:.0f} MB resident, {proportional:.0f} MB proportional")
            print(f"idle, ticks 600 s apart: {cpu:.1f} % CPU")
        settings = settings_in(folder, 60)
        set_clock(settings, OPEN)
        with running(settings) as second:
            print(f"up ready, second start: {second:.1f} s")
            wait(lambda: len(read_caught(settings.folder / "mail")) >= PROVIDERS)  # what was due before
            measure_due(settings)
            measure_receipt(settings)
            time.sleep(70)
            print(f"a tick that finds nothing: {last_idle_tick(settings)}")


def measure_due(settings: Settings) -> None:
    """Let a reminder become due half a minute from now, and print when its letters were caught."""
    before = len(read_caught(settings.folder / "mail"))
    moment = datetime.fromisoformat(DUE) - timedelta(seconds=30)
    set_clock(settings, moment.isoformat())
    began = time.perf_counter()
    first = wait(lambda: len(read_caught(settings.folder / "mail")) > before) - 30
    counts = [-1]
    while (count := len(read_caught(settings.folder / "mail"))) != counts[-1]:
        counts.append(count)
        time.sleep(3)
    last = time.perf_counter() - began - 30 - 3
    letters = counts[-1] - before
    print(f"due to first letter at the catcher: {first:.0f} s; to the last of {letters}: {last:.0f} s")


def measure_receipt(settings: Settings) -> None:
    """Hand in a survey and print when its receipt was caught."""
    file = settings.folder / "uitvraag.xlsx"
    organisation = next(one for one in invent_register(PROVIDERS, 7) if not one.is_new)
    answers = invent_survey(organisation, contract_year=KEY.contract_year, on=date(2026, 5, 15), seed=7)
    write_survey(load_submission_kinds(KEY)["quality-survey"], answers, file)
    agb = organisation.agb
    before = len(read_caught(settings.folder / "mail"))
    asked = ["submissions", "receive", str(file), "--as", "quality-survey", "--round", str(KEY), "--agb", agb]
    subprocess.run([*COMMAND, *asked], env=environment(settings), check=True, stdout=subprocess.DEVNULL)
    took = wait(lambda: len(read_caught(settings.folder / "mail")) > before)
    print(f"upload stored to receipt at the catcher: {took:.1f} s")


if __name__ == "__main__":
    main()
