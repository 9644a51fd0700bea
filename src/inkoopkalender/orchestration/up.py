"""Starts everything that runs unattended: the part that needs settings and database, once.

Then this process turns into `supervise`, which needs neither and stays small.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from inkoopkalender.orchestration.addresses import HOST, Addresses, choose_port
from inkoopkalender.orchestration.children import plan_children
from inkoopkalender.orchestration.folder_lock import hold_folder
from inkoopkalender.orchestration.plan import PLAN, Plan, write_plan
from inkoopkalender.orchestration.prefect_child import without_prefect
from inkoopkalender.orchestration.prefect_environment import environment
from inkoopkalender.orchestration.strays import end_strays
from inkoopkalender.orchestration.told import Told
from inkoopkalender.settings import Settings, as_environment
from inkoopkalender.storage.database import open_database
from inkoopkalender.usecases.round_clock import PRODUCTION, mark_production


def run_up(settings: Settings) -> NoReturn:
    """Run everything until a signal asks to stop; this process ends with it.

    Raises AlreadyUpError, DatabaseUnreachableError and ProductionClockError before anything is started.
    """
    folder = settings.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    told = Told(folder)
    hold_folder(folder)
    _open_once(settings)
    if left := end_strays(folder):
        told.say(f"Een vorige keer liet {left} processen achter; die zijn beëindigd.")
        told.note("strays ended", level="warning", strays=left)
    plan = make_plan(settings, folder, told)
    command = [sys.executable, "-m", "inkoopkalender.orchestration.supervise"]
    os.execve(sys.executable, command, {**make_environment(settings, plan), PLAN: write_plan(plan)})  # noqa: S606 -- no shell


def make_plan(settings: Settings, folder: Path, told: Told) -> Plan:
    """Choose the ports and return what is to run; says so where a port is not the one that was set."""
    taken: set[int] = set()

    def port(what: str, wanted: int) -> int:
        chosen = choose_port(wanted, taken)
        taken.add(chosen)
        if chosen != wanted:
            told.say(f"Poort {wanted} is bezet; {what} luistert op poort {chosen}.")
            told.note("port taken", level="warning", wanted=wanted, chosen=chosen)
        return chosen

    demo = settings.mode != PRODUCTION
    web = f"http://{HOST}:{port('de webserver', settings.web.port)}"
    own = settings.prefect.url.rstrip("/")
    addresses = Addresses(
        pid=os.getpid(),
        web=web,
        prefect=own or f"http://{HOST}:{port('de server van Prefect', settings.prefect.port)}/api",
        mail_port=port("de postvanger", settings.mail.port) if demo else None,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return Plan(
        folder=str(folder),
        home="" if own else str(folder / "prefect"),
        addresses=addresses,
        letters=f"{web}/post" if demo else f"{settings.mail.host}:{settings.mail.port}",
        children=plan_children(settings, folder, addresses),
    )


def make_environment(settings: Settings, plan: Plan) -> dict[str, str]:
    """Return the environment of everything below `up`: the settings, with the ports that were chosen."""
    around = {
        name: value for name, value in os.environ.items() if not name.upper().startswith("INKOOPKALENDER_")
    }
    own = plan.home == ""
    return {
        **(around if own else without_prefect(around)),
        **as_environment(settings),
        **_mail(plan),
        **({"PREFECT_API_URL": plan.addresses.prefect} if own else _prefect(settings, plan)),
        "PYTHONSAFEPATH": "1",  # a file in the folder where `up` was called shadows no module
        "MALLOC_ARENA_MAX": "2",  # threads of idle servers keep less memory to themselves
    }


def _mail(plan: Plan) -> dict[str, str]:
    """Outside production letters go to the catcher of this `up`, whatever was set."""
    if plan.addresses.mail_port is None:
        return {}
    name = "INKOOPKALENDER_MAIL__"
    return {
        f"{name}HOST": HOST,
        f"{name}PORT": str(plan.addresses.mail_port),
        f"{name}START_TLS": "false",
        f"{name}USERNAME": "",
        f"{name}PASSWORD": "",
    }


def _prefect(settings: Settings, plan: Plan) -> dict[str, str]:
    return {
        **environment(Path(plan.home), plan.addresses.prefect, stays=True),
        "PREFECT_WORKER_QUERY_SECONDS": str(settings.prefect.poll_seconds),
    }


def _open_once(settings: Settings) -> None:
    """Bring the database up to date before anybody else opens it, and refuse one that is not ours to use."""
    database = open_database(settings.database_url)
    try:
        mark_production(database, settings)
    finally:
        database.close()
