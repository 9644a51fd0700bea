"""The drop folder as a flow run: each batch of files a task, and the run says how many.

No name of a file, code or fault of a provider goes to Prefect; those lie beside each file.
"""

from collections.abc import Iterator
from dataclasses import replace

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from inkoopkalender import clock, logs
from inkoopkalender.clock import HOME
from inkoopkalender.domain.dutch import counted
from inkoopkalender.orchestration.at_work import at_work
from inkoopkalender.orchestration.faults import told_by_type
from inkoopkalender.orchestration.naming import describe_run
from inkoopkalender.orchestration.phases import as_task
from inkoopkalender.storage.users import SYSTEM_USER
from inkoopkalender.usecases.drop_folder import DropReport, take_drop
from inkoopkalender.usecases.drop_moves import BusyDropFolderError
from inkoopkalender.usecases.round_clock import read_offset

LOG = logs.get("drop")
FLOW = "validate_submissions"


def run_drop(given: str) -> State:
    """Take in what lies in the drop folder; the state that Prefect shows says how many files.

    Raises FlowFailedError when nothing can be done: the next run tries again.
    """
    with told_by_type(FLOW), at_work(given) as work:
        describe_run(str(flow_run.id), f"{work.now.astimezone(HOME):%Y-%m-%d %H:%M} {FLOW}")
        try:
            report = take_drop(
                work.settings,
                lambda key: replace(work.desk_on(key), around=as_task),
                by=SYSTEM_USER,
                now=work.now,
                wall=clock.now(),
                offset=read_offset(work.database),
            )
        except BusyDropFolderError:
            return Completed(message="Er wordt al ingenomen.")
    return _as_state(report)


def _as_state(report: DropReport) -> State:
    counts = {
        "handled": report.count("handled"),
        "refused": report.count("refused"),
        "waiting": len(report.waiting),
        "problems": len(report.problems),
    }
    LOG.info("drop folder", **counts)
    message = ", ".join(_words(counts)) or "Er lag niets."
    return Failed(message=message) if report.problems else Completed(message=message)


def _words(counts: dict[str, int]) -> Iterator[str]:
    said = {
        "handled": "aangenomen",
        "refused": "geweigerd of niet goedgekeurd",
        "waiting": "nog niet af",
        "problems": "blijven liggen: probeer submissions drop",
    }
    for name, words in said.items():
        if counts[name]:
            yield f"{counted(counts[name], 'bestand', 'bestanden')} {words}"
