"""What the drop folder costs: filled-in surveys, taken in by the scheduled flow through a real Prefect.

`python benchmarks/drop_folder.py [COUNT]...`, by hand or by `make bench`; 1,000 and 5,000 unless told
otherwise. Prints seconds from the start of the flow's process to its end, surveys a second, and the highest
resident memory of that process and of its readers together. Nothing here passes or fails.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
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


def run_flow(variables: Mapping[str, str]) -> tuple[float, float, float]:
    """Run the flow to its end; return seconds, and the highest MB of the process and of its readers."""
    command = [sys.executable, "-m", "inkoopkalender.orchestration.run_flow", "validate_submissions"]
    began = time.perf_counter()
    process = subprocess.Popen([*command, json.dumps({"now": NOW})], env=dict(variables))
    parent = children = 0
    while process.poll() is None:
        try:
            watched = psutil.Process(process.pid)
            parent = max(parent, watched.memory_info().rss)
            children = max(children, sum(one.memory_info().rss for one in watched.children(recursive=True)))
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)
    assert process.returncode == 0
    return time.perf_counter() - began, parent / 1e6, children / 1e6


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
                seconds, parent, children = run_flow(variables)
            states = counted(settings)
        print(
            f"{count} surveys: {seconds:.1f} s, {count / seconds:.0f} a second; "
            f"flow {parent:.0f} MB, readers {children:.0f} MB at most; {states}",
            flush=True,
        )


if __name__ == "__main__":
    main()
