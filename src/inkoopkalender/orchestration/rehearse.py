"""Rehearses a year: a scratch folder, a catcher for the letters, a Prefect server, one flow run.

Catcher and server listen on loopback only and are gone at the end. The catcher's files, the database and
what the invented providers handed in stay in the folder.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.orchestration.naming import round_tags
from inkoopkalender.orchestration.prefect_server import TemporaryServer, environment
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.rehearsal.year import TIMING, RehearsalPlan

Progress = Callable[[str], None]
"""Told in a word what is going on, between the steps of the year themselves."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A year that ran, and where its time went (seconds).

    `year_seconds` is the flow run: every step with Prefect around it. `prefect_seconds` is what Prefect
    took: waiting for its server, its share of the flow run, and stopping it.
    """

    folder: Path
    steps: int
    seconds: float
    year_seconds: float
    prefect_seconds: float


def rehearse(asked: Asked, folder: Path, *, progress: Progress) -> Rehearsed:
    """Run the year that was asked for in `folder`, which must be empty.

    Raises PrefectServerError and CatcherError when a part does not start, and what the duties raise.
    """
    began = time.perf_counter()
    with start_catcher(folder / "mail") as catcher, TemporaryServer(folder / "prefect") as server:
        progress("preparing")
        plan = prepare(asked, folder, mail_port=catcher.port)
        waiting = time.perf_counter()
        server.wait_until_ready()
        running = time.perf_counter()
        progress("running")
        steps = _run_flow(plan, folder, environment(server.home, server.url))
        ran = time.perf_counter()
    ended = time.perf_counter()
    year = float(json.loads((folder / TIMING).read_text(encoding="utf-8"))["seconds"])
    prefect = (running - waiting) + (ran - running - year) + (ended - ran)
    return Rehearsed(folder, steps, ended - began, ran - running, prefect)


def _run_flow(plan: RehearsalPlan, folder: Path, settings: Mapping[str, str]) -> int:
    """Run the year as one flow run; its name begins with the round's own moment."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    os.environ.update(settings)  # before Prefect is imported and reads them
    from prefect import tags  # noqa: PLC0415 -- slow import, and see above

    from inkoopkalender.orchestration.flow_files import load_flow  # noqa: PLC0415 -- slow import, and see above

    key = RoundKey.parse(plan.round_key)
    name = f"{plan.starts:%Y-%m-%d %H:%M} annual_round {key}"
    with tags(*round_tags(key)):
        steps = load_flow("annual_round").with_options(flow_run_name=name)(str(folder))
    assert isinstance(steps, int), "the flow returns how many steps it took"
    return steps
