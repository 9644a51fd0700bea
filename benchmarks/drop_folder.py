"""What the drop folder costs: filled-in surveys, taken in by the scheduled flow through a real Prefect.

`python benchmarks/drop_folder.py [COUNT]...`, by hand or by `make bench`; 1,000 and 5,000 unless told
otherwise. Prints seconds from the start of the flow's process to its end, surveys a second, and the highest
resident memory of that process and of its readers together, and the seconds of processor of all of them
with the load of the machine before it: on a busy machine the first says little. Nothing passes or fails.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import psutil

from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.prefect_server import TemporaryServer, environment
from inkoopkalender.settings import DropSettings, Settings, as_environment
from inkoopkalender.storage.database import open_database
from inkoopkalender.storage.rounds import list_rounds
from inkoopkalender.storage.submissions import count_submissions
from inkoopkalender.usecases.generate import invent_register
from inkoopkalender.usecases.generate_files import invent_survey, write_survey
from inkoopkalender.usecases.rehearsal.prepare import Asked, prepare
from inkoopkalender.usecases.rehearsal.year import settings_for

KEY = RoundKey("cz", "wijkverpleging", 2027)
KIND = "quality-survey"
FINISHED, NOW = "2026-05-14T12:00:00+02:00", "2026-05-15T10:00:00+02:00"
SEED = 7


def fill(folder: Path, count: int) -> Settings:
    """Prepare a round and lay `count` surveys in its drop folder; return the settings."""
    settings = settings_for(folder, 1).model_copy(update={"drop": DropSettings(settle_seconds=0)})
    invited = count * 5 // 4 + 20
    prepare(
        Asked(KEY, invited, SEED, datetime.fromisoformat("2027-04-01T00:00:00+02:00")), folder, mail_port=1
    )
    place = settings.incoming_folder / str(KEY) / KIND
    place.mkdir(parents=True)
    kind = load_submission_kinds(KEY)[KIND]
    finished = datetime.fromisoformat(FINISHED).timestamp()
    there = [one for one in invent_register(invited, SEED) if not one.is_new][:count]
    assert len(there) == count
    for one in there:
        answers = invent_survey(one, contract_year=KEY.contract_year, on=date(2026, 5, 14), seed=SEED)
        path = place / f"{one.agb}_uitvraag.xlsx"
        write_survey(kind, answers, path)
        os.utime(path, (finished, finished))
    return settings


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds on the clock and of the processor, and the highest MB."""

    seconds: float
    processor: float
    flow: float
    readers: float


def processor() -> float:
    """Return the seconds of processor of all processes that were waited for, theirs included."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def memory_of_reader(process: psutil.Process) -> int:
    """Return its resident bytes; of a child that is only just forked, and still shows its parent's, none."""
    if "inkoopkalender.intake.reader_child" not in process.cmdline():
        return 0
    return int(process.memory_info().rss)


def run_flow(variables: Mapping[str, str]) -> Cost:
    """Run the flow to its end."""
    command = [sys.executable, "-m", "inkoopkalender.orchestration.run_flow", "validate_submissions"]
    began, before = time.perf_counter(), processor()
    process = subprocess.Popen([*command, json.dumps({"now": NOW})], env=dict(variables))
    parent = children = 0
    while process.poll() is None:
        try:
            watched = psutil.Process(process.pid)
            parent = max(parent, watched.memory_info().rss)
            children = max(children, sum(map(memory_of_reader, watched.children(recursive=True))))
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)
    assert process.returncode == 0
    return Cost(time.perf_counter() - began, processor() - before, parent / 1e6, children / 1e6)


def counted(settings: Settings) -> dict[str, int]:
    database = open_database(settings.database_url)
    with database.reading() as connection:
        (found,) = list_rounds(connection)
        states = count_submissions(connection, found.round_id)[KIND]
    database.close()
    return states


def main() -> None:
    """Measure each count, on a server of its own."""
    for count in [int(each) for each in sys.argv[1:]] or [1_000, 5_000]:
        with tempfile.TemporaryDirectory(prefix="inkoopkalender-bench-") as scratch:
            folder = Path(scratch).resolve() / "var"
            settings = fill(folder, count)
            with TemporaryServer(Path(scratch) / "prefect") as server:
                server.wait_until_ready()
                variables = {
                    **without_prefect(os.environ),
                    **as_environment(settings),
                    **environment(server.home, server.url),
                }
                load = os.getloadavg()[0]
                cost = run_flow(variables)
            states = counted(settings)
        print(
            f"{count} surveys: {cost.seconds:.1f} s, {count / cost.seconds:.0f} a second, "
            f"{cost.processor:.1f} s of processor, load before {load:.1f}; "
            f"flow {cost.flow:.0f} MB, readers {cost.readers:.0f} MB at most; {states}",
            flush=True,
        )


if __name__ == "__main__":
    main()
