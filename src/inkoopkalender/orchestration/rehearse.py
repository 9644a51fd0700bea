"""Rehearses a year: a scratch folder, a catcher for the letters, a Prefect server, one flow run.

Catcher and server listen on loopback only and are gone at the end. The catcher's files, the database and
what the invented providers handed in stay in the folder.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inkoopkalender.mail.catcher import start_catcher
from inkoopkalender.orchestration.prefect_server import TemporaryServer, environment
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare

Progress = Callable[[str], None]
"""Told in a word what is going on, between the steps of the year themselves."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A year that ran: its folder, how long it took, and how long of that was waiting for Prefect."""

    folder: Path
    steps: int
    seconds: float
    prefect_seconds: float


def rehearse(asked: Asked, folder: Path, *, progress: Progress) -> Rehearsed:
    """Run the year that was asked for in `folder`, which must be empty.

    Raises PrefectServerError and CatcherError when a part does not start, and what the duties raise.
    """
    began = time.perf_counter()
    with start_catcher(folder / "mail") as catcher, TemporaryServer(folder / "prefect") as server:
        progress("preparing")
        plan = prepare(asked, folder, mail_port=catcher.port)
        os.environ.update(environment(server.home, server.url))  # before Prefect reads its settings
        from prefect import tags  # noqa: PLC0415 -- slow import, and see above

        from inkoopkalender.orchestration.flow_files import load_flow  # noqa: PLC0415 -- slow import, and see above

        flow = load_flow("annual_round")
        waiting = time.perf_counter()
        server.wait_until_ready()
        waited = time.perf_counter() - waiting
        progress("running")
        insurer, sector, year = plan.round_key.split("/")
        with tags(f"insurer:{insurer}", f"sector:{sector}", f"year:{year}"):
            name = f"{plan.starts:%Y-%m-%d %H:%M} annual_round {plan.round_key}"
            steps = flow.with_options(flow_run_name=name)(str(folder))
    assert isinstance(steps, int), "the flow returns how many steps it took"
    return Rehearsed(folder, steps, time.perf_counter() - began, waited)
